"""Laws that every measure obeys, for reached and for felt; on the same coins they hold world by world."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.propagation import Delay, Stake, Trigger, play
from anatomy.propagation.measures import MEASURES
from anatomy.propagation.stats import SLACK
from builders.graphs import LIKELIHOODS, NODES, SHARES, Case, an_edge, cases

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from numpy.typing import NDArray

    from anatomy.propagation import Edge, NodeSpread, Spread

DATES = (0.0, 0.5, 1.5, 4.0, 50.0)
WISH = {"worlds": "never", "exact": "always"}
TINY = 1e-12

laws = settings(max_examples=30, deadline=None)
places = st.integers(0, 5)


@pytest.fixture(scope="module", params=sorted(MEASURES))
def measure(request: pytest.FixtureRequest) -> str:
    """Each measure in turn, by the wish that leads to it."""
    return WISH[str(request.param)]


def figures(spread: Spread) -> list[NodeSpread]:
    """Nodes and groups alike."""
    return [*spread.nodes.values(), *spread.groups.values()]


def never_less(
    small: Spread, large: Spread, figure: Callable[[NodeSpread], float] = lambda node: node.mean_severity
) -> None:
    """Nothing is less likely, later or weaker in the second answer."""
    for one, other in zip(figures(small), figures(large), strict=True):
        assert one.reached <= other.reached + TINY
        assert one.probability <= other.probability + TINY
        assert figure(one) <= figure(other) + TINY
        for days in DATES:
            assert one.felt_by(days) <= other.felt_by(days) + TINY


def same(one: Spread, other: Spread) -> None:
    """Equal to the last bit, nodes and groups."""
    left, right = one.to_dict(), other.to_dict()
    assert left["groups"] == right["groups"]
    for name in left["nodes"].keys() & right["nodes"].keys():
        assert left["nodes"][name] == right["nodes"][name]


@laws
@given(case=cases(coins=7))
def test_everything_stays_within_bounds(measure: str, case: Case) -> None:
    for node in figures(case.answer(measure)):
        assert 0 <= node.low <= node.probability <= node.high <= 1
        assert 0 <= node.reached_low <= node.reached <= node.reached_high <= 1
        assert node.probability <= node.reached
        assert 0 <= node.mean_severity <= node.reached
        assert node.felt_by(1e6) == node.probability
        if node.mean_severity_if_felt is not None:
            assert case.felt_at - 1e-9 <= node.mean_severity_if_felt <= 1 + 1e-9


@laws
@given(case=cases(coins=7), place=places, likelihood=LIKELIHOODS)
def test_a_likelier_edge_never_lowers_anything(
    measure: str, case: Case, place: int, likelihood: float
) -> None:
    assume(case.edges)
    place %= len(case.edges)
    likelier = case.but(place, likelihood=max(likelihood, case.edges[place].likelihood))

    never_less(case.answer(measure), likelier.answer(measure))


@laws
@given(case=cases(coins=7), place=places, share=SHARES)
def test_a_stronger_edge_never_lowers_anything(measure: str, case: Case, place: int, share: float) -> None:
    assume(case.edges)
    place %= len(case.edges)
    stronger = case.but(place, severity_share=max(share, case.edges[place].severity_share))

    never_less(case.answer(measure), stronger.answer(measure))


@laws
@given(case=cases(coins=7), likelihood=LIKELIHOODS, severity=SHARES)
def test_a_stronger_trigger_never_lowers_anything(
    measure: str, case: Case, likelihood: float, severity: float
) -> None:
    weak = case.triggers[0]
    strong = replace(weak, likelihood=max(weak.likelihood, likelihood), severity=max(weak.severity, severity))
    assume(strong.node not in {trigger.node for trigger in case.triggers[1:]})

    changed = replace(case, triggers=(strong, *case.triggers[1:]))
    never_less(case.answer(measure), changed.answer(measure))


@laws
@given(case=cases(coins=7), likelihood=LIKELIHOODS, severity=SHARES)
def test_a_stronger_trigger_with_an_id_lowers_nothing_on_whatever_node(
    measure: str, case: Case, likelihood: float, severity: float
) -> None:
    """Also beside others of its node, which without ids would be numbered anew."""
    node = case.triggers[0].node
    weak, *others = (replace(it, node=node, id=f"t{number}") for number, it in enumerate(case.triggers))
    strong = replace(weak, likelihood=max(weak.likelihood, likelihood), severity=max(weak.severity, severity))

    before, after = (replace(case, triggers=(one, *others)) for one in (weak, strong))
    never_less(before.answer(measure), after.answer(measure))


def test_without_ids_a_harder_trigger_may_draw_other_coins() -> None:
    """The limit that the law has: numbers go by severity, so the two triggers of a node change coins."""
    soft, other = (Trigger(node="a", likelihood=p, severity=s) for p, s in ((0.9, 0.2), (0.1, 0.3)))
    hard = replace(soft, severity=0.4)
    felt = [
        Case(edges=(), triggers=(one, other), felt_at=0.25)
        .answer("never", watch=("a",))
        .watched["a"]
        .severity
        for one in (soft, hard)
    ]
    named = [
        Case(edges=(), triggers=(replace(one, id="x"), replace(other, id="y"))).answer("never", watch=("a",))
        for one in (soft, hard)
    ]

    assert (felt[1] < felt[0]).any()
    assert (named[1].watched["a"].severity >= named[0].watched["a"].severity).all()


def test_an_id_of_two_triggers_is_refused() -> None:
    twins = (Trigger(node="a", id="x"), Trigger(node="b", id="x"))
    with pytest.raises(InputError, match="trigger id 'x' occurs more than once"):
        Case(edges=(), triggers=twins).answer()
    with pytest.raises(InputError, match="'a#0' occurs more than once"):
        Case(edges=(), triggers=(Trigger(node="a"), Trigger(node="b", id="a#0"))).answer()


@laws
@given(case=cases(coins=7), place=places, days=st.integers(0, 8))
def test_a_longer_delay_is_never_felt_earlier(measure: str, case: Case, place: int, days: int) -> None:
    assume(case.edges)
    place %= len(case.edges)
    later = Delay.fixed(case.edges[place].delay.mode + days)

    never_less(case.but(place, delay=later).answer(measure), case.answer(measure))


@laws
@given(case=cases(coins=7), felt_at=st.floats(0, 1))
def test_a_higher_threshold_is_never_felt_more(measure: str, case: Case, felt_at: float) -> None:
    low, high = sorted((case.felt_at, felt_at))

    never_less(replace(case, felt_at=high).answer(measure), replace(case, felt_at=low).answer(measure))


@laws
@given(case=cases(coins=6), likelihood=LIKELIHOODS)
def test_another_edge_never_lowers_anything(measure: str, case: Case, likelihood: float) -> None:
    never_less(case.answer(measure), case.plus(an_edge("b", "e", likelihood, 0.7, 1, "z")).answer(measure))


@laws
@given(case=cases(coins=7), node=st.sampled_from(NODES))
def test_impossible_edges_and_self_loops_are_inert(measure: str, case: Case, node: str) -> None:
    idle = (an_edge("a", node, 0.0, name="y0"), an_edge(node, node, 1.0, 1.0, name="y1"))

    same(case.answer(measure), case.plus(*idle).answer(measure))


@laws
@given(case=cases(coins=7))
def test_what_cannot_be_reached_is_quiet_and_changes_nothing(measure: str, case: Case) -> None:
    island = (an_edge("m", "n", 0.5, name="x00"), an_edge("n", "a", 0.5, name="x01"))
    wider = replace(case.plus(*island), nodes=("0", *NODES, "m", "n")).answer(measure)

    same(case.answer(measure), wider)
    assert wider.nodes["m"] == wider.nodes["n"] == wider.nodes["0"]
    assert (wider.nodes["m"].reached_high, wider.nodes["m"].mean_severity) == (0, 0)


@laws
@given(case=cases(coins=7), order=st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(measure: str, case: Case, order: Random) -> None:
    nodes, edges, triggers = list(case.nodes), list(case.edges), list(case.triggers)
    for part in (nodes, edges, triggers):
        order.shuffle(part)
    shuffled = Case(
        nodes=tuple(nodes),
        edges=tuple(edges),
        triggers=tuple(triggers),
        felt_at=case.felt_at,
        groups={name: members[::-1] for name, members in reversed(list(case.groups.items()))},
    )

    one, other = case.answer(measure, trace=("cd", "e")), shuffled.answer(measure, trace=("e", "cd"))
    assert repr(one.to_dict()) == repr(other.to_dict())
    assert (one.paths, one.hardest) == (other.paths, other.hardest)


@laws
@given(case=cases(coins=7))
def test_renaming_nodes_moves_figures_and_nothing_else(measure: str, case: Case) -> None:
    """Coins belong to edges, so other names in another order only carry the figures along."""
    certain = tuple(replace(trigger, likelihood=1.0) for trigger in case.triggers)
    case = replace(case, triggers=certain)
    name = dict(zip(NODES, reversed(NODES), strict=True))
    renamed = replace(
        case,
        edges=tuple(replace(edge, source=name[edge.source], target=name[edge.target]) for edge in case.edges),
        triggers=tuple(replace(trigger, node=name[trigger.node]) for trigger in case.triggers),
        groups={group: tuple(name[node] for node in nodes) for group, nodes in case.groups.items()},
    )

    one, other = case.answer(measure), renamed.answer(measure)
    assert one.groups == other.groups
    assert all(one.nodes[node] == other.nodes[name[node]] for node in NODES)


@laws
@given(case=cases(coins=7))
def test_certain_edges_mean_reachability(measure: str, case: Case) -> None:
    sure = replace(
        case,
        edges=tuple(replace(edge, likelihood=1.0) for edge in case.edges),
        triggers=tuple(replace(trigger, likelihood=1.0) for trigger in case.triggers),
    )
    graph: nx.DiGraph[str] = nx.DiGraph([(edge.source, edge.target) for edge in case.edges])
    graph.add_nodes_from(NODES)
    starts = {trigger.node for trigger in case.triggers}
    within = starts.union(*(nx.descendants(graph, start) for start in starts))

    for name, node in sure.answer(measure).nodes.items():
        assert node.reached == node.reached_low == node.reached_high == (name in within)


@laws
@given(case=cases(coins=6))
def test_nodes_tied_together_are_one(measure: str, case: Case) -> None:
    tied = case.plus(an_edge("b", "c", name="t0"), an_edge("c", "b", name="t1")).answer(measure)

    assert tied.nodes["b"] == tied.nodes["c"]


@laws
@given(case=cases(coins=7))
def test_in_an_out_tree_chances_and_shares_multiply_and_delays_add_up(measure: str, case: Case) -> None:
    """The first edge into each node, from nodes before it, and one trigger at the root."""
    firsts: dict[str, Edge] = {}
    for edge in case.edges:
        if edge.source < edge.target:
            firsts.setdefault(edge.target, edge)
    root = replace(case.triggers[0], node="a")
    spread = replace(case, edges=tuple(firsts.values()), triggers=(root,)).answer(measure)
    told = {"a": (root.likelihood, root.severity, root.time_days)}
    for node in NODES:
        if node in firsts and firsts[node].source in told:
            edge = firsts[node]
            chance, severity, days = told[edge.source]
            told[node] = (
                chance * edge.likelihood,
                severity * edge.severity_share,
                days + edge.delay.mode,
            )
        chance, severity, days = told.get(node, (0.0, 0.0, 0.0))
        found, felt = spread.nodes[node], severity >= case.felt_at - SLACK
        if measure == "always":
            assert found.reached == pytest.approx(chance, abs=TINY)
            assert found.mean_severity == pytest.approx(chance * severity, abs=TINY)
        assert found.probability == (found.reached if felt else 0)
        if found.arrival is not None:
            assert found.arrival.p05 == found.arrival.p95 == days
            assert found.mean_severity_if_felt == pytest.approx(severity)


@laws
@given(case=cases(coins=7), scale=st.integers(2, 9), horizon=st.integers(0, 9))
def test_scaling_amounts_scales_what_is_lost_in_every_world(
    measure: str, case: Case, scale: int, horizon: int
) -> None:
    items = [Stake(node="c", amount=100.0, horizon_days=horizon), Stake(node="d", amount=30.0)]

    def lost(by: float) -> NDArray[np.float64]:
        book = {"all": [replace(item, amount=item.amount * by) for item in items]}
        found = play(
            case.network(), case.triggers, groups={}, ledgers=book, worlds=300, exact=cast("Any", measure)
        )
        rows: NDArray[np.float64] = found.loss[found.of_ledger("all")]
        return rows

    assert lost(scale) == pytest.approx(scale * lost(1), rel=TINY)
    assert np.array_equal(lost(0.5), lost(1) / 2)


@laws
@given(case=cases(coins=7), scale=st.integers(2, 5))
def test_scaling_delays_scales_arrivals(measure: str, case: Case, scale: int) -> None:
    slow = replace(
        case,
        edges=tuple(replace(edge, delay=Delay.fixed(edge.delay.mode * scale)) for edge in case.edges),
        triggers=tuple(replace(it, time_days=it.time_days * scale) for it in case.triggers),
    )
    for one, other in zip(figures(case.answer(measure)), figures(slow.answer(measure)), strict=True):
        assert other.probability == one.probability
        assert [other.felt_by(date * scale) for date in DATES] == [one.felt_by(date) for date in DATES]
        if one.arrival is None or other.arrival is None:
            assert one.arrival == other.arrival
        else:
            assert other.arrival.mean == pytest.approx(one.arrival.mean * scale)
            assert other.arrival.p90 == one.arrival.p90 * scale


@laws
@given(case=cases(coins=7), days=st.integers(1, 8))
def test_shifting_the_triggers_shifts_arrivals(measure: str, case: Case, days: int) -> None:
    moved = tuple(replace(trigger, time_days=trigger.time_days + days) for trigger in case.triggers)
    later = replace(case, triggers=moved).answer(measure)

    for one, other in zip(figures(case.answer(measure)), figures(later), strict=True):
        assert other.probability == one.probability
        assert [other.felt_by(date + days) for date in DATES] == [one.felt_by(date) for date in DATES]


@laws
@given(case=cases(coins=7))
def test_a_group_lies_between_its_likeliest_member_and_its_sum(measure: str, case: Case) -> None:
    spread = case.answer(measure)
    for name, members in case.groups.items():
        chances = [spread.nodes[node].probability for node in members]
        assert max(chances) - TINY <= spread.groups[name].probability <= min(1, sum(chances)) + TINY
        severities = [spread.nodes[node].mean_severity for node in members]
        assert max(severities) - TINY <= spread.groups[name].mean_severity <= sum(severities) + TINY


@laws
@given(case=cases(coins=7))
def test_groups_and_watched_worlds_tell_the_same_story(measure: str, case: Case) -> None:
    spread = case.answer(measure, watch=NODES)
    for name, members in case.groups.items():
        group = spread.groups[name]
        hard = [spread.watched[node].severity for node in members]
        when = [spread.watched[node].arrival_days for node in members]
        each = [np.isfinite(day) & (hurt >= case.felt_at) for day, hurt in zip(when, hard, strict=True)]
        felt, hurt = np.any(each, axis=0), np.max(hard, axis=0)
        first = np.min(np.where(each, when, np.inf), axis=0)
        assert math.fsum(spread.weights[felt]) == pytest.approx(group.probability)
        assert math.fsum(spread.weights[np.isfinite(when).any(axis=0)]) == pytest.approx(group.reached)
        assert math.fsum(spread.weights * hurt) == pytest.approx(group.mean_severity)
        for day in DATES:
            assert math.fsum(spread.weights[felt & (first <= day)]) == pytest.approx(group.felt_by(day))
        if group.arrival is not None:
            mean = math.fsum(spread.weights[felt] * first[felt]) / math.fsum(spread.weights[felt])
            assert group.arrival.mean == pytest.approx(mean)


@laws
@given(case=cases(coins=7))
def test_shares_of_chains_add_up_to_the_chance(measure: str, case: Case) -> None:
    spread = case.answer(measure, trace=(*case.groups, *NODES[:4]))
    for traced in (spread.paths, spread.hardest):
        for name, paths in traced.items():
            felt = (spread.groups.get(name) or spread.nodes[name]).probability
            assert math.fsum(path.share for path in paths) == pytest.approx(felt, abs=TINY)
            assert len({(path.nodes, path.edges) for path in paths}) == len(paths)


def test_a_trigger_that_is_its_own_target_is_a_chain_of_no_steps(measure: str) -> None:
    case = Case(edges=(), triggers=(Trigger(node="c", likelihood=0.5),))
    spread = case.answer(measure, trace=("cd",))

    (path,) = spread.paths["cd"]
    assert (path.nodes, path.edges, path.alone) == (("c",), (), 0.5)
    assert path.share == spread.groups["cd"].probability
