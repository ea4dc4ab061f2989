"""What is certain of a choice, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from anatomy.advise.valuing import certain, certain_if_declined
from anatomy.deciding import CertainMoney, Promised, decide_effects
from anatomy.domain.decision import Proposal
from builders.tiny import a_decision, tiny

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.decision import Decision
    from anatomy.domain.mitigation import Mitigation


def a_line(amount: float, *, either_way: bool = False, measure: str = "margin") -> CertainMoney:
    return CertainMoney(key="x", name="X", amount=amount, measure=measure, either_way=either_way)


@pytest.fixture(scope="module")
def decision(tmp_path_factory: pytest.TempPathFactory) -> Decision:
    return a_decision(tiny(tmp_path_factory.mktemp("tiny")))


def test_worth_is_what_winning_brings_less_what_it_costs(decision: Decision, tmp_path: Path) -> None:
    effects = decide_effects(tiny(tmp_path), decision)
    promise = Promised(mitigation=_any(), proposal=Proposal(type="discount", values={}), cost=700.0)
    effects = replace(
        effects,
        money=(
            a_line(-10_000.0, either_way=True),
            a_line(3_000.0),
            a_line(500.0, either_way=True),
            a_line(99_000.0, measure="late-cash", either_way=True),
        ),
        promises=(promise, promise),
    )
    for value, worth, declined in ((None, 5_100.0, 9_500.0), (2_000.0, 7_100.0, 11_500.0)):
        asked = replace(decision, value_if_won=value)
        assert certain(asked, effects).worth == worth
        assert certain_if_declined(asked, effects).worth == declined
        assert certain(asked, effects).known


def test_only_a_gain_or_a_stated_value_says_what_winning_brings(decision: Decision, tmp_path: Path) -> None:
    effects = replace(decide_effects(tiny(tmp_path), decision), money=(a_line(3_000.0),))

    assert not certain(decision, effects).known
    assert certain(replace(decision, value_if_won=0.0), effects).known
    assert certain(decision, replace(effects, money=(a_line(-1.0),))).known
    assert not certain_if_declined(decision, replace(effects, money=(a_line(-1.0),))).known


def _any() -> Mitigation:
    """Its cost stands beside it; nothing of it is read."""
    return None  # type: ignore[return-value]
