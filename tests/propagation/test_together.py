"""Several decisions in the same worlds: against every joint fall of the coins, and against runs of their own."""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.propagation import Delay, Stake, Variant, play, play_together
from builders.graphs import LIKELIHOODS, SHARES, Case, an_edge, cases, diamond

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.propagation import Trigger

BOOK = {"money": [Stake(node="c", amount=100.0, horizon_days=2.0), Stake(node="d", amount=50.0)]}


def a_variant(case: Case) -> Variant:
    return Variant(network=case.network(), triggers=case.triggers, ledgers=BOOK)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, Case]:
    """A case, and the same with other likelihoods, shares and intensities."""
    case = draw(cases(coins=6))
    edges = tuple(
        replace(edge, likelihood=draw(LIKELIHOODS), severity_share=draw(SHARES)) for edge in case.edges
    )
    one = case.triggers[0]
    triggers = (replace(one, likelihood=draw(LIKELIHOODS), severity=draw(SHARES)),)
    return replace(case, triggers=(one,)), replace(case, edges=edges, triggers=triggers)


def joint_worlds(
    one: Case, other: Case
) -> Iterator[tuple[float, dict[str, float], dict[str, float], dict[str, float], dict[str, float]]]:
    """Every way in which the coins of two cases can fall together, with severity and arrival in each case."""
    bounds = [sorted({0.0, 1.0, *both}) for both in zip(likelihoods(one), likelihoods(other), strict=True)]
    spans = [list(pairwise(ends)) for ends in bounds]
    for fallen in product(*spans):
        chance = math.prod((high - low for low, high in fallen), start=1.0)
        hit: list[dict[str, float]] = []
        for case in (one, other):
            # A coin lies below a likelihood if all of its span does.
            live = [
                high <= likelihood for likelihood, (_, high) in zip(likelihoods(case), fallen, strict=True)
            ]
            hit += settled(case, live)
        yield chance, hit[0], hit[1], hit[2], hit[3]


def likelihoods(case: Case) -> list[float]:
    return [*(edge.likelihood for edge in case.edges), *(one.likelihood for one in case.triggers)]


def settled(case: Case, live: list[bool]) -> list[dict[str, float]]:
    """Severity and arrival of every node in one world, by going round until nothing changes."""
    severity: dict[str, float] = {}
    days: dict[str, float] = {}
    lit: list[Trigger] = [
        one for one, is_live in zip(case.triggers, live[len(case.edges) :], strict=True) if is_live
    ]
    for one in lit:
        severity[one.node] = max(severity.get(one.node, 0.0), one.severity)
        days[one.node] = min(days.get(one.node, math.inf), one.time_days)
    for _ in case.nodes:
        for edge, is_live in zip(case.edges, live, strict=False):
            if is_live and edge.source in severity:
                hurt = severity[edge.source] * edge.severity_share
                severity[edge.target] = max(severity.get(edge.target, 0.0), hurt)
                when = days[edge.source] + edge.delay.mode
                days[edge.target] = min(days.get(edge.target, math.inf), when)
    return [severity, days]


def lost(severity: dict[str, float], days: dict[str, float]) -> float:
    return 100 * severity.get("c", 0.0) * (days.get("c", math.inf) <= 2) + 50 * severity.get("d", 0.0)


@settings(max_examples=60, deadline=None)
@given(both=pairs())
def test_two_cases_meet_every_joint_fall_of_the_coins(both: tuple[Case, Case]) -> None:
    groups = {"cd": ("c", "d")}
    mine, others = play_together([a_variant(one) for one in both], groups=groups, exact="always")
    truth = list(joint_worlds(*both))
    assert mine.exact
    assert np.array_equal(mine.weights, others.weights)

    ahead = mine.loss[0] - others.loss[0]
    expected = [(p, lost(hurt, when) - lost(hurt2, when2)) for p, hurt, when, hurt2, when2 in truth]
    for power in (1, 2):
        wanted = math.fsum(p * gain**power for p, gain in expected)
        assert math.fsum(mine.weights * ahead**power) == pytest.approx(wanted, abs=1e-9)
    more = math.fsum(p for p, gain in expected if gain > 1e-9)
    assert math.fsum(mine.weights[ahead > 1e-9]) == pytest.approx(more, abs=1e-12)
    together = math.fsum(
        p for p, hurt, _, hurt2, _ in truth if {"c", "d"} & hurt.keys() and {"c", "d"} & hurt2.keys()
    )
    both_felt = mine.felt[0] & others.felt[0]
    assert math.fsum(mine.weights[both_felt]) == pytest.approx(together, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(both=pairs())
def test_sampled_worlds_are_those_of_each_alone(both: tuple[Case, Case]) -> None:
    options = {"groups": both[0].groups, "felt_at": both[0].felt_at, "worlds": 200, "seed": 5}
    found = play_together([a_variant(one) for one in both], exact="never", **options)  # type: ignore[arg-type]
    for case, told in zip(both, found, strict=True):
        alone = play(case.network(), case.triggers, ledgers=BOOK, exact="never", **options)  # type: ignore[arg-type]
        for name in ("severity", "arrival_days", "loss", "weights"):
            assert np.array_equal(getattr(told, name), getattr(alone, name)), name


def test_many_coins_are_sampled_and_refused_when_every_world_is_asked_for() -> None:
    edges = tuple(an_edge("a", "b", 0.5, name=f"x{number}") for number in range(21))
    many = a_variant(Case(edges=edges, triggers=diamond().triggers))
    assert not play_together([many], groups={}, worlds=10)[0].exact
    with pytest.raises(InputError, match="more than 2\\*\\*20"):
        play_together([many], groups={}, exact="always")


def test_delays_that_vary_are_sampled() -> None:
    slow = replace(an_edge("a", "c", 0.5), delay=Delay(low=1.0, mode=2.0, high=4.0))
    varying = a_variant(Case(edges=(slow,), triggers=diamond().triggers))
    assert not play_together([a_variant(diamond()), varying], groups={}, worlds=10)[0].exact
    with pytest.raises(InputError, match="a delay varies"):
        play_together([varying], groups={}, exact="always")


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    play_together(
        [a_variant(diamond())] * 3,
        groups={},
        worlds=7,
        exact="never",
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(7, 21), (14, 21), (21, 21)]
