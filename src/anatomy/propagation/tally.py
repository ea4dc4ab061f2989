"""Adding up worlds: per node and group in whole numbers; of watched nodes only, world by world."""

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
NEVER: Final = np.iinfo(np.int64).max
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hits:
    """Every (world, row) that is reached in a batch; a row is a node of the plan or a group."""

    world: Places  #: from 0 within the batch
    row: Places
    severity: Floats
    ticks: Places  #: first arrival in quarter days, where felt
    felt: Flags

    @classmethod
    def of_nodes(cls, batch: Batch, felt: Flags) -> Hits:
        """The pairs of a batch themselves."""
        return cls(world=batch.world, row=batch.node, severity=batch.severity, ticks=batch.ticks, felt=felt)

    @classmethod
    def of_groups(cls, members: Members, batch: Batch, felt: Flags) -> Hits:
        """Each group as hard hit as its hardest member, and first with its first felt member."""
        pair, group = members.pairs(batch.node)
        slot = group * batch.count + batch.world[pair]
        size = len(members.names) * batch.count
        severity, first = np.full(size, -1.0), np.full(size, NEVER, dtype=np.int64)
        np.maximum.at(severity, slot, batch.severity[pair])
        hit = felt[pair]
        np.minimum.at(first, slot[hit], batch.ticks[pair[hit]])
        reached = np.flatnonzero(severity >= 0)
        row, world = np.divmod(reached, batch.count)
        return cls(
            world=world,
            row=row,
            severity=severity[reached],
            ticks=first[reached],
            felt=first[reached] < NEVER,
        )


class Tally:
    """Masses per node or group; sums of whole numbers, so the order and size of batches cannot matter."""

    def __init__(self, rows: int) -> None:
        self.reached = np.zeros(rows, dtype=np.int64)
        self.felt = np.zeros(rows, dtype=np.int64)
        self.severity = np.zeros(rows, dtype=np.int64)  #: mass times severity
        self.severity_felt = np.zeros(rows, dtype=np.int64)
        self._calendar: list[tuple[Places, Places]] = []
        self._held = 0

    def add(self, hits: Hits, mass: Places) -> None:
        """Add a batch; `mass` is per world of the batch."""
        weight = mass[hits.world]
        hurt = np.rint(weight * hits.severity).astype(np.int64)
        np.add.at(self.reached, hits.row, weight)
        np.add.at(self.severity, hits.row, hurt)
        row = hits.row[hits.felt]
        np.add.at(self.felt, row, weight[hits.felt])
        np.add.at(self.severity_felt, row, hurt[hits.felt])
        self._keep(*grouped((row << TICK_BITS) | hits.ticks[hits.felt], weight[hits.felt]))

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


class GroupTally:
    """
    Masses of groups and of groups felt together.

    A group is reached and felt with any member, as hard as the hardest, first with its first felt member.
    """

    def __init__(self, members: Members, joints: Mapping[str, Collection[str]]) -> None:
        row = {name: number for number, name in enumerate(members.names)}
        self.members = members
        self.joints = {joint: sorted({row[name] for name in joints[joint]}) for joint in sorted(joints)}
        self.sums = Tally(len(members.names))
        self.together = dict.fromkeys(self.joints, 0)

    def add(self, batch: Batch, mass: Places, felt: Flags) -> None:
        """Add a batch; `mass` is per world of the batch, `felt` per pair."""
        hits = Hits.of_groups(self.members, batch, felt)
        self.sums.add(hits, mass)
        for joint, rows in self.joints.items():
            times = np.bincount(hits.world[hits.felt & np.isin(hits.row, rows)], minlength=batch.count)
            self.together[joint] += int(mass[times == len(rows)].sum())


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
