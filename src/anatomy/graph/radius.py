"""How strongly the loops of a graph feed themselves: the spectral radius of its likelihood matrix."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from anatomy.graph.components import strong_components
from anatomy.graph.index import index_of
from anatomy.graph.scaling import LEVELS, likelihoods_at_levels

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import networkx as nx
    from numpy.typing import NDArray

    from anatomy.domain.enterprise import Enterprise

    Floats = NDArray[np.float64]
    Entries = list[tuple[int, int, float]]

DENSE: Final = 400  #: cells of a loop up to which all eigenvalues are computed
STEPS: Final = 5_000
TOLERANCE: Final = 1e-9


@lru_cache(maxsize=2)
def model_radii(enterprise: Enterprise) -> tuple[float, ...]:
    """The spectral radius of a model at each of LEVELS; computed once for all who ask."""
    index, likelihoods = index_of(enterprise), likelihoods_at_levels(enterprise)
    return _radii(zip(index.source, index.target, likelihoods, strict=True), levels=len(LEVELS))


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

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_edges_from([("a", "b", {"likelihood": 0.5}), ("b", "a", {"likelihood": 0.5})])
    [0, 0]
    >>> round(spectral_radius(graph), 12)
    0.5
    """
    edges = ((source, target, (data["likelihood"],)) for source, target, data in graph.edges(data=True))
    return _radii(edges, levels=1)[0]


def _radii(
    edges: Iterable[tuple[Hashable, Hashable, tuple[float, ...]]], *, levels: int
) -> tuple[float, ...]:
    """The radius at each level of likelihoods; what is 0 at one is 0 at all."""
    place: dict[Hashable, int] = {}
    parallel: dict[tuple[int, int], list[tuple[float, ...]]] = {}
    for source, target, likelihoods in edges:
        if any(likelihoods) and source != target:
            pair = place.setdefault(source, len(place)), place.setdefault(target, len(place))
            parallel.setdefault(pair, []).append(likelihoods)
    onward: list[list[int]] = [[] for _ in place]
    for first, then in parallel:
        onward[first].append(then)
    # The matrix is block triangular in its strongly connected parts, so its eigenvalues are theirs.
    parts = [part for part in strong_components(onward) if len(part) > 1]
    greatest = [0.0] * levels
    for part in parts:
        row = {node: number for number, node in enumerate(part)}
        inside = [(node, other) for node in part for other in onward[node] if other in row]
        for level in range(levels):
            entries = [(row[a], row[b], _any_of(parallel[a, b], level)) for a, b in inside]
            greatest[level] = max(greatest[level], _of_part(len(part), entries))
    return tuple(greatest)


def _any_of(parallel: Iterable[tuple[float, ...]], level: int) -> float:
    """The chance that any of several parallel dependencies carries."""
    return 1 - math.prod(1 - likelihoods[level] for likelihoods in parallel)


def _of_part(size: int, entries: Entries) -> float:
    found = _by_power(size, entries) if size > DENSE else None
    return _by_eigenvalues(size, entries) if found is None else found


def _by_eigenvalues(size: int, entries: Entries) -> float:
    matrix = np.zeros((size, size))
    for row, column, likelihood in entries:
        matrix[row, column] = likelihood
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def _by_power(size: int, entries: Entries) -> float | None:
    """
    The radius of a strongly connected part, or None when it does not settle.

    The matrix is shifted by 1, which makes it aperiodic; least and greatest growth of a positive vector then
    enclose the radius at every step.
    """
    row, column, likelihood = (np.array(values) for values in zip(*entries, strict=True))
    vector: Floats = np.ones(size)
    for _ in range(STEPS):
        after = vector + np.bincount(row, weights=likelihood * vector[column], minlength=size)
        growth = after / vector
        if growth.max() - growth.min() < TOLERANCE:
            return float(growth.max() + growth.min()) / 2 - 1
        vector = after / after.max()
    return None
