"""
The cheapest set of options under which no limit is exceeded: branch and bound, by cost.

What a set that exceeds a limit teaches is kept as a refusal: no set between two bounds will do, so that one which will
must hold something outside. The cheapest set that no refusal forbids is tried next. If it will do, nothing is cheaper.

Sources:
    Implicit hitting sets (Moreno-Centeno and Karp 2013), in docs/references.md.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.advise.bounding import Tried
    from anatomy.advise.trying import Trials

MOST_STEPS: Final = 100_000  #: nodes looked at, most of which cost no set to be played through

#: Cost that nothing below can undercut, options in it, the set, options that change terms decided, options still open.
Node = tuple[float, int, int, int, int]


class Refusal(Struct, frozen=True, kw_only=True):
    """Beside the same options that change terms, no set that holds `least` and nothing beyond `most` will do."""

    terms: int
    least: int
    most: int

    def forbids(self, chosen: int, terms: int) -> bool:
        """Whether a set needs something outside to escape it."""
        return self.terms == terms and not self.least & ~chosen and not chosen & ~self.most


class Found(Struct, frozen=True, kw_only=True):
    """Where a search ended."""

    best: Tried | None  #: None: no set will do, or none was found
    bound: float | None  #: no set that will do costs less; None: there is none
    proven: bool  #: nothing better is left


def without_idle(trials: Trials, best: Tried) -> Tried:
    """A set without what changes neither a limited figure nor the loss or the margin, the dearest left out first."""
    for bit in reversed(trials.options.cheapest_first(best.chosen)):
        less = trials.tried(best.chosen & ~(1 << bit))
        if (less.figures, less.loss, less.direct) == (best.figures, best.loss, best.direct):
            best = less
    return best


class Cheapest:
    """The search; `next_best` may be called again after a set was turned down for other reasons."""

    def __init__(self, trials: Trials, *, most: int) -> None:
        """Search until the trials have spent so much."""
        self._trials, self._most, self._options = trials, most, trials.options
        self._weak = self._options.weakening
        self._changing = self._options.cheapest_first(self._options.every & ~self._weak)
        self._refusals: list[Refusal] = []
        self._turned_down: set[int] = set()
        self._live: dict[int, int] = {}
        self._steps = 0
        self._heap: list[Node] = [(0.0, 0, 0, 0, self._weak)]

    def next_best(self) -> Found:
        """The cheapest set under which no limit is exceeded and that was not turned down."""
        if self._best() is None:
            self._look_at_large_sets()
        while self._heap and self._trials.spent < self._most and self._steps < MOST_STEPS:
            if self._is_settled():
                break
            self._steps += 1
            self._step(heapq.heappop(self._heap))
        best = self._best()
        if not self._heap:
            return Found(best=best, bound=best.cost if best else None, proven=True)
        proven = self._is_settled()
        return Found(best=best, bound=best.cost if best and proven else self._heap[0][0], proven=proven)

    def turn_down(self, chosen: int) -> None:
        """Take a set for one that will not do."""
        self._turned_down.add(chosen)
        self._refusals.append(Refusal(terms=chosen & ~self._weak, least=chosen, most=chosen))

    def _best(self) -> Tried | None:
        """The cheapest that was found so far."""
        good = (one for one in self._trials.satisfied if one.chosen not in self._turned_down)
        return min(good, key=lambda one: (one.cost, one.chosen.bit_count(), one.chosen), default=None)

    def _is_settled(self) -> bool:
        best = self._best()
        return best is not None and best.cost <= self._heap[0][0]

    def _step(self, node: Node) -> None:
        """Split a node, raise its bound, let it fall, or try it."""
        bound, count, chosen, decided, free = node
        if decided < len(self._changing):
            with_it = chosen | 1 << self._changing[decided]
            heapq.heappush(self._heap, (bound, count, chosen, decided + 1, free))
            self._push(with_it, decided + 1, free)
            return
        terms = chosen & ~self._weak
        free &= self._live_of(terms)
        ways_out = [free & ~refusal.most for refusal in self._refusals if refusal.forbids(chosen, terms)]
        if not all(ways_out):
            return
        if not ways_out:
            if self._trials.tried(chosen).exceeded:
                self._learn(terms, chosen)
            heapq.heappush(self._heap, (bound, count, chosen, decided, free))
            return
        lower = self._options.cost(chosen) + self._least_more(ways_out)
        if lower > bound:
            heapq.heappush(self._heap, (lower, count, chosen, decided, free))
            return
        for bit in self._options.cheapest_first(min(ways_out, key=int.bit_count)):
            free &= ~(1 << bit)
            self._push(chosen | 1 << bit, decided, free)

    def _push(self, chosen: int, decided: int, free: int) -> None:
        heapq.heappush(self._heap, (self._options.cost(chosen), chosen.bit_count(), chosen, decided, free))

    def _live_of(self, terms: int) -> int:
        if terms not in self._live:
            self._live[terms] = self._trials.live(terms)
        return self._live[terms]

    def _least_more(self, ways_out: list[int]) -> float:
        """What escaping all refusals costs at least: those that share no way out add up."""
        costs = sorted(
            (-min(self._options.each[bit].cost for bit in self._options.bits(ways)), ways)
            for ways in ways_out
        )
        taken, total = 0, 0.0
        for cost, ways in costs:
            if not ways & taken:
                taken |= ways
                total -= cost
        return total

    def _learn(self, terms: int, chosen: int) -> None:
        """Keep the refusal of a set that exceeds a limit, widened as far as it goes."""
        least = terms if self._trials.refuted(terms, chosen) else chosen
        rest = self._options.cheapest_first(self._live_of(terms) & ~chosen)
        most = self._widened(least, chosen, rest)
        self._refusals.append(Refusal(terms=terms, least=least, most=most))

    def _widened(self, least: int, most: int, rest: list[int]) -> int:
        """The set with as many of the rest as leave it refuted; the cheap ones first, so that the dear are ways out."""
        if not rest or self._trials.spent >= self._most:
            return most
        whole = most | sum(1 << bit for bit in rest)
        if self._trials.refuted(least, whole):
            return whole
        if len(rest) == 1:
            return most
        half = len(rest) // 2
        return self._widened(least, self._widened(least, most, rest[:half]), rest[half:])

    def _look_at_large_sets(self) -> None:
        """Find some set that will do, if there is one at hand, and drop from it what it does not need."""
        for chosen in self._large_sets():
            if not self._trials.tried(chosen).exceeded and chosen not in self._turned_down:
                self._reduce(chosen)
                return

    def _large_sets(self) -> Iterator[int]:
        every = self._options.every & ~self._weak
        for terms in dict.fromkeys((0, *(1 << bit for bit in self._changing), every)):
            if self._trials.spent < self._most:
                yield terms | self._live_of(terms)

    def _reduce(self, chosen: int) -> None:
        for bit in reversed(self._options.cheapest_first(chosen)):
            less = chosen & ~(1 << bit)
            if self._trials.spent < self._most and not self._trials.tried(less).exceeded:
                chosen = less
