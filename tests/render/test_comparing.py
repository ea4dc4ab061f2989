"""A comparison as text: no line wider than the terminal, nothing that steers it."""

from __future__ import annotations

import pytest

from anatomy.render.comparing import render_comparison_text
from anatomy.views.comparing import ComparisonView


def a_view(*, title: str = "A discount", name: str = "Sales") -> ComparisonView:
    return ComparisonView(
        title=title,
        run="model Tiny 1 · seed 0 · exact",
        lead="Beside another method.",
        heads=("Department", "Felt", "Reached", "cpm", "− felt", "− reached"),
        rows=((name, "likely 70\u00a0%", "80\u00a0%", "90\u00a0%", "+20", "+10"),),
        left_out=1,
        notes=("Said of it.",),
        breaks_heading="Breaks:",
        breaks=("series: because of one thing and another",),
    )


def test_a_comparison_in_full() -> None:
    assert render_comparison_text(a_view(), width=100).splitlines() == [
        "A discount" + " " * 61 + "model Tiny 1 · seed 0 · exact",
        "Beside another method.",
        "",
        "  Department  Felt         Reached   cpm  − felt  − reached",
        "  Sales       likely 70 %     80 %  90 %     +20        +10",
        "  1 more department under 10 % either way.",
        "",
        "Said of it.",
        "",
        "Breaks:",
        "  series: because of one thing and another",
    ]


@pytest.mark.parametrize("width", [41, 42])
def test_title_and_run_share_a_line_where_they_fit(width: int) -> None:
    lines = render_comparison_text(a_view(), width=width).splitlines()

    assert lines[0] == ("A discount" if width < 42 else "A discount   model Tiny 1 · seed 0 · exact")


@pytest.mark.parametrize(("width", "shown"), [(100, 28), (79, 28), (70, 21), (63, 14), (50, 12)])
def test_names_give_way_to_the_figures(width: int, shown: int) -> None:
    row = render_comparison_text(a_view(name="n" * 40), width=width).splitlines()[-7]

    assert row.startswith(f"  {'n' * (shown - 1)}…  likely")
    assert len(row) <= max(width, 61)


def test_names_are_cut_and_cannot_steer() -> None:
    text = render_comparison_text(a_view(title="A\x1b[2J", name="S\u202e" + "a" * 40), width=100)

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert f"  S{'a' * 26}…  likely" in text
