"""The likeliest single chains."""

from __future__ import annotations

import itertools
import math
import random
from itertools import pairwise

import networkx as nx
import pytest

from anatomy.graph import Start, likeliest_chains


def a_graph(*edges: tuple[str, str, float, float]) -> nx.MultiDiGraph[str]:
    """Edges with likelihood and severity share, keyed `a-b`."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, target, likelihood, share in edges:
        key = f"{source}-{target}"
        while graph.has_edge(source, target, key):
            key += "'"
        graph.add_edge(source, target, key=key, likelihood=likelihood, severity_share=share)
    return graph


START = Start(node="a", likelihood=1.0, severity=1.0)


def test_the_likeliest_comes_first_and_every_chain_tells_its_chance_alone() -> None:
    graph = a_graph(("a", "z", 0.3, 1), ("a", "b", 0.9, 1), ("b", "z", 0.8, 0.5))

    first, second = likeliest_chains(graph, [START], ["z"], count=5)

    assert (*first.nodes, *first.edges) == ("a", "b", "z", "a-b", "b-z")
    assert first.alone == pytest.approx(0.72)
    assert first.severity == pytest.approx(0.5)
    assert second.nodes == ("a", "z")
    assert second.alone == pytest.approx(0.3)


def test_of_parallel_edges_the_likeliest_is_taken() -> None:
    (chain,) = likeliest_chains(a_graph(("a", "z", 0.3, 1), ("a", "z", 0.6, 1)), [START], ["z"], count=5)

    assert chain.edges == ("a-z'",)


def test_chains_too_weak_to_be_felt_are_left_out() -> None:
    graph = a_graph(("a", "z", 0.9, 0.05), ("a", "b", 0.5, 1), ("b", "z", 0.5, 0.4))

    (chain,) = likeliest_chains(graph, [START], ["z"], count=5, felt_at=0.1)

    assert chain.nodes == ("a", "b", "z")


def test_a_chain_ends_at_the_first_goal() -> None:
    graph = a_graph(("a", "y", 0.9, 1), ("y", "z", 0.9, 1))

    assert [chain.nodes for chain in likeliest_chains(graph, [START], ["y", "z"], count=5)] == [("a", "y")]


def test_no_chain_leads_through_what_is_set_off_for_certain() -> None:
    graph = a_graph(("a", "b", 0.9, 1), ("b", "z", 0.9, 1))
    starts = [START, Start(node="b", likelihood=1.0, severity=0.5)]

    assert [chain.nodes for chain in likeliest_chains(graph, starts, ["z"], count=5)] == [("b", "z")]


def test_a_goal_that_is_set_off_itself_is_its_own_chain() -> None:
    (chain,) = likeliest_chains(
        a_graph(("z", "a", 0.5, 1)), [Start(node="z", likelihood=0.4, severity=0.7)], ["z"], count=5
    )

    assert (chain.nodes, chain.edges) == (("z",), ())
    assert chain.alone == pytest.approx(0.4)
    assert chain.severity == 0.7


def test_where_nothing_leads_there_is_no_chain() -> None:
    graph = a_graph(("a", "b", 0.5, 1), ("b", "z", 0.0, 1))

    assert likeliest_chains(graph, [START], ["z"], count=5) == ()
    assert likeliest_chains(graph, [], ["b"], count=5) == ()
    assert likeliest_chains(graph, [START], ["nowhere"], count=5) == ()


@pytest.mark.parametrize("seed", range(6))
def test_they_are_the_best_of_all_chains(seed: int) -> None:
    draw = random.Random(seed)
    nodes = "abcdez"
    pairs = [pair for pair in itertools.permutations(nodes, 2) if draw.random() < 0.6]
    graph = a_graph(*((source, target, draw.random(), 1.0) for source, target in pairs))

    best = sorted(
        (
            math.prod(
                graph.edges[one, other, f"{one}-{other}"]["likelihood"] for one, other in pairwise(nodes)
            )
            for nodes in nx.all_simple_paths(nx.DiGraph(graph), "a", "z")
        ),
        reverse=True,
    )
    found = [chain.alone for chain in likeliest_chains(graph, [START], ["z"], count=4)]

    assert found == pytest.approx(best[:4])
