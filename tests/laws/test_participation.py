"""What is lost without a dependency, against how often it takes part, and against the chance itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given, settings

from anatomy.propagation import importance
from builders.graphs import Case, _worlds, cases

if TYPE_CHECKING:
    from collections.abc import Mapping

TINY = 1e-12


def participation(case: Case) -> Mapping[tuple[str, str], float]:
    """
    Edge and target -> share of worlds in which the edge lies on a live way from what was set off to the target.

    It is live, its source is reached and its target leads on to the target or is in it.
    """
    shares: Counter[tuple[str, str]] = Counter()
    for chance, live, lit in _worlds(case):
        graph: nx.DiGraph[str] = nx.DiGraph([(edge.source, edge.target) for edge in live])
        graph.add_nodes_from(case.nodes)
        after = {node: {node} | nx.descendants(graph, node) for node in case.nodes}
        reached = set().union(*(after[trigger.node] for trigger in lit))
        for edge in live:
            for target, members in case.groups.items():
                if edge.source in reached and after[edge.target].intersection(members):
                    shares[edge.id, target] += chance  # type: ignore[assignment]
    return shares


@settings(max_examples=60, deadline=None)
@given(case=cases(coins=7))
def test_removal_is_at_most_participation_and_that_at_most_the_chance(case: Case) -> None:
    found = importance(case.network(), case.triggers, targets=case.groups, exact="always")
    effects, shares, whole = found.edge_effects(), participation(case), case.answer("always")

    for row, edge in enumerate(found.network.edge_ids):
        for column, target in enumerate(found.targets):
            assert -TINY <= effects[row, column] <= shares[edge, target] + TINY
            assert shares[edge, target] <= whole.groups[target].reached + TINY
