"""
Breadth-first search in many worlds at once: which (node, world) slots are reached, and over which live edges.

Coins are drawn only for edges out of reached slots, so the work follows what is reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Words = NDArray[np.uint32]
    #: whole numbers of any width
    Indices = NDArray[Any]

CHUNK: Final = 1 << 13  #: reached slots whose edges are drawn at a time, so that the work stays in the cache
MOST_SLOTS: Final = 1 << 20  #: nodes times worlds of one batch, for the same reason
MOST_WORLDS: Final = 1 << 12  #: worlds of one batch


class Draw(Protocol):
    """Which coins are live in which worlds."""

    def live_edges(self, edges: Indices, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether the trigger is live."""

    def ticks(self, edges: Indices, worlds: Words) -> Places:
        """Per (edge, world): the delay in quarter days."""


class Round(Struct, frozen=True, kw_only=True, eq=False):
    """One step of the search: slots reached for the first time, and the live edges out of them."""

    slots: Places  #: node << bits | world, ascending
    edge: Places  #: per live edge, a place in plan.edges
    origin: Places  #: per live edge, a place in `slots`, ascending
    goal: Places  #: per live edge, the slot it leads to, reached before or not


class Search(Struct, frozen=True, kw_only=True, eq=False):
    """All that a search reached: pairs of node and world, numbered as found, and the live edges between them."""

    slots: Places  #: per pair
    depth: list[int]  #: where the pairs of each step begin, and where the last one ends
    edge: Places  #: per live edge, a place in plan.edges
    origin: Places  #: per live edge, the number of a pair, ascending
    goal: Places  #: per live edge, the number of a pair
    lit: list[Places]  #: per trigger, the numbers of the pairs that it sets off


class Flood:
    """The search through worlds first to first + count - 1; each world is the same in whatever batch."""

    def __init__(self, plan: Plan, draw: Draw, *, first: int, count: int) -> None:
        self.bits = (count - 1).bit_length()  #: a slot is node << bits | world
        self.worlds = np.arange(first, first + count, dtype=np.uint32)
        self.reached = np.zeros(len(plan.nodes) << self.bits, dtype=np.bool_)  #: per slot
        self._plan, self._draw = plan, draw
        self._degree = np.diff(plan.start)
        self._goal = plan.target << self.bits
        #: per trigger, the slots it sets off
        self.lit = [self._light(trigger) for trigger in range(len(plan.trigger_ids))]

    def _light(self, trigger: int) -> Places:
        worlds = np.flatnonzero(self._draw.live_trigger(trigger, self.worlds))
        return worlds + (int(self._plan.trigger_node[trigger]) << self.bits)

    def rounds(self) -> Iterator[Round]:
        """Step by step until nothing new is reached; `reached` grows along."""
        slots = self._enter(np.concatenate([np.zeros(0, dtype=np.int64), *self.lit]))
        while slots.size:
            chunks = [self._cross(slots, begin) for begin in range(0, len(slots), CHUNK)]
            edge, origin, goal = (np.concatenate(column) for column in zip(*chunks, strict=True))
            yield Round(slots=slots, edge=edge, origin=origin, goal=goal)
            slots = self._enter(goal)

    def search(self) -> Search:
        """Everything that is reached, and over which edges."""
        nothing = np.zeros(0, dtype=np.int64)
        columns: list[tuple[Places, ...]] = [(nothing, nothing, nothing, nothing)]
        depth = [0]
        for step in self.rounds():
            columns.append((step.slots, step.edge, step.origin + depth[-1], step.goal))
            depth.append(depth[-1] + len(step.slots))
        slots, edge, origin, goal = (np.concatenate(column) for column in zip(*columns, strict=True))
        number = np.zeros(len(self.reached), dtype=np.int32)
        number[slots] = np.arange(len(slots), dtype=np.int32)
        return Search(
            slots=slots,
            depth=depth,
            edge=edge,
            origin=origin,
            goal=number.take(goal).astype(np.int64),
            lit=[number.take(lit).astype(np.int64) for lit in self.lit],
        )

    def _enter(self, slots: Places) -> Places:
        """The slots not reached before, each once and ascending; in order, the next step runs faster too."""
        ordered = np.sort(slots)
        new = ~self.reached.take(ordered)
        new[1:] &= ordered[1:] != ordered[:-1]
        fresh = ordered.compress(new)
        self.reached[fresh] = True
        return fresh

    def _cross(self, slots: Places, begin: int) -> tuple[Places, Places, Places]:
        """Draw every edge out of a chunk of slots; keeps those that are live."""
        some = slots[begin : begin + CHUNK]
        node, world = some >> self.bits, some & ((1 << self.bits) - 1)
        degree = self._degree.take(node)
        origin = np.repeat(np.arange(len(some)), degree)
        edge = (self._plan.start.take(node) - np.cumsum(degree) + degree).take(origin)
        edge += np.arange(len(edge))
        live = np.flatnonzero(self._draw.live_edges(edge, self.worlds.take(world).take(origin)))
        edge, origin = edge.take(live), origin.take(live)
        return edge, origin + begin, self._goal.take(edge) + world.take(origin)


def batches(
    plan: Plan, worlds: int, size: int | None = None, *, weight: float = 1
) -> Iterator[tuple[int, int]]:
    """
    First world and number of worlds of each batch; the size of batches changes nothing but the speed.

    `weight` is what a world takes, where one that is evaluated whole takes 1.
    """
    fits = int(MOST_SLOTS / (max(1, len(plan.nodes)) * weight))
    most = size or min(MOST_WORLDS, 1 << max(0, fits.bit_length() - 1))
    for first in range(0, worlds, most):
        yield first, min(most, worlds - first)
