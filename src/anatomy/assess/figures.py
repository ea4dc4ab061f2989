"""Chances, quantiles and feelings out of worlds, in the words of the answer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np

from anatomy.domain.impact import Chance, Feeling, Quantiles
from anatomy.propagation.stats import (
    quantiles_of,
    sampled_quantiles,
    weighted_mean,
    wilson,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation import NodeSpread, Spread
    from anatomy.propagation.spread import Watched


class Played(Protocol):
    """Worlds that were played through: those of a spread, or of outcomes world by world."""

    @property
    def worlds(self) -> int:
        """How many."""

    @property
    def exact(self) -> bool:
        """Whether they are all there are."""

    @property
    def weights(self) -> NDArray[np.float64]:
        """Probability of each."""


def chance(happens: NDArray[np.bool_], spread: Played) -> Chance:
    """The probability of an event that is known world by world."""
    if spread.exact:
        return certain_chance(math.fsum(spread.weights[happens].tolist()))
    hits = int(np.count_nonzero(happens))
    low, high = wilson(hits, spread.worlds)
    return Chance(probability=hits / spread.worlds, low=low, high=high)


def certain_chance(probability: float) -> Chance:
    """A chance without sampling error."""
    return Chance(probability=probability, low=probability, high=probability)


def lost_at(owner: Watched, amount: float, horizon_days: float) -> NDArray[np.float64]:
    """Per world, what is lost of money in proportion to the severity at its owner, if hit within the horizon."""
    lost: NDArray[np.float64] = amount * owner.severity * (owner.arrival_days <= horizon_days)
    return lost


def quantiles(values: NDArray[np.float64], spread: Played) -> Quantiles:
    """Mean and quantiles over all worlds."""
    if not spread.exact:
        return sampled_quantiles(*np.unique(values, return_counts=True))
    return quantiles_of(values, spread.weights)


def spread_of(values: NDArray[np.float64], spread: Played) -> float:
    """Standard deviation over all worlds."""
    return math.sqrt(weighted_mean((values - weighted_mean(values, spread.weights)) ** 2, spread.weights))


def feeling(node: NodeSpread) -> Feeling:
    """How likely, how hard and when, of a node or group."""
    return Feeling(
        felt=Chance(probability=node.probability, low=node.low, high=node.high),
        reached=Chance(probability=node.reached, low=node.reached_low, high=node.reached_high),
        mean_severity=node.mean_severity,
        mean_severity_if_felt=node.mean_severity_if_felt,
        arrival_days=node.arrival,
        severity_if_felt_interval=_severity_interval(node),
    )


def _severity_interval(node: NodeSpread) -> tuple[float, float] | None:
    """Around the mean itself; the margins are those of severities in steps of a thousandth."""
    mean, severity = node.mean_severity_if_felt, node.severity
    if mean is None or severity is None or severity.margins is None or severity.margins.mean is None:
        return None
    low, high = severity.margins.mean
    half = (high - low) / 2
    return mean - half, mean + half


def felt_by(node: NodeSpread, days: float, spread: Spread) -> Chance:
    """The chance of being felt within a number of days after the decision."""
    share = node.felt_by(days)
    if spread.exact:
        return certain_chance(share)
    low, high = wilson(round(share * spread.worlds), spread.worlds)
    return Chance(probability=share, low=low, high=high)
