"""Money: one owner for every item, departments add up to the total in every world, horizons hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.assess import spread_effects
from anatomy.assess.money import Ledger
from anatomy.deciding import decide_effects
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from builders.tiny import a_decision

if TYPE_CHECKING:
    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise


def ledger_of(enterprise: Enterprise, effects: Effects, worlds: int = 2_000) -> Ledger:
    return Ledger(enterprise, effects, spread_effects(enterprise, effects, worlds=worlds, seed=5))


def test_departments_add_up_to_the_total_in_every_world(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise))
    ledger = ledger_of(enterprise, effects)
    margin = [item for item in effects.at_risk if item.measure == "margin"]
    of_departments = [
        ledger._sum(item for item in margin if item.owner.department == key) for key in enterprise.departments
    ]

    assert len(margin) == 2
    np.testing.assert_allclose(sum(of_departments), ledger._sum(margin), rtol=1e-14)
    assert all(losses.max() > 0 for losses in of_departments)


@pytest.mark.parametrize("key", ["discount-exception", "key-deal-commitment", "contract-sla-exception"])
def test_departments_add_up_to_the_total_in_the_reference(key: str) -> None:
    enterprise = load_enterprise(shelf("models") / "reference")
    report = what_if(enterprise, settle_decision(draft_of_type(enterprise, key), enterprise), worlds=500)

    for measure, total in (("loss", report.total.loss), ("late_cash", report.total.late_cash)):
        parts = [getattr(department, measure) for department in report.departments]
        assert sum(part.mean for part in parts if part) == pytest.approx(total.mean, rel=1e-12)
    assert {loss.measure for loss in report.losses} <= {"margin", "late-cash"}
    for loss in report.losses:
        assert 0 <= loss.loss.p05 <= loss.loss.p50 <= loss.loss.p95 <= loss.amount
        assert loss.department in loss.owner


def test_nothing_is_lost_after_the_horizon(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise))
    (slip,) = [item for item in effects.at_risk if item.key == "slip"]
    means = []
    for horizon in (0.0, 2.99, 3.0, 9.0, 1000.0):
        changed = replace(effects, at_risk=(replace(slip, horizon_days=horizon),))
        means.append(ledger_of(enterprise, changed).total().loss.mean)

    # The quickest way to the owner takes 1 + 2 days.
    assert means[0] == means[1] == 0
    assert 0 < means[2] <= means[3] < means[4]


def test_direct_money_does_not_propagate(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise))
    without = replace(effects, money=())
    one, other = ledger_of(enterprise, effects).total(), ledger_of(enterprise, without).total()

    assert (one.direct, other.direct) == (30_000.0, 0.0)
    assert (one.loss, one.late_cash, one.material) == (other.loss, other.late_cash, other.material)


def test_late_cash_is_never_margin(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise))
    late = replace(effects, at_risk=tuple(replace(item, measure="late-cash") for item in effects.at_risk))
    ledger, all_late = ledger_of(enterprise, effects), ledger_of(enterprise, late)

    assert all_late.total().loss.mean == 0
    assert all_late.total().material.probability == 0
    assert all_late.total().late_cash.mean == pytest.approx(
        ledger.total().loss.mean + ledger.total().late_cash.mean, rel=1e-12
    )
    assert all_late.of_department("legal", "margin") is None
    assert ledger.of_department("legal", "late-cash") is None


def test_a_bundle_counts_shared_money_once(enterprise: Enterprise) -> None:
    both = replace(
        a_decision(enterprise),
        proposals=(
            *a_decision(enterprise).proposals,
            *a_decision(enterprise, "terms", days="90").proposals,
        ),
    )
    report = what_if(enterprise, both)

    assert [(loss.key, loss.amount) for loss in report.losses] == [
        ("anchor", 30_000.0),
        ("slip", 12_500.0),
        ("wait", 2_000.0),
    ]
    assert report.total.loss.mean == pytest.approx(
        sum(loss.loss.mean for loss in report.losses if loss.measure == "margin"), rel=1e-12
    )


def test_a_decision_without_effect_costs_nothing_beyond_itself(enterprise: Enterprise) -> None:
    report = what_if(enterprise, a_decision(enterprise, share="0 %"))

    assert not report.cells
    assert report.departments_felt == 0
    assert report.total.loss.mean == report.total.material.probability == 0
    assert all(department.feeling.arrival_days is None for department in report.departments)
    assert all(not department.paths and department.hardest is None for department in report.departments)


def test_what_lives_in_memory_is_counted(enterprise: Enterprise) -> None:
    report = what_if(enterprise, a_decision(enterprise))
    sales = report.department("sales")

    assert report.evidence.from_memory == 1
    assert report.evidence.dependencies == len(enterprise.dependencies) == 7
    assert sales.mattering >= sales.memory
