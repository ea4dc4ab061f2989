"""The likeliest single chains."""

from __future__ import annotations

import itertools
import math
import random
from itertools import pairwise

import networkx as nx
import pytest

from anatomy.graph.chains import Start, Web, likeliest_chains


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


def every_chain(
    graph: nx.MultiDiGraph[str], starts: list[Start], goals: list[str]
) -> list[tuple[float, tuple[str, ...]]]:
    """All chains by the rules of `likeliest_chains`, from all simple paths; the likeliest first."""
    likely = nx.DiGraph(graph)
    likely.remove_edges_from(nx.selfloop_edges(likely))
    certain = {start.node for start in starts if start.likelihood == 1}
    chains: list[tuple[float, tuple[str, ...]]] = [
        (start.likelihood, (start.node,)) for start in starts if start.node in goals
    ]
    for start, goal in itertools.product(starts, goals):
        if start.node in goals:
            continue
        for nodes in nx.all_simple_paths(likely, start.node, goal):
            if certain.isdisjoint(nodes[1:]) and not set(goals) & set(nodes[:-1]):
                steps = (likely.edges[pair]["likelihood"] for pair in pairwise(nodes))
                chains.append((start.likelihood * math.prod(steps), tuple(nodes)))
    return sorted(chains, reverse=True)


@pytest.mark.parametrize("seed", range(12))
def test_one_web_tells_all_chains_to_any_goals(seed: int) -> None:
    """Several starts, several goals, cells that lead nowhere, and more chains asked for than there are."""
    draw = random.Random(seed)
    nodes = "abcdefgh"
    pairs = [pair for pair in itertools.permutations(nodes, 2) if draw.random() < 0.3]
    graph = a_graph(*((source, target, draw.uniform(0.05, 1), 1.0) for source, target in pairs))
    starts = [START, Start(node="b", likelihood=draw.random(), severity=1.0)]
    graph.add_nodes_from(nodes)
    web = Web.of(graph, starts)

    for goals in (["h"], ["g", "h"], ["a", "h"], ["b", "f", "g"]):
        chains = web.likeliest(goals, count=60)
        expected = every_chain(graph, starts, goals)[:60]

        assert [chain.nodes for chain in chains] == [nodes for _, nodes in expected]
        assert [chain.alone for chain in chains] == pytest.approx([alone for alone, _ in expected])


def test_of_equally_likely_chains_the_shorter_comes_first_in_whatever_order_edges_are_given() -> None:
    edges = [
        ("a", "b", 0.5, 1.0),
        ("b", "z", 0.5, 1.0),
        ("a", "c", 1.0, 1.0),
        ("c", "z", 0.25, 1.0),
        ("a", "z", 0.25, 1.0),
    ]
    expected = likeliest_chains(a_graph(*edges), [START], ["z"], count=5)

    assert [len(chain.nodes) for chain in expected] == [2, 3, 3]
    for order in itertools.permutations(edges):
        assert likeliest_chains(a_graph(*order), [START], ["z"], count=5) == expected
