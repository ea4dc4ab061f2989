"""igraph: Yen's k shortest paths on -ln of the likelihoods, from all set-off cells to all cells of a department."""

from __future__ import annotations

from typing import TYPE_CHECKING

import igraph
import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from benchmarks.enterprises import Enterprise


class Question(Struct, frozen=True, kw_only=True, eq=False):
    """One goal: a graph with a vertex before the set-off cells and one behind the goals."""

    graph: igraph.Graph
    lengths: list[float]

    @classmethod
    def of(cls, enterprise: Enterprise, set_off: Sequence[int], goals: Sequence[int]) -> Question:
        """Leave out what no chain takes: dependencies into what is set off, and out of a goal."""
        takes = ~np.isin(enterprise.target, set_off) & ~np.isin(enterprise.source, goals)
        start, end = enterprise.cells, enterprise.cells + 1
        edges = np.concatenate(
            [
                np.column_stack([enterprise.source[takes], enterprise.target[takes]]),
                [(start, cell) for cell in set_off],
                [(cell, end) for cell in goals],
            ]
        )
        free = np.zeros(len(set_off) + len(goals))
        lengths = np.concatenate([-np.log(enterprise.likelihood[takes]), free])
        return cls(graph=igraph.Graph(end + 1, edges, directed=True), lengths=lengths.tolist())

    def likeliest(self, count: int) -> list[list[int]]:
        """The cells of each of the likeliest chains; with a list of lengths, which is faster than an attribute."""
        start = self.graph.vcount() - 2
        paths = self.graph.get_k_shortest_paths(start, start + 1, k=count, weights=self.lengths)
        return [path[1:-1] for path in paths]


def from_networkx(
    model: nx.MultiDiGraph[str], set_off: Sequence[str], departments: Sequence[Sequence[str]], count: int
) -> list[list[list[str]]]:
    """
    All of it from a networkx graph: one igraph graph, with infinite lengths for what no chain to a department takes.

    For many departments this takes less time than a graph for each.
    """
    names = list(model)
    number = {name: place for place, name in enumerate(names)}
    ends = np.array([(number[one], number[other]) for one, other in model.edges()])
    likelihood = [edge["likelihood"] for _, _, edge in model.edges(data=True)]
    source, target = ends.T
    begun = [number[name] for name in set_off]
    goals = [[number[name] for name in department] for department in departments]
    start = len(names)
    sinks = [(cell, start + 1 + which) for which, cells in enumerate(goals) for cell in cells]
    every = np.concatenate([ends, [(start, cell) for cell in begun], sinks])
    lengths = np.concatenate([-np.log(likelihood), np.zeros(len(begun) + len(sinks))])
    lengths[: len(ends)][np.isin(target, begun)] = np.inf
    graph = igraph.Graph(start + 1 + len(goals), every, directed=True)
    answer = []
    for which, cells in enumerate(goals):
        barred = lengths.copy()
        barred[: len(ends)][np.isin(source, cells)] = np.inf
        paths = graph.get_k_shortest_paths(start, start + 1 + which, k=count, weights=barred)
        answer.append([[names[cell] for cell in path[1:-1]] for path in paths])
    return answer
