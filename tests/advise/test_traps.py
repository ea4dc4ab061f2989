"""Cases in which a greedy choice, or a bound that takes everything for monotone, would go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.advise import find_conditions
from anatomy.domain.cell import CellId
from anatomy.domain.mitigation import Block, ParameterChange
from anatomy.domain.response import Number
from anatomy.loading import parse_limit
from anatomy.whatif import what_if
from builders.options import a_factor, a_mitigation, every_set
from builders.tiny import a_decision

if TYPE_CHECKING:
    from anatomy.domain.conditions import Conditions
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit
    from anatomy.domain.mitigation import Mitigation

DEALS, PRICING = "sales/deals/process", "sales/pricing/process"
CONTRACTS, QUERIES = "legal/contracts/process", "legal/contracts/operations"


def offering(enterprise: Enterprise, *offers: Mitigation) -> Enterprise:
    return replace(enterprise, mitigations={one.key: one for one in offers})


def conditions(
    model: Enterprise, *texts: str, budget: float | None = None
) -> tuple[Conditions, list[tuple[str, ...]]]:
    """What is found, and every set that exceeds no limit."""
    limits: tuple[Limit, ...] = tuple(parse_limit(text, model) for text in texts)
    asked = [one.held(limits) for one in every_set(model, a_decision(model))]
    found = find_conditions(model, a_decision(model), limits=limits, budget=budget)
    will_do = [one.keys for one in asked if not one.exceeded]
    assert found.search.proven
    assert found.impossible == (not will_do)
    return found, will_do


def figure(model: Enterprise, text: str, *promised: str) -> float:
    decision = replace(a_decision(model), mitigations=promised)
    report = what_if(model, decision, exact="always", limits=[parse_limit(text, model)])
    told = report.limits[-1].figure
    assert told is not None
    return told


def test_two_that_are_useless_alone_may_be_the_cheapest(enterprise: Enterprise) -> None:
    """Two ways lead into Legal; one that closes only one of them lowers the chance too little."""
    model = offering(
        enterprise,
        a_mitigation("deals", cost=3, adjusts=(a_factor(DEALS, "legal", likelihood=0.0),)),
        a_mitigation("prices", cost=3, adjusts=(a_factor(PRICING, "legal", likelihood=0.0),)),
        a_mitigation("both", cost=8, adjusts=(a_factor("sales", "legal", likelihood=0.0),)),
    )
    found, will_do = conditions(model, "Legal.reached > 10 %")

    assert ("deals",) not in will_do
    assert ("prices",) not in will_do
    assert (found.chosen.options, found.chosen.cost) == (("deals", "prices"), 6.0)


def test_more_options_may_hit_harder_where_it_is_felt(enterprise: Enterprise) -> None:
    """To close the mild way leaves the hard one, so that the mean severity, if felt, rises."""
    model = offering(
        enterprise,
        a_mitigation("mild", cost=1, adjusts=(a_factor(PRICING, "legal", likelihood=0.0),)),
        a_mitigation("slip", cost=5, adjusts=(a_factor("", QUERIES, likelihood=0.0),)),
    )
    text = "Legal.severity > 1 %"
    least, most = figure(model, text, "slip"), figure(model, text, "mild", "slip")
    assert least < most
    found, will_do = conditions(model, f"Legal.severity > {(least + most) / 2:.4f}", "Legal.loss > 1")

    assert will_do == [("slip",)]
    assert found.chosen.options == ("slip",)


def test_more_options_may_bring_the_median_arrival_forward(enterprise: Enterprise) -> None:
    """To close the late way leaves the early one."""
    model = offering(
        enterprise,
        a_mitigation("late", cost=1, adjusts=(a_factor(PRICING, "legal", likelihood=0.0),)),
        a_mitigation("slip", cost=5, adjusts=(a_factor("", QUERIES, likelihood=0.0),)),
    )
    text = "Legal.arrival.p90 < 1 days"
    late, early = figure(model, text, "slip"), figure(model, text, "late", "slip")
    assert early < late
    found, will_do = conditions(model, f"Legal.arrival.p90 < {(early + late) / 2} days", "Legal.loss > 1")

    assert will_do == [("slip",)]
    assert found.chosen.options == ("slip",)


def test_where_the_decision_no_more_starts_a_limit_on_any_begins_to_count(enterprise: Enterprise) -> None:
    """Legal feels what it decides itself; kept from starting there, it still hears of it from Sales."""
    start = Block(cell=CellId.parse(CONTRACTS), spread=False, start=True)
    model = offering(
        enterprise,
        a_mitigation("start", cost=1, blocks=(start,)),
        a_mitigation("slip", cost=2, adjusts=(a_factor("", QUERIES, likelihood=0.0),)),
    )
    decision = a_decision(model, "terms", days="180 days")
    limits = tuple(parse_limit(text, model) for text in ("any.felt > 10 %", "Legal.loss > 1"))
    asked = [one.held(limits) for one in every_set(model, decision)]
    found = find_conditions(model, decision, limits=limits)

    assert [one.keys for one in asked if not one.exceeded] == [("slip",)]
    assert found.search.proven
    assert not found.impossible
    assert found.chosen.options == ("slip",)


def test_a_parameter_may_hurt_alone_and_help_with_another(enterprise: Enterprise) -> None:
    """A larger share sets the deal off harder; only with it does the option that rewrites terms cover all."""
    model = offering(
        enterprise,
        a_mitigation("more", cost=1, sets=(ParameterChange(parameter="share", to=Number(0.45)),)),
        a_mitigation("less", cost=4, sets=(ParameterChange(parameter="share", to=Number(0.05)),)),
        a_mitigation("cut", cost=2, adjusts=(a_factor(PRICING, likelihood=0.3), a_factor(DEALS, share=0.6))),
        a_mitigation("spur", cost=0, adjusts=(a_factor(DEALS, CONTRACTS, likelihood=2.0),)),
    )
    assert figure(model, "total.loss > 1", "more") > figure(model, "total.loss > 1")
    found, will_do = conditions(model, "total.loss > 3k", "Legal.felt > 20 %")

    costs = {"more": 1, "less": 4, "cut": 2, "spur": 0}
    assert will_do
    assert found.chosen.cost == min(sum(costs[key] for key in keys) for keys in will_do)
    assert found.search.free == 3


def test_nothing_is_asked_for_where_nothing_is_exceeded(enterprise: Enterprise) -> None:
    model = offering(enterprise, a_mitigation("a", cost=0, adjusts=(a_factor(likelihood=0.0),)))
    found, _ = conditions(model, "Legal.loss > 1M")

    assert not found.needed
    assert (found.chosen.options, found.chosen.satisfied, found.chosen.holds) == ((), True, True)


@pytest.mark.parametrize("texts", [(), ("Legal.loss > 1",)])
def test_no_options_at_all(texts: tuple[str, ...], enterprise: Enterprise) -> None:
    found, will_do = conditions(offering(enterprise), *texts)

    assert found.chosen.options == ()
    assert found.impossible == (not will_do)
    assert found.options == ()
