"""The same worlds again with some edges weaker: what these do not lead to is worked out once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation.answer import Outcome
from anatomy.propagation.coins import draw, keys, last_live
from anatomy.propagation.delays import TICKS_PER_DAY, DelayTables
from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import HOP_BITS, UNREACHED, evaluate, relax
from anatomy.propagation.outcomes import Outcomes, checked_stakes
from anatomy.propagation.plan import Plan, spans
from anatomy.propagation.question import check_groups_of_any, check_run
from anatomy.propagation.sampling import sample_worlds
from anatomy.propagation.stakes import Book
from anatomy.propagation.stats import SLACK
from anatomy.propagation.tally import NEVER, Members
from anatomy.propagation.worlds import fullest, surest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.network import Network
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Words = NDArray[np.uint32]


class Weaker(Struct, frozen=True, kw_only=True, eq=False):
    """Other numbers for the edges of a replay, in their order: no likelihood above that of the network."""

    likelihood: Floats
    severity_share: Floats
    delay_low: Floats  #: days
    delay_mode: Floats
    delay_high: Floats
    not_set_off: Collection[str] = ()  #: nodes of the replay whose triggers never go off


class Replay:
    """Worlds of a network, played once; `play` plays them again with some edges weaker."""

    def __init__(
        self,
        network: Network,
        triggers: Iterable[Trigger],
        *,
        edges: Sequence[int],
        nodes: Collection[str] = (),
        groups: Mapping[str, Collection[str]],
        ledgers: Mapping[str, Sequence[Stake]],
        felt_at: float,
        worlds: int,
        seed: int,
    ) -> None:
        """
        Play the worlds of `outcomes.play` and keep what the edges and nodes lead to.

        Args:
            network: what may carry a change.
            triggers: what is set off.
            edges: places in `network.edge_ids` of those that may be weaker, none twice.
            nodes: those that may not be set off.
            groups: name to nodes, each hit with any of them.
            ledgers: as in `play`.
            felt_at: as in `play`.
            worlds: number of worlds.
            seed: 0 to 2**64 - 1.

        Raises:
            InputError: a setting out of range, or a group that needs several of its nodes.
            UnknownNameError: a trigger, member or owner that is not there.
        """
        check_run(worlds=worlds, seed=seed, felt_at=felt_at)
        check_groups_of_any(network, groups)
        stakes = checked_stakes(network, ledgers)
        self.network, self.edges = network, tuple(edges)
        self._worlds, self._seed, self._felt_at = worlds, int(seed), felt_at
        place = {name: number for number, name in enumerate(network.nodes)}
        plan = self._plan = Plan.of(network, triggers)
        self._laid_out = sample_worlds(plan, worlds=worlds, seed=int(seed))
        self._members = Members.of(plan, groups, place)
        self._book = Book.of(plan, stakes, place)
        self._stoppable = {name: plan.places([name], place) for name in nodes}
        touched = self._touched = _Touched.of(plan, self.edges, seed=int(seed))
        self._parts = [
            _Part(
                evaluate(plan, self._laid_out.draw, first=first, count=count),
                touched,
                self._members,
                self._book,
                stoppable=np.concatenate([np.zeros(0, dtype=np.int64), *self._stoppable.values()]),
            )
            for first, count in batches(plan, worlds)
        ]

    def live(self) -> Flags:
        """Per edge, whether it carries anything in any of the worlds; one that does not matters for nothing."""
        live = np.zeros(len(self.edges), dtype=np.bool_)
        for part in self._parts:
            live[part.column] = True
        return live

    def play(self, weaker: Weaker) -> Outcomes:
        """
        The outcomes of `play` on the network with these numbers, bit for bit.

        Raises:
            ValueError: a likelihood is above that of the network, or a delay that is one of several differs.
        """
        if (weaker.likelihood > self.network.likelihood[list(self.edges)]).any():
            raise ValueError("a replay cannot make an edge likelier")
        names = len(self._members.names)
        reached = np.zeros((names, self._worlds), dtype=np.bool_)
        severity = np.zeros((names, self._worlds))
        arrival_days = np.full((names, self._worlds), np.inf)
        loss = np.zeros((self._worlds, len(self._book.names)))
        longer = self._longer(weaker)
        stopped = np.concatenate(
            [np.zeros(0, dtype=np.int64), *(self._stoppable[name] for name in weaker.not_set_off)]
        )
        for part in self._parts:
            here = slice(part.first, part.first + part.count)
            part.settle(weaker, longer, stopped)
            hardest, first = part.groups(self._felt_at)
            reached[:, here] = hardest >= 0
            severity[:, here] = np.maximum(hardest, 0.0)
            arrival_days[:, here] = np.where(first == NEVER, np.inf, first / TICKS_PER_DAY)
            part.add_losses(loss[here])
        plan = self._weakened(weaker, stopped)
        return Outcomes(
            groups=self._members.names,
            reached=reached,
            severity=severity,
            arrival_days=arrival_days,
            surely_felt=Outcome.of(plan, surest(plan), self._members, self._felt_at).groups_felt,
            possibly_felt=Outcome.of(plan, fullest(plan), self._members, self._felt_at).groups_felt,
            ledgers=self._book.names,
            loss=np.ascontiguousarray(loss.T),
            weights=self._laid_out.mass / self._laid_out.total,
            seed=self._seed,
            exact=False,
        )

    def _weakened(self, weaker: Weaker, stopped: Places) -> Plan:
        """The plan with these numbers, but for its delays; what never carries or is lit has likelihood 0."""
        plan, at = self._plan, np.flatnonzero(self._touched.column >= 0)
        column = self._touched.column[at]
        likelihood, share = plan.likelihood.copy(), plan.severity_share.copy()
        likelihood[at], share[at] = weaker.likelihood[column], weaker.severity_share[column]
        lit = np.where(np.isin(plan.trigger_node, stopped), 0.0, plan.trigger_likelihood)
        return replace(plan, likelihood=likelihood, severity_share=share, trigger_likelihood=lit)

    def _longer(self, weaker: Weaker) -> tuple[Places, DelayTables]:
        """The edges whose delays differ from those of the network, and the laws of these."""
        some = list(self.edges)
        before = (self.network.delay_low, self.network.delay_mode, self.network.delay_high)
        after = (weaker.delay_low, weaker.delay_mode, weaker.delay_high)
        differs = np.zeros(len(some), dtype=np.bool_)
        for old, new in zip(before, after, strict=True):
            differs |= old[some] != new
        columns = np.flatnonzero(differs)
        if any(some[column] in self.network.delay_choices for column in columns.tolist()):
            raise ValueError("a replay cannot change a delay that is one of several")
        laws = zip(*(column[columns].tolist() for column in after), strict=True)
        return columns, DelayTables.of(laws)


class _Touched(Struct, frozen=True, kw_only=True, eq=False):
    """The edges that may be weaker, as the plan knows them, with the keys of their coins."""

    column: Places  #: per edge of the plan, its number among the touched ones, else -1
    coins: Words
    delays: Words

    @classmethod
    def of(cls, plan: Plan, edges: Sequence[int], *, seed: int) -> _Touched:
        number = np.full(len(plan.network.edge_ids), -1, dtype=np.int64)
        number[list(edges)] = np.arange(len(edges))
        names = [plan.network.edge_ids[edge] for edge in edges]
        return cls(
            column=number[plan.edges],
            coins=keys(names, seed=seed, stream="dependency"),
            delays=keys(names, seed=seed, stream="delay"),
        )


class _Part:
    """One batch of worlds: the pairs that touched edges or stoppable nodes lead to, and the edges into these."""

    def __init__(
        self, batch: Batch, touched: _Touched, members: Members, book: Book, *, stoppable: Places
    ) -> None:
        self.first, self.count = batch.first, batch.count
        self._book = book
        column = touched.column.take(batch.edge)
        self._node, self._world = batch.node, batch.world
        self._seed_arrival, self._seed_severity = batch.seed_arrival, batch.seed_severity
        self._inner = _downstream(batch, column >= 0, np.isin(batch.node, stoppable))
        into = np.flatnonzero(self._inner[batch.goal])
        self._out = np.searchsorted(batch.origin[into], np.arange(len(batch.node) + 1))
        self._goal, self._step = batch.goal[into], batch.step[into]
        self._share = batch.plan.severity_share.take(batch.edge[into])
        self._at = np.flatnonzero(column[into] >= 0)  #: places of touched edges among those
        self.column = column[into][self._at]
        worlds = (batch.first + batch.world[batch.origin[into[self._at]]]).astype(np.uint32)
        self._coin = draw(touched.coins[0].take(self.column), touched.coins[1].take(self.column), worlds)
        self._delay = draw(touched.delays[0].take(self.column), touched.delays[1].take(self.column), worlds)
        starts = np.flatnonzero(np.diff(self._out) > 0)
        self._starts = starts[~self._inner[starts]]
        self._outer = (
            np.where(self._inner, UNREACHED, batch.arrival),
            np.where(self._inner, -1.0, batch.severity),
        )
        self._slots(batch, members)
        self._owners = [np.flatnonzero(batch.node == node) for node in book.node.tolist()]
        self.arrival, self.severity = batch.arrival, batch.severity

    def _slots(self, batch: Batch, members: Members) -> None:
        """Pairs of members ordered by (group, world), so that each group's own stand together."""
        pair, group = members.pairs(batch.node)
        slot = group * batch.count + batch.world[pair]
        order = np.argsort(slot, kind="stable")
        self._pair, slot = pair[order], slot[order]
        self._begins = np.flatnonzero(np.diff(slot, prepend=-1))
        self._slot = slot[self._begins]
        self._shape = (len(members.names), batch.count)

    def settle(self, weaker: Weaker, longer: tuple[Places, DelayTables], stopped: Places) -> None:
        """Work out arrival and severity of every pair anew."""
        live = self._coin <= _last(weaker.likelihood).take(self.column)
        live &= weaker.likelihood.take(self.column) > 0
        alive = np.ones(len(self._goal), dtype=np.bool_)
        alive[self._at] = live
        share, step = self._share.copy(), self._step.copy()
        share[self._at] = weaker.severity_share.take(self.column)
        self._delayed(step, longer)
        goal, share, step = (values.compress(alive) for values in (self._goal, share, step))
        out = np.concatenate([[0], np.cumsum(alive)]).take(self._out)
        lit = (self._seed_severity >= 0) & self._inner
        if len(stopped):
            lit &= ~np.isin(self._node, stopped)
        arrival, severity = self._outer[0].copy(), self._outer[1].copy()
        arrival[lit], severity[lit] = self._seed_arrival[lit], self._seed_severity[lit]
        begin = np.concatenate([self._starts, np.flatnonzero(lit)])

        def later(pairs: Places, edges: Places) -> Places:
            return arrival.take(pairs) + step.take(edges)

        def weaker_still(pairs: Places, edges: Places) -> Floats:
            return severity.take(pairs) * share.take(edges)

        relax(arrival, begin, out, goal, later, better=np.less, best=np.minimum)
        relax(severity, begin, out, goal, weaker_still, better=np.greater, best=np.maximum)
        self.arrival, self.severity = arrival, severity

    def _delayed(self, step: Places, longer: tuple[Places, DelayTables]) -> None:
        """Put the delays of other laws into the steps of the edges that have them."""
        columns, tables = longer
        if not len(columns):
            return
        law = np.full(int(max(columns.max(), self.column.max(initial=0))) + 1, -1, dtype=np.int64)
        law[columns] = np.arange(len(columns))
        which = law.take(self.column)
        mine = np.flatnonzero(which >= 0)
        ticks = tables.ticks(which[mine], self._delay[mine])
        step[self._at[mine]] = (ticks << HOP_BITS) + 1

    def groups(self, felt_at: float) -> tuple[Floats, Places]:
        """Groups x worlds: severity of the hardest hit, -1 where none is; first ticks felt, else NEVER."""
        hardest = np.full(self._shape, -1.0)
        first = np.full(self._shape, NEVER, dtype=np.int64)
        if len(self._pair):
            severity = self.severity.take(self._pair)
            ticks = self.arrival.take(self._pair) >> HOP_BITS
            ticks[severity < felt_at - SLACK] = NEVER  # not reached is -1, and never felt
            hardest.reshape(-1)[self._slot] = np.maximum.reduceat(severity, self._begins)
            first.reshape(-1)[self._slot] = np.minimum.reduceat(ticks, self._begins)
        return hardest, first

    def add_losses(self, money: Floats) -> None:
        """As `Book.add_losses`, stake by stake in the same order."""
        for stake, pair in enumerate(self._owners):
            severity = np.maximum(self.severity.take(pair), 0.0)
            in_time = (self.arrival.take(pair) >> HOP_BITS) <= self._book.latest[stake]
            lost = self._book.amount[stake] * severity * in_time
            money[self._world.take(pair), int(self._book.ledger[stake])] += lost


def _last(likelihood: Floats) -> Words:
    """The largest coin that is live; of likelihood 0 there is none, which the caller sees to."""
    return last_live(np.where(likelihood > 0, likelihood, 1.0))


def _downstream(batch: Batch, edges: Flags, pairs: Flags) -> Flags:
    """Pairs that these live edges lead to or these pairs are, and everything behind them."""
    inner = pairs.copy()
    inner[batch.goal[edges]] = True
    out = np.searchsorted(batch.origin, np.arange(len(batch.node) + 1))
    frontier = np.flatnonzero(inner)
    while frontier.size:
        begin, end = out.take(frontier), out.take(frontier + 1)
        goals = batch.goal.take(spans(begin, end))
        frontier = np.unique(goals[~inner[goals]])
        inner[frontier] = True
    return inner
