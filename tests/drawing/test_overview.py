from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.drawing import draw_overview, render_dot
from anatomy.drawing.bundles import choose_bundles, gather_bundles
from anatomy.drawing.columns import arrange
from builders.enterprises import a_department, an_enterprise
from builders.reports import a_report
from drawing.hostile import HOSTILE
from drawing.test_dot import letters, of_class

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise

#: A hub with many rims, each hit once.
MANY = tuple(("sales", "system", f"rim{place}", "process", 0.2 + place / 40) for place in range(14))


def of_report(**changes: object) -> Enterprise:
    """An enterprise with the departments of the report that the builder makes."""
    report = a_report()
    rows = [
        ("sales", "operations", "finance", "operations", 0.9),
        ("sales", "component", "legal", "process", 0.8),
        ("finance", "operations", "hr", "operations", 0.2),
    ]
    departments = {
        fact.key: a_department(fact.key, code=fact.code, name=fact.name) for fact in report.departments
    }
    return an_enterprise(rows, departments=departments, **changes)


def test_each_bundle_is_one_line_with_its_count() -> None:
    """Two dependencies from Sales to Finance are one line that says 2."""
    dot = draw_overview(an_enterprise(), None)

    assert "n1 [label=<<TABLE" in dot
    assert len(re.findall(r"^\tb\d+ \[", dot, re.MULTILINE)) == 4
    assert re.search(r"Sales to Finance: 2 dependencies, mean likelihood 85", dot)
    assert "Showing" not in dot


def test_lines_left_out_are_counted() -> None:
    """The heaviest are drawn; the caption says how many there are."""
    dot = draw_overview(an_enterprise(MANY), None, max_bundles=5)

    assert len(re.findall(r"^\tb\d+ \[", dot, re.MULTILINE)) == 5
    assert "Showing the 5 heaviest of 14 lines." in dot


def test_the_legend_lists_only_what_occurs() -> None:
    """No dotted line, no word about it."""
    weak = draw_overview(an_enterprise([("a", "system", "b", "system", 0.1)]), None)
    strong = draw_overview(an_enterprise([("a", "system", "b", "system", 0.9)]), None)

    assert "under 30" in weak
    assert "55 % or more" not in weak
    assert "under 30" not in strong
    assert "Chance" not in strong


def test_with_a_report_layers_wear_their_chance() -> None:
    """Colours and numbers are those of the report; the calm are named, not drawn."""
    dot = draw_overview(of_report(), a_report())

    assert re.search(r'BGCOLOR="#7A2E0E"><FONT COLOR="#FFFFFF"><B>86</B>', dot)
    assert "not drawn: Research &amp; Engineering and Procurement." in dot
    assert "Procurement</B>" not in dot


def test_order_of_input_does_not_matter() -> None:
    """Dependencies in another order give the same bytes."""
    enterprise = an_enterprise()
    turned = replace(enterprise, dependencies=enterprise.dependencies[::-1])

    assert draw_overview(enterprise, None) == draw_overview(turned, None)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 15, 30])
def test_any_number_of_departments_draws(count: int, renderer: str) -> None:
    """Each department is a node, in about as many columns as a page is wide."""
    del renderer
    rows = [(f"d{place}", "system", f"d{(place * 3 + 1) % count}", "process", 0.5) for place in range(count)]
    enterprise = an_enterprise(rows)
    svg = render_dot(draw_overview(enterprise, None), fmt="svg")

    assert len([node for node in of_class(svg, "node") if node.get("id", "").startswith("n")]) == count


def test_an_enterprise_without_dependencies_draws(renderer: str) -> None:
    """Departments alone."""
    del renderer
    enterprise = an_enterprise([], departments={"sales": a_department("sales")})

    assert "Sales" in letters(of_class(render_dot(draw_overview(enterprise, None), fmt="svg"), "node"))


def test_hostile_names_change_nothing_but_letters(renderer: str) -> None:
    """Names of departments, codes and layers as bad as can be give the nodes and edges of tame ones."""
    del renderer
    tame = an_enterprise([(f"d{n}", "system", f"d{n + 1}", "system", 0.5) for n in range(len(HOSTILE) - 1)])
    departments = {
        key: replace(department, name=text, code=text)
        for (key, department), text in zip(tame.departments.items(), HOSTILE, strict=True)
    }
    layers = {
        key: replace(layer, name=text, code=text)
        for (key, layer), text in zip(tame.layers.items(), HOSTILE, strict=False)
    }
    wild = replace(tame, departments=departments, layers=layers)
    drawn = [render_dot(draw_overview(each, None, heading=HOSTILE[3]), fmt="svg") for each in (tame, wild)]

    for kind in ("node", "edge"):
        ids = [[group.get("id") for group in of_class(svg, kind)] for svg in drawn]
        assert ids[0] == ids[1]


def test_every_department_keeps_its_heaviest_line() -> None:
    """Even when others have many heavier ones."""
    rows = [("a", "system", "b", "system", 0.9), ("b", "system", "a", "system", 0.8)]
    bundles = gather_bundles(an_enterprise([*rows, ("b", "process", "c", "process", 0.1)]), None)

    assert {bundle.ends for bundle in choose_bundles(bundles, most=2)} == {("a", "b"), ("b", "c")}


def test_the_deciding_department_stands_left() -> None:
    """What a decision sets off comes first, alone."""
    bundles = gather_bundles(an_enterprise(MANY), None)
    keys = ["sales", *(f"rim{place}" for place in range(14))]
    columns = arrange(keys, bundles, first=["sales"])

    assert columns[0] == ("sales",)
    assert sorted(key for column in columns for key in column) == sorted(keys)
    assert max(len(column) for column in columns) <= 4
