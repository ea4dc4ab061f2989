"""Alternatives on a page, in a terminal and in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.loading import load_result
from anatomy.render import EXPORTERS
from anatomy.render.alternatives import render_alternatives_json, render_alternatives_text
from anatomy.render.alternatives_csv import render_alternatives_csv
from anatomy.render.text import cells
from anatomy.views.alternatives import view_alternatives
from anatomy.whatif.alternatives import compared_of
from builders.deals import an_answer
from builders.pages import not_isolated, read_page
from builders.poison import poisoned

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.domain.alternatives import ComparedChoices
    from anatomy.domain.impact import ImpactReport

GOLDEN = Path(__file__).parent / "golden"
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "W" * 3000,
    "\u202egnitset",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ImpactReport:
    return an_answer(tmp_path_factory.mktemp("deal"))


@pytest.fixture(scope="module")
def compared(report: ImpactReport) -> ComparedChoices:
    found = compared_of(report)
    assert found is not None
    return found


def text_of(compared: ComparedChoices, width: int) -> str:
    return render_alternatives_text(
        compared, view_alternatives(compared.comparison, compared.model), width=width
    )


@pytest.mark.parametrize("width", [80, 120])
def test_the_text_is_the_golden_one(
    compared: ComparedChoices, width: int, golden: Callable[[Path, str], None]
) -> None:
    text = text_of(compared, width)
    golden(GOLDEN / f"alternatives-{width}.txt", text)
    assert max(map(cells, text.splitlines())) <= width


def test_columns_that_do_not_fit_go_below(compared: ComparedChoices) -> None:
    text = text_of(compared, 50)
    assert max(map(cells, text.splitlines())) <= 50
    assert text.count("Chance to win") == 2


def test_a_saved_answer_loads_back_with_its_alternatives(report: ImpactReport, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(EXPORTERS["json"](report), encoding="utf-8")
    loaded = load_result(path, name="r.json")
    assert loaded == report
    assert EXPORTERS["html"](loaded) == EXPORTERS["html"](report)


def test_json_is_versioned_and_whole(compared: ComparedChoices) -> None:
    data = json.loads(render_alternatives_json(compared))
    assert next(iter(data.items())) == ("format", "anatomy-compare/1")
    told = data["comparison"]
    assert [one["key"] for one in told["choices"]] == ["as-proposed", "less", "little", "decline"]
    assert told["choices"][0]["worth"]["if_won"] == compared.comparison.choices[0].worth.if_won
    assert len(told["grid"]["rows"]) == 3


def test_csv_has_every_figure_of_every_choice(compared: ComparedChoices) -> None:
    rows = list(csv.DictReader(io.StringIO(render_alternatives_csv(compared))))
    less = compared.comparison.choice("less")
    pair = compared.comparison.pair("less", "as-proposed")
    assert pair is not None
    found = {(row["choice"], row["department"], row["figure"]): row for row in rows}

    assert float(found["less", "", "expected worth"]["value"]) == less.worth.expected
    assert float(found["less", "Legal", "felt"]["value"]) == less.departments[1].felt.probability
    assert float(found["less", "Legal", "felt"]["difference"]) == pair.departments[1].felt.mean
    assert float(found["share=0.3, value=100000", "", "worth if won"]["value"]) == pytest.approx(
        compared.comparison.choices[0].worth.if_won
    )
    assert {row["format"] for row in rows} == {"anatomy-compare/1"}


def test_csv_holds_no_formula(compared: ComparedChoices) -> None:
    hostile = poisoned(compared, "=1+1;")
    for row in csv.reader(io.StringIO(render_alternatives_csv(hostile))):
        assert not any(cell.startswith("=") for cell in row)


def test_the_section_comes_after_the_first_sheet(report: ImpactReport) -> None:
    page = EXPORTERS["html"](report)
    places = [page.index(f'id="{name}"') for name in ("costs", "alternatives", "travels")]
    assert places == sorted(places)
    assert ' style="' not in page
    section = page[places[1] : places[2]]
    tables = re.findall(r"<table.*?</table>", section, re.DOTALL)
    assert len(tables) == 2
    assert all("<caption" in table for table in tables)
    assert not re.search(r"<th(?![^>]*scope=)[ >]", section)
    read_page(page)


def test_printed_parts_add_up(report: ImpactReport) -> None:
    """Before the hidden cost, less that, is what is left; and departments add up to the hidden cost."""
    assert report.alternatives is not None
    view = view_alternatives(report.alternatives, report.model)
    rows = {row.label: [amount(one.text) for one in row.entries] for row in view.worth.rows[1:4]}
    before, hidden, left = rows.values()
    assert [round(a + b, 6) for a, b in zip(before, hidden, strict=True)] == left
    *parts, together = view.departments[-1].rows
    for place, whole in enumerate(together.entries):
        assert round(sum(amount(row.entries[place].text) for row in parts), 6) == amount(whole.text)
        assert amount(whole.text) == hidden[place]


def amount(text: str) -> float:
    """A printed amount in thousands."""
    number = text.replace("\u2212", "-").replace("+", "").replace("€", "").replace("k", "")
    return float(number)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(report: ImpactReport, payload: str) -> None:
    as_is, html = (
        EXPORTERS["html"](replace(report, alternatives=poisoned(report.alternatives, text)))
        for text in ("x", payload)
    )
    harmless, page = read_page(as_is), read_page(html)
    assert any(payload in text for text, _ in page.texts)
    names = [(tag, name) for tag, name, _ in page.attributes]
    assert names == [(tag, name) for tag, name, _ in harmless.attributes]
    assert not not_isolated(html, payload)


def test_a_terminal_is_not_steered(compared: ComparedChoices) -> None:
    assert not set(text_of(poisoned(compared, "\x1b[2J\x07\u202e"), 100)) & set("\x1b\x07\u202e")
