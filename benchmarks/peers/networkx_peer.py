"""
networkx: a cascade written by hand on a DiGraph, and Dijkstra on the live graph of every world.

Each comes in a second form, which takes more thought and less time, so that nobody needs to wonder.
"""

from __future__ import annotations

import math
import random
from itertools import compress
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from benchmarks.peers import Hits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.enterprises import Enterprise

    Lengths = dict[int, float]


class Cascade:
    """An enterprise as a DiGraph with its numbers on the edges."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._graph: nx.DiGraph[int] = nx.DiGraph()
        self._graph.add_nodes_from(range(enterprise.cells))
        columns = (
            enterprise.source,
            enterprise.target,
            enterprise.likelihood,
            enterprise.delay_days,
            -np.log(enterprise.severity_share),
        )
        for number, row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            source, target, likelihood, days, weakening = row
            self._graph.add_edge(
                source, target, number=number, likelihood=likelihood, days=days, weakening=weakening
            )
        self._edges = list(self._graph.edges(data=True))
        self._likelihood = enterprise.likelihood

    def reach(
        self, set_off: Sequence[int], *, worlds: int, seed: int, bare: bool = False
    ) -> NDArray[np.int64]:
        """
        Per cell, in how many worlds it is reached; dependencies are drawn as they are met.

        Args:
            set_off: the cells to begin with.
            worlds: how many.
            seed: of Python's generator.
            bare: walk the dictionaries inside the graph instead of its views.
        """
        draw = random.Random(seed).random
        after = dict(self._graph.adjacency()) if bare else self._graph.adj
        counts = [0] * len(self._graph)
        for _ in range(worlds):
            reached = set(set_off)
            waiting = list(set_off)
            while waiting:
                for target, edge in after[waiting.pop()].items():
                    if target not in reached and draw() < edge["likelihood"]:
                        reached.add(target)
                        waiting.append(target)
            for cell in reached:
                counts[cell] += 1
        return np.array(counts, dtype=np.int64)

    def spread(
        self, set_off: Sequence[int], *, worlds: int, seed: int, felt_at: float, hidden: bool = False
    ) -> Hits:
        """
        Felt, severity and first arrival: two Dijkstra runs in every world.

        Args:
            set_off: the cells to begin with.
            worlds: how many.
            seed: of numpy's generator, which draws a world at a time.
            felt_at: the severity from which a cell feels it.
            hidden: hide dead edges by a weight function instead of making a graph of the live ones.
        """
        draw = np.random.default_rng(seed)
        felt = [0] * len(self._graph)
        severity, arrival = [0.0] * len(felt), [0.0] * len(felt)
        shortest = self._shortest_unhidden if hidden else self._shortest_live
        for _ in range(worlds):
            live = (draw.random(len(self._likelihood)) < self._likelihood).tolist()
            days, weakenings = shortest(set(set_off), live)
            for cell, weakening in weakenings.items():
                hit = math.exp(-weakening)
                severity[cell] += hit
                if hit >= felt_at:
                    felt[cell] += 1
                    arrival[cell] += days[cell]
        return Hits(felt=np.array(felt), severity=np.array(severity), arrival_days=np.array(arrival))

    def _shortest_live(self, set_off: set[int], live: list[bool]) -> tuple[Lengths, Lengths]:
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(set_off)
        graph.add_edges_from(compress(self._edges, live))
        days = nx.multi_source_dijkstra_path_length(graph, set_off, weight="days")
        return days, nx.multi_source_dijkstra_path_length(graph, set_off, weight="weakening")

    def _shortest_unhidden(self, set_off: set[int], live: list[bool]) -> tuple[Lengths, Lengths]:
        def days(_source: int, _target: int, edge: dict[str, Any]) -> float | None:
            return edge["days"] if live[edge["number"]] else None  # None hides the edge

        def weakening(_source: int, _target: int, edge: dict[str, Any]) -> float | None:
            return edge["weakening"] if live[edge["number"]] else None

        lengths = nx.multi_source_dijkstra_path_length(self._graph, set_off, weight=days)
        return lengths, nx.multi_source_dijkstra_path_length(self._graph, set_off, weight=weakening)
