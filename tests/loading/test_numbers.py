"""Shares, delays, money and ranges as people write them: read back, or refused with the way out."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.domain.quantity import Range
from anatomy.loading.numbers import (
    NumberError,
    parse_count,
    parse_days,
    parse_money,
    parse_range,
    parse_share,
    parse_signed_share,
)

WORDS = {"likely": Range(0.55, 0.675, 0.8), "almost certain": Range(0.95, 0.97, 0.99)}


def money(value: object) -> float:
    return parse_money(value, currency="EUR")


def likelihood(value: object) -> Range:
    return parse_range(value, words=WORDS, one=parse_share)


def refused(parse: Any, value: object) -> str:
    with pytest.raises(NumberError) as caught:
        parse(value)
    assert caught.value.hint
    return f"{caught.value}; {caught.value.hint}"


@given(st.floats(0, 1))
def test_shares_read_back(share: float) -> None:
    assert parse_share(share) == share
    assert parse_share(repr(share) if share > 1e-90 else "0") == (share if share > 1e-90 else 0)
    assert parse_share(f"{share * 100:.12f} %") == pytest.approx(share, abs=1e-13)


@given(st.floats(0, 1e14))
def test_amounts_read_back(amount: float) -> None:
    assert money(amount) == amount
    assert money(f"{amount:.2f}") == round(amount, 2)
    assert money(f"EUR {amount:,.2f}") == round(amount, 2)
    assert money(f"-€{amount:.2f}") == -round(amount, 2)
    assert money(f"{amount / 1000:.6f}k") == pytest.approx(amount, abs=0.01, rel=1e-12)


@given(st.floats(0, 36_000))
def test_delays_read_back(days: float) -> None:
    assert parse_days(f"{days:.6f} days") == pytest.approx(days, abs=1e-6)
    assert parse_days(f"{days / 7:.9f} weeks") == pytest.approx(days, abs=1e-6)


@given(st.tuples(*[st.integers(0, 100)] * 3).map(sorted))
def test_ranges_read_back(ends: list[int]) -> None:
    low, mode, high = (end / 100 for end in ends)

    assert likelihood([f"{end} %" for end in ends]) == Range(low, mode, high)
    assert likelihood(f"{ends[0]} to {ends[2]} %") == Range(low, (low + high) / 2, high)
    assert low <= likelihood([low, mode, high]).point <= high + 1e-15


@given(
    st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.booleans(), st.lists(st.none()))
)
def test_any_value_is_a_finite_number_or_refused(value: object) -> None:
    for parse in (parse_share, parse_signed_share, parse_days, parse_count, money):
        try:
            number = parse(value)
        except NumberError as error:
            assert str(error)  # noqa: PT017 - either outcome is right
        else:
            assert math.isfinite(number)
            assert not isinstance(value, bool)


@pytest.mark.parametrize(
    ("parse", "value", "told"),
    [
        (parse_share, 70, "70 is above 1; write 70 % or 0.7"),
        (parse_share, 1.4, "1.4 is above 1; write 1.4 % or 0.014"),
        (parse_share, "70", "'70' is above 1; write 70 % or 0.7"),
        (parse_share, 700, "700 is above 1; write a share such as 28 % or 0.28"),
        (parse_share, "-5 %", "not between 0 % and 100 %"),
        (parse_share, "140 %", "not between 0 % and 100 %"),
        (parse_share, "0,7", "is not a share"),
        (parse_share, "７０ %", "is not a share"),
        (parse_share, "seventy", "is not a share"),
        (parse_share, math.nan, "nan is not a share"),
        (parse_share, 10**400, "is not a share"),
        (parse_share, None, "nothing is not a share"),
        (parse_share, "9" * 100, "is too long for a number"),
        (parse_days, 5, "5 has no unit; write 5 days"),
        (parse_days, "5", "'5' has no unit; write 5 days"),
        (parse_days, -5, "lies in the past"),
        (parse_days, "-5 days", "is not a time"),
        (parse_days, "101 years", "is not a time"),
        (parse_days, "36501 days", "longer than a century"),
        (money, "USD 5", "is in USD, but the model is in EUR; convert it to EUR"),
        (money, "5 USD", "is in USD"),
        (money, "$5", "is in USD"),
        (money, "5kUSD", "is in USD"),
        (money, "1,2M", "with a point before decimals"),
        (money, "1,250M", "with a point before decimals"),
        (money, "1.2.3", "is not an amount of money"),
        (money, "5 apples", "is not an amount of money"),
        (money, "k", "is not an amount of money"),
        (money, "2000000B", "is too large"),
        (money, 1e16, "is too large"),
        (parse_count, 1.5, "not a whole number"),
        (parse_count, -1, "not a whole number"),
        (parse_count, 1e12, "not a whole number"),
        (likelihood, "likley", "did you mean 'likely'?"),
        (likelihood, "maybe", "use one of: likely, almost certain"),
        (likelihood, [0.1, 0.2], "three numbers, not 2"),
        (likelihood, [0.3, 0.2, 0.4], "does not rise"),
        (likelihood, "60 % to 30 %", "does not rise"),
        (likelihood, [[1], 0, 1], "is not a share"),
        (likelihood, {}, "is not a share"),
    ],
)
def test_what_is_refused_is_told_how_to_mend(parse: Any, value: object, told: str) -> None:
    assert told in refused(parse, value)


@pytest.mark.parametrize(
    ("parse", "value", "number"),
    [
        (parse_share, "28 %", 0.28), (parse_share, "28%", 0.28), (parse_share, 1, 1.0), (parse_share, "1e-2", 0.01),
        (parse_signed_share, "-5 %", -0.05), (parse_signed_share, "250 %", 2.5), (parse_days, 0, 0.0),
        (parse_days, "2 Weeks", 14.0), (parse_days, "6 hours", 0.25), (money, "1.2M", 1.2e6), (money, "50k", 5e4),
        (money, "EUR 50k", 5e4), (money, "50k EUR", 5e4), (money, "50kEUR", 5e4), (money, "1 234 567", 1234567.0),
        (money, "1_000", 1000.0), (money, "€1.5b", 1.5e9), (money, ".5M", 5e5), (parse_count, "3", 3.0),
    ],
)  # fmt: skip
def test_what_is_read(parse: Any, value: object, number: float) -> None:
    assert parse(value) == number


def test_words_of_a_scale_are_read_in_any_case() -> None:
    assert likelihood(" Almost Certain ") == WORDS["almost certain"]
