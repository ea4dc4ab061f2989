"""Acts and policies of a realistic report, made by hand."""

from __future__ import annotations

from typing import Any

from anatomy.domain.approval_facts import ActFacts, PolicyFacts, ReasonFacts, RoleFacts, RuleFacts

DISCOUNT = ReasonFacts(
    parameter="discount", label="Discount", kind="share", value=0.28, comparison="above", than=0.2
)
LARGE = ReasonFacts(
    parameter="list_value",
    label="List price per year",
    kind="money",
    value=1_200_000.0,
    comparison="at_least",
    than=500_000.0,
)
DAYS = ReasonFacts(
    parameter="new_days", label="Days to pay", kind="days", value=90.0, comparison="above", than=60.0
)
SECRET = ReasonFacts(
    parameter="margin", label="Margin", kind="share", value=0.52, comparison="below", than=None
)


def a_role(key: str, name: str, short: str = "", *, department: str = "sales") -> RoleFacts:
    """Someone who acts."""
    return RoleFacts(key=key, name=name, short=short or name, department=department, placeholder=False)


def rule_facts(
    rule: str, *because: ReasonFacts, policy: str = "Discount ladder", **changes: Any
) -> RuleFacts:
    """One rule that holds."""
    values: dict[str, Any] = {
        "policy": policy.lower().replace(" ", "-"),
        "policy_name": policy,
        "rule": rule,
        "because": because,
        "certainty": "stated",
        "note": "",
        "how": "judged",
        "grade": "B",
        "sources": ("w1",),
        "where": "policies/discount-ladder.yaml:40",
    }
    return RuleFacts(**(values | changes))


def act_facts(act: str, *who: RoleFacts, rules: tuple[RuleFacts, ...], **changes: Any) -> ActFacts:
    """One act."""
    values: dict[str, Any] = {
        "order": 1,
        "act": act,
        "who": who,
        "backups": (),
        "respond": "",
        "complete": "",
        "respond_by": "",
        "complete_by": "",
        "after_unknown": False,
        "what": "",
        "instead": "",
        "rules": rules,
    }
    return ActFacts(**(values | changes))


TIER = rule_facts("cro-and-finance", DISCOUNT, LARGE)
BEYOND = rule_facts(
    "beyond-net-60",
    DAYS,
    policy="Payment terms",
    certainty="inferred",
    where="policies/payment-terms.yaml:31",
)
CRO = a_role("cro", "Chief Sales Officer", "CRO")
CFO = a_role("cfo", "Chief Financial Officer", "CFO", department="finance")
DESK = a_role("desk", "Deal desk lead", "Deal desk")

ACTS = (
    act_facts("review", DESK, rules=(TIER,), complete="8 working hours", complete_by="2026-11-23T17:00"),
    act_facts(
        "approve", CRO, rules=(TIER,), order=2, complete="24 to 48 hours", complete_by="2026-11-25T17:00"
    ),
    act_facts(
        "approve",
        CFO,
        rules=(TIER, BEYOND),
        order=2,
        complete="24 to 48 hours",
        complete_by="2026-11-25T17:00",
        backups=(a_role("controller", "Controller", department="finance"),),
        what="say what the cash costs",
    ),
)
POLICIES = (
    PolicyFacts(
        key="discount-ladder",
        name="Discount ladder",
        hit=(TIER,),
        overridden=(),
        open=(rule_facts("margin-floor", SECRET),),
        uncovered=False,
        where="policies/discount-ladder.yaml:2",
    ),
    PolicyFacts(
        key="payment-terms",
        name="Payment terms",
        hit=(BEYOND,),
        overridden=(rule_facts("up-to-net-90", policy="Payment terms"),),
        open=(),
        uncovered=False,
        where="policies/payment-terms.yaml:2",
    ),
)
