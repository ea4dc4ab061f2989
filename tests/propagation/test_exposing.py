"""One sweep backwards against a run forwards from every node, on the same coins."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from anatomy.errors import UnknownNameError
from anatomy.propagation import Trigger, exposure, flood, run
from builders.graphs import Case, a_web, an_edge, cases, diamond


@settings(max_examples=120, deadline=None)
@given(case=cases(coins=8))
@pytest.mark.parametrize("exact", ["never", "always"])
def test_backwards_equals_forwards(exact: str, case: Case) -> None:
    target = case.groups["cd"]
    options = {"worlds": 200, "seed": 3, "felt_at": case.felt_at, "exact": exact}
    back = exposure(case.network(), target, **options)  # type: ignore[arg-type]
    for node in case.nodes:
        ahead = run(
            case.network(),
            [Trigger(node=node)],
            groups={"target": target},
            **options,  # type: ignore[arg-type]
        ).groups["target"]
        found = back.nodes[node]
        assert found.reached == pytest.approx(ahead.reached, abs=1e-12)
        assert found.probability == pytest.approx(ahead.probability, abs=1e-12)
        assert found.mean_severity == pytest.approx(ahead.mean_severity, abs=1e-12)
        for days in (0, 0.25, 1, 2, 3, 6, 12, 60):
            assert found.felt_by(days) == pytest.approx(ahead.felt_by(days), abs=1e-12)
        assert (found.arrival is None) == (ahead.arrival is None)
        if found.arrival is not None and ahead.arrival is not None:
            assert found.arrival.mean == pytest.approx(ahead.arrival.mean, abs=1e-9)


def test_what_arrives_too_weak_to_be_felt_is_no_arrival() -> None:
    """C is hit on day 1 and feels nothing, d on day 9 and feels it; so it is without coins, with some, and in part."""
    quick, slow = an_edge("a", "c", severity_share=0.1, days=1), an_edge("a", "d", severity_share=0.9, days=9)
    for likelihood in (1.0, 0.5):
        case = Case(edges=(replace(quick, likelihood=likelihood), slow), triggers=())
        for exact in ("always", "never"):
            back = exposure(case.network(), ["c", "d"], felt_at=0.2, worlds=50, exact=exact)
            assert back.nodes["a"].arrival is not None
            assert back.nodes["a"].arrival.p05 == back.nodes["a"].arrival.p95 == 9
            assert back.nodes["a"].felt_by(8.75) == 0


def test_a_way_through_one_member_can_make_another_feel_what_came_sooner() -> None:
    """By hand: d is hit by day 1, but hard enough only by way of c, which itself is hit on day 9."""
    edges = (
        an_edge("a", "d", severity_share=0.1, days=1),
        an_edge("a", "c", days=9),
        an_edge("c", "d", likelihood=0.5, days=0),
    )
    back = exposure(Case(edges=edges, triggers=()).network(), ["c", "d"], felt_at=0.2)

    assert back.exact
    assert back.nodes["a"].felt_by(1) == 0.5
    assert back.nodes["a"].felt_by(9) == 1


@pytest.mark.parametrize("slots", [flood.MOST_SLOTS, 1 << 11])
def test_a_wide_target_is_answered_in_as_many_parts_as_fit(
    slots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve nodes, each of them alone in every world, in one part and in many, against runs forward."""
    monkeypatch.setattr(flood, "MOST_SLOTS", slots)
    case = replace(a_web(likelihood=0.5), felt_at=0.5)
    target = case.nodes[5:17]
    back = exposure(case.network(), target, felt_at=case.felt_at, worlds=150, exact="never")
    sources = [name for name in case.nodes if name not in target and back.nodes[name].probability > 0]
    assert len(sources) > 8
    for name in sources:
        ahead = run(
            case.network(),
            [Trigger(node=name)],
            groups={"target": target},
            felt_at=case.felt_at,
            worlds=150,
            exact="never",
        ).groups["target"]
        found = back.nodes[name]
        assert (found.reached, found.probability) == (ahead.reached, ahead.probability)
        assert found.calendar.by(math.inf) == ahead.calendar.by(math.inf)
        assert [found.felt_by(days) for days in range(60)] == [ahead.felt_by(days) for days in range(60)]


def test_all_that_arrives_is_felt_unless_more_is_asked() -> None:
    network = Case(edges=(an_edge("a", "c", severity_share=0.1),), triggers=()).network()

    assert exposure(network, ["c"]).nodes["a"].probability == 1
    assert exposure(network, ["c"], felt_at=0.2).nodes["a"].probability == 0


def test_a_target_is_exposed_to_itself_and_to_what_leads_there() -> None:
    case = diamond()
    spread = exposure(case.network(), ["e"])

    assert spread.exact
    assert {name: node.reached for name, node in spread.nodes.items()} == {
        "a": 0.21875,
        "b": 0.4375,
        "c": 0.5,
        "d": 0.5,
        "e": 1.0,
    }


def test_delays_that_vary_arrive_as_forwards() -> None:
    case = diamond()
    network = case.network()
    varying = replace(network, delay_high=network.delay_high + 9)
    back = exposure(varying, ["e"], worlds=400)
    ahead = run(varying, case.triggers, worlds=400).nodes["e"]

    assert back.nodes["a"].arrival == ahead.arrival
    assert exposure(network, ["e"], exact="never").worlds == 10_000
    with pytest.raises(UnknownNameError, match="in group 'target', the node 'nobody'"):
        exposure(network, ["nobody"])
