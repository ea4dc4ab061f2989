"""The networkx door of the engine."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

import anatomy
from anatomy.errors import InputError
from anatomy.propagation import (
    Trigger,
    default_edge_id,
    network_of,
    propagate,
)
from builders.graphs import diamond


def a_graph(kind: type[nx.DiGraph[Any]] = nx.MultiDiGraph) -> nx.DiGraph[Any]:
    """A diamond as networkx has it."""
    graph = kind()
    for edge in diamond().edges:
        graph.add_edge(edge.source, edge.target, likelihood=edge.likelihood)
    return graph


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiDiGraph])
def test_networkx_graphs_of_either_kind_are_answered(kind: type[nx.DiGraph[Any]]) -> None:
    spread = anatomy.propagate(a_graph(kind), [anatomy.Trigger(node="a")], groups={"ends": {"e"}})

    assert isinstance(spread, anatomy.Spread)
    assert spread.nodes["e"].probability == spread.groups["ends"].probability == 0.21875


def test_both_kinds_of_graph_share_their_coins() -> None:
    kinds: tuple[type[nx.DiGraph[Any]], ...] = (nx.DiGraph, nx.MultiDiGraph)
    one, other = (propagate(a_graph(kind), [Trigger(node="a")], exact="never", worlds=500) for kind in kinds)
    assert one.to_dict() == other.to_dict()


def test_attributes_have_defaults_and_delays_have_three_forms() -> None:
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_edge(1, 2)
    graph.add_edge(1, 2, delay_days=(1, 2, 6), severity_share=np.float64(0.5), id="second")
    graph.add_edge(2, (3, "x"), delay_days=[4], likelihood=True)
    network = network_of(graph)

    assert network.nodes == ("(3, 'x')", "1", "2")
    assert network.edge_ids == ("1->2#0", default_edge_id("2", "(3, 'x')"), "second")
    assert network.likelihood.tolist() == [1, 1, 1]
    assert network.severity_share.tolist() == [1, 1, 0.5]
    assert network.delay_low.tolist() == [0, 4, 1]
    assert network.delay_high.tolist() == [0, 4, 6]
    number: Any = 1
    assert propagate(graph, [Trigger(node=number)], groups={"g": [(3, "x")]}).groups["g"].probability == 1


def test_default_ids_of_different_edges_differ() -> None:
    pairs = [("a", "b->c"), ("a->b", "c"), ("a", "b"), ("a#0", "b"), ('"a"', "b"), ("a-", "b"), ("a", "-b")]

    assert len({default_edge_id(*pair) for pair in pairs}) == len(pairs)
    assert default_edge_id("a", "b", 1) != default_edge_id("a", "b", 0)


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"likelihood": "0.5"}, "ANA701"),
        ({"likelihood": None}, "ANA701"),
        ({"severity_share": 3}, "ANA701"),
        ({"delay_days": "soon"}, "ANA702"),
        ({"delay_days": (3, 2, 1)}, "ANA702"),
        ({"delay_days": (1, 2)}, "ANA702"),
        ({"delay_days": -1}, "ANA702"),
    ],
)
def test_attributes_that_make_no_sense_are_refused(attributes: dict[str, Any], code: str) -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_edge("a", "b", **attributes)
    with pytest.raises(InputError, match=code) as refusal:
        propagate(graph, [Trigger(node="a")])
    assert "a->b#0" in str(refusal.value)


def test_graphs_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(InputError, match="not directed"):
        network_of(nx.Graph([("a", "b")]))  # type: ignore[arg-type]
    clash: nx.DiGraph[Any] = nx.DiGraph([(1, "1")])
    with pytest.raises(InputError, match="the same name"):
        network_of(clash)
    not_a_trigger: Any = "a"
    with pytest.raises(InputError, match="is not a trigger"):
        propagate(a_graph(), [not_a_trigger])
