"""Who must act: merged over rules and policies, in order, each due when its time has run."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from anatomy.deciding.acts import Asked, order_acts
from anatomy.deciding.approvals import Applied, Ruling
from anatomy.deciding.deadlines import begin, due
from anatomy.domain.policy import Act, Policy
from builders.policies import ROLES, a_policy, a_rule, an_act, hours

FRIDAY = "2026-11-20"


def applied(policy: Policy) -> Applied:
    """A policy all of whose rules hold."""
    hit = tuple(Ruling(policy=policy, rule=rule, because=()) for rule in policy.rules)
    return Applied(policy=policy, hit=hit, overridden=(), open=(), uncovered=False)


def asked(*acts: Act, date: str = FRIDAY) -> list[tuple[int, str, str, str]]:
    """Order, act, who and when it is due, of acts that one rule each asks for."""
    policy = a_policy([a_rule(f"r{place}", None, act) for place, act in enumerate(acts)])
    return [_told(one) for one in order_acts([applied(policy)], date=date)]


def _told(one: Asked) -> tuple[int, str, str, str]:
    by = one.complete_by.strftime("%a %H:%M") if one.complete_by else ""
    return one.order, one.act, " or ".join(role.key for role in one.who), by


@pytest.mark.parametrize(
    ("amount", "unit", "end"),
    [
        (24, "hours", "2026-11-21T09:00"),
        (5, "days", "2026-11-25T09:00"),
        (8, "working hours", "2026-11-20T17:00"),
        (9, "working hours", "2026-11-23T10:00"),
        (1, "working days", "2026-11-23T09:00"),
        (5, "working days", "2026-11-27T09:00"),
        (1.5, "working days", "2026-11-23T13:00"),
    ],
)
def test_weekends_are_no_working_time(amount: float, unit: str, end: str) -> None:
    start = begin(FRIDAY)

    assert start
    assert due(start, hours(amount, unit)) == datetime.fromisoformat(end)


def test_working_time_of_a_saturday_begins_on_monday() -> None:
    start = begin("2026-11-21")

    assert start
    assert due(start, hours(2, "working hours")) == datetime.fromisoformat("2026-11-23T11:00")
    assert due(start, hours(2)) == datetime.fromisoformat("2026-11-21T11:00")


def test_reviews_come_before_approvals_and_signatures_after() -> None:
    told = asked(
        an_act("inform", "ceo"),
        an_act("sign", "cfo", complete=hours(24)),
        an_act("approve", "clerk", complete=hours(24)),
        an_act("review", "cfo", complete=hours(24)),
    )

    assert told == [
        (1, "review", "cfo", "Sat 09:00"),
        (2, "approve", "clerk", "Sun 09:00"),
        (3, "sign", "cfo", "Mon 09:00"),
        (4, "inform", "ceo", ""),
    ]


def test_in_order_each_waits_for_the_one_before() -> None:
    assert asked(an_act("approve", "clerk", "cfo", "ceo", mode="in-order", complete=hours(24))) == [
        (1, "approve", "clerk", "Sat 09:00"),
        (2, "approve", "cfo", "Sun 09:00"),
        (3, "approve", "ceo", "Mon 09:00"),
    ]


def test_what_comes_after_an_act_without_a_limit_is_due_at_no_known_time() -> None:
    assert asked(an_act("review", "cfo"), an_act("approve", "ceo", complete=hours(24))) == [
        (1, "review", "cfo", ""),
        (2, "approve", "ceo", ""),
    ]
    assert asked(an_act(complete=hours(24)), date="") == [(1, "approve", "clerk", "")]


def test_an_approval_does_not_wait_for_the_review_of_another_policy_but_a_signature_does() -> None:
    slow = a_policy([a_rule("slow", None, an_act("review", "cfo"))], key="slow")
    quick = a_policy(
        [a_rule("quick", None, an_act(complete=hours(24)), an_act("sign", "ceo", complete=hours(24)))],
        key="quick",
    )

    assert [_told(one) for one in order_acts([applied(slow), applied(quick)], date=FRIDAY)] == [
        (1, "review", "cfo", ""),
        (2, "approve", "clerk", "Sat 09:00"),
        (3, "sign", "ceo", ""),
    ]


def test_the_same_act_is_asked_for_once_with_all_reasons() -> None:
    slow, quick = an_act(complete=hours(48), what="a"), an_act(complete=hours(1, "working days"), what="b")
    policy = a_policy([a_rule("slow", None, slow), a_rule("quick", None, quick)])
    other = a_policy([a_rule("more")], key="more")
    [one] = order_acts([applied(policy), applied(other)], date=FRIDAY)

    assert [ruling.rule.key for ruling in one.rulings] == ["slow", "quick", "more"]
    assert one.complete == hours(1, "working days")
    assert one.what == "a; b"


def test_any_of_several_is_one_act_and_met_by_whoever_must_act_anyway() -> None:
    either = an_act("approve", "cfo", "ceo", mode="any")

    assert asked(either) == [(1, "approve", "cfo or ceo", "")]
    assert asked(either, an_act("approve", "ceo")) == [(1, "approve", "ceo", "")]
    assert asked(either, an_act("review", "ceo"))[1] == (2, "approve", "cfo or ceo", "")


def test_what_nobody_carries_out_stands_first_and_has_no_place_in_the_order() -> None:
    forbid = Act(act="forbid", what="too small", instead="the standard")

    assert asked(an_act(), forbid, Act(act="resubmit")) == [
        (0, "forbid", "", ""),
        (0, "resubmit", "", ""),
        (1, "approve", "clerk", ""),
    ]


def test_backups_are_told() -> None:
    roles = {**ROLES, "cfo": replace(ROLES["cfo"], backup="ceo")}
    policy = a_policy([a_rule("big", None, an_act("approve", "cfo"))], roles=roles)
    [one] = order_acts([applied(policy)], date=FRIDAY)

    assert [role.key for role in one.backups] == ["ceo"]
