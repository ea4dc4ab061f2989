"""Sampled answers: honest about their error, and the same whatever else is in the run."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tracemalloc

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.propagation import Network, Spread, Trigger, propagate, run
from anatomy.propagation.engine import survey
from anatomy.propagation.measures import MEASURES
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import Question
from builders.graphs import NODES, Case, a_web, an_edge, cases, diamond


def in_batches(case: Case, measure: str, size: int) -> Spread:
    """The answer, so many worlds at a time."""
    plan = Plan.of(case.network(), case.triggers)
    question = Question(
        felt_at=case.felt_at,
        groups=case.groups,
        parts={"some": ("b", "e")},
        joints={},
        watch=NODES,
        trace=("cd", "e", "b"),
        horizons=(),
    )
    worlds = MEASURES[measure](plan, worlds=300, seed=4)
    return survey(plan, worlds, question, seed=4, batch=size)


@settings(max_examples=25, deadline=None)
@given(cases(coins=7))
@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_the_size_of_batches_changes_nothing(measure: str, case: Case) -> None:
    one, other = in_batches(case, measure, 7), in_batches(case, measure, 300)

    assert repr(one.to_dict()) == repr(other.to_dict())
    assert (one.paths, one.hardest, one.parts) == (other.paths, other.hardest, other.parts)
    for name in NODES:
        assert (one.watched[name].severity == other.watched[name].severity).all()
        assert (one.watched[name].arrival_days == other.watched[name].arrival_days).all()


def test_the_first_worlds_of_a_longer_run_are_those_of_the_shorter() -> None:
    case = a_web()
    short, long = (case.answer("never", worlds=worlds, watch=case.nodes) for worlds in (200, 450))

    for name in case.nodes:
        assert (short.watched[name].severity == long.watched[name].severity[:200]).all()
        assert (short.watched[name].arrival_days == long.watched[name].arrival_days[:200]).all()


def test_seeds_give_other_worlds() -> None:
    one, other = (a_web().answer("never", seed=seed) for seed in (0, 1))

    assert one.to_dict()["nodes"] != other.to_dict()["nodes"]
    assert a_web().answer("never", seed=1).to_dict() == other.to_dict()


def test_raising_one_likelihood_changes_only_that_edges_coins_and_only_upward() -> None:
    case = a_web()
    raised = case.but(7, likelihood=0.9)
    before, after = (it.answer("never", watch=case.nodes) for it in (case, raised))
    sure = replace(case, edges=tuple(edge for edge in case.edges if edge.id != "x7"))
    without = sure.answer("never", watch=case.nodes)

    for name in case.nodes:
        low, middle, high = (it.watched[name].severity for it in (without, before, after))
        assert (low <= middle).all()
        assert (middle <= high).all()
    assert any((before.watched[name].severity < after.watched[name].severity).any() for name in case.nodes)


def test_sampled_and_enumerated_agree_within_the_error() -> None:
    case = replace(diamond(), felt_at=0.0)
    exact, sampled = case.answer(), case.answer("never", worlds=40_000)

    for name, node in sampled.nodes.items():
        truth = exact.nodes[name].probability
        assert abs(node.probability - truth) <= 4 * math.sqrt(truth * (1 - truth) / 40_000)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    case = diamond()
    covered = 0
    for seed in range(200):
        node = case.answer("never", worlds=400, seed=seed).nodes["e"]
        covered += node.low <= 0.21875 <= node.high

    assert 0.90 <= covered / 200 <= 0.99


def test_four_times_the_worlds_halve_the_error() -> None:
    def error(worlds: int) -> float:
        found = [
            diamond().answer("never", worlds=worlds, seed=seed).nodes["e"].probability for seed in range(120)
        ]
        return math.sqrt(sum((share - 0.21875) ** 2 for share in found) / len(found))

    assert 1.5 < error(250) / error(1000) < 2.6


def test_what_is_certain_or_impossible_has_no_interval() -> None:
    edges = (
        an_edge("a", "b"),
        an_edge("b", "c", 0.5, 0.5),
        an_edge("c", "d", 1.0, 0.1),
        an_edge("c", "e", 1e-9),
    )
    case = Case(edges=edges, triggers=(Trigger(node="a"),), felt_at=0.3)
    nodes = case.answer("never", worlds=1000).nodes

    assert (nodes["b"].low, nodes["b"].probability, nodes["b"].high) == (1, 1, 1)
    assert nodes["c"].low < nodes["c"].probability < nodes["c"].high
    assert (nodes["d"].low, nodes["d"].probability, nodes["d"].high) == (0, 0, 0)  # never hard enough
    assert nodes["d"].reached > 0
    assert (nodes["e"].probability, nodes["e"].high) == (0, 0.003)  # possible, only never seen


@settings(max_examples=30, deadline=None)
@given(cases(coins=7))
def test_chances_lie_between_the_best_path_and_the_naive_map(case: Case) -> None:
    """The bracket of METHOD 2.7: the best single path from below, noisy-OR iterated down from ones above."""
    start = dict.fromkeys(NODES, 1.0)
    for trigger in case.triggers:
        start[trigger.node] *= 1 - trigger.likelihood
    naive = dict.fromkeys(NODES, 1.0)
    for _ in range(60):
        quiet = dict(start)
        for edge in case.edges:
            if edge.source != edge.target:
                quiet[edge.target] *= 1 - edge.likelihood * naive[edge.source]
        naive = {node: 1 - chance for node, chance in quiet.items()}
    graph: nx.DiGraph[str] = nx.DiGraph()
    for edge in case.edges:
        if edge.likelihood > 0:
            cost = min(
                -math.log(edge.likelihood),
                *(
                    graph.edges[pair]["cost"]
                    for pair in [(edge.source, edge.target)]
                    if graph.has_edge(*pair)
                ),
                math.inf,
            )
            graph.add_edge(edge.source, edge.target, cost=cost)
    graph.add_nodes_from(NODES)
    nodes = case.answer().nodes
    for origin in NODES:
        for node, cost in nx.single_source_dijkstra_path_length(graph, origin, weight="cost").items():
            assert (1 - start[origin]) * math.exp(-cost) <= nodes[node].reached + 1e-9
    for node in NODES:
        assert nodes[node].reached <= naive[node] + 1e-9


def test_another_process_and_hash_seed_give_the_same_bytes() -> None:
    script = (
        "import json; from builders.graphs import diamond;"
        "print(json.dumps(diamond().answer('never', trace=('e',), seed=3).to_dict()))"
    )
    outputs = set()
    for hash_seed in ("1", "2"):
        paths = os.pathsep.join(path for path in sys.path if path)
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)

    assert outputs == {json.dumps(diamond().answer("never", trace=("e",), seed=3).to_dict()) + "\n"}


def test_a_large_network_is_answered_in_seconds() -> None:
    """Not a benchmark: only that nobody put a loop over worlds back in."""
    draw = np.random.default_rng(1)
    edges = [
        an_edge(f"n{source:04}", f"n{target:04}", float(likelihood), 0.7, 2.0, f"e{number:05}")
        for number, (source, target, likelihood) in enumerate(
            zip(
                draw.integers(0, 1350, 10_000),
                draw.integers(0, 1350, 10_000),
                draw.beta(1, 8, 10_000),
                strict=True,
            )
        )
    ]
    network = Network.of([f"n{number:04}" for number in range(1350)], edges)
    spread = run(network, [Trigger(node=f"n{number:04}") for number in range(5)], worlds=1000)

    assert sum(node.reached for node in spread.nodes.values()) > 6


def test_a_severity_that_equals_the_threshold_on_paper_is_felt() -> None:
    """2/3 of 15 % is 10 %, though the product of the two doubles lies a rounding below 0.10."""
    assert (2 / 3) * 0.15 < 0.10
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("terms", "credit", likelihood=1.0, severity_share=0.15)

    spread = propagate(graph, [Trigger(node="terms", severity=2 / 3)], felt_at=0.10)

    assert spread.nodes["credit"].probability == 1


def test_a_sample_that_would_not_fit_is_refused_with_the_most_that_does() -> None:
    case = a_web()
    with pytest.raises(InputError, match=r"10,000,000 worlds .* about 1[.]9 GB; ask for at most 5,592,000"):
        case.answer("never", worlds=10_000_000, watch=["n1", "n2", "n3", "n4"])


def test_groups_cost_no_memory_per_world() -> None:
    case = a_web()
    groups = {f"g{number}": list(case.nodes) for number in range(100)}

    def peak(worlds: int) -> int:
        tracemalloc.start()
        try:
            run(case.network(), case.triggers, worlds=worlds, exact="never", groups=groups)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(100_000) - peak(40_000) < 60_000 * len(groups)
