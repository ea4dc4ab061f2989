"""Removal effects against really removing: the same worlds again, and every world in plain Python."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import Network, Trigger, importance, play, reach, run, weigh_removals
from anatomy.propagation.dominators import Ways, dominators
from builders.graphs import Case, an_edge, brute_force, cases, diamond


def without_node(case: Case, node: str) -> Case:
    """The case with nothing to or from a node, and nothing setting it off."""
    edges = [edge for edge in case.edges if node not in {edge.source, edge.target}]
    triggers = [trigger for trigger in case.triggers if trigger.node != node]
    return replace(case, edges=tuple(edges), triggers=tuple(triggers))


@settings(max_examples=60, deadline=None)
@given(case=cases(coins=8))
def test_enumerated_effects_equal_brute_force_without_it(case: Case) -> None:
    found = importance(case.network(), case.triggers, targets=case.groups, exact="always")
    whole = brute_force(case)
    for row, edge in enumerate(found.network.edge_ids):
        rest = brute_force(replace(case, edges=tuple(one for one in case.edges if one.id != edge)))
        for column, target in enumerate(found.targets):
            lost = whole[target].reached - rest[target].reached
            assert found.edge_effects()[row, column] == pytest.approx(lost, abs=1e-12)
    for row, node in enumerate(found.network.nodes):
        rest = brute_force(without_node(case, node))
        for column, target in enumerate(found.targets):
            lost = whole[target].reached - rest[target].reached
            assert found.node_effects()[row, column] == pytest.approx(lost, abs=1e-12)


def a_web(seed: int, nodes: int = 60, edges: int = 400) -> tuple[Network, list[Trigger]]:
    """A dense little network with loops, parallel edges and uncertain triggers."""
    rng = np.random.default_rng(seed)
    names = [f"n{number:02d}" for number in range(nodes)]
    ends = rng.integers(0, nodes, (edges, 2)).tolist()
    rows = [
        an_edge(names[one], names[two], float(rng.uniform(0.05, 0.5)), name=f"e{number}")
        for number, (one, two) in enumerate(ends)
    ]
    rows[:5] = [replace(row, likelihood=1.0) for row in rows[:5]]
    triggers = [Trigger(node=names[0]), Trigger(node=names[1], likelihood=0.4)]
    return Network.of(names, rows), triggers


@pytest.mark.parametrize("seed", [1, 2])
def test_sampled_effects_equal_the_same_worlds_without_it(seed: int) -> None:
    network, triggers = a_web(seed)
    found = importance(network, triggers, worlds=700, seed=seed, exact="never")
    whole = reach(network, triggers, worlds=700, seed=seed)
    assert np.array_equal(found.reached, whole)
    assert found.by_edge.any()
    assert {some.dtype.kind for some in (found.reached, found.by_edge, found.by_node)} == {
        "i"
    }  # whole worlds
    assert (found.worlds, found.total, found.seed, found.exact) == (700, 700, seed, False)
    for edge in range(len(network.edge_ids)):
        likelihood = network.likelihood.copy()
        likelihood[edge] = 0.0
        rest = reach(replace(network, likelihood=likelihood), triggers, worlds=700, seed=seed)
        assert np.array_equal(found.by_edge[edge], whole - rest)
    for node, name in enumerate(network.nodes):
        likelihood = network.likelihood.copy()
        likelihood[(network.source == node) | (network.target == node)] = 0.0
        others = [trigger for trigger in triggers if trigger.node != name]
        rest = reach(replace(network, likelihood=likelihood), others, worlds=700, seed=seed)
        assert np.array_equal(found.by_node[node], whole - rest)


def test_groups_are_lost_only_with_their_last_member() -> None:
    network, triggers = a_web(3)
    groups = {"low": network.nodes[5:25], "high": network.nodes[30:], "one": network.nodes[7:8]}
    found = importance(network, triggers, targets=groups, worlds=500, exact="never")
    whole = run(network, triggers, worlds=500, groups=groups, exact="never").groups
    for edge in range(0, len(network.edge_ids), 9):
        likelihood = network.likelihood.copy()
        likelihood[edge] = 0.0
        less = replace(network, likelihood=likelihood)
        rest = run(less, triggers, worlds=500, groups=groups, exact="never").groups
        for column, group in enumerate(found.targets):
            lost = (whole[group].reached - rest[group].reached) * 500
            assert found.by_edge[edge, column] == pytest.approx(lost, abs=1e-6)


def test_effects_are_at_most_the_chance_and_at_least_nothing() -> None:
    found = importance(diamond().network(), diamond().triggers)
    chances = found.reached / found.total
    assert found.exact
    assert (found.edge_effects() >= 0).all()
    assert (found.edge_effects() <= chances).all()
    end = found.targets.index("e")
    stem, way = (found.network.edge_ids.index(name) for name in ("ab", "bc"))
    assert found.edge_effects()[stem, end] == 0.21875  # all of it goes through the stem
    assert found.edge_effects()[way, end] == 0.21875 - 0.125  # the other way is left


def test_the_order_and_size_of_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network, triggers = a_web(4)
    whole = importance(network, triggers, worlds=300, exact="never")
    monkeypatch.setattr("anatomy.propagation.flood.MOST_SLOTS", 64 * 7)
    small = importance(network, triggers, worlds=300, exact="never")
    assert np.array_equal(whole.by_edge, small.by_edge)
    assert np.array_equal(whole.by_node, small.by_node)


def test_reach_counts_the_worlds_of_a_run() -> None:
    network, triggers = a_web(5)
    spread = run(network, triggers, worlds=900, seed=9, exact="never")
    counts = reach(network, triggers, worlds=900, seed=9)
    assert [node.reached for node in spread.nodes.values()] == (counts / 900).tolist()


def test_what_cannot_be_asked_is_refused() -> None:
    network, triggers = a_web(6)
    with pytest.raises(UnknownNameError, match="n99"):
        importance(network, triggers, targets={"some": ["n99"]})
    with pytest.raises(InputError, match="worlds 0"):
        importance(network, triggers, worlds=0)
    with pytest.raises(InputError, match="exact 'perhaps'"):
        importance(network, triggers, exact="perhaps")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="worlds"):
        reach(network, triggers, worlds=-1)
    names = [f"x{number}" for number in range(12_000)]
    with pytest.raises(InputError, match="name fewer targets"):
        importance(Network.of(names, []), [Trigger(node="x0")])


def test_effects_that_memory_is_meant_for_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    network, triggers = diamond().network(), diamond().triggers
    monkeypatch.setattr("anatomy.propagation.removal.MOST_BYTES", (5 + 5) * 5 * 8)
    assert importance(network, triggers).exact
    monkeypatch.setattr("anatomy.propagation.removal.MOST_BYTES", (5 + 5) * 5 * 8 - 1)
    with pytest.raises(InputError, match="on 5 targets"):
        importance(network, triggers)


def test_a_wish_to_sample_is_heard_and_samples_ten_thousand_worlds() -> None:
    network, triggers, groups = diamond().network(), diamond().triggers, {"e": ["e"]}
    for found in (
        importance(network, triggers, exact="never"),
        weigh_removals(network, triggers, groups=groups, exact="never"),
        play(network, triggers, groups=groups),
        run(network, triggers, exact="never"),
    ):
        assert not found.exact
    assert importance(network, triggers, exact="never").worlds == 10_000
    assert weigh_removals(network, triggers, groups=groups, exact="never").worlds == 10_000
    assert play(network, triggers, groups=groups).severity.shape == (1, 10_000)
    assert reach(network, triggers).max() == 10_000


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 8)), min_size=1, max_size=30))
def test_dominators_equal_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    graph = nx.DiGraph([(0, 1), *(pair for pair in pairs if pair[0] != pair[1])])
    order = [0, *(goal for _, goal in nx.bfs_edges(graph, 0))]
    number = {node: place for place, node in enumerate(order)}
    edges = sorted(
        (number[one], number[two])
        for one, two in [(0, 1), *pairs]
        if one in number and two in number and one != two
    )
    inside = [edge for edge in edges if edge[0] != 0]
    entry = np.full(len(order), -1, dtype=np.int64)
    for place in reversed(range(len(inside))):
        entry[inside[place][1]] = place
    for origin, goal in edges:
        if origin == 0:
            entry[goal] = -1
    tree = dominators(
        Ways(
            entry=entry,
            origin=np.array([one for one, _ in inside], dtype=np.int64),
            goal=np.array([two for _, two in inside], dtype=np.int64),
        )
    )
    wanted = nx.immediate_dominators(graph, 0)
    assert {order[place]: order[above] for place, above in enumerate(tree.parent.tolist()) if place} == {
        node: above for node, above in wanted.items() if node != 0
    }
