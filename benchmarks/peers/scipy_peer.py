"""scipy.sparse.csgraph: the live subgraph of every world as a CSR matrix, then its BFS or Dijkstra."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from benchmarks.peers import Hits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks.enterprises import Enterprise

BLOCK = 50  #: worlds drawn at a time


class Cascade:
    """An enterprise as columns from which the rows of a live subgraph are picked."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._cells = enterprise.cells
        self._source = enterprise.source.astype(np.int32)
        self._target = enterprise.target.astype(np.int32)
        self._likelihood = enterprise.likelihood.astype(np.float32)
        self._days = enterprise.delay_days
        self._weakening = -np.log(enterprise.severity_share)

    def reach(self, set_off: Sequence[int], *, worlds: int, seed: int) -> NDArray[np.int64]:
        """Per cell, in how many worlds it is reached: breadth first from one more node that leads to the set off."""
        start = self._cells
        counts = np.zeros(self._cells + 1, dtype=np.int64)
        first = np.array(set_off, dtype=np.int32)
        for live, rows in self._worlds(worlds, seed, cells=self._cells + 1):
            rows[-1] += len(first)
            columns = np.concatenate((self._target[live], first))
            graph = csr_array((np.ones(len(columns)), columns, rows), shape=(start + 1, start + 1))
            counts[breadth_first_order(graph, start, return_predecessors=False)] += 1
        return counts[:start]

    def spread(self, set_off: Sequence[int], *, worlds: int, seed: int, felt_at: float) -> Hits:
        """Felt, severity and first arrival: two Dijkstra runs in every world, from all set-off cells at once."""
        felt = np.zeros(self._cells, dtype=np.int64)
        severity, arrival = np.zeros((2, self._cells))
        for live, rows in self._worlds(worlds, seed, cells=self._cells):
            shape = (self._cells, self._cells)
            graph = csr_array((self._weakening[live], self._target[live], rows), shape=shape)
            hit = np.exp(-dijkstra(graph, indices=set_off, min_only=True))
            graph.data = self._days[live]
            days = dijkstra(graph, indices=set_off, min_only=True)
            feels = hit >= felt_at
            felt += feels
            severity += hit
            arrival[feels] += days[feels]
        return Hits(felt=felt, severity=severity, arrival_days=arrival)

    def _worlds(
        self, worlds: int, seed: int, *, cells: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
        """Per world its live dependencies, in order of source, and where the row of each cell begins."""
        draw = np.random.default_rng(seed)
        for first in range(0, worlds, BLOCK):
            shape = (min(BLOCK, worlds - first), len(self._likelihood))
            for live in draw.random(shape, dtype=np.float32) < self._likelihood:
                alive = np.flatnonzero(live)
                rows = np.zeros(cells + 1, dtype=np.int32)
                np.cumsum(np.bincount(self._source[alive], minlength=cells), out=rows[1:])
                yield alive, rows
