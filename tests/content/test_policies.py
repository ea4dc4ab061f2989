"""The policies of the reference: the tiers that the sources tell, and nothing for the lint to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.deciding import decide_effects
from anatomy.graph import check_structure
from anatomy.loading import Draft, load_enterprise, settle_decision
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTERPRISE = load_enterprise(shelf("models") / "reference")


def approvers(*proposals: tuple[str, Mapping[str, object]]) -> list[str]:
    """Who must approve, in short."""
    decision = settle_decision(Draft(title="t", proposals=proposals), ENTERPRISE)
    acts = decide_effects(ENTERPRISE, decision).acts
    return [role.short or role.name for one in acts if one.act == "approve" for role in one.who]


def a_discount(share: str, value: str = "100k") -> tuple[str, dict[str, object]]:
    return "discount-exception", {"discount": share, "list_value": value}


def test_the_lint_finds_nothing() -> None:
    assert len(ENTERPRISE.policies) == 5
    assert [one.first_line() for one in check_structure(ENTERPRISE) if "ANA116" <= one.code <= "ANA120"] == []


@pytest.mark.parametrize(
    ("share", "small", "large"),
    [
        ("0 %", [], []),
        ("10 %", [], ["Sales manager"]),
        ("10.1 %", ["Sales manager"], ["Sales director"]),
        ("20 %", ["Sales manager"], ["Sales director"]),
        ("30 %", ["Sales director"], ["CRO", "Finance"]),
        ("40 %", ["CRO", "Finance"], ["CFO", "CEO"]),
        ("41 %", ["CFO", "CEO"], ["CFO", "CEO"]),
    ],
)
def test_the_discount_ladder_and_one_tier_up(share: str, small: list[str], large: list[str]) -> None:
    assert approvers(a_discount(share, "499999")) == small
    assert approvers(a_discount(share, "500k")) == large
    terms = ("payment-terms-exception", {"new_days": "30 days"})
    assert approvers(a_discount(share), terms) == large


@pytest.mark.parametrize(
    ("days", "who"), [(30, []), (31, ["Sales manager"]), (60, ["Sales manager"]), (61, ["CFO"])]
)
def test_payment_terms(days: int, who: list[str]) -> None:
    assert approvers(("payment-terms-exception", {"new_days": f"{days} days"})) == who


@pytest.mark.parametrize(
    ("band", "who"), [("green", ["Deal desk"]), ("yellow", ["Sales VP"]), ("red", ["CRO", "CFO"])]
)
def test_the_bands_of_wording(band: str, who: list[str]) -> None:
    values: dict[str, object] = {
        "band": band,
        "response_hours": 8,
        "service_credit": "10 %",
        "uptime": "99.9 %",
    }

    assert approvers(("contract-sla-exception", values)) == who
    assert set(who) < set(approvers(("contract-sla-exception", {**values, "response_hours": 4})))
