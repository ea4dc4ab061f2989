"""What promised mitigations do to the effects of a decision, before anything spreads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.deciding import Effects, decide_effects
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@pytest.fixture(scope="module")
def northwind(reference: Enterprise) -> Decision:
    path = ROOT / "examples" / "northwind" / "decision.yaml"
    return settle_decision(read_decision(path, name="decision.yaml"), reference)


def promising(reference: Enterprise, decision: Decision, *keys: str) -> Effects:
    return decide_effects(reference, replace(decision, mitigations=keys))


def changed(one: Effects, other: Effects) -> set[str]:
    pairs = zip(one.dependencies, other.dependencies, strict=True)
    return {left.dependency.id for left, right in pairs if left.dependency != right.dependency}


def test_every_mitigation_that_fits_changes_something_or_asks_for_something(
    reference: Enterprise, northwind: Decision
) -> None:
    plain = promising(reference, northwind)
    for key, mitigation in reference.mitigations.items():
        with_it = promising(reference, northwind, key)
        if mitigation.fits(northwind.proposals) is None:
            assert with_it == plain
            continue
        assert [one.mitigation.key for one in with_it.promises] == [key]
        assert with_it.promises[0].cost >= 0
        differs = changed(plain, with_it) or (plain.triggers, plain.money, plain.at_risk) != (
            with_it.triggers,
            with_it.money,
            with_it.at_risk,
        )
        assert differs, key


def test_factors_of_mitigations_multiply_whatever_their_order(
    reference: Enterprise, northwind: Decision
) -> None:
    keys = [key for key, one in reference.mitigations.items() if one.fits(northwind.proposals)]
    one = promising(reference, northwind, *keys)
    other = promising(reference, northwind, *reversed(keys), keys[0])
    assert one == other
    assert len(one.promises) == len(keys)


def test_a_parameter_that_a_mitigation_sets_moves_money_and_approvals(
    reference: Enterprise, northwind: Decision
) -> None:
    setting = [
        key
        for key, one in reference.mitigations.items()
        if one.sets and one.fits(northwind.proposals) is not None
    ]
    assert setting
    plain = promising(reference, northwind)
    for key in setting:
        with_it = promising(reference, northwind, key)
        assert (with_it.money, with_it.at_risk, with_it.triggers) != (
            plain.money,
            plain.at_risk,
            plain.triggers,
        )


def test_a_blocked_cell_passes_nothing_on(reference: Enterprise, northwind: Decision) -> None:
    blocking = [(key, block) for key, one in reference.mitigations.items() for block in one.blocks]
    for key, block in blocking:
        mitigation = reference.mitigations[key]
        if mitigation.fits(northwind.proposals) is None:
            continue
        effects = promising(reference, northwind, key)
        if block.spread:
            out = [one for one in effects.dependencies if one.dependency.source == block.cell]
            assert all(one.dependency.likelihood.point == 0 for one in out)
        if block.start:
            assert block.cell not in {trigger.cell for trigger in effects.triggers}
