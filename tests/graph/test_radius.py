"""The spectral radius of the likelihood matrix."""

from __future__ import annotations

import random
from itertools import chain

import networkx as nx
import numpy as np
import pytest
from msgspec.structs import astuple

from anatomy.graph import LEVELS, build_graph, model_radii, radius, spectral_radius
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf


def a_cycle(size: int, likelihood: float) -> nx.MultiDiGraph[int]:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_edges_from((node, (node + 1) % size, {"likelihood": likelihood}) for node in range(size))
    return graph


def a_tangle(size: int, seed: int, *, each: int = 3) -> nx.MultiDiGraph[int]:
    draw = random.Random(seed)
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(size))
    for node in range(size):
        for _ in range(each):
            graph.add_edge(node, draw.randrange(size), likelihood=draw.random())
    return graph


def by_numpy(graph: nx.MultiDiGraph[int]) -> float:
    """All eigenvalues of the whole matrix, its diagonal left out."""
    silent = np.ones((len(graph), len(graph)))
    for source, target, data in graph.edges(data=True):
        silent[source, target] *= 1 - (data["likelihood"] if source != target else 0)
    return float(np.abs(np.linalg.eigvals(1 - silent)).max())


@pytest.mark.parametrize("size", [2, 3, 7, 40])
@pytest.mark.parametrize("likelihood", [0.2, 0.5, 1.0])
def test_a_cycle_has_the_radius_of_its_likelihood(size: int, likelihood: float) -> None:
    assert spectral_radius(a_cycle(size, likelihood)) == pytest.approx(likelihood)


def test_the_radius_of_an_uneven_cycle_is_the_geometric_mean() -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for node, likelihood in enumerate((0.9, 0.4, 0.1)):
        graph.add_edge(node, (node + 1) % 3, likelihood=likelihood)

    assert spectral_radius(graph) == pytest.approx((0.9 * 0.4 * 0.1) ** (1 / 3))


def test_without_a_loop_there_is_no_feedback() -> None:
    chain: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    chain.add_edges_from((node, node + 1, {"likelihood": 1.0}) for node in range(60))

    assert spectral_radius(chain) == 0
    assert spectral_radius(nx.MultiDiGraph()) == 0


def test_a_dependency_that_never_carries_closes_no_loop() -> None:
    graph = a_cycle(2, 0.9)
    graph.edges[1, 0, 0]["likelihood"] = 0.0

    assert spectral_radius(graph) == 0


def test_a_complete_graph_is_above_one() -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_edges_from((a, b, {"likelihood": 0.5}) for a in range(4) for b in range(4) if a != b)

    assert spectral_radius(graph) == pytest.approx(1.5)


def test_parallel_dependencies_count_as_the_chance_that_any_carries() -> None:
    graph = a_cycle(2, 0.5)
    graph.add_edges_from([(0, 1, {"likelihood": 0.5}), (1, 0, {"likelihood": 0.5})])

    assert spectral_radius(graph) == pytest.approx(0.75)


def test_what_leads_to_itself_carries_nothing() -> None:
    graph = a_cycle(3, 0.4)
    graph.add_edges_from((node, node, {"likelihood": 0.9}) for node in range(3))

    assert spectral_radius(graph) == pytest.approx(0.4)
    assert spectral_radius(a_cycle(1, 0.5)) == 0


@pytest.mark.parametrize("seed", range(8))
def test_it_agrees_with_all_eigenvalues(seed: int) -> None:
    graph = a_tangle(30, seed, each=1 + seed % 4)

    assert spectral_radius(graph) == pytest.approx(by_numpy(graph), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_large_loops_by_power_agree_with_all_eigenvalues(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = a_tangle(120, seed)
    monkeypatch.setattr(radius, "DENSE", 0)

    assert spectral_radius(graph) == pytest.approx(by_numpy(graph), abs=1e-6)


def test_where_powers_do_not_settle_all_eigenvalues_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = a_tangle(30, seed=1)
    monkeypatch.setattr(radius, "DENSE", 0)
    monkeypatch.setattr(radius, "STEPS", 1)

    assert spectral_radius(graph) == pytest.approx(by_numpy(graph), abs=1e-6)


def test_the_order_of_nodes_and_edges_changes_nothing() -> None:
    graph = a_tangle(25, seed=5)
    turned: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    turned.add_edges_from(reversed(list(graph.edges(data=True))))

    assert spectral_radius(turned) == pytest.approx(spectral_radius(graph), abs=1e-12)


def test_the_radii_of_a_model_are_those_of_its_graph_with_every_likelihood_scaled() -> None:
    model = load_enterprise(shelf("models") / "reference")
    parts = nx.strongly_connected_components(build_graph(model))
    place = {cell: number for number, cell in enumerate(chain.from_iterable(p for p in parts if len(p) > 1))}

    for found, level in zip(model_radii(model), LEVELS, strict=True):
        graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        for row in model.dependencies:
            source, target = str(row.source), str(row.target)
            if source in place and target in place:
                low, mode, high = (min(1, level * end) for end in astuple(row.likelihood))
                graph.add_edge(place[source], place[target], likelihood=(low + 4 * mode + high) / 6)
        assert found == pytest.approx(by_numpy(graph), abs=1e-9)
