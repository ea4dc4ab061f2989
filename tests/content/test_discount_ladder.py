"""Money that adds up on the discount ladder: what the deal brings, and what is left when the hidden cost is off."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if

MARGIN = 0.40
STEPS = range(0, 61, 4)


@cache
def ladder() -> dict[int, tuple[float, float, dict[str, float]]]:
    """Discount in percent -> what the decision brings by itself, that less the hidden cost, and its figures."""
    enterprise = load_enterprise(shelf("models") / "reference")
    draft = draft_of_type(enterprise, "discount-exception")
    rungs = {}
    for percent in STEPS:
        settings = {"discount": f"{percent} %", "margin": f"{MARGIN:.0%}", "list_value": "1M"}
        report = what_if(enterprise, settle_decision(draft, enterprise, settings), worlds=1_000, seed=1)
        direct = -report.total.direct
        rungs[percent] = (
            direct,
            direct - report.total.loss.mean,
            {one.key: one.value for one in report.figures},
        )
    return rungs


def test_what_the_deal_brings_crosses_zero_exactly_where_the_discount_equals_the_margin() -> None:
    for percent, (direct, _, _) in ladder().items():
        assert direct == pytest.approx(1_000_000 * (MARGIN - percent / 100), abs=1e-6)
    assert ladder()[40][0] == 0


def test_the_total_crosses_zero_earlier() -> None:
    """The hidden cost turns the deal before the discount has eaten the margin."""
    assert ladder()[0][1] > 0
    assert ladder()[36][0] > 0 > ladder()[36][1]


def test_both_fall_with_every_step() -> None:
    for lower, higher in pairwise(STEPS):
        assert ladder()[higher][0] < ladder()[lower][0]
        assert ladder()[higher][1] < ladder()[lower][1]


def test_margin_left_and_break_even_volume_are_told() -> None:
    """(m - d) / (1 - d), and d / (m - d) as long as there is a margin left."""
    for percent, (_, _, figures) in ladder().items():
        discount = percent / 100
        assert figures["margin-after"] == pytest.approx((MARGIN - discount) / (1 - discount), abs=1e-9)
        assert ("break-even" in figures) == (percent < 40)
        if percent < 40:
            assert figures["break-even"] == pytest.approx(discount / (MARGIN - discount))
