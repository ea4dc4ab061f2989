"""Statistics over worlds: one home for the interval, the quantile and the mean that every figure uses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec.structs import replace

from anatomy.domain.figures import Margins, Quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Z95 = 1.959963984540054  #: two-sided 95 % point of the standard normal
QUANTILES: Final = (0.05, 0.10, 0.50, 0.90, 0.95)  #: those that are told everywhere
FEW: Final = 10  #: hits and misses expected beyond a quantile, below which the binomial law is added up
SLACK = 1e-9  #: a cumulated share this close to q counts as q, so that rounding cannot move a quantile


def wilson(hits: int, n: int) -> tuple[float, float]:
    """
    95 % interval for a probability after `hits` successes in `n` independent worlds.

    No hit at all gives the upper bound 3/n (the "rule of three"), and all hits the mirror image of it.

    Sources:
        Wilson 1927, score interval; Hanley and Lippman-Hand 1983, rule of three.

    >>> low, high = wilson(50, 100)
    >>> round(low, 4), round(high, 4)
    (0.4038, 0.5962)
    >>> wilson(0, 1000)
    (0.0, 0.003)
    """
    if not 0 <= hits <= n or n == 0:
        raise ValueError(f"{hits} hits in {n} worlds")
    if hits == 0:
        return 0.0, min(1.0, 3 / n)
    if hits == n:
        return max(0.0, 1 - 3 / n), 1.0
    share, square = hits / n, Z95 * Z95
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return middle - half, middle + half


def coincidence(hits: int, n: int, probability: float) -> float:
    """
    At most how likely n independent worlds are to stray so far from a probability, on the side that they did.

    Args:
        hits: in how many worlds it happened.
        n: how many worlds there were.
        probability: of happening in one world, in [0, 1].

    Sources:
        Chernoff 1952: exp(-n D), with D the relative entropy of the share to the probability.

    >>> coincidence(50, 100, 0.5), coincidence(1, 100, 0.0)
    (1.0, 0.0)
    >>> round(coincidence(70, 100, 0.5), 6)
    0.000267
    """
    entropy = 0.0
    for part, expected in ((hits, probability), (n - hits, 1 - probability)):
        if part and not expected:
            return 0.0
        entropy += part * math.log(part / (n * expected)) if part else 0.0
    return math.exp(-max(0.0, entropy))


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """
    Mean of `values` under `weights` (not negative, sum above 0); exactly rounded, so order cannot change it.

    >>> weighted_mean([1.0, 4.0], [2.0, 1.0])
    2.0
    """
    value, weight = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    return math.fsum((value * weight).tolist()) / math.fsum(weight.tolist())


def weighted_quantiles(values: ArrayLike, weights: ArrayLike, qs: Sequence[float]) -> tuple[float, ...]:
    """
    The smallest value v with P(X <= v) >= q, for each q in (0, 1]: the inverse of the weighted distribution.

    The same definition serves sampled worlds (equal weights) and enumerated worlds. No interpolation, so
    every quantile is a value that occurred; values of weight 0 do not occur.

    >>> weighted_quantiles([3.0, 1.0, 2.0], [0.25, 0.25, 0.5], [0.25, 0.5, 0.9])
    (1.0, 2.0, 3.0)
    """
    value, weight = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    occurs = weight > 0
    value, weight = value[occurs], weight[occurs]
    order = np.argsort(value, kind="stable")
    value, share = value[order], np.cumsum(weight[order])
    place = np.searchsorted(share, (np.asarray(qs) - SLACK) * share[-1], side="left")
    return tuple(value[np.minimum(place, len(value) - 1)].tolist())


def quantiles_of(values: NDArray[np.float64], weights: ArrayLike) -> Quantiles:
    """Mean and quantiles of `values` under `weights`, which are not negative and not all 0."""
    p05, p10, p50, p90, p95 = weighted_quantiles(values, weights, QUANTILES)
    return Quantiles(mean=weighted_mean(values, weights), p05=p05, p10=p10, p50=p50, p90=p90, p95=p95)


def sampled_quantiles(values: NDArray[np.float64], counts: NDArray[np.int64]) -> Quantiles:
    """
    Mean and quantiles of a sample, with what sampling leaves open.

    Args:
        values: ascending, each once; at least one.
        counts: how often each occurred, above 0.
    """
    found = quantiles_of(values, counts)
    return replace(found, margins=margins_of(values, counts, found.mean))


def margins_of(values: NDArray[np.float64], counts: NDArray[np.int64], mean: float) -> Margins:
    """95 % intervals: of the mean by its standard error, of the quantiles by order statistics."""
    upto = np.cumsum(counts)
    worlds = int(upto[-1])
    half = Z95 * math.sqrt(weighted_mean((values - mean) ** 2, counts) / max(1, worlds - 1))
    ranks = [quantile_ranks(worlds, share) for share in QUANTILES]
    inside = [min(max(rank, 1), worlds) for pair in ranks for rank in pair]
    ends = iter(values[np.searchsorted(upto, inside, side="left")].tolist())
    p05, p10, p50, p90, p95 = (
        pair if first >= 1 and last <= worlds else None
        for (first, last), pair in zip(ranks, zip(ends, ends, strict=True), strict=True)
    )
    interval = (mean - half, mean + half) if worlds > 1 else None
    return Margins(mean=interval, p05=p05, p10=p10, p50=p50, p90=p90, p95=p95)


def quantile_ranks(n: int, q: float) -> tuple[int, int]:
    """
    Ranks, from 1, of the sorted sample of `n` between which the `q` quantile lies with a chance of 95 % or more.

    Rank 0 or n + 1 says that the sample is too small to bound it on that side.

    Sources:
        Conover 1999, section 3.2, in docs/references.md: the number of values up to the quantile is binomial.

    >>> quantile_ranks(10_000, 0.5)
    (4902, 5099)
    """
    middle, deviation = n * q, math.sqrt(n * q * (1 - q))
    if min(middle, n - middle) >= FEW:
        return math.floor(middle - Z95 * deviation), math.ceil(middle + Z95 * deviation) + 1
    chances = [math.comb(n, k) * q**k * (1 - q) ** (n - k) for k in range(n + 1)]
    upto = np.cumsum(chances)
    first = int(np.searchsorted(upto, 0.025, side="right"))
    last = int(np.searchsorted(upto, 0.975, side="left")) + 1
    return first, last
