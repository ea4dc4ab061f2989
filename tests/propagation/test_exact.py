"""Enumerated answers against brute force, and against figures known by hand."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.propagation import Delay, Edge, Network, NodeSpread, Trigger, run
from anatomy.propagation.delays import TICKS_PER_DAY, pert_ticks
from anatomy.propagation.exact import coins_that_matter, idle_edges
from anatomy.propagation.plan import Plan
from builders.graphs import NODES, Case, an_edge, brute_force, cases, diamond


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


@settings(max_examples=60, deadline=None)
@given(cases(coins=9))
def test_idle_edges_change_nothing_on_the_same_coins(case: Case) -> None:
    """Sampled worlds know nothing of reductions; without the idle edges they say the same to the last bit."""
    plan = Plan.of(case.network(), case.triggers)
    idle = {plan.network.edge_ids[edge] for edge in plan.edges[idle_edges(plan)].tolist()}
    less = replace(case, edges=tuple(edge for edge in case.edges if edge.id not in idle))

    whole, part = (one.answer("never", trace=(*NODES, "cd"), watch=NODES) for one in (case, less))
    assert repr(whole.to_dict()) == repr(part.to_dict())
    assert (whole.paths, whole.hardest) == (part.paths, part.hardest)
    for node in NODES:
        assert np.array_equal(whole.watched[node].severity, part.watched[node].severity)
        assert np.array_equal(whole.watched[node].arrival_days, part.watched[node].arrival_days)


def test_coins_that_lead_back_are_not_enumerated() -> None:
    """Whatever comes back to b has left b: also where the trigger itself may fail."""
    edges = (an_edge("a", "b", 0.5), an_edge("b", "c", 0.5), an_edge("c", "b", 0.5), an_edge("c", "a", 0.5))
    case = Case(edges=edges, triggers=(Trigger(node="a", likelihood=0.5),))

    assert case.answer().worlds == 8
    assert case.answer().nodes["c"].probability == 0.125


def test_nobody_looks_for_ways_back_where_far_too_many_coins_matter() -> None:
    """With 19 doubtful edges into b beside the one that leads back, it is found idle; with 80, it is not tried."""
    for others, found in ((19, 1), (80, 0)):
        edges = [an_edge("a", "b", 0.5, name=f"x{place:02}") for place in range(others)]
        edges += [an_edge("b", "c"), an_edge("c", "b", 0.5)]
        plan = Plan.of(Network.of("abc", edges), [Trigger(node="a", likelihood=0.5)])
        assert np.count_nonzero(idle_edges(plan)) == found
        assert coins_that_matter(plan) == (20 if found else None)


def test_a_coin_back_counts_where_there_is_another_way_in() -> None:
    edges = (an_edge("a", "b", 0.5), an_edge("b", "c", 0.5), an_edge("c", "b", 0.5), an_edge("a", "c", 0.5))
    case = Case(edges=edges, triggers=(Trigger(node="a"),))

    assert case.answer().worlds == 16
    assert case.answer().nodes["b"].probability == 0.625


def test_delays_that_vary_are_enumerated_tick_by_tick() -> None:
    """The same as fixed delays, each weighed with its chance: a chain of two, beside a slow sure way."""
    laws = ((0.0, 0.25, 1.0), (0.5, 0.5, 1.0))
    slow = an_edge("a", "c", 1.0, 0.3, 1.25)
    start = (Trigger(node="a"),)

    def chain(*delays: Delay) -> Case:
        first, second = delays
        doubtful = replace(an_edge("a", "b", 0.5, 0.5), delay=first)
        return Case(
            edges=(doubtful, replace(an_edge("b", "c", 1.0, 0.8), delay=second), slow), triggers=start
        )

    ranges = [Delay(low=low, mode=mode, high=high) for low, mode, high in laws]
    varying = chain(*ranges).answer("auto")

    expected: dict[float, float] = {}
    firsts, chances = zip(*(pert_ticks(*law) for law in laws), strict=True)
    for places in product(*(range(len(one)) for one in chances)):
        chance = math.prod(one[place] for one, place in zip(chances, places, strict=True))
        days = [
            Delay.fixed((first + place) / TICKS_PER_DAY) for first, place in zip(firsts, places, strict=True)
        ]
        for day, share in brute_force(chain(*days))["c"].days.items():
            expected[day] = expected.get(day, 0.0) + chance * share
    assert varying.exact
    assert varying.worlds == (1 + len(chances[0])) * len(chances[1])
    for day in expected:
        upto = math.fsum(chance for one, chance in expected.items() if one <= day)
        assert varying.nodes["c"].felt_by(day) == pytest.approx(upto, abs=1e-12)
    assert varying.nodes["c"].mean_severity == pytest.approx(0.5 * 0.4 + 0.5 * 0.3, abs=1e-12)


def test_a_tick_without_a_chance_is_no_outcome() -> None:
    """0.375 days round up to 0.5, but a range that ends there never gets so far."""
    edge = replace(an_edge("a", "b"), delay=Delay(low=0.0, mode=0.25, high=0.375))
    spread = Case(edges=(edge,), triggers=(Trigger(node="a"),)).answer("auto")

    assert spread.worlds == 2
    assert spread.nodes["b"].felt_by(0.25) == 1


def test_exact_is_refused_where_it_cannot_be_had() -> None:
    nodes = ["a", *(f"n{number}" for number in range(21))]
    star = [an_edge("a", node, 0.5) for node in nodes[1:]]
    with pytest.raises(InputError, match=r"2\*\*21 worlds or more"):
        run(Network.of(nodes, star), [Trigger(node="a")], exact="always")
    assert coins_that_matter(Plan.of(Network.of(nodes, star), [Trigger(node="a")])) is None

    long = Delay(low=0, mode=30, high=200)
    slow = [replace(edge, delay=long) for edge in star[:2]]
    assert coins_that_matter(Plan.of(Network.of(nodes, slow[:1]), [Trigger(node="a")])) == 10
    assert coins_that_matter(Plan.of(Network.of(nodes, slow), [Trigger(node="a")])) == 20
    third = [*slow, replace(star[2], delay=long)]
    assert coins_that_matter(Plan.of(Network.of(nodes, third), [Trigger(node="a")])) is None
    with pytest.raises(InputError, match=r"2\*\*29 worlds or more"):
        run(Network.of(nodes, third), [Trigger(node="a")], exact=True)
    assert not run(Network.of(nodes, third), [Trigger(node="a")], worlds=10).exact


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
