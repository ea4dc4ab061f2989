"""networkx: a cascade written by hand over its dictionaries, and its Dijkstra once per world and question."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from benchmarks.peers import Hits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.enterprises import Enterprise


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
        self._likelihood = enterprise.likelihood

    def reach(self, set_off: Sequence[int], *, worlds: int, seed: int) -> NDArray[np.int64]:
        """Per cell, in how many worlds it is reached; dependencies are drawn as they are met."""
        draw = random.Random(seed).random
        after = dict(self._graph.adjacency())
        counts = [0] * len(after)
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

    def spread(self, set_off: Sequence[int], *, worlds: int, seed: int, felt_at: float) -> Hits:
        """Felt, severity and first arrival: two Dijkstra runs in every world, over its live dependencies."""
        draw = np.random.default_rng(seed)
        felt = [0] * len(self._graph)
        severity, arrival = [0.0] * len(felt), [0.0] * len(felt)
        for _ in range(worlds):
            live = (draw.random(len(self._likelihood)) < self._likelihood).tolist()
            days = self._shortest(set_off, "days", live)
            weakenings = self._shortest(set_off, "weakening", live)
            for cell, weakening in weakenings.items():
                hit = math.exp(-weakening)
                severity[cell] += hit
                if hit >= felt_at:
                    felt[cell] += 1
                    arrival[cell] += days[cell]
        return Hits(felt=np.array(felt), severity=np.array(severity), arrival_days=np.array(arrival))

    def _shortest(self, set_off: Sequence[int], measure: str, live: list[bool]) -> dict[int, float]:
        def weight(_source: int, _target: int, edge: dict[str, Any]) -> float | None:
            return edge[measure] if live[edge["number"]] else None  # None hides the edge

        lengths: dict[int, float] = nx.multi_source_dijkstra_path_length(
            self._graph, set(set_off), weight=weight
        )
        return lengths
