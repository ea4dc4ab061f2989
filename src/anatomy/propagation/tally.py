"""Adding up worlds: per node and group in whole numbers; of watched nodes only, world by world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from msgspec import Struct

from anatomy.domain.figures import Quantiles
from anatomy.propagation.delays import TICKS_PER_DAY
from anatomy.propagation.group import Group
from anatomy.propagation.plan import spans
from anatomy.propagation.stats import QUANTILES, SLACK, quantiles_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Number = TypeVar("Number", np.int64, np.float64)
NUMBER_BITS: Final = 40  #: a row and a whole number share 64 bits
NEVER: Final = np.iinfo(np.int64).max
MANY: Final = 2_000_000  #: entries of a histogram held one by one before they are merged
WIDE: Final = 1_024  #: numbers in the table of a histogram: 256 days, or all severities
TABLE: Final = 1 << 21  #: places in the table of a histogram
SEVERITY_STEPS: Final = 1_000  #: quantiles of severity are told in steps of a thousandth


def felt_pairs(batch: Batch, felt_at: float) -> Flags:
    """
    Which reached (world, node) pairs are felt.

    A product of shares that equals the threshold on paper, such as 2/3 of 15 %, may lie a rounding below it.
    """
    return batch.severity >= felt_at - SLACK


class Members(Struct, frozen=True, kw_only=True, eq=False):
    """Which nodes of a plan belong to which named groups; a node may belong to several."""

    names: tuple[str, ...]
    need: Places  #: per group, how many members must be hit before the group is
    start: Places  #: groups of node n are group[start[n]] to group[start[n + 1] - 1]
    group: Places
    only: Places | None  #: per node its one group, or -1; None if any node belongs to several

    @classmethod
    def of(cls, plan: Plan, groups: Mapping[str, Collection[str] | Group], place: dict[str, int]) -> Members:
        """Members out of reach are left out: they are never hit."""
        names = tuple(sorted(groups))
        whole = [Group.of(groups[name]) for name in names]
        nodes = [plan.places(one.nodes, place) for one in whole]
        node = np.concatenate([np.zeros(0, dtype=np.int64), *nodes])
        group = np.repeat(np.arange(len(names)), [len(some) for some in nodes])
        order = np.argsort(node, kind="stable")
        start = np.searchsorted(node[order], np.arange(len(plan.nodes) + 1))
        need = np.array([one.need for one in whole], dtype=np.int64)
        only = None
        if (np.diff(start) <= 1).all():
            only = np.full(len(plan.nodes), -1, dtype=np.int64)
            only[node] = group
        return cls(names=names, need=need, start=start, group=group[order], only=only)

    def pairs(self, node: Places) -> tuple[Places, Places]:
        """Every (place in `node`, group) where that node belongs to that group."""
        if self.only is not None:
            found = self.only.take(node)
            at = np.flatnonzero(found >= 0)
            return at, found.take(at)
        begin, end = self.start[node], self.start[node + 1]
        at = np.repeat(np.arange(len(node)), end - begin)
        return at, self.group[spans(begin, end)]


class Hits(Struct, frozen=True, kw_only=True, eq=False):
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
        """
        Each group as hard hit as its hardest member, and first with its first felt member.

        One that needs k members is hit as hard as its k-th hardest, and when the k-th of them feels it.
        """
        pair, group = members.pairs(batch.node)
        slot = group * batch.count + batch.world[pair]
        size = len(members.names) * batch.count
        need = members.need[group]
        severity, first = np.full(size, -1.0), np.full(size, NEVER, dtype=np.int64)
        hit = felt[pair]
        if (members.need <= 1).all():
            np.maximum.at(severity, slot, batch.severity[pair])
            np.minimum.at(first, slot[hit], batch.ticks[pair[hit]])
        else:
            at = _ranked(slot, -batch.severity[pair], need)
            severity[slot[at]] = batch.severity[pair[at]]
            felt_pair = pair[hit]
            at = _ranked(slot[hit], batch.ticks[felt_pair], need[hit])
            first[slot[hit][at]] = batch.ticks[felt_pair[at]]
        reached = np.flatnonzero(severity >= 0)
        row, world = np.divmod(reached, batch.count)
        return cls(
            world=world,
            row=row,
            severity=severity[reached],
            ticks=first[reached],
            felt=first[reached] < NEVER,
        )


def _ranked(slot: Places, value: Places | Floats, rank: Places) -> Places:
    """Of each slot, the place of its `rank`-th smallest value, counted from 1; of none where it has fewer."""
    order = np.lexsort((value, slot))
    starts = np.flatnonzero(np.diff(slot[order], prepend=-1))
    length = np.diff(starts, append=len(order))
    wanted = rank[order[starts]]
    enough = wanted <= length
    places: Places = order[starts[enough] + wanted[enough] - 1]
    return places


class Tally:
    """Masses per node or group; sums of whole numbers, so the order and size of batches cannot matter."""

    def __init__(self, rows: int) -> None:
        self.reached = np.zeros(rows, dtype=np.int64)
        self.felt = np.zeros(rows, dtype=np.int64)
        self.severity = np.zeros(rows, dtype=np.int64)  #: mass times severity
        self.severity_felt = np.zeros(rows, dtype=np.int64)
        self.arrivals = Histogram(rows)  #: of ticks, where felt
        self.severities = Histogram(rows)  #: in steps of 1 / SEVERITY_STEPS, where felt

    def add(self, hits: Hits, mass: Places) -> None:
        """Add a batch; `mass` is per world of the batch."""
        weight = mass[hits.world]
        hurt = np.rint(weight * hits.severity).astype(np.int64)
        np.add.at(self.reached, hits.row, weight)
        np.add.at(self.severity, hits.row, hurt)
        row, weight = hits.row[hits.felt], weight[hits.felt]
        np.add.at(self.felt, row, weight)
        np.add.at(self.severity_felt, row, hurt[hits.felt])
        self.arrivals.add(row, hits.ticks[hits.felt], weight)
        steps = np.rint(hits.severity[hits.felt] * SEVERITY_STEPS).astype(np.int64)
        self.severities.add(row, steps, weight)


class Histogram:
    """The mass at each whole number, per row: a table of the small numbers, the others one by one."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._width = min(WIDE, TABLE // max(1, rows))  #: numbers below this are in the table
        self._table = np.zeros(rows * self._width, dtype=np.int64)
        self._others: list[tuple[Places, Places]] = []
        self._held = 0

    def add(self, row: Places, number: Places, mass: Places) -> None:
        """Add masses; numbers are 0 or more, and below 2**40."""
        small = number < self._width
        np.add.at(self._table, row[small] * self._width + number[small], mass[small])
        if not small.all():
            self._keep(*grouped((row[~small] << NUMBER_BITS) | number[~small], mass[~small]))

    def _keep(self, keys: Places, masses: Places) -> None:
        self._others.append((keys, masses))
        self._held += len(keys)
        if self._held > MANY:
            self._merge()

    def _merge(self) -> tuple[Places, Places]:
        if len(self._others) == 1:
            return self._others[0]
        nothing = np.zeros(0, dtype=np.int64)
        columns = zip((nothing, nothing), *self._others, strict=True)
        keys, masses = grouped(*(np.concatenate(column) for column in columns))
        self._others, self._held = [(keys, masses)], 0
        return keys, masses

    def row(self, row: int) -> tuple[Places, Places]:
        """The numbers that occur in a row, ascending, and their masses."""
        keys, masses = self._merge()
        begin, end = np.searchsorted(keys, np.array([row, row + 1]) << NUMBER_BITS).tolist()
        table = self._table[row * self._width : (row + 1) * self._width]
        small = np.flatnonzero(table)
        return (
            np.concatenate([small, keys[begin:end] & ((1 << NUMBER_BITS) - 1)]),
            np.concatenate([table[small], masses[begin:end]]),
        )

    def quantiles(self, *, step: float, unit: int) -> list[Quantiles | None]:
        """
        Mean and quantiles of every row, of the numbers times `step`; None where a row is empty.

        `unit` is the mass of one sampled world, 0 when the worlds were enumerated.
        """
        keys, _ = self._merge()
        long = np.zeros(self._rows, dtype=np.bool_)
        long[keys >> NUMBER_BITS] = True
        found: list[Quantiles | None] = [None] * self._rows
        if unit:
            for row, one in self._of_tables(np.flatnonzero(~long), step, unit):
                found[row] = one
        for row in range(self._rows) if not unit else np.flatnonzero(long).tolist():
            numbers, masses = self.row(row)
            found[row] = (
                quantiles_of(np.multiply(numbers, step, dtype=np.float64), masses) if len(numbers) else None
            )
        return found

    def _of_tables(self, rows: Places, step: float, unit: int) -> Iterator[tuple[int, Quantiles]]:
        """Of rows that have all their numbers in the table, all at once."""
        counts = self._table.reshape(self._rows, self._width)[rows] // unit
        upto = np.cumsum(counts, axis=1)
        total = upto[:, -1] if self._width else np.zeros(len(rows), dtype=np.int64)
        held = np.flatnonzero(total)
        upto, total, rows = upto[held], total[held], rows[held]
        means = (counts[held] @ np.arange(self._width)) * step / total
        places = [
            (upto >= (share - SLACK) * total[:, np.newaxis]).argmax(axis=1) * step for share in QUANTILES
        ]
        columns = (rows.tolist(), means.tolist(), *(place.tolist() for place in places))
        for row, mean, p05, p10, p50, p90, p95 in zip(*columns, strict=True):
            yield row, Quantiles(mean=mean, p05=p05, p10=p10, p50=p50, p90=p90, p95=p95)


