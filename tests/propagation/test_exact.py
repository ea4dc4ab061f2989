"""Enumerated answers against brute force, and against figures known by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from anatomy.errors import InputError
from anatomy.propagation import Delay, Edge, Network, NodeSpread, Trigger, run
from builders.graphs import Case, an_edge, brute_force, cases, diamond


@settings(max_examples=120, deadline=None)
@given(cases(coins=8))
def test_enumeration_equals_brute_force(case: Case) -> None:
    spread = case.answer()

    found: dict[str, NodeSpread] = {**spread.nodes, **spread.groups}
    for name, truth in brute_force(case).items():
        node = found[name]
        assert node.reached == pytest.approx(truth.reached, abs=1e-12)
        assert node.probability == pytest.approx(truth.felt, abs=1e-12)
        assert node.mean_severity == pytest.approx(truth.severity, abs=1e-12)
        assert (node.low, node.high) == (node.probability, node.probability)
        for days in (0.0, 0.25, 1.0, 2.6, 100.0):
            assert node.felt_by(days) == pytest.approx(truth.by(days), abs=1e-12)
        if truth.felt:
            assert node.mean_severity_if_felt == pytest.approx(truth.severity_felt / truth.felt, abs=1e-9)
            mean = sum(day * chance for day, chance in truth.days.items()) / truth.felt
            assert node.arrival is not None
            assert node.arrival.mean == pytest.approx(mean, abs=1e-9)
        else:
            assert node.arrival is None
            assert node.mean_severity_if_felt is None


@settings(max_examples=40, deadline=None)
@given(cases(coins=7))
def test_arrival_quantiles_invert_the_distribution(case: Case) -> None:
    truths = brute_force(case)
    for name, node in case.answer().nodes.items():
        if node.arrival is not None:
            truth = truths[name]
            for share, day in ((0.05, node.arrival.p05), (0.5, node.arrival.p50), (0.95, node.arrival.p95)):
                assert truth.by(day) >= share * truth.felt - 1e-9
                assert truth.by(day - 0.25) < share * truth.felt + 1e-9


def test_the_diamond_counts_its_stem_once() -> None:
    spread = diamond().answer("auto")

    assert spread.exact
    assert spread.nodes["e"].probability == 0.21875  # not 0.234, which takes the two ways as independent
    assert spread.worlds == 32


def test_a_certain_cycle_that_nothing_sets_off_stays_quiet() -> None:
    loop = (an_edge("b", "c"), an_edge("c", "b"), an_edge("a", "b", 0.1))

    assert Case(edges=loop, triggers=(Trigger(node="a"),)).answer().nodes["b"].probability == pytest.approx(
        0.1
    )
    assert Case(edges=loop, triggers=(Trigger(node="e"),)).answer().nodes["b"].probability == 0
    assert Case(edges=loop, triggers=()).answer().nodes["b"].probability == 0


def test_a_loop_does_not_amplify() -> None:
    edges = (an_edge("a", "b", 1, 0.5, 2), an_edge("b", "c", 1, 0.5, 1), an_edge("c", "b", 1, 1, 0))
    spread = Case(edges=edges, triggers=(Trigger(node="a", severity=0.8),)).answer()

    assert spread.nodes["b"].mean_severity == pytest.approx(0.4)
    assert spread.nodes["c"].mean_severity == pytest.approx(0.2)
    assert spread.nodes["c"].arrival is not None
    assert spread.nodes["c"].arrival.mean == 3


def test_parallel_edges_have_a_coin_each() -> None:
    pair = (an_edge("a", "b", 0.5, name="one"), an_edge("a", "b", 0.5, name="two"))

    assert Case(edges=pair, triggers=(Trigger(node="a"),)).answer().nodes["b"].probability == 0.75


def test_two_triggers_of_one_node_have_a_coin_each() -> None:
    twice = (Trigger(node="a", likelihood=0.5), Trigger(node="a", likelihood=0.5))
    spread = Case(edges=(), triggers=twice).answer()

    assert spread.nodes["a"].probability == 0.75
    assert Case(edges=(), triggers=twice).answer("never", worlds=4000).nodes[
        "a"
    ].probability == pytest.approx(0.75, abs=0.03)


def test_joints_are_counted_in_the_same_worlds() -> None:
    edges = (an_edge("a", "b", 0.5), an_edge("b", "c", 1), an_edge("b", "d", 0.5))
    case = Case(edges=edges, triggers=(Trigger(node="a"),), groups={"C": ("c",), "D": ("d",)})
    spread = case.answer(joints={"both": ("C", "D")})

    assert spread.joints["both"].probability == 0.25  # not 0.5 * 0.25


def test_coins_that_could_change_nothing_are_not_enumerated() -> None:
    back = tuple(an_edge(node, "a", 0.5, name=f"back{node}") for node in "bcde")
    case = diamond().plus(*back)

    assert case.answer().worlds == 32
    assert case.answer().nodes == diamond().answer().nodes


def test_a_later_trigger_can_still_be_overtaken() -> None:
    """An edge back into a certain trigger matters if it may arrive earlier than the trigger itself."""
    triggers = (Trigger(node="a", time_days=5), Trigger(node="b", likelihood=0.5))
    spread = Case(edges=(an_edge("b", "a", 0.5),), triggers=triggers).answer()

    assert spread.nodes["a"].felt_by(0) == 0.25
    assert spread.nodes["a"].felt_by(5) == 1


def test_a_weak_trigger_can_still_be_hit_harder() -> None:
    triggers = (Trigger(node="a", severity=0.2), Trigger(node="b", time_days=1))
    spread = Case(edges=(an_edge("b", "a", 0.5),), triggers=triggers).answer()

    assert spread.nodes["a"].mean_severity == pytest.approx(0.6)


def test_self_loops_are_no_coins() -> None:
    assert diamond().plus(an_edge("c", "c", 0.5)).answer().worlds == 32


def test_exact_is_refused_where_it_cannot_be_had() -> None:
    nodes = ["a", *(f"n{number}" for number in range(21))]
    star = [an_edge("a", node, 0.5) for node in nodes[1:]]
    with pytest.raises(InputError, match=r"2\*\*21 worlds"):
        run(Network.of(nodes, star), [Trigger(node="a")], exact="always")

    varying = replace(an_edge("a", "n0", 0.5), delay=Delay(low=0, mode=2, high=9))
    with pytest.raises(InputError, match="fixed delays"):
        run(Network.of(nodes, [varying]), [Trigger(node="a")], exact=True)
    assert not run(Network.of(nodes, [varying]), [Trigger(node="a")], worlds=10).exact


def test_a_delay_that_varies_out_of_reach_does_not_matter() -> None:
    varying = Edge(
        id="v", source="d", target="e", likelihood=0.5, severity_share=1, delay=Delay(low=0, mode=2, high=9)
    )
    quiet = Case(edges=(an_edge("a", "b", 0.5), varying), triggers=(Trigger(node="a"),))

    assert quiet.answer("auto").exact


def test_automatic_enumeration_stops_at_sixteen_coins() -> None:
    for coins, exact in ((16, True), (17, False)):
        nodes = ["a", *(f"n{number}" for number in range(coins))]
        network = Network.of(nodes, [an_edge("a", node, 0.5) for node in nodes[1:]])
        assert run(network, [Trigger(node="a")], worlds=10).exact is exact


def test_weights_are_the_probabilities_of_the_worlds() -> None:
    case = Case(edges=(an_edge("a", "b", 0.25),), triggers=(Trigger(node="a", severity=0.5),))
    spread = case.answer(watch=("b",))

    assert spread.weights.sum() == pytest.approx(1)
    assert (spread.weights * spread.watched["b"].severity).sum() == pytest.approx(0.125)
    assert sorted(spread.weights.tolist()) == [0.25, 0.75]
