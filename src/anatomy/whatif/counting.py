"""
How many departments feel a decision, with all worlds side by side as the bits of one whole number per cell.

The engine's answer to this one question, on the engine's coins and equal to it world by world, but quick enough to
be asked of every decision type at several levels of likelihoods.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.deciding.adjusting import likelihood_under, share_under
from anatomy.graph.choosing import choosing_of
from anatomy.graph.index import index_of
from anatomy.graph.scaling import LEVELS, likelihoods_at_levels, scaled
from anatomy.propagation.coins import draw, keys, last_live
from anatomy.propagation.stats import SLACK, Z95
from anatomy.propagation.trigger import Trigger, addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from anatomy.deciding.adjusting import Factors
    from anatomy.deciding.triggers import CellTrigger
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation.coins import Stream

    Start = tuple[float, int, int]  #: severity, cell, worlds


class Felt(Struct, frozen=True):
    """The mean number of departments that feel a decision."""

    mean: float
    margin: float  #: half of the 95 % interval of sampling


class _Way(Struct, frozen=True):
    """What a dependency is like under one decision."""

    id: str
    likelihood: tuple[float, ...]  #: point values, one per level
    share: float


class DepartmentCount:
    """Counts departments for the decisions of one model; coins that they have in common are drawn once."""

    def __init__(self, enterprise: Enterprise, *, worlds: int, seed: int) -> None:
        self._dependencies = enterprise.dependencies
        self._choosing = choosing_of(enterprise)
        self._threshold = enterprise.felt_at - SLACK
        self._worlds, self._seed = worlds, seed
        self._index = index_of(enterprise)
        likelihoods = likelihoods_at_levels(enterprise)
        self._ways = [
            _Way(one.id, likelihood, one.severity_share.point)
            for one, likelihood in zip(enterprise.dependencies, likelihoods, strict=True)
        ]
        self._drawn: dict[_Way, int] = {}

    def count(self, triggers: Collection[CellTrigger], factors: Iterable[Factors]) -> tuple[Felt, ...]:
        """
        How many departments feel a decision, at each of LEVELS.

        Args:
            triggers: what the decision sets off.
            factors: what it puts on dependencies.
        """
        ways = self._ways_under(factors)
        met: set[int] = set()

        def may_carry(number: int) -> int:
            met.add(number)
            return 1 if any(ways[number].likelihood) else 0

        cells = self._index.number
        self._spread([(one.severity, cells[one.cell], 1) for one in triggers], ways, may_carry)
        self._draw([ways[number] for number in sorted(met)])
        felt = self._spread(self._starts(triggers), ways, lambda number: self._drawn[ways[number]])
        return self._tally(felt)

    def _ways_under(self, factors: Iterable[Factors]) -> Sequence[_Way]:
        chosen: dict[int, list[Factors]] = defaultdict(list)
        for factor in factors:
            for number in self._choosing.chosen(factor.of):
                chosen[number].append(factor)
        ways = list(self._ways)
        for number, together in chosen.items():
            ways[number] = _adjusted(self._dependencies[number], together)
        return ways

    def _starts(self, triggers: Iterable[CellTrigger]) -> list[Start]:
        cells = {str(one.cell): self._index.number[one.cell] for one in triggers}
        named = addressed(
            Trigger(node=str(one.cell), likelihood=one.likelihood, severity=one.severity) for one in triggers
        )
        likelihoods = [(one.likelihood,) * len(LEVELS) for _, one in named]
        worlds = self._live([name for name, _ in named], "trigger", likelihoods)
        return [(one.severity, cells[one.node], live) for (_, one), live in zip(named, worlds, strict=True)]

    def _draw(self, ways: Iterable[_Way]) -> None:
        new = [way for way in ways if way not in self._drawn]
        ids, likelihoods = [way.id for way in new], [way.likelihood for way in new]
        self._drawn.update(zip(new, self._live(ids, "dependency", likelihoods), strict=True))

    def _live(
        self, ids: Sequence[str], stream: Stream, likelihoods: Sequence[tuple[float, ...]]
    ) -> list[int]:
        """For each id the worlds in which its coin is live, level after level."""
        low, high = (half[:, np.newaxis] for half in keys(ids, seed=self._seed, stream=stream))
        worlds = np.arange(self._worlds, dtype=np.uint32)
        coins = draw(low, high, np.broadcast_to(worlds, (len(ids), self._worlds)))[:, np.newaxis]
        chances = np.array(likelihoods).reshape(len(ids), len(LEVELS), 1)
        live = coins <= last_live(np.where(chances > 0, chances, 1.0))
        live[chances[:, :, 0] <= 0] = False
        side_by_side = live.reshape(len(ids), len(LEVELS) * self._worlds)
        rows = np.packbits(side_by_side, axis=1, bitorder="little")
        return [int.from_bytes(row.tobytes(), "little") for row in rows]

    def _spread(
        self, starts: Iterable[Start], ways: Sequence[_Way], live: Callable[[int], int]
    ) -> Mapping[int, int]:
        """
        For each cell the worlds in which it is felt.

        The hardest hit come first, as in Dijkstra's search, so that in each world a cell hands on once, at its
        severity there; what is too weak to be felt can make nothing felt further on.
        """
        felt: dict[int, int] = {}
        waiting: dict[tuple[float, int], int] = {}
        order: list[tuple[float, int]] = []

        def arrive(severity: float, cell: int, worlds: int) -> None:
            if severity >= self._threshold and worlds:
                at = (-severity, cell)
                if at not in waiting:
                    heapq.heappush(order, at)
                waiting[at] = waiting.get(at, 0) | worlds

        for start in starts:
            arrive(*start)
        while order:
            at = heapq.heappop(order)
            cell = at[1]
            worlds = waiting.pop(at) & ~felt.get(cell, 0)
            if worlds:
                felt[cell] = felt.get(cell, 0) | worlds
                for number in self._index.leaving[cell]:
                    severity = -at[0] * ways[number].share
                    arrive(severity, self._index.target[number], worlds & live(number))
        return felt

    def _tally(self, felt: Mapping[int, int]) -> tuple[Felt, ...]:
        departments: dict[str, int] = defaultdict(int)
        for cell, worlds in felt.items():
            departments[self._index.cells[cell].department] |= worlds
        mask = (1 << self._worlds) - 1
        return tuple(
            self._felt([(worlds >> level * self._worlds) & mask for worlds in departments.values()])
            for level in range(len(LEVELS))
        )

    def _felt(self, departments: Sequence[int]) -> Felt:
        """The mean over worlds, and its margin from the mean of the squares: how often each pair feels it together."""
        mean = math.fsum(worlds.bit_count() / self._worlds for worlds in departments)
        pairs = sum((one & other).bit_count() for one, other in combinations(departments, 2))
        square = mean + 2 * pairs / self._worlds
        return Felt(mean, Z95 * math.sqrt(max(0.0, square - mean * mean) / self._worlds))


def _adjusted(dependency: Dependency, factors: Sequence[Factors]) -> _Way:
    """A dependency under factors that choose it; the level comes first, as if the model said so."""
    at_levels = (scaled(dependency.likelihood, level) for level in LEVELS)
    return _Way(
        dependency.id,
        tuple(likelihood_under(one, factors).point for one in at_levels),
        share_under(dependency.severity_share, factors).point,
    )
