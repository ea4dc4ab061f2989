"""Adding up worlds: per node in whole numbers, per group and watched node world by world."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation.delays import TICKS_PER_DAY
from anatomy.propagation.stats import SLACK

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TICK_BITS: Final = 40  #: a node's place and a tick share one number
MANY: Final = 2_000_000  #: calendar entries held before they are merged


def felt_pairs(batch: Batch, felt_at: float) -> Flags:
    """
    Which reached (world, node) pairs are felt.

    A product of shares that equals the threshold on paper, such as 2/3 of 15 %, may lie a rounding below it.
    """
    return batch.severity >= felt_at - SLACK


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Members:
    """Which nodes of a plan belong to which named groups; a node may belong to several."""

    names: tuple[str, ...]
    start: Places  #: groups of node n are group[start[n]] to group[start[n + 1] - 1]
    group: Places

    @classmethod
    def of(cls, plan: Plan, groups: Mapping[str, Collection[str]], place: dict[str, int]) -> Members:
        """Members out of reach are left out: they are never hit."""
        names = tuple(sorted(groups))
        nodes = [plan.places(groups[name], place) for name in names]
        node = np.concatenate([np.zeros(0, dtype=np.int64), *nodes])
        group = np.repeat(np.arange(len(names)), [len(some) for some in nodes])
        order = np.argsort(node, kind="stable")
        start = np.searchsorted(node[order], np.arange(len(plan.nodes) + 1))
        return cls(names=names, start=start, group=group[order])

    def pairs(self, node: Places) -> tuple[Places, Places]:
        """Every (place in `node`, group) where that node belongs to that group."""
        begin, end = self.start[node], self.start[node + 1]
        length = end - begin
        at = np.repeat(np.arange(len(node)), length)
        shift = begin - (np.cumsum(length) - length)
        return at, self.group[np.arange(len(at)) + np.repeat(shift, length)]


class NodeTally:
    """Masses per node of a plan; sums of whole numbers, so the order and size of batches cannot matter."""

    def __init__(self, nodes: int) -> None:
        self.reached = np.zeros(nodes, dtype=np.int64)
        self.felt = np.zeros(nodes, dtype=np.int64)
        self.severity = np.zeros(nodes, dtype=np.int64)  #: mass times severity
        self.severity_felt = np.zeros(nodes, dtype=np.int64)
        self._calendar: list[tuple[Places, Places]] = []
        self._held = 0

    def add(self, batch: Batch, mass: Places, felt: Flags) -> None:
        """Add a batch; `mass` is per world of the batch, `felt` per pair."""
        weight = mass[batch.world]
        hurt = np.rint(weight * batch.severity).astype(np.int64)
        np.add.at(self.reached, batch.node, weight)
        np.add.at(self.severity, batch.node, hurt)
        node = batch.node[felt]
        np.add.at(self.felt, node, weight[felt])
        np.add.at(self.severity_felt, node, hurt[felt])
        self._keep(*grouped((node << TICK_BITS) | batch.ticks[felt], weight[felt]))

    def _keep(self, keys: Places, masses: Places) -> None:
        self._calendar.append((keys, masses))
        self._held += len(keys)
        if self._held > MANY:
            self._merge()

    def _merge(self) -> tuple[Places, Places]:
        nothing = np.zeros(0, dtype=np.int64)
        columns = zip((nothing, nothing), *self._calendar, strict=True)
        keys, masses = grouped(*(np.concatenate(column) for column in columns))
        self._calendar, self._held = [(keys, masses)], 0
        return keys, masses

    def calendars(self) -> list[tuple[Places, Places]]:
        """Per node, the ticks at which it was first hit when felt, ascending, and their masses."""
        keys, masses = self._merge()
        cuts = np.searchsorted(keys, np.arange(len(self.felt) + 1) << TICK_BITS).tolist()
        ticks = keys & ((1 << TICK_BITS) - 1)
        return [(ticks[begin:end], masses[begin:end]) for begin, end in pairwise(cuts)]


def grouped(keys: Places, masses: Places) -> tuple[Places, Places]:
    """The distinct keys, ascending, and the sum of the masses of each."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.add.reduceat(masses[order], starts) if len(starts) else masses[order]


class GroupRecord:
    """Per group and world: reached, felt, first arrival among the felt members, greatest severity."""

    def __init__(self, members: Members, worlds: int) -> None:
        shape = (len(members.names), worlds)
        self.members = members
        self.reached = np.zeros(shape, dtype=np.bool_)
        self.felt = np.zeros(shape, dtype=np.bool_)
        self.arrival_days = np.full(shape, np.inf)
        self.severity = np.zeros(shape)

    def add(self, batch: Batch, felt: Flags) -> None:
        """Write the worlds of a batch."""
        pair, group = self.members.pairs(batch.node)
        world = batch.first + batch.world[pair]
        self.reached[group, world] = True
        np.maximum.at(self.severity, (group, world), batch.severity[pair])
        hit = felt[pair]
        pair, group, world = pair[hit], group[hit], world[hit]
        self.felt[group, world] = True
        np.minimum.at(self.arrival_days, (group, world), batch.ticks[pair] / TICKS_PER_DAY)


class WatchRecord:
    """Severity and arrival of a few nodes, world by world."""

    def __init__(self, plan: Plan, names: Collection[str], place: dict[str, int], worlds: int) -> None:
        self.names = tuple(sorted(set(names)))
        self._row = np.full(len(plan.nodes), -1, dtype=np.int64)
        for row, name in enumerate(self.names):
            self._row[plan.places([name], place)] = row
        self.severity = np.zeros((len(self.names), worlds))
        self.arrival_days = np.full((len(self.names), worlds), np.inf)

    def add(self, batch: Batch) -> None:
        """Write the worlds of a batch."""
        row = self._row[batch.node]
        seen = row >= 0
        at = (row[seen], batch.first + batch.world[seen])
        self.severity[at] = batch.severity[seen]
        self.arrival_days[at] = batch.ticks[seen] / TICKS_PER_DAY
