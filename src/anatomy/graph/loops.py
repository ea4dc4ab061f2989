"""Feedback loops: cells that a change can come back to, the parts that they form, and single ways round."""

from __future__ import annotations

import heapq
import math
from collections import deque
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.graph.components import strong_components

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise

    Web = dict[int, dict[int, Dependency]]

LISTED: Final = 100  #: cycles that are listed at most
TRIED: Final = 200_000  #: beginnings of cycles looked at before giving up on finding more


class Cycle(Struct, frozen=True, kw_only=True):
    """A way round that meets no cell twice; between two cells it takes the likeliest dependency."""

    dependencies: tuple[
        Dependency, ...
    ]  #: each begins where the one before ends, the first where the last does

    @property
    def cells(self) -> tuple[CellId, ...]:
        """In order, each once, from the first in the model's order."""
        return tuple(one.source for one in self.dependencies)

    @property
    def chance(self) -> float:
        """That a change goes all the way round: the product of the likelihoods' point values."""
        return math.prod(one.likelihood.point for one in self.dependencies)


class Knot(Struct, frozen=True, kw_only=True):
    """Cells that all lead to one another: a strongly connected component."""

    cells: tuple[CellId, ...]  #: in the model's order
    dependencies: int  #: among them
    strongest: Cycle  #: of all in it the one with the highest chance


class Loops(Struct, frozen=True, kw_only=True):
    """The feedback loops of a model."""

    knots: tuple[Knot, ...]  #: the one with the strongest cycle first
    cycles: tuple[Cycle, ...]  #: the shortest first, of equal length the strongest
    more: bool  #: whether there are cycles beyond those


def find_loops(enterprise: Enterprise, *, listed: int = LISTED, tried: int = TRIED) -> Loops:
    """
    The feedback loops of a model, the rule's dependencies included.

    What leads back to its own cell, or never carries, is no loop.

    Args:
        enterprise: the model.
        listed: how many cycles at most.
        tried: how many beginnings of cycles to look at, at most; `more` tells when that was too few.

    Sources:
        Tarjan 1972 for the components; Hart, Nilsson and Raphael 1968 for the search by length; in
        docs/references.md.
    """
    order = list(enterprise.cells())
    web = _web(enterprise, {cell: number for number, cell in enumerate(order)})
    onward = [web.get(number, {}).keys() for number in range(len(order))]
    parts = sorted(part for part in strong_components(onward) if len(part) > 1)
    knots = [_knot(enterprise, order, web, part) for part in parts]
    knots.sort(key=lambda knot: -knot.strongest.chance)
    found = _cycles(web, parts, tried)
    cycles = [cycle for cycle, _ in zip(found, range(listed + 1), strict=False)]
    complete = [cycle for cycle in cycles if cycle is not None]
    return Loops(
        knots=tuple(knots), cycles=tuple(complete[:listed]), more=len(complete) > listed or None in cycles
    )


def _web(enterprise: Enterprise, number: Mapping[CellId, int]) -> Web:
    """For every pair of cells the likeliest dependency; cells by their place in the model."""
    web: Web = {}
    for one in enterprise.dependencies:
        source, target = number[one.source], number[one.target]
        if source == target or one.likelihood.point <= 0:
            continue
        onward = web.setdefault(source, {})
        if target not in onward or one.likelihood.point > onward[target].likelihood.point:
            onward[target] = one
    return web


def _knot(enterprise: Enterprise, order: list[CellId], web: Web, part: list[int]) -> Knot:
    cells = tuple(order[number] for number in part)
    among = set(cells)
    return Knot(
        cells=cells,
        dependencies=sum(one.source in among and one.target in among for one in enterprise.dependencies),
        strongest=_strongest(web, part),
    )


def _strongest(web: Web, part: list[int]) -> Cycle:
    """The likeliest cycle of a component: for each cell the likeliest way back, through later cells only."""
    best: tuple[float, int] = (math.inf, 0)
    way: list[int] = []
    among = frozenset(part)
    for start in part:
        found = _way_back(web, start, among, best)
        if found:
            best, way = found
    return _cycle(web, way)


def _way_back(
    web: Web, start: int, part: frozenset[int], best: tuple[float, int]
) -> tuple[tuple[float, int], list[int]] | None:
    """The cheapest way from a cell to itself by -ln of the likelihoods, then by steps, if better than the best."""
    waiting: list[tuple[tuple[float, int], int, int]] = [((0.0, 0), start, -1)]
    came: dict[int, int] = {}
    while waiting:
        cost, cell, before = heapq.heappop(waiting)
        if cell == start and before >= 0:
            return cost, _way(came, before)
        if cell in came:
            continue
        came[cell] = before
        for onward, one in web[cell].items():
            if onward in part and (onward == start or (onward > start and onward not in came)):
                further = (cost[0] - math.log(one.likelihood.point), cost[1] + 1)
                if further < best:
                    heapq.heappush(waiting, (further, onward, cell))
    return None


def _way(came: Mapping[int, int], cell: int) -> list[int]:
    way: list[int] = []
    while cell >= 0:
        way.append(cell)
        cell = came[cell]
    return way[::-1]


def _cycle(web: Web, way: list[int]) -> Cycle:
    pairs = zip(way, [*way[1:], way[0]], strict=True)
    return Cycle(dependencies=tuple(web[source][target] for source, target in pairs))


def _cycles(web: Web, parts: list[list[int]], tried: int) -> Iterator[Cycle | None]:
    """
    All cycles, the shortest first, of equal length the strongest, then in the model's order; None: gave up.

    Each is found once, from its first cell. A beginning waits in line by the length of the shortest cycle that
    it could become, so that whatever is complete at the head of the line is next.
    """
    waiting: list[tuple[int, float, tuple[int, ...], bool]] = []
    home: dict[int, dict[int, int]] = {}
    for part in parts:
        into = _into(web, part)
        for start in part:
            home[start] = _steps_home(into, start)
            if start in home[start]:
                heapq.heappush(waiting, (home[start][start], 0.0, (start,), False))
    while waiting:
        _, cost, way, closed = heapq.heappop(waiting)
        if closed:
            yield _cycle(web, list(way))
            continue
        tried -= 1
        if tried < 0:
            yield None
            return
        for onward, one in web[way[-1]].items():
            further = cost - math.log(one.likelihood.point)
            steps = home[way[0]].get(onward)
            if onward == way[0]:
                heapq.heappush(waiting, (len(way), further, way, True))
            elif steps is not None and onward not in way:
                heapq.heappush(waiting, (len(way) + steps, further, (*way, onward), False))


def _into(web: Web, part: list[int]) -> dict[int, list[int]]:
    """For each cell of a component, those in it that lead there."""
    into: dict[int, list[int]] = {cell: [] for cell in part}
    for source in part:
        for target in web[source]:
            if target in into:
                into[target].append(source)
    return into


def _steps_home(into: Mapping[int, list[int]], start: int) -> dict[int, int]:
    """How many steps it takes at least from each later cell to the start, and from the start round to itself."""
    steps: dict[int, int] = {}
    waiting = deque([(start, 0)])
    while waiting:
        cell, far = waiting.popleft()
        for before in into[cell]:
            if before >= start and before not in steps:
                steps[before] = far + 1
                waiting.append((before, far + 1))
    return steps
