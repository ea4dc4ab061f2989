"""
The best set of options that a budget allows: branch and bound.

Best is what exceeds fewest limits, and among those has the least expected hidden loss, own margin given away and cost
together. Of all sets between two that differ in weakening options alone, none exceeds fewer limits than the larger is
sure to, loses less than it, or costs less than the smaller.
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.advise.bounding import Tried
    from anatomy.advise.trying import Trials

MOST_STEPS: Final = 100_000

#: Limits exceeded at least, net loss at least, a number that tells ties apart, the set, options that change terms
#: decided, options still open.
Node = tuple[int, float, int, int, int, int]


class Best(Struct, frozen=True, kw_only=True):
    """Where a search ended."""

    best: Tried
    least_exceeded: int  #: no set within the budget exceeds fewer limits
    bound: float | None  #: none that exceeds so few has less net loss; None: not known
    proven: bool


class BestWithin:
    """The search."""

    def __init__(self, trials: Trials, *, budget: float, most: int) -> None:
        """Search until the trials have spent so much; every set costs at most the budget."""
        self._trials, self._budget, self._most = trials, budget, most
        self._options = trials.options
        self._weak = self._options.weakening
        self._changing = self._options.cheapest_first(self._options.every & ~self._weak)
        self._number = 0
        self._best = trials.tried(0)
        self._heap: list[Node] = []
        self._push(0, -math.inf, 0, 0, self._weak)

    def search(self) -> Best:
        """The best set, or the best that was found."""
        steps = 0
        while self._heap and self._trials.spent < self._most and steps < MOST_STEPS:
            if self._heap[0][:2] >= _worth(self._best):
                self._heap.clear()
                break
            steps += 1
            self._step(heapq.heappop(self._heap))
        exceeded, net = self._heap[0][:2] if self._heap else _worth(self._best)
        proven = (exceeded, net) >= _worth(self._best)
        if proven:
            exceeded, net = _worth(self._best)
        return Best(
            best=self._best,
            least_exceeded=exceeded,
            bound=net if math.isfinite(net) and exceeded == len(self._best.exceeded) else None,
            proven=proven,
        )

    def _step(self, node: Node) -> None:
        exceeded, net, _, chosen, decided, free = node
        if decided < len(self._changing):
            self._push(exceeded, net, chosen, decided + 1, free)
            with_it = chosen | 1 << self._changing[decided]
            if self._options.cost(with_it) <= self._budget:
                self._push(exceeded, net, with_it, decided + 1, free)
            return
        free &= self._trials.live(chosen & ~self._weak)
        bound, free = self._bounded(chosen, free)
        if bound > (exceeded, net):
            self._push(*bound, chosen, decided, free)
            return
        if free:
            bit = self._next(free)
            free &= ~(1 << bit)
            self._push(*bound, chosen | 1 << bit, decided, free)
            self._push(*bound, chosen, decided, free)

    def _bounded(self, chosen: int, free: int) -> tuple[tuple[int, float], int]:
        """What no set between can undercut, and the options that still fit the budget; both ends are tried."""
        cost = self._options.cost(chosen)
        room = self._budget - cost
        free = sum(1 << bit for bit in self._options.bits(free) if self._options.each[bit].cost <= room)
        for end in (self._trials.tried(chosen), self._trials.tried(chosen | free)):
            if end.cost <= self._budget and _worth(end) < _worth(self._best):
                self._best = end
        most = self._trials.tried(chosen | free)
        return (len(self._trials.refuted(chosen, chosen | free)), most.loss + most.direct + cost), free

    def _next(self, free: int) -> int:
        """The open option that takes away most of the loss by itself."""
        return min(
            self._options.bits(free),
            key=lambda bit: (self._trials.tried(1 << bit).loss - self._options.each[bit].cost, bit),
        )

    def _push(self, exceeded: int, net: float, chosen: int, decided: int, free: int) -> None:
        self._number += 1
        heapq.heappush(self._heap, (exceeded, net, -self._number, chosen, decided, free))


def _worth(one: Tried) -> tuple[int, float]:
    return len(one.exceeded), one.net
