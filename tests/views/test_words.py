"""Chances, severities and days in words and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.domain.impact import Chance
from anatomy.views import time, words

BANDS = (("negligible", 0.1), ("minor", 0.2), ("moderate", 0.5), ("major", 0.8), ("severe", 1.0))


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "no chance (0 %)"),
        (0.0001, "almost no chance (<1 %)"),
        (0.0449, "almost no chance (4 %)"),
        (0.045, "very unlikely (5 %)"),
        (0.1949, "very unlikely (19 %)"),
        (0.2, "unlikely (20 %)"),
        (0.446, "roughly even (45 %)"),
        (0.545, "likely (55 %)"),
        (0.72, "likely (72 %)"),
        (0.795, "very likely (80 %)"),
        (0.95, "almost certain (95 %)"),
        (0.9999, "almost certain (>99 %)"),
        (1.0, "certain (100 %)"),
    ],
)
def test_the_word_follows_from_the_rounded_percent(probability: float, said: str) -> None:
    assert words.chance_words(probability).replace(words.NBSP, " ") == said


@given(st.floats(0, 1))
def test_word_and_colour_agree_with_the_printed_number(probability: float) -> None:
    """Whatever percent is printed, its word and its colour are those of that very percent."""
    printed = words.percent(probability).split(words.NBSP)[0]
    if printed.isdigit() and printed not in {"0", "100"}:
        assert words.chance_word(probability) == words.chance_word(int(printed) / 100)
        assert words.chance_step(probability) == words.chance_step(int(printed) / 100)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_chance_never_wears_a_paler_colour(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert words.chance_step(low) <= words.chance_step(high)


def test_a_sampled_zero_is_not_called_impossible() -> None:
    never = Chance(probability=0.0, low=0.0, high=0.0002)
    always = Chance(probability=1.0, low=0.9998, high=1.0)
    assert words.chance_word(words.honest(never)) == "almost no chance"
    assert words.chance_word(words.honest(always)) == "almost certain"
    assert words.honest(Chance(probability=0.0, low=0.0, high=0.0)) == 0.0


@pytest.mark.parametrize(
    ("severity", "word"),
    [(0.0, "none"), (0.004, "negligible"), (0.0951, "minor"), (0.5, "major"), (1.0, "severe")],
)
def test_a_severity_has_the_models_word(severity: float, word: str) -> None:
    assert words.severity_word(severity, BANDS) == word


@given(st.floats(0, 2000))
def test_every_day_has_words(days: float) -> None:
    assert time.day(days)
    assert time.after(days)
    assert time.within(days)
    assert 0 <= time.log_place(days, longest=365) <= 1
