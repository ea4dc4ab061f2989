"""The answer on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.render.text import cells, render_text
from anatomy.views.terminal import view_terminal
from builders.reports import a_decision, a_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.domain.impact import ImpactReport

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("width", [80, 120])
def test_the_text_is_the_golden_one(golden: Callable[[Path, str], None], width: int) -> None:
    golden(GOLDEN / f"report-{width}.txt", render_text(view_terminal(a_report()), width=width))


@pytest.mark.parametrize("width", [20, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = render_text(view_terminal(a_report()), width=width).splitlines()
    assert max(map(cells, lines)) <= max(width, 80)
    assert not any(line != line.rstrip() for line in lines)


def renamed(report: ImpactReport, key: str, name: str) -> ImpactReport:
    departments = tuple(replace(one, name=name) if one.key == key else one for one in report.departments)
    return replace(report, departments=departments)


def test_columns_stay_aligned_with_wide_characters() -> None:
    text = render_text(view_terminal(renamed(a_report(), "legal", "法務部")), width=140)
    rows = [line for line in text.splitlines() if " (−€" in line]
    places = {cells(line[: line.index(" (−€")]) for line in rows}
    assert len(places) == 1


def test_a_very_long_name_is_cut() -> None:
    text = render_text(view_terminal(renamed(a_report(), "legal", "W" * 500)), width=100)
    assert "WW…" in text


def test_the_title_stands_above_the_run_when_both_do_not_fit() -> None:
    report = a_report(decision=a_decision(title="A very long title of a decision " * 3))
    first, *rest = render_text(view_terminal(report), width=80).splitlines()
    assert first.startswith("A very long title")
    assert any(line.startswith("model Acme 1.4 · seed 7") for line in rest)


def test_a_low_card_department_is_not_left_out() -> None:
    assert "Operations: low, because it arrives in 62 % of worlds" in render_text(view_terminal(a_report()))


def test_another_last_line_may_be_given() -> None:
    assert render_text(view_terminal(a_report()), closing="Why: ask.").endswith("\nWhy: ask.\n")
