"""What further mitigations change, evaluated once, against deciding everything anew for each set of them."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.deciding import Weakening, decide_effects, promised, weakens_only
from anatomy.domain.mitigation import ParameterChange
from anatomy.domain.response import Number
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf
from builders.options import a_factor, a_mitigation
from builders.tiny import a_decision

if TYPE_CHECKING:
    from anatomy.domain.decision import Adjustment
    from anatomy.domain.enterprise import Enterprise

ROOT = Path(__file__).parents[2]


@cache
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@pytest.mark.parametrize("story", ["northwind", "key-deal", "campaign-surge"])
def test_any_set_is_what_deciding_anew_gives(story: str) -> None:
    path = ROOT / "examples" / story / "decision.yaml"
    decision = settle_decision(read_decision(path, name="decision.yaml"), reference())
    fitting = promised(reference(), replace(decision, mitigations=tuple(reference().mitigations)))
    weak = [one.mitigation.key for one in fitting if weakens_only(reference(), one)]
    changing = [one.mitigation.key for one in fitting if one.mitigation.sets]
    assert len(weak) + len(changing) == len(fitting)
    dice = random.Random(4)

    for _ in range(8):
        terms = tuple(key for key in changing if dice.random() < 0.5)
        base = replace(decision, mitigations=terms)
        weakening = Weakening.of(reference(), base, weak)
        for _ in range(4):
            some = [key for key in weak if dice.random() < 0.5]
            anew = decide_effects(reference(), replace(base, mitigations=(*terms, *some)))
            rows = {one.dependency.id: one.dependency for one in anew.dependencies}

            assert weakening.dependencies(some) == tuple(rows[one.id] for one in weakening.touched)
            untouched = {one.id for one in weakening.touched}
            plain = {
                one.dependency.id: one.dependency for one in decide_effects(reference(), base).dependencies
            }
            assert all(rows[key] == plain[key] for key in rows if key not in untouched)
            stopped = weakening.not_set_off(some)
            lit = {trigger.cell for trigger in decide_effects(reference(), base).triggers}
            assert {trigger.cell for trigger in anew.triggers} == lit - stopped


@pytest.mark.parametrize(
    ("factor", "weakens"),
    [
        (a_factor("sales", likelihood=0.5, share=1.0, delay=1.0, added=9.0), True),
        (a_factor("sales", likelihood=1.01), False),
        (a_factor("sales", share=1.5), False),
        (a_factor("sales", delay=0.9), False),
        (a_factor("sales", delay=3.0), True),
    ],
)
def test_only_what_can_make_nothing_stronger_weakens(
    factor: Adjustment, *, weakens: bool, enterprise: Enterprise
) -> None:
    model = replace(enterprise, mitigations={"a": a_mitigation("a", adjusts=(factor,))})
    one = promised(model, replace(a_decision(model), mitigations=("a",)))[0]

    assert weakens_only(model, one) == weakens


def test_what_sets_a_parameter_does_not_only_weaken(enterprise: Enterprise) -> None:
    change = ParameterChange(parameter="share", to=Number(0.0))
    model = replace(enterprise, mitigations={"a": a_mitigation("a", sets=(change,))})
    one = promised(model, replace(a_decision(model), mitigations=("a",)))[0]

    assert not weakens_only(model, one)


def test_a_delay_cut_off_at_the_longest_is_told(enterprise: Enterprise) -> None:
    adjusts = (a_factor("sales", delay=1.0, added=40_000 / 2),)
    model = replace(enterprise, mitigations={key: a_mitigation(key, adjusts=adjusts) for key in "ab"})
    weakening = Weakening.of(model, a_decision(model), ["a", "b"])

    assert not weakening.is_capped(["a"])
    assert weakening.is_capped(["a", "b"])
