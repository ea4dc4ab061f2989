"""What is said of a comparison: differences of printed percents, what was cut off, who is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.comparison import ComparedFigure, Limits
from anatomy.domain.impact import Chance
from anatomy.views.comparing import comparison_data, view_comparison
from anatomy.whatif.comparing import compare_decision
from builders.tiny import a_decision, tiny

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.comparison import ComparedDecision


@pytest.fixture
def compared(tmp_path: Path) -> ComparedDecision:
    """The tiny model, by the Change Prediction Method."""
    enterprise = tiny(tmp_path)
    return compare_decision(enterprise, a_decision(enterprise), measure="cpm")


def with_figures(compared: ComparedDecision, felt: float, reached: float, other: float) -> ComparedDecision:
    """The same with these figures in Sales, which has no card."""
    sales, *others = compared.departments
    changed = replace(
        sales,
        felt=Chance(probability=felt, low=felt, high=felt),
        reached=Chance(probability=reached, low=reached, high=reached),
        compared=ComparedFigure(chance=other, risk=other / 2),
    )
    return replace(compared, departments=(changed, *others))


@pytest.mark.parametrize(
    ("figures", "row"),
    [
        ((0.204, 0.306, 0.505), ("unlikely 20 %", "31 %", "51 %", "+31", "+20")),
        ((0.5, 0.5, 0.4996), ("roughly even 50 %", "50 %", "50 %", "0", "0")),
        ((0.9999, 1.0, 0.25), ("almost certain >99 %", "100 %", "25 %", "−75", "−75")),
        ((0.0, 0.004, 0.5), ("no chance 0 %", "<1 %", "50 %", "+50", "+50")),
    ],
)
def test_differences_are_those_of_the_printed_percents(
    compared: ComparedDecision, figures: tuple[float, float, float], row: tuple[str, ...]
) -> None:
    rows = {name: cells for name, *cells in view_comparison(with_figures(compared, *figures)).rows}

    assert [cell.replace("\u00a0", " ") for cell in rows["Sales"]] == list(row)


@pytest.mark.parametrize(
    ("figures", "left_out"), [((0.09, 0.9, 0.09), 1), ((0.09, 0.1, 0.1), 0), ((0.1, 0.1, 0), 0)]
)
def test_who_is_faint_either_way_has_no_row(
    compared: ComparedDecision, figures: tuple[float, float, float], left_out: int
) -> None:
    view = view_comparison(with_figures(compared, *figures))

    assert (view.left_out, len(view.rows)) == (left_out, 2 - left_out)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(), ()),
        (Limits(depth=4), ()),
        (
            Limits(depth=3, not_followed=1_200, beyond=2),
            (
                "1,200 paths were not followed beyond 3 steps.",
                "2 cells within reach lie further away than that and count as 0.",
            ),
        ),
        (
            Limits(depth=4, not_followed=1, beyond=1),
            (
                "1 path was not followed beyond 4 steps.",
                "1 cell within reach lies further away than that and counts as 0.",
            ),
        ),
        (Limits(clipped=1), ("1 cell comes to more than 1 and counts as 1.",)),
        (Limits(clipped=2), ("2 cells come to more than 1 and count as 1.",)),
    ],
)
def test_what_was_cut_off_is_told(compared: ComparedDecision, limits: Limits, said: tuple[str, ...]) -> None:
    notes = view_comparison(replace(compared, comparison=replace(compared.comparison, limits=limits))).notes

    assert notes[1:-1] == said
    assert notes[0].startswith("For a department, cpm joins its members as if they were independent")
    assert notes[-1] == "cpm tells neither when nor for how much money, and gives no interval."


def test_data_is_unrounded_and_says_each_law(compared: ComparedDecision) -> None:
    data = comparison_data(with_figures(compared, 0.25, 0.5, 0.75))

    assert data["departments"][0]["difference"] == {"felt": 0.5, "reached": 0.25}
    assert data["departments"][0]["compared"] == {"chance": 0.75, "risk": 0.375, "impact": 0.5}
    assert all(broken["says"] and broken["because"] for broken in data["breaks"])
