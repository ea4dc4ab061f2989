"""Paired intervals: a figure worked out by hand, their coverage, and the two ends of what a sample can tell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from anatomy.advise.pairing import (
    chance_difference,
    mean_difference,
    mean_share,
    regrets_if_won,
    regrets_in_all,
    standing_in_all,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sample(Struct, frozen=True):
    """Worlds of equal weight."""

    worlds: int
    exact: bool = False

    @property
    def weights(self) -> NDArray[np.float64]:
        """One share for each world."""
        return np.full(self.worlds, 1 / self.worlds)


def events(both: int, first: int, second: int, neither: int) -> list[NDArray[np.bool_]]:
    """Two events that happen together or alone so often."""
    counts = [both, first, second, neither]
    return [np.repeat(np.array(happens), counts) for happens in ((1, 1, 0, 0), (1, 0, 1, 0))]


def test_the_adjusted_interval_by_hand() -> None:
    """Gained in 30 of 100 and lost in 10: (31 - 11) / 102 with the variance of that."""
    one, other = (event.astype(bool) for event in events(20, 30, 10, 40))
    found = chance_difference(one, other, Sample(100))
    half = 1.959964 * math.sqrt((31 / 102 + 11 / 102 - (20 / 102) ** 2) / 102)
    assert found.mean == pytest.approx(0.2)
    assert found.low == pytest.approx(20 / 102 - half)
    assert found.high == pytest.approx(20 / 102 + half)


@pytest.mark.parametrize("worlds", [10, 1_000, 100_000])
def test_events_that_never_differ_may_differ_a_little(worlds: int) -> None:
    """About three in the number of worlds, as with an event that never happens."""
    same = np.arange(worlds) % 2 == 0
    found = chance_difference(same, same, Sample(worlds))
    assert found.mean == 0
    assert found.low == -found.high
    assert 2 / worlds < found.high <= 3 / worlds


@pytest.mark.parametrize(("likely", "gained", "lost"), [(0.4, 0.2, 0.05), (0.1, 0.02, 0.0), (0.5, 0.3, 0.3)])
def test_intervals_hold_the_truth_in_about_19_of_20_samples(
    likely: float, gained: float, lost: float
) -> None:
    draws = np.random.default_rng(7)
    held = {"chance": 0, "mean": 0}
    for _ in range(400):
        fallen = draws.random(500)
        one = fallen < likely + gained
        other = (fallen < likely) | (fallen > 1 - lost)
        told = chance_difference(one, other, Sample(500))
        held["chance"] += told.low <= gained - lost <= told.high
        amounts = 100.0 * one - 70.0 * other
        money = mean_difference(amounts, Sample(500))
        held["mean"] += money.low <= 100 * (likely + gained) - 70 * (likely + lost) <= money.high
    assert all(0.92 <= count / 400 <= 0.985 for count in held.values()), held


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_a_mean_share_is_the_mean_in_any_order(shares: list[float]) -> None:
    forth, back = np.array(shares), np.array(shares[::-1])
    sample = Sample(len(shares))
    assert mean_share(forth, sample) == mean_share(back, sample)
    assert mean_share(forth, sample) == pytest.approx(math.fsum(shares) / len(shares), abs=1e-9)


amounts = st.lists(st.floats(-100, 100), min_size=4, max_size=4).map(np.array)
chances = st.floats(0, 1)


@given(st.lists(st.tuples(amounts, chances), min_size=2, max_size=4))
def test_regret_is_never_negative_and_someone_has_the_least(
    choices: list[tuple[NDArray[np.float64], float]],
) -> None:
    brought, likely = [one for one, _ in choices], [chance for _, chance in choices]
    sample = Sample(4)
    regrets = regrets_in_all(brought, likely, sample)
    expected = [float(np.mean(one)) * chance for one, chance in choices]
    assert min(regrets) >= 0
    # The one that brings most on average is the one that is least regretted.
    assert regrets[int(np.argmax(expected))] == pytest.approx(min(regrets), abs=1e-9)
    for regret, worth in zip(regrets, expected, strict=True):
        assert regret - min(regrets) == pytest.approx(max(expected) - worth, abs=1e-9)
    certain = regrets_in_all(brought, [1.0] * len(brought), sample)
    assert certain == pytest.approx(regrets_if_won(brought, sample), abs=1e-9)


@given(amounts, amounts, chances, chances)
def test_a_standing_turned_round_is_its_mirror(
    one: NDArray[np.float64], other: NDArray[np.float64], mine: float, others: float
) -> None:
    forth = standing_in_all(one, other, (mine, others), Sample(4))
    back = standing_in_all(other, one, (others, mine), Sample(4))
    assert forth.better.probability == pytest.approx(back.worse.probability, abs=1e-9)
    assert forth.worse.probability == pytest.approx(back.better.probability, abs=1e-9)
    assert forth.difference.mean == pytest.approx(-back.difference.mean, abs=1e-9)
    assert forth.better.probability + forth.worse.probability <= 1 + 1e-9


def test_less_than_a_cent_apart_is_the_same() -> None:
    one, other = np.array([1.0, 1.0, 1.0, 2.0]), np.array([1.004, 0.996, 1.0, 1.0])
    found = standing_in_all(one, other, (1.0, 1.0), Sample(4))
    assert (found.better.probability, found.worse.probability) == (0.25, 0.0)
