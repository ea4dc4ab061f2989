"""What the searches call best against every set asked one by one: no claimed optimum that enumeration beats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.advise import find_conditions
from anatomy.domain.limit import overridden
from anatomy.domain.quantity import Range
from builders.options import Asked, every_set, limits, mitigations, placed
from builders.tiny import a_decision

if TYPE_CHECKING:
    from anatomy.domain.conditions import Conditions
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit
    from anatomy.domain.mitigation import Mitigation

    Placed = tuple[Limit, float]

KEYS = ("a", "b", "c", "d", "e")
OFFERS = st.tuples(*(mitigations(key) for key in KEYS))
LIMITS = st.lists(limits(), min_size=2, max_size=5)
BUDGETS = st.sampled_from([0.0, 2.0, 4.0, 7.0, 100.0])
QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def offering(enterprise: Enterprise, offers: tuple[Mitigation, ...]) -> Enterprise:
    return replace(enterprise, mitigations={one.key: one for one in offers})


def varying(enterprise: Enterprise) -> Enterprise:
    """The same with delays that vary, so that it is sampled."""
    rows = [
        replace(one, delay=Range(one.delay.low, one.delay.mode + 1, one.delay.high + 4))
        for one in enterprise.dependencies
    ]
    return replace(enterprise, dependencies=tuple(rows))


def check_cheapest(found: Conditions, asked: list[Asked], *, must: bool) -> None:
    """Against every set; `must`: there was time enough for a proof."""
    by_keys = {one.keys: one for one in asked}
    mine = by_keys[found.chosen.options]
    will_do = [one.cost for one in asked if not one.exceeded]
    assert found.chosen.satisfied == (mine.exceeded == 0)
    assert found.chosen.cost == pytest.approx(mine.cost)
    assert found.chosen.loss == pytest.approx(mine.loss)
    assert sum(one.exceeded for one in found.chosen.limits) == mine.exceeded
    assert not (found.impossible and will_do)
    if must:
        assert found.chosen.satisfied == bool(will_do) == (not found.impossible)
        assert found.search.proven
    if found.chosen.satisfied:
        assert found.search.lower_bound is not None
        assert found.search.lower_bound <= min(will_do) + 1e-9
        if found.search.proven:
            assert found.chosen.cost == pytest.approx(min(will_do))
    elif found.impossible:
        assert not will_do
        check_best(found, asked)


def check_best(found: Conditions, asked: list[Asked]) -> None:
    """Of the sets within the budget none is better."""
    within = [one for one in asked if found.budget is None or one.cost <= found.budget]
    mine = next(one for one in within if one.keys == found.chosen.options)
    best = min(within, key=lambda one: (one.exceeded, one.net))
    assert found.search.least_exceeded <= best.exceeded
    if found.search.proven:
        assert mine.exceeded == best.exceeded
        assert mine.net == pytest.approx(best.net)
    elif found.search.lower_bound is not None and mine.exceeded == best.exceeded:
        assert found.search.lower_bound <= best.net + 1e-6


@settings(max_examples=25, deadline=None, suppress_health_check=QUIETLY)
@given(offers=OFFERS, asked_for=LIMITS, budget=BUDGETS)
def test_no_set_is_better_in_all_worlds(
    offers: tuple[Mitigation, ...], asked_for: list[Placed], budget: float, enterprise: Enterprise
) -> None:
    model, decision = offering(enterprise, offers), a_decision(enterprise)
    sets = every_set(model, decision)
    in_force = overridden((), [placed(limit, at, sets) for limit, at in asked_for])
    asked = [one.held(in_force) for one in sets]

    found = find_conditions(model, decision, limits=in_force)
    assert found.search.exact
    check_cheapest(found, asked, must=True)
    check_best(find_conditions(model, decision, limits=in_force, budget=budget), asked)


@settings(max_examples=15, deadline=None, suppress_health_check=QUIETLY)
@given(offers=OFFERS, asked_for=LIMITS, budget=BUDGETS, most=st.sampled_from([10, 30, 600]))
def test_no_set_is_better_on_the_worlds_of_the_search(
    offers: tuple[Mitigation, ...],
    asked_for: list[Placed],
    budget: float,
    most: int,
    enterprise: Enterprise,
) -> None:
    model, decision = offering(varying(enterprise), offers), a_decision(enterprise)
    sets = every_set(model, decision, worlds=150, exact="never")
    in_force = overridden((), [placed(limit, at, sets) for limit, at in asked_for])
    asked = [one.held(in_force) for one in sets]
    options = {"limits": in_force, "worlds": 150, "fresh_worlds": 50, "most": most}

    found = find_conditions(model, decision, **options)  # type: ignore[arg-type]
    assert not found.search.exact
    check_cheapest(found, asked, must=most == 600)
    check_best(find_conditions(model, decision, budget=budget, **options), asked)  # type: ignore[arg-type]
