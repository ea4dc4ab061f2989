"""
What the articles say of decisions in Sales, asked of the reference enterprise.

Low: felt in fewer than a quarter of the worlds, and a mean severity below 0.1.
Hard: felt in at least 55 % of them, and then with a mean severity of at least 0.3.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.loading import draft_of_type, load_enterprise, read_decision, settle_decision
from anatomy.whatif import what_if
from anatomy.whatif.matrix import first_reaches

if TYPE_CHECKING:
    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import DecisionType
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import DepartmentFacts, ImpactReport

ROOT = Path(__file__).parents[2]
WORLDS = 10_000
LADDER = [f"{discount} %" for discount in range(0, 61, 3)]


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(ROOT / "models" / "reference")


def test_a_discount_exception_directly_reaches_the_departments_of_the_article(reference: Enterprise) -> None:
    reached = one_step_away(reference, "discount-exception")

    assert {"finance", "legal", "technology", "support"} <= reached


def test_a_pricing_change_directly_reaches_the_departments_of_the_article(reference: Enterprise) -> None:
    reached = one_step_away(reference, "pricing-change")

    assert {"marketing", "finance", "operations", "technology", "support"} <= reached


@pytest.mark.parametrize("list_value", ["250k", "1.2M"])
def test_a_small_discount_within_policy_hits_nobody_hard_and_support_not_at_all(
    reference: Enterprise, list_value: str
) -> None:
    report = ask(reference, "discount-exception", discount="5 %", list_value=list_value)

    assert not [department.key for department in report.departments if is_hard(department)]
    assert report.department("support").feeling.felt.probability == 0


def test_operations_is_low_under_a_discount_of_28_percent(reference: Enterprise) -> None:
    operations = ask(reference, "discount-exception", discount="28 %").department("operations")

    assert is_low(operations)
    assert operations.feeling.felt.probability == pytest.approx(0.2, abs=0.05)
    assert operations.paths, "low, but the report can say by which way"


def test_the_key_deal_of_the_article_is_hard_on_the_four_departments_it_names(reference: Enterprise) -> None:
    report = ask_example(reference, "key-deal")

    assert {"operations", "finance", "legal", "support"} <= {
        department.key for department in report.departments if is_hard(department)
    }


@pytest.mark.parametrize("list_value", ["250k", "1.2M"])
def test_more_discount_is_never_felt_less_in_any_department(reference: Enterprise, list_value: str) -> None:
    reports = [
        ask(reference, "discount-exception", worlds=2_000, discount=discount, list_value=list_value)
        for discount in LADDER
    ]

    for department in reference.departments:
        felt = [report.department(department).feeling.felt.probability for report in reports]
        severity = [round(report.department(department).feeling.mean_severity, 9) for report in reports]

        assert felt == sorted(felt), department
        assert severity == sorted(severity), department


def test_an_ordinary_decision_is_not_felt_everywhere(reference: Enterprise) -> None:
    for decision_type in reference.decision_types:
        report = ask(reference, decision_type)

        assert 1 < report.departments_felt < 9, decision_type


def test_northwind_puts_a_sane_share_of_the_deal_at_risk(reference: Enterprise) -> None:
    report = ask_example(reference, "northwind")

    assert 0.03 < report.total.loss.mean / 1_200_000 < 0.20
    assert {line.key: line.amount for line in report.money if line.measure == "margin"} == pytest.approx(
        {"discount-given": 336_000, "deal-margin": -480_000}
    )
    assert report.total.direct_late_cash == pytest.approx(864_000 * 60 / 365 * 0.1)


def test_every_loss_item_can_be_reached_by_its_own_decision(reference: Enterprise) -> None:
    for decision_type in reference.decision_types.values():
        reached = reachable(reference, decision_type)

        assert not [loss.key for loss in decision_type.losses if loss.owner not in reached], decision_type.key


def one_step_away(enterprise: Enterprise, key: str) -> set[str]:
    """Departments behind one dependency, after moves from layer to layer inside what is set off."""
    reach = next(one for one in first_reaches(enterprise) if one.decision_type == key)
    return {one.department for one in reach.affected}


def ask(enterprise: Enterprise, key: str, *, worlds: int = WORLDS, **settings: str) -> ImpactReport:
    """Answer one decision type at its defaults, but for the settings."""
    decision = settle_decision(draft_of_type(enterprise, key), enterprise, settings)
    return what_if(enterprise, decision, worlds=worlds, seed=0)


def ask_example(enterprise: Enterprise, name: str) -> ImpactReport:
    """Answer the decision of a shipped example."""
    draft = read_decision(ROOT / "examples" / name / "decision.yaml", name=name)
    return what_if(enterprise, settle_decision(draft, enterprise), worlds=WORLDS, seed=0)


def is_low(department: DepartmentFacts) -> bool:
    """Felt seldom, and little."""
    return department.feeling.felt.probability < 0.25 and department.feeling.mean_severity < 0.1


def is_hard(department: DepartmentFacts) -> bool:
    """Felt mostly and strongly by a department that did not take the decision."""
    severity = department.feeling.mean_severity_if_felt
    felt = department.feeling.felt.probability
    return department.key != "sales" and felt >= 0.55 and severity is not None and severity >= 0.3


def reachable(enterprise: Enterprise, decision_type: DecisionType) -> set[CellId]:
    """Find every cell that a decision type may set off, and every cell that can follow."""
    reached = {trigger.cell for trigger in decision_type.sets_off}
    while more := {
        dependency.target
        for dependency in enterprise.dependencies
        if dependency.source in reached and dependency.target not in reached
    }:
        reached |= more
    return reached
