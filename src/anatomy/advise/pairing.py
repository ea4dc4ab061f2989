"""Differences between choices, world by world, and how sure they are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.assess.figures import certain_chance, chance
from anatomy.domain.alternatives import Difference, Standing
from anatomy.domain.figures import Chance
from anatomy.propagation.stats import Z95, weighted_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from anatomy.assess.figures import Played

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SAME: Final = 0.005  #: what differs by less than half a cent is the same amount
STEPS: Final = 2.0**40  #: shares are added up in whole steps, so that no order can change the sum


def mean_share(shares: Floats, worlds: Played) -> float:
    """The mean over all worlds of numbers in [0, 1]."""
    if worlds.exact:
        return math.fsum((shares * worlds.weights).tolist())
    return int(np.rint(shares * STEPS).astype(np.int64).sum()) / STEPS / worlds.worlds


def chance_difference(one: Flags, other: Flags, worlds: Played, *, settled: bool = False) -> Difference:
    """
    How much likelier one event is than another that is known in the same worlds.

    Args:
        one: whether it happens, world by world.
        other: likewise.
        worlds: those.
        settled: each of them happens in all worlds there are or in none, so that nothing is left to sampling.

    Sources:
        Bonett and Price 2012, adjusted Wald interval for paired proportions, in docs/references.md.
    """
    gained, lost = one & ~other, other & ~one
    if worlds.exact:
        weights = worlds.weights
        mean = math.fsum(weights[gained].tolist()) - math.fsum(weights[lost].tolist())
        return Difference(mean=mean, low=mean, high=mean)
    more, less, count = int(np.count_nonzero(gained)), int(np.count_nonzero(lost)), worlds.worlds
    if settled:
        mean = (more - less) / count
        return Difference(mean=mean, low=mean, high=mean)
    up, down = (more + 1) / (count + 2), (less + 1) / (count + 2)
    half = Z95 * math.sqrt((up + down - (up - down) ** 2) / (count + 2))
    return Difference(
        mean=(more - less) / count,
        low=max(-1.0, up - down - half),
        high=min(1.0, up - down + half),
    )


def mean_of(values: Floats, worlds: Played) -> float:
    """The mean over all worlds; sampled ones weigh the same, which spares weighing them."""
    if worlds.exact:
        return weighted_mean(values, worlds.weights)
    return math.fsum(values.tolist()) / worlds.worlds


def mean_difference(differences: Floats, worlds: Played) -> Difference:
    """The mean of differences world by world, with the interval that their own spread gives."""
    mean = mean_of(differences, worlds)
    half = 0.0 if worlds.exact else _half(differences, mean, worlds)
    return Difference(mean=mean, low=mean - half, high=mean + half)


def standing_if_won(one: Floats, other: Floats, worlds: Played) -> Standing:
    """
    One choice against another, given that either goes ahead.

    Args:
        one: what it brings, world by world.
        other: likewise.
        worlds: those.
    """
    ahead = one - other
    return Standing(
        difference=mean_difference(ahead, worlds),
        better=chance(ahead > SAME, worlds),
        worse=chance(ahead < -SAME, worlds),
    )


def standing_in_all(one: Floats, other: Floats, chances: tuple[float, float], worlds: Played) -> Standing:
    """
    One choice against another, losing the deal counted; a lost deal brings nothing.

    The customer who signs at one chance to win signs at any larger one.

    Args:
        one: what it brings if it goes ahead, world by world.
        other: likewise.
        chances: to win with either.
        worlds: those.
    """
    mine, others = chances
    both = min(mine, others)
    alone, left = mine - both, others - both
    ahead = one - other
    better = both * (ahead > SAME) + alone * (one > SAME) + left * (other < -SAME)
    worse = both * (ahead < -SAME) + alone * (one < -SAME) + left * (other > SAME)
    return Standing(
        difference=mean_difference(mine * one - others * other, worlds),
        better=_mean_chance(better, worlds),
        worse=_mean_chance(worse, worlds),
    )


def regrets_if_won(brought: Sequence[Floats], worlds: Played) -> tuple[float, ...]:
    """How much less each choice brings, on average, than the best one of each world, if it goes ahead."""
    best = mean_of(np.max(brought, axis=0), worlds)
    return tuple(max(0.0, best - mean_of(one, worlds)) for one in brought)


def regrets_in_all(brought: Sequence[Floats], chances: Sequence[float], worlds: Played) -> tuple[float, ...]:
    """
    How much less each choice brings, on average, than the best one of each world and customer.

    Args:
        brought: if it goes ahead, world by world.
        chances: to win; the customer who signs at one signs at any larger one.
        worlds: those.
    """
    best, below = 0.0, 0.0
    for cut in sorted(set(chances)):
        signed = [one for one, chance in zip(brought, chances, strict=True) if chance >= cut]
        lost = [np.zeros(worlds.worlds)] if len(signed) < len(brought) else []
        best += (cut - below) * mean_of(np.max([*signed, *lost], axis=0), worlds)
        below = cut
    return tuple(
        max(0.0, best - chance * mean_of(one, worlds)) for one, chance in zip(brought, chances, strict=True)
    )


def _half(values: Floats, mean: float, worlds: Played) -> float:
    spread = mean_of((values - mean) ** 2, worlds)
    return Z95 * math.sqrt(spread / max(1, worlds.worlds - 1))


def _mean_chance(shares: Floats, worlds: Played) -> Chance:
    mean = mean_share(shares, worlds)
    if worlds.exact:
        return certain_chance(mean)
    half = _half(shares, mean, worlds)
    return Chance(probability=mean, low=max(0.0, mean - half), high=min(1.0, mean + half))
