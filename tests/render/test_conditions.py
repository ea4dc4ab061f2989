"""Conditions on a terminal, in a spreadsheet and on the page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.conditions import ConditionsAnswer
from anatomy.loading import load_result
from anatomy.render import EXPORTERS, render_json
from anatomy.render.conditions import (
    render_conditions_csv,
    render_conditions_json,
    render_conditions_text,
)
from anatomy.render.text import cells
from anatomy.views.conditions import view_conditions
from builders.conditions import ALL, OPTIONS, some_conditions, with_conditions
from builders.pages import not_isolated, read_page
from builders.reports import DEPARTMENTS, a_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.domain.impact import ImpactReport

GOLDEN = Path(__file__).parent / "golden"
NAMES = {row[0]: row[2] for row in DEPARTMENTS}


def text(width: int) -> str:
    view = view_conditions(some_conditions(), currency="EUR", names=NAMES)
    return render_conditions_text(
        view, title="28 % discount", run="model Acme · seed 7 · 2,000 worlds", width=width
    )


def answer() -> ConditionsAnswer:
    report = a_report()
    departments = tuple((one.key, one.name) for one in report.departments)
    return ConditionsAnswer(
        model=report.model,
        decision=report.decision,
        run=report.run,
        departments=departments,
        conditions=some_conditions(),
    )


@pytest.mark.parametrize("width", [80, 120])
def test_the_text_is_the_golden_one(golden: Callable[[Path, str], None], width: int) -> None:
    golden(GOLDEN / f"conditions-{width}.txt", text(width))
    assert max(map(cells, text(width).splitlines())) <= width


def test_the_json_holds_everything_unrounded() -> None:
    told = json.loads(render_conditions_json(answer()))

    assert next(iter(told)) == "format"
    assert told["format"] == "anatomy-conditions/1"
    assert told["conditions"]["options"][0]["last_in"]["loss"] == {
        "change": -62_000.0,
        "low": -62_900.0,
        "high": -61_100.0,
    }


def test_the_table_has_a_row_for_every_option_effect_and_figure() -> None:
    formula = replace(OPTIONS[0], name="=1+1")
    told = replace(answer(), conditions=some_conditions(options=(formula, *OPTIONS[1:])))
    rows = list(csv.DictReader(io.StringIO(render_conditions_csv(told))))

    assert [(row["option"], row["effect"], row["figure"]) for row in rows[:5]] == [
        ("", "as a set", "total.loss.mean"),
        ("", "as a set", "finance.loss.p90 > 150k"),
        ("clause", "alone", "total.loss.mean"),
        ("clause", "last in", "total.loss.mean"),
        ("clause", "last in", "finance.loss.p90 > 150k"),
    ]
    assert rows[2]["name"] == "'=1+1"
    assert (rows[4]["before"], rows[4]["after"], rows[4]["low"]) == ("222700.0", "131000.0", "-95700.0")


def hostile(payload: str) -> ImpactReport:
    """The report with that in every text that somebody typed about limits and options."""
    options = tuple(replace(one, name=payload, what=payload, owner=payload) for one in OPTIONS)
    limits = tuple(replace(limit, owner=payload, why=payload) for limit in ALL)
    conditions = some_conditions(options=options, promised=(payload,))
    return replace(with_conditions(a_report()), limits=limits, conditions=conditions)


def test_the_page_holds_no_more_than_was_typed() -> None:
    harmless = read_page(EXPORTERS["html"](hostile("x")))
    payload = "</style><script>alert(1)</script>{{7*7}}"
    html = EXPORTERS["html"](hostile(payload))
    page = read_page(html)

    assert page.tags == harmless.tags
    assert [one[:2] for one in page.attributes] == [one[:2] for one in harmless.attributes]
    shown = [around for said, around in page.texts if payload in said]
    assert len(shown) >= 3 * len(OPTIONS)
    assert not not_isolated(html, payload)


def test_a_terminal_is_not_steered() -> None:
    assert not set(EXPORTERS["txt"](hostile("\x1b[2J\x07\u202e"))) & set("\x1b\x07\u202e")


def test_the_page_tells_limits_conditions_and_further_options() -> None:
    page = EXPORTERS["html"](with_conditions(a_report()))
    words = " ".join(said for said, _ in read_page(page).texts)

    assert "Limits, and conditions of a yes" in words
    assert "The clause is settled" in words
    assert "too late" in words
    assert "On 10,000 fresh worlds" in words
    assert len(page.encode()) - len(EXPORTERS["html"](a_report()).encode()) < 12_000
    assert "Limits, and conditions" not in EXPORTERS["html"](a_report(limits=ALL))


def test_a_saved_result_keeps_them(tmp_path: Path) -> None:
    report = with_conditions(a_report())
    path = tmp_path / "r.json"
    path.write_text(render_json(report), encoding="utf-8")
    loaded = load_result(path, name="r.json")

    assert loaded == report
    assert EXPORTERS["html"](loaded) == EXPORTERS["html"](report)
