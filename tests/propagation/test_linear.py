"""The inoperability model against published figures, a direct solution and the eigenvalues of the matrix."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from anatomy.errors import InputError
from anatomy.graph import spectral_radius
from anatomy.propagation import Network, Trigger
from anatomy.propagation.comparisons import compare
from builders.graphs import an_edge

SECTORS = "abcd"


def of_matrix(rows: list[list[float]]) -> Network:
    """Rows are hit by columns, as in the papers."""
    edges = [
        an_edge(SECTORS[column], SECTORS[row], value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    ]
    return Network.of(SECTORS[: len(rows)], edges)


@pytest.mark.parametrize(
    ("rows", "perturbation", "published"),
    [
        ([[0, 0.8], [0.2, 0]], 0.6, [0.571, 0.714]),
        ([[0, 0.9, 0, 0], [0.4, 0, 0, 0], [1, 0.8, 0, 0], [1, 0.9, 0, 0]], 0.5, [0.70, 0.78, 1, 1]),
    ],
)
def test_the_examples_of_haimes_and_jiang(
    rows: list[list[float]], perturbation: float, published: list[float]
) -> None:
    """Two sub-systems, and four infrastructures of which the second is perturbed; printed to three and two digits."""
    found = compare(of_matrix(rows), [Trigger(node="b", likelihood=perturbation)], measure="linear")

    assert [figure.chance for figure in found.nodes.values()] == pytest.approx(published, abs=0.005)
    assert found.limits.clipped == published.count(1)


def a_graph(seed: int, *, nodes: int, edges: int, radius: float) -> nx.MultiDiGraph[str]:
    """A random graph in which all is within reach of n0, scaled to a spectral radius."""
    draw = np.random.default_rng(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ring = [(number, (number + 1) % nodes) for number in range(nodes)]
    chords = [tuple(pair) for pair in draw.integers(0, nodes, (edges, 2)).tolist() if pair[0] != pair[1]]
    for source, target in dict.fromkeys([*ring, *chords]):
        graph.add_edge(f"n{source}", f"n{target}", likelihood=draw.uniform(0.05, 0.25))
    factor = radius / spectral_radius(graph)
    for _, _, data in graph.edges(data=True):
        data["likelihood"] *= factor
    return graph


def network_of_graph(graph: nx.MultiDiGraph[str]) -> Network:
    edges = [an_edge(source, target, data["likelihood"]) for source, target, data in graph.edges(data=True)]
    return Network.of(graph, edges)


@pytest.mark.parametrize("radius", [0.1, 0.6, 0.95, 0.995])
def test_walks_add_up_to_the_direct_solution(radius: float) -> None:
    graph = a_graph(3, nodes=40, edges=90, radius=radius)
    network = network_of_graph(graph)
    weak = Trigger(node="n0", likelihood=0.001, severity=0.5)
    found = compare(network, [weak], measure="linear")

    matrix = np.zeros((40, 40))
    np.add.at(matrix, (network.target, network.source), network.likelihood)
    start = np.zeros(40)
    start[network.nodes.index("n0")] = 0.001
    direct = np.minimum(np.linalg.solve(np.eye(40) - matrix, start), 1)
    assert [figure.chance for figure in found.nodes.values()] == pytest.approx(direct.tolist(), abs=1e-11)
    assert [figure.risk for figure in found.nodes.values()] == pytest.approx((direct / 2).tolist(), abs=1e-11)


@pytest.mark.parametrize("radius", [1.0, 1.001, 1.3])
def test_a_radius_of_one_or_more_is_refused(radius: float) -> None:
    network = network_of_graph(a_graph(5, nodes=40, edges=90, radius=radius))
    with pytest.raises(
        InputError, match=rf"ANA710 .*radius .* is about {radius:.3f}, not shown to be below 1; loops"
    ):
        compare(network, [Trigger(node="n0")], measure="linear")


def test_loops_out_of_reach_do_not_matter() -> None:
    network = Network.of("abc", [an_edge("b", "c"), an_edge("c", "b"), an_edge("b", "a")])

    assert compare(network, [Trigger(node="a")], measure="linear").nodes["a"].chance == 1


def test_the_severity_of_ways_adds_up_as_well() -> None:
    edges = [an_edge("a", "b", 0.5, 0.4), an_edge("a", "c", 0.5, 0.8), an_edge("b", "c", 0.5, 0.5)]
    found = compare(Network.of("abc", edges), [Trigger(node="a", severity=0.5)], measure="linear").nodes

    assert found["c"].chance == pytest.approx(0.5 + 0.25)
    assert found["c"].risk == pytest.approx(0.5 * (0.5 * 0.8 + 0.5 * 0.4 * 0.5 * 0.5))
