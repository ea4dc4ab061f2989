"""Which chain carried a loss: against every world and every simple path in it, gone through in plain Python."""

from __future__ import annotations

import math
from collections import defaultdict

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from anatomy.errors import UnknownNameError
from anatomy.propagation import Stake, Trigger, carried_losses, run
from builders.graphs import NODES, Case, _chains, _hits, _worlds, an_edge, cases

STAKES = (
    Stake(node="c", amount=100.0, horizon_days=2.0),
    Stake(node="d", amount=50.0),
    Stake(node="d", amount=7.0, horizon_days=1.0),
)


def mean_loss(case: Case) -> float:
    """Summed over all worlds."""
    total = 0.0
    for chance, live, lit in _worlds(case):
        severity, days = _hits(case.nodes, live, lit)
        for stake in STAKES:
            if days.get(stake.node, math.inf) <= stake.horizon_days:
                total += chance * stake.amount * severity.get(stake.node, 0.0)
    return total


@settings(max_examples=60, deadline=None)
@given(case=cases(coins=7))
def test_chains_add_up_to_the_mean_loss(case: Case) -> None:
    found = carried_losses(case.network(), case.triggers, STAKES, exact="always")

    assert math.fsum(one.loss for one in found) == pytest.approx(mean_loss(case), abs=1e-9)
    assert [one.loss for one in found] == sorted((one.loss for one in found), reverse=True)


def a_web(seed: int) -> Case:
    """Eight links with shares of their own, so that no two chains hit equally hard."""
    rng = np.random.default_rng(seed)
    rows = [(NODES[one], NODES[two]) for one, two in rng.integers(0, len(NODES), (8, 2)).tolist()]
    edges = tuple(
        an_edge(
            source,
            target,
            float(rng.uniform(0.3, 0.9)),
            float(rng.uniform(0.3, 0.99)),
            float(rng.integers(0, 5)) / 4,
            f"x{number}",
        )
        for number, (source, target) in enumerate(rows)
    )
    return Case(edges=edges, triggers=(Trigger(node="a"), Trigger(node="b", likelihood=0.5, severity=0.61)))


def by_hand(case: Case) -> dict[tuple[str, ...], float]:
    """The edges of the hardest chain of every world and stake -> money."""
    carried: dict[tuple[str, ...], float] = defaultdict(float)
    for chance, live, lit in _worlds(case):
        severity, days = _hits(case.nodes, live, lit)
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(case.nodes)
        for edge in live:
            graph.add_edge(edge.source, edge.target, key=edge.id, row=edge)
        for stake in STAKES:
            if stake.node not in days or days[stake.node] > stake.horizon_days:
                continue
            ways = [
                (trigger.severity * math.prod(row.severity_share for row in rows), rows)
                for trigger in lit
                for rows in _chains(graph, trigger.node, stake.node)
            ]
            _, hardest = max(ways, key=lambda way: way[0])
            carried[tuple(row.id for row in hardest)] += chance * stake.amount * severity[stake.node]
    return dict(carried)


@pytest.mark.parametrize("seed", range(4))
def test_each_chain_carries_what_it_brought_where_it_was_the_hardest(seed: int) -> None:
    case = a_web(seed)
    found = carried_losses(case.network(), case.triggers, STAKES, exact="always")

    assert {one.edges: one.loss for one in found} == pytest.approx(by_hand(case))
    assert found
    assert all(len(one.nodes) == len(one.edges) + 1 for one in found)


def test_samples_split_the_mean_of_their_own_worlds() -> None:
    case = a_web(1)
    found = carried_losses(case.network(), case.triggers, STAKES, worlds=700, seed=4, exact="never")
    spread = run(case.network(), case.triggers, worlds=700, seed=4, exact="never", watch=("c", "d"))

    lost = sum(
        stake.amount * seen.severity * (seen.arrival_days <= stake.horizon_days)
        for stake in STAKES
        for seen in [spread.watched[stake.node]]
    )
    assert math.fsum(one.loss for one in found) == pytest.approx(float(np.mean(lost)))


def test_nothing_at_stake_is_nothing_carried() -> None:
    case = a_web(1)

    assert carried_losses(case.network(), case.triggers, ()) == ()
    assert carried_losses(case.network(), case.triggers, [Stake(node="a", amount=0.0)]) == ()
    with pytest.raises(UnknownNameError, match="nobody"):
        carried_losses(case.network(), case.triggers, [Stake(node="nobody", amount=1.0)])
