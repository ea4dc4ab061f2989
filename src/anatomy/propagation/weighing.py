"""
What each dependency and node is worth in felt, severity and money: the same worlds with it and without it.

Differences are taken world by world, so their intervals are paired; sums are of whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from msgspec import Struct

from anatomy.propagation.engine import lay_out
from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import HOP_BITS, UNREACHED, evaluate
from anatomy.propagation.outcomes import checked_stakes
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups_of_any, check_run
from anatomy.propagation.rerunning import Valued, rerun
from anatomy.propagation.stakes import Book
from anatomy.propagation.stats import SLACK, Z95
from anatomy.propagation.tally import Members, grouped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.network import Network
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.rerunning import Reruns
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger
    from anatomy.propagation.worlds import Worlds

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Number = TypeVar("Number", np.int64, np.float64)
WEIGHT: Final = 8  #: a batch holds this many times fewer worlds than a plain run, for what is kept beside


class Effects(Struct, frozen=True, kw_only=True, eq=False):
    """Mean differences between the worlds with and without something; rows are removals, columns targets."""

    mean: Floats  #: 0 or more: how much less without it
    half: Floats  #: half of the paired 95 % interval of the mean; 0 when exact


class Removals(Struct, frozen=True, kw_only=True, eq=False):
    """
    What every edge and node is worth: `felt` and `reached` in chances, `severity` in shares, `loss` in money.

    Each is a pair of edges x targets and nodes x targets; targets are groups, and ledgers for `loss`.
    """

    network: Network
    groups: tuple[str, ...]
    ledgers: tuple[str, ...]
    reached: tuple[Effects, Effects]
    felt: tuple[Effects, Effects]
    severity: tuple[Effects, Effects]
    loss: tuple[Effects, Effects]
    worlds: int
    exact: bool


def weigh_removals(
    network: Network,
    triggers: Iterable[Trigger],
    *,
    groups: Mapping[str, Collection[str]],
    ledgers: Mapping[str, Sequence[Stake]] | None = None,
    felt_at: float = 0.0,
    worlds: int = 10_000,
    seed: int = 0,
    exact: Exactness = "auto",
) -> Removals:
    """
    The removal effect of every edge and every node, on being reached, felt, severity and money.

    Args:
        network: what may carry a change.
        triggers: what is set off.
        groups: name to nodes, each hit with any of them.
        ledgers: name to stakes whose losses are added up world by world.
        felt_at: as in `run`.
        worlds: number of worlds; the worlds of `run`.
        seed: 0 to 2**64 - 1.
        exact: as in `run`.

    Raises:
        InputError: a setting out of range, or a group that needs several of its nodes.
        UnknownNameError: a trigger, member or owner that is not there.
    """
    check_run(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact)
    stakes = checked_stakes(network, ledgers or {})
    check_groups_of_any(network, groups)
    plan = Plan.of(network, triggers)
    laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
    place = {name: number for number, name in enumerate(network.nodes)}
    scales = _Scales(plan, Members.of(plan, groups, place), Book.of(plan, stakes, place), laid_out, felt_at)
    for first, count in batches(plan, laid_out.count, weight=WEIGHT):
        scales.add(evaluate(plan, laid_out.draw, first=first, count=count))
    return scales.told()


class _Table:
    """Masses and masses times squares of differences in [0, 1], per removal and target."""

    def __init__(self, rows: int, columns: int) -> None:
        self._rows, self._columns = rows, columns
        self.first = np.zeros(rows * columns, dtype=np.int64)
        self.second = np.zeros(rows * columns, dtype=np.int64)

    def add(self, row: Places, column: Places, mass: Places, less: Floats) -> None:
        """Add differences; each world counts its mass."""
        at = row * self._columns + column
        np.add.at(self.first, at, np.rint(mass * less).astype(np.int64))
        np.add.at(self.second, at, np.rint(mass * less * less).astype(np.int64))

    def told(self, worlds: Worlds, places: Places, rows: int, scale: Floats | float = 1.0) -> Effects:
        """Means and half intervals, in the order of the whole network."""
        mean, half = np.zeros((2, rows, self._columns))
        first = self.first.reshape(self._rows, self._columns) / worlds.total
        second = self.second.reshape(self._rows, self._columns) / worlds.total
        mean[places] = first * scale
        if not worlds.exact:
            half[places] = Z95 * np.sqrt(np.maximum(second - first * first, 0.0) / worlds.count) * scale
        return Effects(mean=mean, half=half)


class _Scales:
    """Adds up batches; one set of tables for edges, one for nodes."""

    def __init__(self, plan: Plan, members: Members, book: Book, worlds: Worlds, felt_at: float) -> None:
        self._plan, self._members, self._book = plan, members, book
        self._worlds, self._felt_at = worlds, felt_at
        self._rows = (len(plan.edges), len(plan.nodes))
        columns = {name: len(members.names) for name in ("reached", "felt", "severity")}
        columns["loss"] = len(book.names)
        self._tables = {
            name: tuple(_Table(rows, width) for rows in self._rows) for name, width in columns.items()
        }

    def add(self, batch: Batch) -> None:
        """Add the worlds of a batch."""
        mass = self._worlds.mass[batch.first : batch.first + batch.count]
        pair, group = self._members.pairs(batch.node)
        slot = group * batch.count + batch.world[pair]
        slots, at = np.unique(slot, return_inverse=True)
        severities = _severities(batch, pair, at, len(slots))
        hardest = rerun(severities)
        self._add_groups(batch, hardest, (slots, severities.value[len(batch.node) :]), mass)
        if len(self._book.node):
            self._add_losses(batch, hardest, rerun(_arrivals(batch)), mass)

    def _add_groups(
        self, batch: Batch, hardest: Reruns[np.float64], groups: tuple[Places, Floats], mass: Places
    ) -> None:
        """What groups lose, by their (group, world) slots and severities; their vertices come after the pairs."""
        pairs, (slots, severity) = len(batch.node), groups
        for side in (0, 1):
            item, row, values = _removed(batch, hardest, side, hardest.vertex >= pairs)
            slot = hardest.vertex.take(item) - pairs
            group, world = np.divmod(slots.take(slot), batch.count)
            before, after = severity.take(slot), values.take(item)
            less = {
                "reached": after < 0,
                "felt": _feels(before, self._felt_at) & ~_feels(after, self._felt_at),
                "severity": before - np.maximum(after, 0.0),
            }
            for name, difference in less.items():
                self._tables[name][side].add(row, group, mass.take(world), difference.astype(np.float64))

    def _add_losses(
        self, batch: Batch, hardest: Reruns[np.float64], earliest: Reruns[np.int64], mass: Places
    ) -> None:
        """What ledgers lose: severity and arrival of each owner, both without the same thing."""
        owned = np.zeros(len(self._plan.nodes), dtype=np.bool_)
        owned[self._book.node] = True
        for side in (0, 1):
            key, severity, ticks, pair = _both(batch, hardest, earliest, owned, side)
            row = key // len(batch.node)
            for number in np.unique(self._book.ledger).tolist():
                less = np.zeros(len(key))
                for stake in np.flatnonzero(self._book.ledger == number).tolist():
                    mine = np.flatnonzero(batch.node.take(pair) == self._book.node[stake])
                    was = self._book.lost(stake, batch.severity[pair[mine]], batch.ticks[pair[mine]])
                    less[mine] += was - self._book.lost(stake, severity[mine], ticks[mine])
                where, total = grouped(row * batch.count + batch.world.take(pair), less)
                column = np.full(len(where), number)
                self._tables["loss"][side].add(
                    where // batch.count, column, mass.take(where % batch.count), np.clip(total, 0.0, 1.0)
                )

    def told(self) -> Removals:
        """The effects in the order of the whole network."""
        network = self._plan.network
        sides = (
            (self._plan.edges, len(network.edge_ids)),
            (self._plan.nodes, len(network.nodes)),
        )
        effects = {
            name: tuple(
                table.told(self._worlds, places, rows, self._book.scale if name == "loss" else 1.0)
                for table, (places, rows) in zip(tables, sides, strict=True)
            )
            for name, tables in self._tables.items()
        }
        return Removals(
            network=network,
            groups=self._members.names,
            ledgers=self._book.names,
            worlds=self._worlds.count,
            exact=self._worlds.exact,
            **effects,  # type: ignore[arg-type]
        )


def _severities(batch: Batch, pair: Places, group: Places, groups: int) -> Valued[np.float64]:
    """Severity of pairs, and of groups behind them: each as hard hit as its hardest member."""
    pairs = len(batch.node)
    value = np.concatenate([batch.severity, np.full(groups, -1.0)])
    np.maximum.at(value, pairs + group, batch.severity.take(pair))
    share = np.concatenate([batch.plan.severity_share.take(batch.edge), np.ones(len(pair))])
    return Valued(
        value=value,
        own=np.concatenate([batch.seed_severity, np.full(groups, -1.0)]),
        origin=np.concatenate([batch.origin, pair]),
        goal=np.concatenate([batch.goal, pairs + group]),
        along=lambda values, edges: values * share.take(edges),
        better=np.greater,
        best=np.maximum,
        nothing=np.float64(-1.0),
    )


def _arrivals(batch: Batch) -> Valued[np.int64]:
    """First arrival of pairs."""
    return Valued(
        value=batch.arrival,
        own=batch.seed_arrival,
        origin=batch.origin,
        goal=batch.goal,
        along=lambda values, edges: values + batch.step.take(edges),
        better=np.less,
        best=np.minimum,
        nothing=np.int64(UNREACHED),
    )


def _feels(severity: Floats, felt_at: float) -> Flags:
    """Whether it is reached, and hard enough."""
    return (severity >= 0) & (severity >= felt_at - SLACK)


def _removed(
    batch: Batch, reruns: Reruns[Number], side: int, wanted: Flags
) -> tuple[Places, Places, NDArray[Number]]:
    """Items of wanted vertices that an edge (side 0) or a pair (side 1) changes, which, and the values without."""
    item = np.flatnonzero(wanted & (reruns.above < len(batch.node)) & ((reruns.bridge >= 0) | (side == 1)))
    if side == 1:
        return item, batch.node.take(reruns.above.take(item)), reruns.without_node
    return item, batch.edge.take(reruns.bridge.take(item)), reruns.without_edge


def _both(
    batch: Batch, hardest: Reruns[np.float64], earliest: Reruns[np.int64], owned: Flags, side: int
) -> tuple[Places, Floats, Places, Places]:
    """
    Removals x owners where either changes: key (row * pairs + pair), severity and ticks without, and the pair.

    Where only one of the two changes, the other is as it was.
    """
    pairs = len(batch.node)
    hard, hard_key, hard_value = _of_owners(batch, hardest, owned, side)
    early, early_key, early_value = _of_owners(batch, earliest, owned, side)
    key = np.union1d(hard_key, early_key)
    pair = key % pairs
    severity = batch.severity.take(pair)
    arrival = batch.arrival.take(pair)
    severity[np.searchsorted(key, hard_key)] = hard_value.take(hard)
    arrival[np.searchsorted(key, early_key)] = early_value.take(early)
    ticks = np.where(arrival == UNREACHED, UNREACHED, arrival >> HOP_BITS)
    return key, np.maximum(severity, 0.0), ticks, pair


def _of_owners(
    batch: Batch, reruns: Reruns[Number], owned: Flags, side: int
) -> tuple[Places, Places, NDArray[Number]]:
    """Items that are pairs of owners, removal and pair of each in one number, and the values without."""
    pairs = len(batch.node)
    ours = reruns.vertex < pairs
    ours[ours] = owned.take(batch.node.take(reruns.vertex.compress(ours)))
    item, row, values = _removed(batch, reruns, side, ours)
    return item, row * pairs + reruns.vertex.take(item), values
