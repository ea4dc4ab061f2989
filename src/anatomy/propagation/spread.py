"""The answer: how a spread reaches nodes and groups, with every figure unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct

from anatomy.domain.figures import Chance
from anatomy.propagation.delays import TICKS_PER_DAY
from anatomy.propagation.stats import SLACK, wilson
from anatomy.propagation.worlds import exactly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from anatomy.domain.figures import Quantiles
    from anatomy.propagation.tally import Histogram

FORMAT: Final = "anatomy-spread/1"
QUANTITIES: Final = ("mean", "p05", "p10", "p50", "p90", "p95")


class Calendar(Struct, frozen=True, kw_only=True, eq=False):
    """When something was first hit, over the worlds in which it was felt; looked up only when asked."""

    arrivals: Histogram | None  #: in quarter days; None: never
    row: int
    total: int  #: mass of all worlds, felt or not
    worlds: int = 0  #: that were sampled; 0: what it tells is exact

    def __eq__(self, other: object) -> bool:
        return self._told() == other._told() if isinstance(other, Calendar) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.total, self.worlds))

    def __repr__(self) -> str:
        """In short: a whole histogram says little to a reader."""
        return f"Calendar(total={self.total}, worlds={self.worlds})"

    def _told(self) -> tuple[object, ...]:
        """The ticks and their masses, and what these are a part of."""
        columns = () if self.arrivals is None else self.arrivals.row(self.row)
        return [column.tolist() for column in columns if len(column)], self.total, self.worlds

    def by(self, days: float) -> Chance:
        """P(felt, and first hit no later than `days`), with its interval."""
        if self.arrivals is None:
            return exactly(0.0)
        ticks, masses = self.arrivals.row(self.row)
        upto = np.searchsorted(ticks, days * TICKS_PER_DAY + SLACK, side="right")
        mass = int(masses[:upto].sum())
        if not self.worlds:
            return exactly(mass / self.total)
        low, high = wilson(mass * self.worlds // self.total, self.worlds)
        return Chance(probability=mass / self.total, low=low, high=high)


class NodeSpread(Struct, frozen=True, kw_only=True):
    """One node: felt (severity of at least `felt_at`), reached at all, how hard, when."""

    probability: float  #: of being felt
    low: float  #: 95 % sampling interval of the probability
    high: float
    reached: float  #: probability of being reached at all
    reached_low: float
    reached_high: float
    mean_severity: float  #: over all worlds, in [0, 1]
    mean_severity_if_felt: float | None  #: None if it was never felt
    severity: Quantiles | None  #: given felt, in steps of a thousandth; None if it was never felt
    arrival: Quantiles | None  #: first arrival in days, given felt; None if it was never felt
    calendar: Calendar

    def felt_by(self, days: float) -> float:
        """P(felt, and first hit no later than `days` after the decision)."""
        return self.calendar.by(days).probability

    def felt_by_chance(self, days: float) -> Chance:
        """`felt_by`, with its 95 % sampling interval."""
        return self.calendar.by(days)

    def to_dict(self) -> dict[str, Any]:
        """All figures, as plain data; quantiles hold `margins`, 95 % sampling intervals, where they are known."""
        return {
            "probability": self.probability,
            "low": self.low,
            "high": self.high,
            "reached": self.reached,
            "reached_low": self.reached_low,
            "reached_high": self.reached_high,
            "mean_severity": self.mean_severity,
            "mean_severity_if_felt": self.mean_severity_if_felt,
            "severity_if_felt": _quantiles_dict(self.severity),
            "arrival_days": _quantiles_dict(self.arrival),
        }


class GroupSpread(NodeSpread, frozen=True, kw_only=True):
    """
    A group: felt in a world when any member is, first hit with its first felt member, as hard as the hardest.

    Counted world by world; the members' chances alone do not tell it. Where several members are needed, see `Group`.
    """


class Watched(Struct, frozen=True, kw_only=True, eq=False):
    """One node or group, world by world."""

    severity: NDArray[np.float64]  #: 0 where not reached
    arrival_days: NDArray[np.float64]  #: infinite where a node is not reached, or a group does not feel it


class TracedPath(Struct, frozen=True, kw_only=True):
    """One chain from a trigger to a target, and the share of worlds in which it was the one that counted."""

    nodes: tuple[str, ...]
    edges: tuple[str, ...]  #: one fewer than the nodes; none where the target itself was set off
    share: float  #: of all worlds; the shares of one target add up to its chance of being felt
    low: float  #: 95 % sampling interval of the share
    high: float
    alone: float  #: chance that this path alone is live; overlaps with other paths


class Spread(Struct, frozen=True, kw_only=True, eq=False):
    """What a set of triggers does to a network; every figure comes from the same worlds."""

    nodes: Mapping[str, NodeSpread]
    groups: Mapping[str, GroupSpread]
    parts: Mapping[str, Chance]  #: P(any node of a group is felt), of groups of which no more was asked
    joints: Mapping[str, Chance]  #: P(all the named groups are felt)
    worlds: int  #: sampled, or enumerated when exact
    seed: int
    felt_at: float
    exact: bool  #: every coin that matters was enumerated: chance, severity and arrival are exact
    weights: NDArray[np.float64]  #: probability of each world
    watched: Mapping[str, Watched]  #: nodes
    watched_groups: Mapping[str, Watched]
    paths: Mapping[str, tuple[TracedPath, ...]]  #: how it came: by first arrival, largest share first
    hardest: Mapping[str, tuple[TracedPath, ...]]  #: by greatest severity, largest share first
    horizons: tuple[float, ...] = ()  #: days for which `to_dict` tells P(felt, and first hit by then)

    def to_dict(self) -> dict[str, Any]:
        """
        The answer as plain data, unrounded and in a fixed order; what `anatomy propagate` prints as JSON.

        `joints`, `felt_by` (days to chance) and `felt_by_interval` are there only if they were asked for.
        """
        answer: dict[str, Any] = {
            "format": FORMAT,
            "seed": self.seed,
            "worlds": self.worlds,
            "exact": self.exact,
            "felt_at": self.felt_at,
            "nodes": {name: self._dict_of(node) for name, node in self.nodes.items()},
            "groups": {name: self._dict_of(group) for name, group in self.groups.items()},
        }
        if self.joints:
            answer["joints"] = {
                name: {"probability": chance.probability, "low": chance.low, "high": chance.high}
                for name, chance in self.joints.items()
            }
        return answer

    def _dict_of(self, spread: NodeSpread) -> dict[str, Any]:
        answer = spread.to_dict()
        if self.horizons:
            chances = {f"{days:g}": spread.felt_by_chance(days) for days in self.horizons}
            answer["felt_by"] = {days: chance.probability for days, chance in chances.items()}
            answer["felt_by_interval"] = {days: [chance.low, chance.high] for days, chance in chances.items()}
        return answer


def _quantiles_dict(quantiles: Quantiles | None) -> dict[str, Any] | None:
    if quantiles is None:
        return None
    answer = {name: getattr(quantiles, name) for name in QUANTITIES}
    if quantiles.margins is not None:
        margins = ((name, getattr(quantiles.margins, name)) for name in QUANTITIES)
        answer["margins"] = {name: None if ends is None else list(ends) for name, ends in margins}
    return answer
