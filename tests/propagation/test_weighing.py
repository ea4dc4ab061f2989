"""Removal effects on felt, severity and money against really removing: every world in plain Python, and re-runs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import Network, Stake, Trigger, importance, play, run, weigh_removals
from builders.graphs import Case, _hits, _worlds, an_edge, brute_force, cases, diamond

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.propagation import Removals

BOOK = {
    "near": (Stake(node="c", amount=100.0, horizon_days=2.0), Stake(node="d", amount=50.0)),
    "far": (Stake(node="e", amount=7.0, horizon_days=3.5), Stake(node="e", amount=3.0)),
}


def without(case: Case) -> Iterator[tuple[int, int, Case]]:
    """Each side, row and the case without that edge (side 0) or node (side 1)."""
    names = sorted(edge.id for edge in case.edges)
    for row, name in enumerate(names):
        yield 0, row, replace(case, edges=tuple(edge for edge in case.edges if edge.id != name))
    for row, node in enumerate(case.nodes):
        edges = tuple(edge for edge in case.edges if node not in {edge.source, edge.target})
        triggers = tuple(trigger for trigger in case.triggers if trigger.node != node)
        yield 1, row, replace(case, edges=edges, triggers=triggers)


def mean_loss(case: Case, ledger: str) -> float:
    """Summed over all worlds in plain Python."""
    total = 0.0
    for chance, live, lit in _worlds(case):
        severity, days = _hits(case.nodes, live, lit)
        for stake in BOOK[ledger]:
            if days.get(stake.node, math.inf) <= stake.horizon_days:
                total += chance * stake.amount * severity.get(stake.node, 0.0)
    return total


def weighed(case: Case, **options: object) -> Removals:
    settings: dict[str, object] = {"groups": case.groups, "ledgers": BOOK, "felt_at": case.felt_at, **options}
    return weigh_removals(case.network(), case.triggers, **settings)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(case=cases(coins=8))
def test_enumerated_effects_equal_brute_force_without_it(case: Case) -> None:
    found = weighed(case, exact="always")
    whole = brute_force(case)
    losses = {ledger: mean_loss(case, ledger) for ledger in BOOK}
    for side, row, less in without(case):
        rest = brute_force(less)
        for column, group in enumerate(found.groups):
            one, other = whole[group], rest[group]
            assert found.reached[side].mean[row, column] == pytest.approx(
                one.reached - other.reached, abs=1e-12
            )
            assert found.felt[side].mean[row, column] == pytest.approx(one.felt - other.felt, abs=1e-12)
            assert found.severity[side].mean[row, column] == pytest.approx(
                one.severity - other.severity, abs=1e-12
            )
        for column, ledger in enumerate(found.ledgers):
            lost = losses[ledger] - mean_loss(less, ledger)
            assert found.loss[side].mean[row, column] == pytest.approx(lost, abs=1e-9)
            assert found.loss[side].half[row, column] == 0


def a_web(seed: int, nodes: int = 40, edges: int = 220) -> tuple[Network, list[Trigger]]:
    """Loops, parallel edges, ties in severity and time, uncertain triggers."""
    rng = np.random.default_rng(seed)
    names = [f"n{number:02d}" for number in range(nodes)]
    rows = [
        an_edge(
            names[one],
            names[two],
            float(rng.uniform(0.05, 0.6)),
            float(rng.choice([0.5, 0.8, 1.0, 0.33])),
            float(rng.integers(0, 8)) / 4,
            name=f"e{number}",
        )
        for number, (one, two) in enumerate(rng.integers(0, nodes, (edges, 2)).tolist())
    ]
    triggers = [Trigger(node=names[0]), Trigger(node=names[1], likelihood=0.4, severity=0.7, time_days=1)]
    return Network.of(names, rows), triggers


@pytest.mark.parametrize("seed", [1, 2])
def test_sampled_effects_equal_the_same_worlds_without_it(seed: int) -> None:
    network, triggers = a_web(seed)
    groups = {"low": network.nodes[3:20], "high": network.nodes[25:], "one": network.nodes[9:10]}
    book = {
        "all": [
            Stake(node=network.nodes[9], amount=5, horizon_days=3),
            Stake(node=network.nodes[30], amount=2),
        ]
    }
    owners = [stake.node for stake in book["all"]]
    options = {"groups": groups, "felt_at": 0.3, "worlds": 400, "seed": seed, "exact": "never"}
    found = weigh_removals(network, triggers, ledgers=book, **options)  # type: ignore[arg-type]
    whole = run(network, triggers, watch=owners, **options)  # type: ignore[arg-type]
    assert (found.network, found.worlds, found.exact) == (network, 400, False)
    assert (found.groups, found.ledgers) == (("high", "low", "one"), ("all",))

    def losses(spread: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        seen = [spread.watched[stake.node] for stake in book["all"]]  # type: ignore[attr-defined]
        return sum(  # type: ignore[no-any-return]
            stake.amount * one.severity * (one.arrival_days <= stake.horizon_days)
            for stake, one in zip(book["all"], seen, strict=True)
        )

    for edge in range(0, len(network.edge_ids), 3):
        likelihood = network.likelihood.copy()
        likelihood[edge] = 0.0
        rest = run(replace(network, likelihood=likelihood), triggers, watch=owners, **options)  # type: ignore[arg-type]
        for column, group in enumerate(found.groups):
            one, other = whole.groups[group], rest.groups[group]
            for name in ("reached", "probability", "mean_severity"):
                effects = {
                    "reached": found.reached,
                    "probability": found.felt,
                    "mean_severity": found.severity,
                }
                less = getattr(one, name) - getattr(other, name)
                assert effects[name][0].mean[edge, column] == pytest.approx(less, abs=1e-12)
        differences = losses(whole) - losses(rest)
        assert (differences >= 0).all()
        assert found.loss[0].mean[edge, 0] == pytest.approx(differences.mean(), abs=1e-9)
        paired = 1.959964 * differences.std() / math.sqrt(400)
        assert found.loss[0].half[edge, 0] == pytest.approx(paired, abs=1e-6)


def test_reached_agrees_with_the_dominators_of_being_reached() -> None:
    network, triggers = a_web(3)
    groups = {"low": network.nodes[3:20], "high": network.nodes[25:]}
    found = weigh_removals(network, triggers, groups=groups, worlds=300, exact="never")
    quick = importance(network, triggers, targets=groups, worlds=300, exact="never")
    assert np.allclose(found.reached[0].mean, quick.edge_effects(), atol=1e-12)
    assert np.allclose(found.reached[1].mean, quick.node_effects(), atol=1e-12)


def test_a_dependency_matters_to_felt_only_where_it_carried_the_most() -> None:
    strong, weak = an_edge("a", "e", 1, 0.9, 5), an_edge("a", "e", 1, 0.2, 1, name="weak")
    case = Case(edges=(strong, weak), triggers=(Trigger(node="a"),), felt_at=0.5)
    found = weighed(case)
    column = found.groups.index("e")
    assert found.felt[0].mean[:, column].tolist() == [1.0, 0.0]
    assert found.reached[0].mean[:, column].tolist() == [0.0, 0.0]
    assert found.severity[0].mean[:, column] == pytest.approx([0.7, 0.0])
    # The weak one brings it in time, the strong one brings it in full.
    far = found.ledgers.index("far")
    assert found.loss[0].mean[:, far] == pytest.approx([10 * 0.7, 7 * 0.9])


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network, triggers = a_web(4)
    groups = {"low": network.nodes[3:20]}
    book = {"all": [Stake(node=network.nodes[9], amount=5, horizon_days=3)]}
    whole = weigh_removals(network, triggers, groups=groups, ledgers=book, worlds=200, exact="never")
    monkeypatch.setattr("anatomy.propagation.flood.MOST_SLOTS", 40 * 8 * 9)
    small = weigh_removals(network, triggers, groups=groups, ledgers=book, worlds=200, exact="never")
    for name in ("reached", "felt", "severity", "loss"):
        for side in (0, 1):
            assert np.array_equal(getattr(whole, name)[side].mean, getattr(small, name)[side].mean)
            assert np.array_equal(getattr(whole, name)[side].half, getattr(small, name)[side].half)


def test_what_cannot_be_asked_is_refused() -> None:
    case = diamond()
    with pytest.raises(UnknownNameError, match="nobody"):
        weigh_removals(case.network(), case.triggers, groups={"x": ["nobody"]})
    with pytest.raises(UnknownNameError, match="noone"):
        weigh_removals(
            case.network(), case.triggers, groups={}, ledgers={"x": [Stake(node="noone", amount=1)]}
        )
    for wrong in ({"seed": -1}, {"worlds": 0}, {"felt_at": 1.5}, {"exact": "perhaps"}):
        for ask in (weigh_removals, play):
            with pytest.raises(InputError, match=next(iter(wrong))):
                ask(case.network(), case.triggers, groups={}, **wrong)


def test_a_node_that_is_gone_gets_nothing_back_round_a_loop() -> None:
    edges = (
        an_edge("a", "b", 1, 0.9, 1),
        an_edge("b", "c", 1, 0.9, 1),
        an_edge("a", "c", 1, 0.3, 5),
        an_edge("c", "b", 1, 0.9, 1),
    )
    case = Case(edges=edges, triggers=(Trigger(node="a"),), groups={"b": ("b",), "c": ("c",)})
    found = weighed(case, ledgers={"b": [Stake(node="b", amount=10)], "c": [Stake(node="c", amount=10)]})
    gone = found.network.nodes.index("b")
    assert found.severity[1].mean[gone] == pytest.approx([0.9, 0.81 - 0.3])
    assert found.reached[1].mean[gone].tolist() == [1, 0]
    assert found.loss[1].mean[gone] == pytest.approx([9, 8.1 - 3])
