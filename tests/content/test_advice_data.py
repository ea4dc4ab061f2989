"""The mitigations and limits of the reference: owned, judged, acting on what they say, and of some use."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from anatomy.deciding import decide_effects
from anatomy.domain.limit import ANY, TOTAL
from anatomy.domain.response import evaluate
from anatomy.graph import check_structure
from anatomy.loading import draft_of_type, load_enterprise, parse_limit, read_decision, settle_decision
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from anatomy.deciding.effects import Effects
    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.mitigation import Mitigation

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind" / "decision.yaml"
#: Values at which a mitigation fits that does not fit at the defaults of its types.
NOT_AT_DEFAULTS = {
    "critical-cases-only": "response_hours=4",
    "cover-staffed": "response_hours=4",
    "response-from-month-four": "response_hours=4",
    "liability-capped": "liability=uncapped",
    "acceptance-criteria": "acceptance=yes",
    "early-payment": "new_days=90",
    "old-deals-old-plan": "retroactive=yes",
}


@cache
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


#: Every mitigation with every type of decision that it applies to.
CASES = [(key, type_) for key, one in reference().mitigations.items() for type_ in one.applies_to]


def decided(key: str, decision_type: str) -> Decision:
    """A decision of that type for which the mitigation was made."""
    name, _, value = NOT_AT_DEFAULTS.get(key, "").partition("=")
    draft = draft_of_type(reference(), decision_type)
    return settle_decision(draft, reference(), {name: value} if name else {})


def reached(effects: Effects) -> set[CellId]:
    """The cells that a decision sets off, and all that live dependencies lead to from them."""
    rows = [one.dependency for one in effects.dependencies if one.dependency.likelihood.point > 0]
    graph = nx.DiGraph((row.source, row.target) for row in rows)
    started = {trigger.cell for trigger in effects.triggers}
    graph.add_nodes_from(started)
    return started.union(*(nx.descendants(graph, cell) for cell in started))


def owners(mitigation: Mitigation) -> set[str]:
    """The roles of the department that the owner is said to belong to."""
    department = reference().departments[mitigation.department]
    return {department.owner, *(part.owner for part in department.sub_functions.values())}


def test_there_is_something_for_every_decision_and_every_kind_of_dependency() -> None:
    enterprise = reference()
    offered = enterprise.mitigations.values()
    weakened = {
        row.kind
        for one in offered
        for adjustment in one.adjusts
        for row in enterprise.dependencies
        if adjustment.of.chooses(row)
    }

    assert len(offered) >= 25
    for key in enterprise.decision_types:
        assert len([one for one in offered if key in one.applies_to]) >= 2, key
    assert weakened == set(enterprise.kinds)
    assert any(one.sets for one in offered)
    assert any(one.blocks for one in offered)


def test_the_check_finds_nothing() -> None:
    assert [
        one.first_line() for one in check_structure(reference()) if "ANA121" <= one.code <= "ANA124"
    ] == []


@pytest.mark.parametrize("key", reference().mitigations)
def test_a_role_of_the_enterprise_answers_for_it_and_it_is_called_judgement(key: str) -> None:
    mitigation = reference().mitigations[key]

    assert mitigation.owner in owners(mitigation)
    assert mitigation.basis.how == "judged"
    assert mitigation.basis.grade == "C" or mitigation.basis.sources
    assert mitigation.basis.note
    assert 1 <= mitigation.lead_days <= 180
    assert len(mitigation.name.split()) <= 9
    assert all(one.because for one in mitigation.adjusts)
    assert all(one.because for one in mitigation.blocks)


@pytest.mark.parametrize(("key", "decision_type"), CASES)
def test_it_fits_and_touches_what_the_decision_does(key: str, decision_type: str) -> None:
    """A live dependency out of a cell that may be reached, a cell that is set off, or another value."""
    enterprise = reference()
    mitigation = enterprise.mitigations[key]
    decision = decided(key, decision_type)
    proposal = mitigation.fits(decision.proposals)
    assert proposal is not None
    effects = decide_effects(enterprise, decision)
    cells = reached(effects)
    weakened = [
        one.dependency
        for one in effects.dependencies
        if one.dependency.likelihood.point > 0
        and any(each.of.chooses(one.dependency) for each in mitigation.adjusts)
    ]

    assert 0 <= evaluate(mitigation.cost, proposal.values) <= 100_000
    assert (
        any(row.source in cells for row in weakened)
        or mitigation.not_set_off() & {trigger.cell for trigger in effects.triggers}
        or mitigation.changed(proposal, enterprise.parameters_of(decision_type)) != proposal
    )


@pytest.mark.parametrize("key", reference().mitigations)
def test_it_never_makes_a_dependency_stronger(key: str) -> None:
    """All factors of the reference are plain numbers, of at most 1 on chances and shares and at least 1 on delays."""
    for adjustment in reference().mitigations[key].adjusts:
        for factor in (adjustment.likelihood, adjustment.severity_share):
            assert factor is None or 0 <= evaluate(factor, {}) < 1
        assert adjustment.delay is None or evaluate(adjustment.delay, {}) > 1
        assert adjustment.delay_added is None or evaluate(adjustment.delay_added, {}) > 0


def test_every_card_and_the_whole_have_limits_that_somebody_owns() -> None:
    enterprise = reference()
    roles = {one.owner for one in enterprise.departments.values()}
    roles |= {part.owner for one in enterprise.departments.values() for part in one.sub_functions.values()}

    assert {limit.scope for limit in enterprise.limits.values()} == {*enterprise.cards, ANY, TOTAL}
    for limit in enterprise.limits.values():
        assert limit.owner in roles
        assert limit.why
        assert limit.basis is not None
        assert (limit.basis.how, limit.basis.grade) == ("judged", "C")
        assert "replaced by your own" in limit.basis.note
        assert parse_limit(str(limit), enterprise).figure == limit.figure


def test_northwind_has_alternatives_and_chances_for_each() -> None:
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference())
    choices = decision.choices()

    assert [one.key for one in choices] == ["as-proposed", "at-policy", "longer-term", "net-60", "decline"]
    assert all(one.win_chance for one in choices)
    discount = {one.key: one.proposals[0].values for one in decision.alternatives}
    assert discount["at-policy"]["discount"] == discount["at-policy"]["policy_limit"]
    assert (discount["longer-term"]["discount"], discount["longer-term"]["term"]) == (0.18, 36.0)
    assert decision.alternatives[2].proposals[1].values["new_days"] == 60.0
