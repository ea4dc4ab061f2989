"""Strongly connected components, held against networkx."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from anatomy.graph.components import strong_components


@pytest.mark.parametrize("seed", range(40))
def test_they_are_those_that_networkx_finds(seed: int) -> None:
    draw = random.Random(seed)
    size = draw.randrange(1, 40)
    onward = [[draw.randrange(size) for _ in range(draw.randrange(4))] for _ in range(size)]
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((node, other) for node, others in enumerate(onward) for other in others)

    found = strong_components(onward)

    assert sorted(found) == sorted(map(sorted, nx.strongly_connected_components(graph)))


def test_a_long_way_round_needs_no_recursion() -> None:
    size = 50_000

    assert strong_components([[(node + 1) % size] for node in range(size)]) == [list(range(size))]
