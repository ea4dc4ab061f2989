"""Worlds kept one by one against the sums of a run over the same worlds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from anatomy.propagation import Network, Stake, Trigger, play, run
from builders.graphs import Case, an_edge, cases

BOOK = {"all": [Stake(node="c", amount=100.0, horizon_days=2.0), Stake(node="d", amount=50.0)], "none": []}


@settings(max_examples=40, deadline=None)
@given(case=cases(coins=7))
@pytest.mark.parametrize("exact", ["never", "always"])
def test_outcomes_add_up_to_the_answer(exact: str, case: Case) -> None:
    options: dict[str, Any] = {
        "groups": case.groups,
        "felt_at": case.felt_at,
        "worlds": 300,
        "seed": 3,
        "exact": exact,
    }
    found = play(case.network(), case.triggers, ledgers=BOOK, **options)
    whole = run(case.network(), case.triggers, watch=["c", "d"], **options)
    assert (found.exact, found.seed) == (whole.exact, whole.seed)
    assert np.array_equal(found.weights, whole.weights)
    for row, name in enumerate(found.groups):
        group = whole.groups[name]
        assert math.fsum(found.weights[found.reached[row]]) == pytest.approx(group.reached)
        assert math.fsum(found.weights[found.felt[row]]) == pytest.approx(group.probability)
        assert math.fsum(found.weights * found.severity[row]) == pytest.approx(group.mean_severity)
        for day in (0.0, 1.5, 40.0):
            assert math.fsum(found.weights[found.arrival_days[row] <= day]) == pytest.approx(
                group.felt_by(day)
            )
    c, d = whole.watched["c"], whole.watched["d"]
    wanted = 100 * c.severity * (c.arrival_days <= 2) + 50 * d.severity
    assert found.loss[found.of_ledger("all")] == pytest.approx(wanted)
    assert not found.loss[found.of_ledger("none")].any()


def test_arrival_is_the_first_even_where_what_is_felt_comes_later() -> None:
    """A chain of 5 % arrives on day 1, one of 100 % on day 9; felt from 10 % on."""
    network = Network.of(
        "ab", [an_edge("a", "b", 1.0, 0.05, 1.0, "x"), an_edge("a", "b", 0.5, 1.0, 9.0, "y")]
    )
    found = run(network, [Trigger(node="a")], felt_at=0.1)

    assert found.nodes["b"].probability == 0.5
    assert found.nodes["b"].felt_by(1.0) == 0.5
    assert found.nodes["b"].felt_by(0.75) == 0


@pytest.mark.parametrize(("horizon", "lost"), [(2.75, 0.0), (3.0, 100.0), (math.inf, 100.0)])
def test_what_arrives_on_the_last_day_of_the_horizon_is_lost(horizon: float, lost: float) -> None:
    network = Network.of("ab", [an_edge("a", "b", days=3)])
    stake = Stake(node="b", amount=100.0, horizon_days=horizon)
    found = play(network, [Trigger(node="a")], groups={}, ledgers={"all": [stake]}, worlds=2)

    assert set(found.loss[found.of_ledger("all")]) == {lost}


def test_rows_are_found_by_name() -> None:
    case = Case(edges=(), triggers=(Trigger(node="c"),))
    found = play(case.network(), case.triggers, groups=case.groups, ledgers=BOOK, worlds=7)

    assert found.worlds == len(found.weights) == found.severity.shape[1]
    assert found.reached[found.of_group("cd")].all()
    assert not found.reached[found.of_group("e")].any()
    with pytest.raises(ValueError, match="not in tuple"):
        found.of_group("f")


def test_nothing_set_off_is_worlds_in_which_nothing_happens() -> None:
    case = Case(edges=(), triggers=())
    found = play(case.network(), [], groups=case.groups, ledgers=BOOK, worlds=7)
    assert not found.felt.any()
    assert found.weights.tolist() == [1 / 7] * 7
    assert found.of_group("cd") == 0
