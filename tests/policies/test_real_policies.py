"""
Two real policies as model files give the acts that someone else worked out by hand, case by case.

The cases lie outside this repository; without them these tests are skipped. The model in `quote-to-cash/` holds the
facts of the policies in our own words.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from anatomy.deciding import decide_effects
from anatomy.graph import check_structure
from anatomy.loading import Draft, load_enterprise, settle_decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.deciding import Asked, Effects

HERE = Path(__file__).parent
CASES = Path(os.environ.get("ANATOMY_SHARED", HERE.parents[2] / "shared")) / "data" / "policy"
ENTERPRISE = load_enterprise(HERE / "quote-to-cash")

#: Parameter of a case -> ours.
PARAMETERS = {
    "discount_pct": "discount",
    "needs_cro_or_finance": "top_named",
    "booked_arr_usd": "booked_value",
    "net_arr_usd": "net_value",
    "opportunity_arr_usd": "opportunity_value",
    "legal_change": "legal_change",
    "discount_from_signed_agreement": "agreed_discount",
    "waived_true_up_seats": "waived_seats",
    "request_type": "request",
    "contract_annual_revenue_usd": "contract_revenue",
    "bad_debt_writeoff_usd": "bad_debt",
    "margin_pct": "margin",
    "created_by": "created_by",
}
WORDS = {
    "edit_of_own_template": "edit",
    "customer_paper": "customer-paper",
    "basic_quote": "basic-quote",
    "area_manager": "area-manager",
}
#: Our rules -> theirs; a doubtful value has a rule of its own here.
RULES = {
    "discount": "GL1",
    "large-deal-document": "GL2",
    "agreed-discount": "GL3",
    "own-agreement-large": "GL4",
    "own-agreement-small": "GL5",
    "customer-paper-large": "GL6",
    "customer-paper-small": "GL7",
    "consulting": "GL8",
    "few-seats": "GL9",
    "ten-seats": "GL10",
    "many-seats": "GL10",
    "changed-quote": "GL11",
    "proactive-review": "GL12",
    "basic-quote": "GL13",
    "larger-request": "GL14",
    "early-large-contract": "GL19",
    "early-changed-terms": "GL20",
    "early-small-debt": "GL21",
    "early-middle-debt": "GL22",
    "early-large-debt": "GL23",
    "enough": "CB1",
    "director": "CB2",
    "three-steps": "CB3",
    "three-steps-by-the-text": "CB3",
    "assistant": "CB4",
}
ROLES = {"counsel": "legal_counsel", "deal-desk": "deal_desk_analyst", "sales-executive": "sales_exec"}
DEPARTMENTS = {"order-management": "order_mgmt", "executive": "exec"}


def cases() -> Iterator[Any]:
    for name in ("gitlab", "corebos"):
        path = CASES / f"{name}.policy.json"
        if path.is_file():
            data = json.loads(path.read_text(encoding="utf-8"))
            yield from (pytest.param(one, id=one["id"]) for one in data["cases"])


ALL = list(cases())
pytestmark = pytest.mark.skipif(not ALL, reason="the cases are not here")


def effects_of(case: dict[str, Any]) -> Effects:
    """What is decided of a case, in the year that its rules belong to."""
    values = {PARAMETERS[name]: _value(name, value) for name, value in case["input"].items()}
    key = "client-quote" if "margin_pct" in case["input"] else "quote"
    date = "2018-06-01" if "vintage" in case else "2026-06-01"  # a Friday, a Monday
    draft = Draft(title=case["id"], proposals=((key, values),), date=date)
    return decide_effects(ENTERPRISE, settle_decision(draft, ENTERPRISE))


def _value(name: str, value: object) -> object:
    if name.endswith("_pct"):
        return f"{value} %"
    return WORDS.get(value, value) if isinstance(value, str) else value


def who(acts: list[Asked]) -> list[str]:
    """Roles as the cases call them."""
    keys = [role.key for one in acts for role in one.who]
    return [ROLES.get(key, key.replace("-", "_")) for key in keys]


def test_all_cases_are_there() -> None:
    assert len(ALL) == 18


@pytest.mark.parametrize("case", ALL)
def test_the_right_people_must_act(case: dict[str, Any]) -> None:
    effects, expected = effects_of(case), case["expect"]
    acts = {
        name: [one for one in effects.acts if one.act == name]
        for name in ("approve", "review", "sign", "inform", "do", "forbid")
    }
    rules = [ruling.rule for policy in effects.policies for ruling in policy.hit]

    assert {RULES[rule.key] for rule in rules} == set(expected["rules"])
    assert ("ambiguous" in {rule.certainty for rule in rules}) == expected.get("ambiguous", False)
    if "allowed" in expected:
        assert bool(acts["forbid"]) != expected["allowed"]
        assert all(one.instead for one in acts["forbid"])
    for name, key in (
        ("approve", "approvers"),
        ("review", "reviewers"),
        ("sign", "signers"),
        ("inform", "informed"),
        ("do", "override_by"),
    ):
        if key in expected:
            assert sorted(who(acts[name])) == sorted(expected[key]), key
    if "approvers_in_order" in expected:
        assert who(acts["approve"]) == expected["approvers_in_order"]
        assert [one.order for one in acts["approve"]] == [1, 2, 3]
    if "departments" in expected:
        involved = {role.department for one in effects.acts for role in one.who} | {"sales"}
        assert {DEPARTMENTS.get(key, key.replace("-", "_")) for key in involved} == set(
            expected["departments"]
        )


@pytest.mark.parametrize("case", ALL)
def test_times_and_documents_are_the_right_ones(case: dict[str, Any]) -> None:
    effects, expected = effects_of(case), case["expect"]
    limits = {role: one.complete for one in effects.acts for role in who([one]) if one.complete}
    documents = [one for one in effects.acts if "document" in one.what]

    if "deal_desk_resolution_hours" in expected:
        span = limits["deal_desk_analyst"]
        assert (span.amount, span.unit) == (expected["deal_desk_resolution_hours"], "hours")
    if "revenue_days_max" in expected:
        span = limits["revenue_team"]
        assert (span.amount, span.unit) == (expected["revenue_days_max"], "working days")
        assert span.text == "3 to 5 working days"
    if "document_required" in expected:
        assert bool(documents) == expected["document_required"]
    if "expected_delay_days" in expected:
        times = {trigger.cell.department: trigger.time_days for trigger in effects.triggers}
        assert times["legal"] == expected["expected_delay_days"]


def test_what_no_rule_covers_is_found_by_the_lint() -> None:
    uncovered = next(one.values[0] for one in ALL if one.values[0]["expect"].get("uncovered"))
    found = [one for one in check_structure(ENTERPRISE) if "ANA116" <= one.code <= "ANA119"]

    assert uncovered["input"]["opportunity_arr_usd"] == 25_000
    assert effects_of(uncovered).acts == ()
    assert [one.code for one in found] == ["ANA116"]
    assert "at opportunity_value = 25,000 exactly" in found[0].message
    assert str(found[0].position).startswith("policies/quote-to-cash.yaml:")
