"""The interval, the quantile and the mean."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.propagation.stats import (
    Z95,
    coincidence,
    quantile_ranks,
    quantiles_of,
    sampled_quantiles,
    weighted_mean,
    weighted_quantiles,
    wilson,
)

WEIGHTED = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0.001, 10)), min_size=1, max_size=30)


@given(hits=st.integers(1, 999))
def test_wilson_ends_solve_the_score_equation(hits: int) -> None:
    """At either end the observed share lies exactly 1.96 standard errors away."""
    share = hits / 1000
    for end in wilson(hits, 1000):
        assert abs(share - end) == pytest.approx(Z95 * math.sqrt(end * (1 - end) / 1000), rel=1e-6)


def test_no_hits_and_all_hits_use_the_rule_of_three() -> None:
    assert wilson(0, 10_000) == (0.0, 0.0003)
    assert wilson(10_000, 10_000) == pytest.approx((0.9997, 1.0))
    assert wilson(0, 2) == (0.0, 1.0)
    assert wilson(2, 2) == (0.0, 1.0)


@given(hits=st.integers(0, 60), probability=st.floats(0.001, 0.999))
def test_a_coincidence_is_bounded_from_above_and_not_far_off(hits: int, probability: float) -> None:
    """Against the exact tail of the binomial law; the bound is loose by less than n + 1."""
    law = [
        math.comb(60, count) * probability**count * (1 - probability) ** (60 - count) for count in range(61)
    ]
    tail = math.fsum(law[hits:] if hits >= 60 * probability else law[: hits + 1])

    assert tail <= coincidence(hits, 60, probability) * (1 + 1e-9)
    assert coincidence(hits, 60, probability) <= 61 * tail * (1 + 1e-9)


def test_what_cannot_happen_is_no_coincidence() -> None:
    assert coincidence(1, 1000, 0.0) == coincidence(999, 1000, 1.0) == 0.0
    assert coincidence(0, 1000, 0.0) == coincidence(1000, 1000, 1.0) == 1.0


@pytest.mark.parametrize(("hits", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_cannot_be_are_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="hits"):
        wilson(hits, n)


@given(WEIGHTED, st.floats(0.001, 1))
def test_a_quantile_is_the_smallest_value_that_covers_its_share(
    rows: list[tuple[float, float]], share: float
) -> None:
    values, weights = zip(*rows, strict=True)
    (found,) = weighted_quantiles(values, weights, [share])
    total = math.fsum(weights)

    assert found in values
    assert math.fsum(weight for value, weight in rows if value <= found) >= (share - 1e-8) * total
    assert math.fsum(weight for value, weight in rows if value < found) <= (share + 1e-8) * total


def test_round_shares_fall_on_round_places() -> None:
    values, weights = list(range(1, 101)), [0.01] * 100

    assert weighted_quantiles(values, weights, [0.05, 0.1, 0.5, 0.9, 0.95, 1.0]) == (5, 10, 50, 90, 95, 100)


def test_values_without_weight_do_not_occur() -> None:
    assert weighted_quantiles([9.0, 1.0, 5.0], [0.0, 1.0, 0.0], [0.001, 1.0]) == (1.0, 1.0)


@given(WEIGHTED)
def test_the_mean_does_not_depend_on_order(rows: list[tuple[float, float]]) -> None:
    mixed = rows.copy()
    random.Random(1).shuffle(mixed)

    assert weighted_mean(*zip(*rows, strict=True)) == weighted_mean(*zip(*mixed, strict=True))


def test_ranks_of_a_quantile_cover_it_as_often_as_they_say() -> None:
    rng = np.random.default_rng(8)
    for n, q in ((40, 0.5), (200, 0.1), (1_000, 0.95), (3_000, 0.05)):
        low, high = quantile_ranks(n, q)
        uniform = np.sort(rng.random((2_000, n)), axis=1)
        covered = np.mean((uniform[:, low - 1] <= q) & (q <= uniform[:, high - 1]))
        assert 0.935 <= covered <= 0.985


def test_a_sample_too_small_for_a_quantile_says_so() -> None:
    assert quantile_ranks(20, 0.05)[0] == 0
    assert quantile_ranks(20, 0.95)[1] == 21
    values = np.arange(20.0)
    margins = sampled_quantiles(values, np.ones(20, dtype=np.int64)).margins
    assert margins is not None
    assert margins.p05 is None
    assert margins.p95 is None
    assert margins.p50 is not None
    assert margins.p50[0] <= 9.5 <= margins.p50[1]
    lonely = sampled_quantiles(np.array([3.0]), np.array([1])).margins
    assert lonely is not None
    assert lonely.mean is None


def test_an_enumeration_leaves_nothing_open() -> None:
    assert quantiles_of(np.array([1.0, 2.0]), np.array([3, 1])).margins is None


def test_the_interval_of_a_mean_is_its_standard_error() -> None:
    rng = np.random.default_rng(2)
    values, counts = np.unique(rng.integers(0, 50, 5_000).astype(np.float64), return_counts=True)
    found = sampled_quantiles(values, counts)
    whole = np.repeat(values, counts)
    assert found.margins is not None
    assert found.margins.mean is not None
    assert found.margins.mean[1] - found.mean == pytest.approx(
        1.959964 * whole.std(ddof=1) / 5_000**0.5, rel=1e-6
    )
