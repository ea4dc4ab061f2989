"""Sign, sign if, or do not sign: what the limits, the conditions and the rules lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.advise import find_conditions
from anatomy.advise.verdict import judge
from anatomy.domain.approval_facts import ActFacts
from anatomy.loading import draft_of_type, load_enterprise, parse_limit, settle_decision
from anatomy.render import EXPORTERS
from anatomy.shipped import shelf
from anatomy.views.parts import Lookup
from anatomy.views.verdict import verdict
from anatomy.whatif import what_if, with_limits
from builders.approvals import POLICIES
from builders.conditions import ALL, a_set, some_conditions, some_limits
from builders.deals import an_answer
from builders.reports import a_report

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.conditions import Conditions
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.verdict import Verdict

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


def told_of(conditions: Conditions) -> tuple[Verdict, str]:
    """The verdict on the hand-made limits and conditions, and its reason in words."""
    found = judge(ALL, (), conditions)
    view = verdict(Lookup(replace(a_report(), limits=ALL, conditions=conditions, verdict=found)))
    assert view is not None
    return found, view.line()


def test_a_no_is_proven_only_where_no_set_can_do() -> None:
    tight = a_set("clause", cost=2_000.0, finance=180_000.0)
    for impossible, words in ((True, "as every combination shows"), (False, "as far as was looked")):
        found, line = told_of(some_conditions(chosen=tight, impossible=impossible))
        assert (found.word, found.proven) == ("do-not-sign", impossible)
        assert words in line


def test_what_fails_on_fresh_worlds_is_no_proof_of_a_no() -> None:
    failed = a_set("clause", "services", fresh=some_limits(finance=151_000.0, anyone=4.0))
    found, line = told_of(some_conditions(chosen=failed))
    assert (found.word, found.proven) == ("do-not-sign", False)
    assert "What would mend that on the worlds of the search does not on fresh ones." in line
    assert "combination" not in line


def test_only_the_chosen_set_is_said_to_be_cheapest() -> None:
    failed = a_set("clause", "services", fresh=some_limits(finance=151_000.0, anyone=4.0))
    sturdier = a_set("clause", "note", "services", cost=20_400.0)
    found, line = told_of(some_conditions(chosen=failed, sturdier=sturdier))
    assert (found.word, found.conditions, found.proven) == ("sign-if", sturdier.options, False)
    assert "nothing cheaper" not in line
    assert "nothing cheaper does it" in told_of(some_conditions())[1]


def test_a_limit_exceeded_too_narrowly_to_search_is_no_flat_no() -> None:
    held = some_limits(finance=149_000.0, anyone=4.0)
    nothing = replace(a_set(cost=0.0, fresh=held), options=(), limits=held)
    found, line = told_of(some_conditions(chosen=nothing, proposed=held, proposed_fresh=held))
    assert found.word == "not-as-proposed"
    assert "On the worlds that were searched for conditions none is." in line


def test_conditions_that_come_too_late_are_no_yes() -> None:
    """They are told with the share of worlds, and when they would have to begin."""
    late = a_set("clause", "cover", cost=54_000.0)
    found, line = told_of(some_conditions(chosen=late))
    assert (found.word, found.conditions, found.too_late) == ("not-as-proposed", late.options, ("cover",))
    assert (
        "Under 2 conditions, at €54k in all, every one of the 4 limits would hold, but 1 of them comes too late."
        in line
    )
    assert "too late in 72 % of worlds unless begun 82 days before signing" in line.replace("\xa0", " ")


def test_what_mostly_comes_in_time_is_a_yes_that_tells_when_it_does_not() -> None:
    found, line = told_of(some_conditions(chosen=a_set("clause", "wording", cost=3_200.0)))
    assert (found.word, found.too_late) == ("sign-if", ())
    assert "too late in 39 % of worlds" in line.replace("\xa0", " ")


def test_a_sturdier_set_in_time_goes_before_one_that_is_late() -> None:
    sturdier = a_set("clause", "services", cost=60_000.0)
    found, _ = told_of(some_conditions(chosen=a_set("cover", cost=52_000.0), sturdier=sturdier))
    assert (found.word, found.conditions) == ("sign-if", sturdier.options)


@pytest.mark.parametrize("word", ["sign", "sign-if"])
def test_a_yes_waits_until_it_is_known_who_must_approve(word: str) -> None:
    uncovered = replace(POLICIES[0], open=(), hit=(), uncovered=True)
    limits = some_limits(finance=1.0, anyone=9.0) if word == "sign" else ALL
    conditions = some_conditions() if word == "sign-if" else None
    for acts, unknown in (((), True), (a_report().acts, False)):
        found = judge(limits, acts, conditions, (uncovered,))
        assert (found.word, found.approval_unknown) == (word, unknown)
        report = replace(a_report(), limits=limits, conditions=conditions, verdict=found)
        view = verdict(Lookup(report))
        assert view is not None
        assert ("settled who must approve" in view.line()) is unknown


def test_a_yes_tells_that_it_loses_money_and_what_brings_more(tmp_path: Path) -> None:
    report = an_answer(tmp_path)
    held = some_limits(finance=1.0, anyone=9.0)
    report = replace(report, limits=held, verdict=judge(held, (), None))

    def reason(report: ImpactReport) -> str:
        view = verdict(Lookup(report))
        assert view is not None
        return view.reason.replace("\xa0", " ")

    assert report.alternatives is not None
    best = report.alternatives.choice(report.alternatives.best)
    assert best.title == "Nearly nothing"
    assert reason(report) == "every one of the 4 limits holds, but “Nearly nothing” brings most (+€21k)."
    poor = replace(report, total=replace(report.total, value_if_won=1_000.0))
    assert "holds, but it loses money even if won; “Nearly nothing” brings most" in reason(poor)
    alone = replace(report, alternatives=None)
    assert reason(alone) == "every one of the 4 limits holds."


def test_a_no_names_what_brings_most_and_the_best_that_keeps_every_limit(tmp_path: Path) -> None:
    report = replace(an_answer(tmp_path), limits=ALL, verdict=judge(ALL, (), None))
    assert report.alternatives is not None
    choices = tuple(
        replace(
            one,
            limits=()
            if one.declines
            else ALL
            if one.key == "little"
            else some_limits(finance=1.0, anyone=9.0),
        )
        for one in report.alternatives.choices
    )
    told = verdict(Lookup(replace(report, alternatives=replace(report.alternatives, choices=choices))))
    assert told is not None
    expected = {one.key: one.worth.expected or 0.0 for one in choices if one.key in {"less", "decline"}}
    best = "declining" if expected["decline"] > expected["less"] else "“Half of it, on our terms”"
    assert "“Nearly nothing” brings most (+€21k), but exceeds 2 limits too; " in told.reason
    assert f"of what exceeds no limit, {best} brings most (" in told.reason


def test_further_limits_are_not_judged_by_conditions_of_others(
    reference: Enterprise, decision: Decision
) -> None:
    report = asked(reference, decision, TIGHT)
    conditions = sought(reference, decision, TIGHT)
    saved = replace(report, conditions=conditions, verdict=judge(report.limits, report.acts, conditions))
    same = with_limits(saved, ())
    assert (same.conditions, same.verdict) == (conditions, saved.verdict)
    further = with_limits(saved, [parse_limit("sales.felt > 10 %", reference)])
    assert further.verdict is not None
    assert (further.verdict.word, further.conditions) == ("not-as-proposed", None)
