"""
One batch of worlds: who is reached, when first, how hard at most.

Reached, first arrival and severity are least fixed points of (or), (min, +) and (max, *), so loops and
doubled paths cannot amplify themselves. The same kernel serves sampled, enumerated and extreme worlds:
they differ only in which coins are live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import numpy as np

from anatomy.propagation.plan import spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Words = NDArray[np.uint32]

#: An arrival is one whole number, ticks * 2**24 + hops: of equally early chains the shortest counts, and
#: every step makes it larger, so that predecessors form a tree even round a loop without delay.
HOP_BITS: Final = 24
UNREACHED: Final = np.iinfo(np.int64).max


Number = TypeVar("Number", np.int64, np.float64)


class Draw(Protocol):
    """Which coins are live in which worlds."""

    def live_edges(self, edges: Places, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether the trigger is live."""

    def ticks(self, edges: Places, worlds: Words) -> Places:
        """Per (edge, world): the delay in quarter days."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """
    Every (world, node) pair reached in worlds first to first + count - 1, and the live edges between them.

    Pairs are numbered; `origin` and `goal` are pair numbers, `origin` ascending.
    """

    plan: Plan
    first: int
    count: int
    world: Places  #: per pair, from 0 within the batch
    node: Places  #: per pair, a place in plan.nodes
    arrival: Places  #: per pair, ticks and hops in one number
    severity: Floats  #: per pair
    seed_arrival: Places  #: per pair, by its own live triggers, else UNREACHED
    seed_severity: Floats  #: per pair, by its own live triggers, else -1
    edge: Places  #: per live edge, a place in plan.edges
    origin: Places
    goal: Places
    step: Places  #: per live edge, what it adds to an arrival

    @property
    def ticks(self) -> Places:
        """First arrival of each pair, in quarter days."""
        return self.arrival >> HOP_BITS


def evaluate(plan: Plan, draw: Draw, *, first: int, count: int) -> Batch:
    """All that happens in worlds first to first + count - 1; each world is the same in whatever batch."""
    worlds = np.arange(first, first + count, dtype=np.uint32)
    flood = _Flood(plan=plan, draw=draw, worlds=worlds)
    edge, origin, goal = flood.run()
    world, node = flood.pairs()
    step = (draw.ticks(edge, worlds[world[origin]]) << HOP_BITS) + 1
    out = np.searchsorted(origin, np.arange(len(node) + 1))
    share = plan.severity_share[edge]
    seed_arrival, seed_severity = flood.seeds(len(node))
    arrival, severity = seed_arrival.copy(), seed_severity.copy()
    lit = np.flatnonzero(seed_severity >= 0)

    def later(pairs: Places, edges: Places) -> Places:
        return arrival[pairs] + step[edges]

    def weaker(pairs: Places, edges: Places) -> Floats:
        return severity[pairs] * share[edges]

    _relax(arrival, lit, out, goal, later, better=np.less, best=np.minimum)
    _relax(severity, lit, out, goal, weaker, better=np.greater, best=np.maximum)
    return Batch(
        plan=plan,
        first=first,
        count=count,
        world=world,
        node=node,
        arrival=arrival,
        severity=severity,
        seed_arrival=seed_arrival,
        seed_severity=seed_severity,
        edge=edge,
        origin=origin,
        goal=goal,
        step=step,
    )


class _Flood:
    """Breadth-first search in all worlds of a batch at once; edges are drawn out of reached pairs only."""

    def __init__(self, *, plan: Plan, draw: Draw, worlds: Words) -> None:
        self._plan, self._draw, self._worlds = plan, draw, worlds
        #: pair number of world * nodes + node, or -1
        self._number = np.full(len(worlds) * len(plan.nodes), -1, dtype=np.int64)
        self._slots: list[Places] = []  #: world * nodes + node, of each pair in turn
        self._size = 0
        self._lit = self._light_triggers()

    def _light_triggers(self) -> list[tuple[int, Places]]:
        """Per trigger, the slots it sets off."""
        every = range(len(self._plan.trigger_ids))
        return [(trigger, self._slots_of(trigger)) for trigger in every]

    def _slots_of(self, trigger: int) -> Places:
        worlds = np.flatnonzero(self._draw.live_trigger(trigger, self._worlds))
        return worlds * len(self._plan.nodes) + int(self._plan.trigger_node[trigger])

    def run(self) -> tuple[Places, Places, Places]:
        """Edge, origin and goal of every live edge out of a reached pair."""
        nothing = np.zeros(0, dtype=np.int64)
        rounds = [(nothing, nothing, nothing)]
        frontier = self._enter(np.concatenate([nothing, *(slots for _, slots in self._lit)]))
        while frontier.size:
            rounds.append(self._cross(frontier))
            frontier = self._enter(rounds[-1][2])
        edge, origin, slot = (np.concatenate(column) for column in zip(*rounds, strict=True))
        return edge, origin, self._number[slot]

    def _enter(self, slots: Places) -> Places:
        """Number the slots not seen before, each once; returns the new pair numbers."""
        fresh = slots[self._number[slots] < 0]
        claim = np.arange(len(fresh))
        self._number[fresh] = claim
        fresh = fresh[self._number[fresh] == claim]  # of equal slots, the one whose claim stands
        new = np.arange(self._size, self._size + len(fresh))
        self._number[fresh] = new
        self._slots.append(fresh)
        self._size += len(fresh)
        return new

    def _cross(self, frontier: Places) -> tuple[Places, Places, Places]:
        """Draw every edge out of the pairs entered last; keeps those that are live."""
        world, node = np.divmod(self._slots[-1], len(self._plan.nodes))
        begin, end = self._plan.start[node], self._plan.start[node + 1]
        degree = end - begin
        edge = spans(begin, end)
        live = self._draw.live_edges(edge, np.repeat(self._worlds[world], degree))
        edge = edge[live]
        base = np.repeat(world * len(self._plan.nodes), degree)[live]
        return edge, np.repeat(frontier, degree)[live], base + self._plan.target[edge]

    def pairs(self) -> tuple[Places, Places]:
        """World within the batch and node of every pair."""
        slots = np.concatenate([np.zeros(0, dtype=np.int64), *self._slots])
        world, node = np.divmod(slots, max(1, len(self._plan.nodes)))
        return world, node

    def seeds(self, size: int) -> tuple[Places, Floats]:
        """Arrival and severity that each pair has from its own triggers."""
        arrival = np.full(size, UNREACHED, dtype=np.int64)
        severity = np.full(size, -1.0)
        for trigger, slots in self._lit:
            pairs = self._number[slots]
            when = int(self._plan.trigger_ticks[trigger]) << HOP_BITS
            arrival[pairs] = np.minimum(arrival[pairs], when)
            severity[pairs] = np.maximum(severity[pairs], self._plan.trigger_severity[trigger])
        return arrival, severity


def _relax(
    values: NDArray[Number],
    seeded: Places,
    out: Places,
    goal: Places,
    along: Callable[[Places, Places], NDArray[Number]],
    *,
    better: np.ufunc,
    best: np.ufunc,
) -> None:
    """
    Improve `values` in place along live edges until nothing changes; only changed pairs are looked at.

    `along(pairs, edges)` is what each pair offers over each edge; pair n has edges out[n] to out[n + 1].
    """
    changed = np.zeros(len(values), dtype=np.bool_)
    active = seeded
    while active.size:
        begin, end = out[active], out[active + 1]
        edges = spans(begin, end)
        offer = along(np.repeat(active, end - begin), edges)
        at = goal[edges]
        gain = better(offer, values[at])
        at = at[gain]
        best.at(values, at, offer[gain])
        changed[at] = True
        active = np.flatnonzero(changed)
        changed[active] = False
