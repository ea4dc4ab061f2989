"""Money as printed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.domain.impact import Quantiles
from anatomy.views import money

AMOUNTS = st.floats(-5e7, 5e7, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_printed_parts_add_up_to_the_printed_total(amounts: list[float]) -> None:
    unit = money.table_unit(amounts, "EUR")
    parts = money.share_out(amounts, unit)
    assert abs(sum(parts) - math.fsum(amounts) / unit.grain) <= 0.5 + 1e-6
    for amount, part in zip(amounts, parts, strict=True):
        assert abs(amount / unit.grain - part) < 1 + 1e-9


@given(st.lists(AMOUNTS, min_size=1, max_size=8), st.integers(0, 8))
def test_parts_add_up_to_a_total_rounded_elsewhere(amounts: list[float], more: int) -> None:
    """A total between the sum of the floors and of the ceilings is always met."""
    scaled = [amount / 1000 for amount in amounts]
    total = sum(map(math.floor, scaled)) + min(more, len(scaled))
    assert sum(money.apportion(scaled, total=total)) == total


@given(st.floats(1, 9e10))
def test_a_figure_alone_has_two_or_three_significant_figures(amount: float) -> None:
    printed = money.plain_money(amount, "EUR")
    number = printed.strip("€kMbn").replace(",", "")
    scale = {"k": 1e3, "M": 1e6, "n": 1e9}.get(printed[-1], 1.0)
    assert len(number.replace(".", "").lstrip("0")) <= 3
    assert math.isclose(float(number) * scale, amount, rel_tol=0.051 if amount >= 10 else 0.5)


@pytest.mark.parametrize(
    ("amount", "code", "printed"),
    [
        (118_200, "EUR", "−€118k"),
        (-4_000, "USD", "+$4k"),
        (1_204_000, "GBP", "−£1.2M"),
        (12_340_000, "CHF", "−CHF\xa012.3M"),
        (980, "SEK", "−SEK\xa0980"),
        (0, "EUR", "€0"),
        (999_600, "EUR", "−€1M"),
        (2_500_000_000, "JPY", "−¥2.5bn"),
    ],
)
def test_a_loss_gets_its_sign_and_unit(amount: float, code: str, printed: str) -> None:
    assert money.loss_money(amount, code) == printed


def test_a_range_runs_from_the_worst_end_in_one_unit() -> None:
    spread = Quantiles(mean=118e3, p05=-4e3, p10=0, p50=1e5, p90=2e5, p95=262e3)
    assert money.loss_range(spread, "EUR") == "−€262k\xa0to +€4k"


def test_a_loss_too_small_for_the_unit_is_not_called_nothing() -> None:
    unit = money.table_unit([250_000.0], "EUR")
    assert unit.loss(120.0) == "<€1k"
    assert unit.loss(0.0) == "€0"
