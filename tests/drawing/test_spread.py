from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from anatomy.drawing import draw_spread, render_dot
from anatomy.drawing.chains import choose_chains
from builders.reports import a_report
from drawing.hostile import HOSTILE
from drawing.test_dot import letters, of_class


def nodes(dot: str) -> list[str]:
    """Names of the cells drawn."""
    return re.findall(r"^\t+(n\d+) \[", dot, re.MULTILINE)


def test_it_draws_the_ways_into_every_department_felt() -> None:
    """Cells on the ways, boxes by department, what was set off marked."""
    dot = draw_spread(a_report())

    assert "rankdir=LR" in dot
    assert "newrank=true" in dot
    assert "<B>Margin &amp; profitability</B>" in dot
    assert dot.count("DECISION") == 3
    assert re.search(r"<B>Finance</B>  86", dot)
    assert "D12.F2.P6" in dot


def test_lines_carry_kind_and_likelihood() -> None:
    """The kind's name, its percent, and its effect as tool tip."""
    dot = draw_spread(a_report())

    assert re.search(r"values<BR/>93 %", dot)
    assert 'tooltip="price realization on the deal falls"' in dot


@pytest.mark.parametrize("most", [1, 3, 5, 10, 25, 100])
def test_no_more_cells_than_asked(most: int) -> None:
    """The caption says how many are left out."""
    report = a_report()
    dot = draw_spread(report, max_cells=most)
    left = choose_chains(report, max_cells=most).left_out

    assert 0 < len(nodes(dot)) <= most
    assert (f"{left} more cell" in dot) == (left > 0)


def test_likeliest_chains_are_black_and_few() -> None:
    """At most three chains stand out."""
    chains = choose_chains(a_report(), max_cells=25)

    assert chains.main
    assert chains.main < chains.links


def test_order_of_input_does_not_matter() -> None:
    """Links, kinds and ways in another order give the same bytes."""
    report = a_report()
    turned = replace(
        report,
        links=report.links[::-1],
        kinds=report.kinds[::-1],
        losses=report.losses[::-1],
        departments=tuple(replace(fact, paths=fact.paths[::-1]) for fact in report.departments),
    )

    assert draw_spread(report) == draw_spread(turned)


def test_a_decision_that_reaches_nothing_draws(renderer: str) -> None:
    """Only what is set off, without any number."""
    del renderer
    report = a_report(cells=(), links=(), losses=())
    report = replace(
        report, departments=tuple(replace(fact, paths=(), hardest=None) for fact in report.departments)
    )
    svg = render_dot(draw_spread(report), fmt="svg")

    assert "DECISION" in letters(of_class(svg, "node"))


def test_cells_lead_where_they_are_told() -> None:
    """To an anchor or a web address, and nowhere else."""
    slug = "finance/margin-profitability/operations"

    assert 'URL="#cell-7"' in draw_spread(a_report(), links={slug: "#cell-7"})
    assert "URL" not in draw_spread(a_report(), links={slug: "javascript:alert(1)"})


def test_hostile_names_change_nothing_but_letters(renderer: str) -> None:
    """Whatever cells, kinds, effects and departments are called."""
    del renderer
    tame = a_report()
    wild = replace(
        tame,
        cells=tuple(
            replace(cell, name=HOSTILE[place % len(HOSTILE)], code=HOSTILE[-place % len(HOSTILE)])
            for place, cell in enumerate(tame.cells)
        ),
        departments=tuple(
            replace(fact, name=HOSTILE[place % len(HOSTILE)]) for place, fact in enumerate(tame.departments)
        ),
        links=tuple(
            replace(link, effect=HOSTILE[place % len(HOSTILE)], kind=HOSTILE[-place % len(HOSTILE)])
            for place, link in enumerate(tame.links)
        ),
    )
    drawn = [render_dot(draw_spread(each, heading=HOSTILE[3]), fmt="svg") for each in (tame, wild)]

    for kind in ("node", "edge", "cluster"):
        ids = [[group.get("id") for group in of_class(svg, kind)] for svg in drawn]
        assert ids[0] == ids[1]


@pytest.mark.parametrize("most", [3, 5, 10, 25])
def test_a_cell_hardly_felt_is_drawn_only_to_connect_and_told(most: int) -> None:
    """Every other drawn cell is felt in 1 % of worlds or set off; what is left out is measured."""
    report = a_report()
    chains = choose_chains(report, max_cells=most)
    chance = {fact.cell: fact.feeling.felt.probability for fact in report.cells}
    first = {one.cell for one in report.decision.sets_off}
    hardly = {cell for cell in chains.cells - first if chance.get(cell, 0.0) < 0.005}
    ways = [path.cells for fact in report.departments for path in (*fact.paths, fact.hardest) if path]
    left = [one for cell, one in chance.items() if cell not in chains.cells and one >= 0.005]

    assert chains.connecting == len(hardly)
    assert all(any(cell in way[:-1] for way in ways) for cell in hardly)
    assert chains.likeliest_left_out == max(left, default=0.0)


def test_further_ways_are_drawn_where_each_cell_is_felt() -> None:
    """With room for all, every way is drawn on which each cell is felt, and no cell is drawn without a way."""
    report = a_report()
    felt = {fact.cell for fact in report.cells if fact.feeling.felt.probability >= 0.005}
    drawn = choose_chains(report, max_cells=100).cells
    further = [set(path.cells) for fact in report.departments for path in fact.paths[1:]]
    firsts = [
        set(path.cells) for fact in report.departments for path in (*fact.paths[:1], fact.hardest) if path
    ]
    assert all(way <= drawn for way in further if way <= felt)
    first = {one.cell for one in report.decision.sets_off}
    assert drawn <= first.union(*firsts, *(way for way in further if way <= felt))


def test_a_picture_by_itself_tells_what_it_is_of() -> None:
    """Decision, parameters given, model, seed and worlds; and no gap in the name of a box."""
    report = a_report()
    dot = " ".join(draw_spread(report).split())

    for part in (report.model.name, f"seed {report.run.seed}", "worlds"):
        assert part in dot
    assert report.decision.title.split()[0] in dot
    assert "<B>Sales: the decision</B>" in dot
