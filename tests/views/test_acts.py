"""Who must act, as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.approval_facts import ReasonFacts, RoleFacts
from anatomy.render import render_html
from anatomy.views.acts import acts, needs, reason_words
from anatomy.views.parts import Lookup
from anatomy.views.report import view_report
from builders.approvals import ACTS, CFO, CRO, DISCOUNT, POLICIES, SECRET, act_facts, rule_facts
from builders.reports import a_report

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport


def told(report: ImpactReport) -> tuple[str, str]:
    asked = needs(Lookup(report))
    assert asked
    return asked.value, asked.note.replace("\xa0", " ")


def with_acts(*listed: object) -> ImpactReport:
    return replace(a_report(), acts=tuple(listed))


def test_the_approval_is_told_with_its_reasons_and_its_day() -> None:
    asked = needs(Lookup(a_report()))

    assert asked
    assert asked.by.replace("\xa0", " ") == "Wed 25 Nov 2026"
    assert told(a_report()) == (
        "CRO + CFO",
        "discount 28 % is above 20 % and list price per year €1.2M is at least €500k, and 1 more",
    )
    assert asked.more.replace("\xa0", " ") == (
        "discount 28 % is above 20 % and list price per year €1.2M is at least €500k; "
        "days to pay 90 days is above 60 days"
    )


def test_page_one_tells_the_approval_in_place_of_what_the_answer_says_already() -> None:
    def labels(report: ImpactReport) -> list[str]:
        return [fact.label for fact in view_report(report).facts]

    assert "Approval this needs" in labels(a_report())
    assert "First felt elsewhere" not in labels(a_report())
    without = replace(a_report(), acts=(), policies=())
    assert "First felt elsewhere" in labels(without)
    assert view_report(without).acts is None
    assert "Who must act" not in render_html(view_report(without))


def test_what_is_forbidden_is_told_before_all_else() -> None:
    forbid = act_facts(
        "forbid", rules=(rule_facts("small", DISCOUNT),), order=0, what="too small", instead="list price"
    )
    report = with_acts(forbid, *ACTS)

    assert told(report) == ("Not allowed", "discount 28 % is above 20 %")
    page = render_html(view_report(report))
    assert "<strong>Not allowed.</strong> <bdi>Too small; instead: list price</bdi>" in page


def test_a_signature_or_review_alone_is_called_so() -> None:
    assert told(with_acts(act_facts("sign", CFO, rules=(rule_facts("all"),))))[0] == "CFO (signature)"
    assert told(with_acts(ACTS[0]))[0] == "Deal desk (review)"
    assert told(with_acts(act_facts("approve", CRO, CFO, rules=(rule_facts("all"),)))) == (
        "CRO or CFO",
        "Discount ladder",
    )


@pytest.mark.parametrize(
    ("changes", "value", "note"),
    [
        (
            {"open": ()},
            "Nobody’s",
            "discount 28 % is above 20 % and list price per year €1.2M is at least €500k",
        ),
        ({"open": (rule_facts("x", SECRET),)}, "Not known", "it hangs on a threshold that is not public"),
        ({"open": (), "hit": (), "uncovered": True}, "Not known", "no rule of Discount ladder holds"),
        ({"open": (), "hit": (rule_facts("seller"),)}, "Nobody’s", "by Discount ladder"),
    ],
)
def test_when_nobody_need_approve_it_says_why(changes: dict[str, object], value: str, note: str) -> None:
    policy = replace(POLICIES[0], **changes)

    assert told(replace(a_report(), acts=(), policies=(policy,))) == (value, note)


def test_who_must_look_at_it_first_is_named_beside_those_who_agree() -> None:
    report = a_report()
    approval = next(one for one in report.acts if one.act == "approve")
    before = replace(approval, act="review", order=approval.order - 1)
    needed = needs(Lookup(replace(report, acts=(before, approval))))
    alone = needs(Lookup(replace(report, acts=(replace(before, order=approval.order), approval))))

    assert needed
    assert alone
    assert needed.who == f"{alone.who}, after review by {alone.who}"
    assert needed.value == alone.value


def test_one_person_has_one_short_name_and_no_two_share_one() -> None:
    def role(name: str, short: str) -> RoleFacts:
        return replace(CFO, key=short.lower(), name=name, short=short)

    director, too = role("Direct sales director", "Sales director"), role("Direct sales director", "Sales VP")
    desk, profit = role("Commercial finance lead", "Finance"), role("Profitability controller", "Finance")
    asked = needs(
        Lookup(with_acts(*(replace(ACTS[1], who=(who,)) for who in (director, desk, CFO, profit, too))))
    )

    assert asked
    assert asked.who == "Sales director + Commercial finance lead + CFO + Profitability controller"


def test_the_table_names_who_act_time_day_reason_rule_and_line() -> None:
    view = acts(Lookup(a_report()))

    assert view
    last = view.rows[-1]
    assert (last.order, last.who, last.backup, last.act) == (
        "2",
        "CFO (Chief Financial Officer)",
        "Controller",
        "approves",
    )
    assert (last.limit, last.due.replace("\xa0", " ")) == ("24 to 48 hours", "Wed 25 Nov 2026")
    assert [(one.rule, one.doubt, one.where) for one in last.rules] == [
        ("Discount ladder, cro-and-finance", "", "policies/discount-ladder.yaml:40"),
        ("Payment terms, beyond-net-60", "inferred", "policies/payment-terms.yaml:31"),
    ]
    assert [one.rule for one in view.open] == ["Discount ladder, margin-floor"]
    assert [one.rule for one in view.overridden] == ["Payment terms, up-to-net-90"]


def test_without_a_day_the_table_says_why() -> None:
    rules = (rule_facts("all"),)
    listed = (
        act_facts("review", CRO, rules=rules),
        act_facts("approve", CFO, rules=rules, complete="1 hour", after_unknown=True),
        act_facts("sign", CFO, rules=rules, complete="1 hour"),
    )
    view = acts(Lookup(with_acts(*listed)))

    assert view
    assert [row.due for row in view.rows] == ["no time stated", "after those before", "no date given"]


@pytest.mark.parametrize(
    ("value", "comparison", "than", "kind", "words"),
    [
        ("red", "is", ("red",), "choice", "band is red"),
        ("two", "is_not", ("standard",), "choice", "band is two, not standard"),
        (True, "is", True, "yes-no", "band is yes"),
        (4.0, "below", 8.0, "count", "band 4 is below 8"),
        (0.5, "at_most", None, "share", "band 50 % against a threshold that is not public"),
    ],
)
def test_conditions_in_words(
    value: float | str | bool,  # noqa: FBT001 - a value, not a switch
    comparison: str,
    than: float | bool | tuple[str, ...] | None,  # noqa: FBT001
    kind: str,
    words: str,
) -> None:
    one = ReasonFacts(
        parameter="band", label="Band", kind=kind, value=value, comparison=comparison, than=than
    )

    assert reason_words(one, "EUR").replace("\xa0", " ") == words
