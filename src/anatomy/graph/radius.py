"""How strongly the loops of a graph feed themselves: the spectral radius of its likelihood matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DENSE: Final = 400  #: cells of a loop up to which all eigenvalues are computed
STEPS: Final = 5_000
TOLERANCE: Final = 1e-9


def spectral_radius(graph: nx.MultiDiGraph[Any]) -> float:
    """
    The largest absolute eigenvalue of the matrix of likelihoods between nodes.

    Below 1, what goes round a loop dies out; from 1 on a cascade through everything is possible. Without a
    loop it is 0. Parallel dependencies count as the chance that any of them carries; one of a cell on itself
    does not count, for what is hit cannot be hit again.

    Args:
        graph: its edges have a `likelihood` in [0, 1].

    Sources:
        Wang, Chakrabarti, Wang and Faloutsos 2003 (epidemic threshold); Collatz 1942 for the bounds; in
        docs/references.md.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_edges_from([("a", "b", {"likelihood": 0.5}), ("b", "a", {"likelihood": 0.5})])
    [0, 0]
    >>> round(spectral_radius(graph), 12)
    0.5
    """
    carrying: nx.DiGraph[Any] = nx.DiGraph()
    for source, target, data in graph.edges(data=True):
        likelihood = data["likelihood"]
        if likelihood > 0 and source != target:
            silent = carrying.edges[source, target]["silent"] if carrying.has_edge(source, target) else 1.0
            carrying.add_edge(source, target, silent=silent * (1 - likelihood))
    # The matrix is block triangular in its strongly connected parts, so its eigenvalues are theirs.
    return max((_of_part(carrying, part) for part in nx.strongly_connected_components(carrying)), default=0.0)


def _of_part(graph: nx.DiGraph[Any], part: Collection[Any]) -> float:
    place = {node: number for number, node in enumerate(sorted(part, key=str))}
    edges = [
        (place[source], place[target], 1 - data["silent"])
        for source, target, data in graph.edges(part, data=True)
        if target in place
    ]
    if not edges:
        return 0.0
    if len(place) > DENSE:
        found = _by_power(len(place), edges)
        if found is not None:
            return found
    return _by_eigenvalues(len(place), edges)


def _by_eigenvalues(size: int, edges: list[tuple[int, int, float]]) -> float:
    matrix = np.zeros((size, size))
    for source, target, likelihood in edges:
        matrix[source, target] = likelihood
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def _by_power(size: int, edges: list[tuple[int, int, float]]) -> float | None:
    """
    The radius of a strongly connected part, or None when it does not settle.

    The matrix is shifted by 1, which makes it aperiodic; least and greatest growth of a positive vector then
    enclose the radius at every step.
    """
    source = np.array([edge[0] for edge in edges])
    target = np.array([edge[1] for edge in edges])
    likelihood = np.array([edge[2] for edge in edges])
    vector: Floats = np.ones(size)
    for _ in range(STEPS):
        after = vector + np.bincount(source, weights=likelihood * vector[target], minlength=size)
        growth = after / vector
        if growth.max() - growth.min() < TOLERANCE:
            return float(growth.max() + growth.min()) / 2 - 1
        vector = after / after.max()
    return None