def grouped(keys: Places, values: NDArray[Number]) -> tuple[Places, NDArray[Number]]:
    """The distinct keys, from 0 on and ascending, and the sum of the values of each, in the order they come in."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.add.reduceat(values[order], starts)


class GroupTally:
    """Masses of groups and of groups felt together."""

    def __init__(self, members: Members, joints: Mapping[str, Collection[str]]) -> None:
        row = {name: number for number, name in enumerate(members.names)}
        self.members = members
        self.joints = {joint: sorted({row[name] for name in joints[joint]}) for joint in sorted(joints)}
        self.sums = Tally(len(members.names))
        self.together = dict.fromkeys(self.joints, 0)

    def add(self, hits: Hits, mass: Places) -> None:
        """Add the groups of a batch; `mass` is per world of the batch."""
        self.sums.add(hits, mass)
        for joint, rows in self.joints.items():
            world = hits.world[hits.felt & np.isin(hits.row, rows)]
            times = np.bincount(world, minlength=len(mass))
            self.together[joint] += int(mass[times == len(rows)].sum())


class Record:
    """Severity and arrival of a few rows, world by world; a row is a node of the plan or a group."""

    def __init__(self, rows: Mapping[str, int | None], size: int, worlds: int) -> None:
        """Take down the named rows of `size`; None: one that is never hit."""
        self.names = tuple(sorted(rows))
        self._place = np.full(size, -1, dtype=np.int64)
        for place, name in enumerate(self.names):
            row = rows[name]
            if row is not None:
                self._place[row] = place
        self.reached = np.zeros((len(self.names), worlds), dtype=np.bool_)
        self.severity = np.zeros((len(self.names), worlds))
        self.arrival_days = np.full((len(self.names), worlds), np.inf)

    def add(self, hits: Hits, first: int) -> None:
        """Write the worlds of a batch that begins with world `first`."""
        place = self._place[hits.row]
        seen = place >= 0
        at = (place[seen], first + hits.world[seen])
        self.reached[at] = True
        self.severity[at] = hits.severity[seen]
        ticks = hits.ticks[seen]
        self.arrival_days[at] = np.where(ticks == NEVER, np.inf, ticks / TICKS_PER_DAY)
