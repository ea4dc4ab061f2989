"""The anatomy as a networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy import Trigger, propagate
from anatomy.graph import build_graph
from anatomy.loading import load_enterprise
from builders.folders import SMALL

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise


@pytest.fixture(scope="module")
def small() -> Enterprise:
    return load_enterprise(SMALL)


def test_every_cell_is_a_node_that_knows_what_people_call_it(small: Enterprise) -> None:
    graph = build_graph(small)

    assert list(graph.nodes) == [str(cell) for cell in small.cells()]
    assert graph.nodes["sales/discount-control/process"] == {
        "department": "sales",
        "sub_function": "discount-control",
        "layer": "process",
        "code": "D1.F1.P2",
        "title": "Sales, Discount control, Process",
        "owner": "Pricing lead",
        "text": "ask, check, decide, record",
    }


def test_every_dependency_is_an_edge_under_its_id(small: Enterprise) -> None:
    graph = build_graph(small)

    assert sorted(key for _, _, key in graph.edges(keys=True)) == [one.id for one in small.dependencies]
    for one in small.dependencies:
        edge = graph.edges[str(one.source), str(one.target), one.id]
        assert edge["likelihood"] == one.likelihood.point
        assert edge["severity_share"] == one.severity_share.point
        assert edge["delay_days"] == (one.delay.low, one.delay.mode, one.delay.high)
        assert edge["by_rule"] is one.by_rule


def test_the_engine_takes_the_graph_as_it_is(small: Enterprise) -> None:
    spread = propagate(
        build_graph(small), [Trigger(node="sales/discount-control/operations")], worlds=4_000, seed=3
    )

    direct = next(
        one
        for one in small.dependencies
        if str(one.target) == "finance/margin/operations" and not one.by_rule
    )
    chance = spread.nodes[str(direct.target)]
    assert chance.low <= direct.likelihood.point + 0.02
    assert chance.reached >= direct.likelihood.point - 0.03
