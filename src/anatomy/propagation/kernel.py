"""
All worlds of a batch at once: who is reached, when first, and how hard.

In each world reached, first arrival and severity are least fixed points of (or), (min, +) and (max, *), so loops and
doubled paths cannot amplify themselves. The same kernel serves sampled, enumerated and extreme worlds:
they differ only in which coins are live.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from msgspec import Struct

from anatomy.propagation.flood import Flood
from anatomy.propagation.plan import cuts, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.flood import Draw
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]

#: An arrival is one whole number, ticks * 2**24 + hops: of equally early chains the shortest counts, and
#: every step makes it larger, so that predecessors form a tree even round a loop without delay.
HOP_BITS: Final = 24
UNREACHED: Final = np.iinfo(np.int64).max


Number = TypeVar("Number", np.int64, np.float64)


class Batch(Struct, frozen=True, kw_only=True, eq=False):
    """
    Every (world, node) pair reached in worlds first to first + count - 1, and the live edges between them.

    Pairs are numbered in the order in which a search by steps finds them; `origin` and `goal` are pair numbers,
    `origin` ascending.
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
    flood = Flood(plan, draw, first=first, count=count)
    search = flood.search()
    slots, edge, origin, goal = search.slots, search.edge, search.origin, search.goal
    world = slots & ((1 << flood.bits) - 1)
    step = (draw.ticks(edge, flood.worlds.take(world.take(origin))) << HOP_BITS) + 1
    out = cuts(origin, len(slots))
    share = plan.severity_share.take(edge)
    seed_arrival, seed_severity = _seeds(plan, search.lit, len(slots))
    arrival, severity = seed_arrival.copy(), seed_severity.copy()

    def later(pairs: Places, edges: Places) -> Places:
        return arrival.take(pairs) + step.take(edges)

    def weaker(pairs: Places, edges: Places) -> Floats:
        return severity.take(pairs) * share.take(edges)

    turns = [(int(out[pair]), pair) for pair in search.depth]
    stale = _sweep(arrival, step, turns, origin, goal, carry=np.add, better=np.less, best=np.minimum)
    relax(arrival, stale, out, goal, later, better=np.less, best=np.minimum)
    stale = _sweep(
        severity, share, turns, origin, goal, carry=np.multiply, better=np.greater, best=np.maximum
    )
    relax(severity, stale, out, goal, weaker, better=np.greater, best=np.maximum)
    return Batch(
        plan=plan,
        first=first,
        count=count,
        world=world,
        node=slots >> flood.bits,
        arrival=arrival,
        severity=severity,
        seed_arrival=seed_arrival,
        seed_severity=seed_severity,
        edge=edge,
        origin=origin,
        goal=goal,
        step=step,
    )


def _seeds(plan: Plan, lit: Sequence[Places], pairs: int) -> tuple[Places, Floats]:
    """Arrival and severity that each pair has from its own triggers."""
    arrival = np.full(pairs, UNREACHED, dtype=np.int64)
    severity = np.full(pairs, -1.0)
    for trigger, at in enumerate(lit):
        when = int(plan.trigger_ticks[trigger]) << HOP_BITS
        arrival[at] = np.minimum(arrival[at], when)
        severity[at] = np.maximum(severity[at], plan.trigger_severity[trigger])
    return arrival, severity


def _sweep(
    values: NDArray[Number],
    weight: NDArray[Number],
    turns: list[tuple[int, int]],
    origin: Places,
    goal: Places,
    *,
    carry: np.ufunc,
    better: np.ufunc,
    best: np.ufunc,
) -> Places:
    """
    Improve `values` in place along every live edge once, depth by depth; returns the pairs improved after their turn.

    What `relax` would come to, but most edges need no looking up here, since those of one depth stand together.
    """
    stale = np.zeros(len(values), dtype=np.bool_)
    for (begin, _), (end, pairs) in pairwise(turns):
        offer = carry(values.take(origin[begin:end]), weight[begin:end])
        at = goal[begin:end]
        gain = better(offer, values.take(at))
        at = at.compress(gain)
        best.at(values, at, offer.compress(gain))
        stale[at.compress(at < pairs)] = True
    return np.flatnonzero(stale)


def relax(
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
        begin, end = out.take(active), out.take(active + 1)
        edges = spans(begin, end)
        offer = along(np.repeat(active, end - begin), edges)
        at = goal.take(edges)
        gain = better(offer, values.take(at))
        at = at.compress(gain)
        best.at(values, at, offer.compress(gain))
        changed[at] = True
        active = np.flatnonzero(changed)
        changed[active] = False
