"""Sign, sign if, or do not sign: what the limits, the conditions and the rules lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from anatomy.advise import find_conditions
from anatomy.advise.verdict import judge
from anatomy.domain.approval_facts import ActFacts
from anatomy.loading import draft_of_type, load_enterprise, parse_limit, settle_decision
from anatomy.render import EXPORTERS
from anatomy.shipped import shelf
from anatomy.views.parts import Lookup
from anatomy.views.verdict import verdict
from anatomy.whatif import what_if

if TYPE_CHECKING:
    from anatomy.domain.conditions import Conditions
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport

LOOSE, TIGHT, IMPOSSIBLE = "support.loss.p90 > 900k", "support.loss.mean > 8k", "support.loss.mean > 1"


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    whole = load_enterprise(shelf("models") / "reference")
    return replace(whole, limits={})


@pytest.fixture(scope="module")
def decision(reference: Enterprise) -> Decision:
    return settle_decision(draft_of_type(reference, "discount-exception"), reference)


def asked(reference: Enterprise, decision: Decision, *limits: str) -> ImpactReport:
    parsed = [parse_limit(text, reference) for text in limits]
    return what_if(reference, decision, worlds=1_000, limits=parsed)


def sought(reference: Enterprise, decision: Decision, *limits: str) -> Conditions:
    parsed = [parse_limit(text, reference) for text in limits]
    return find_conditions(reference, decision, limits=parsed, worlds=500, fresh_worlds=1_000)


def test_without_limits_there_is_nothing_to_judge(reference: Enterprise, decision: Decision) -> None:
    report = asked(reference, decision)
    assert report.verdict is not None
    assert report.verdict.word == "no-limits"


def test_every_limit_within_bounds_is_a_yes(reference: Enterprise, decision: Decision) -> None:
    report = asked(reference, decision, LOOSE)
    assert report.verdict is not None
    assert (report.verdict.word, report.verdict.exceeded, report.verdict.limits) == ("sign", 0, 1)
    assert "Sign: the limit holds." in EXPORTERS["txt"](report)


def test_conditions_that_help_make_it_a_yes_under_conditions(
    reference: Enterprise, decision: Decision
) -> None:
    report = asked(reference, decision, TIGHT)
    assert report.verdict is not None
    assert report.verdict.word == "not-as-proposed"
    conditions = sought(reference, decision, TIGHT)
    found = judge(report.limits, report.acts, conditions)
    assert found.word == "sign-if"
    assert found.conditions == conditions.chosen.options
    assert found.cost == conditions.chosen.cost > 0
    told = verdict(Lookup(replace(report, conditions=conditions, verdict=found)))
    assert told is not None
    assert told.word == "Sign if"
    assert len(told.conditions) == len(found.conditions)
    # With the conditions promised, the same limit holds.
    promised = asked(reference, replace(decision, mitigations=found.conditions), TIGHT)
    assert promised.verdict is not None
    assert promised.verdict.word == "sign"


def test_where_nothing_helps_it_is_a_no_with_its_reason(reference: Enterprise, decision: Decision) -> None:
    report = asked(reference, decision, IMPOSSIBLE)
    conditions = sought(reference, decision, IMPOSSIBLE)
    found = judge(report.limits, report.acts, conditions)
    assert found.word == "do-not-sign"
    told = verdict(Lookup(replace(report, conditions=conditions, verdict=found)))
    assert told is not None
    assert "Customer Support: hidden loss" in told.reason
    assert told.evidence.startswith("Evidence: ")


def test_a_rule_that_forbids_decides_whatever_the_figures(reference: Enterprise, decision: Decision) -> None:
    report = asked(reference, decision, LOOSE)
    forbid = ActFacts(
        order=1, act="forbid", who=(), backups=(), respond="", complete="", respond_by="", complete_by="",
        after_unknown=False, what="no discount on hardware", instead="", rules=(),
    )  # fmt: skip
    found = judge(report.limits, (*report.acts, forbid), None)
    assert (found.word, found.forbidden, found.exceeded) == ("do-not-sign", True, 0)
    told = verdict(Lookup(replace(report, acts=(forbid,), verdict=found)))
    assert told is not None
    assert told.reason == "a rule forbids it: no discount on hardware."
