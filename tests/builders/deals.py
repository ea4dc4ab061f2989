"""A deal on the tiny model with alternatives, few enough coins for every joint world, and chances to win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.advise.choices import options_of
from anatomy.advise.comparing import compare
from anatomy.domain.grid import Axis, Grid
from anatomy.loading import read_decision, settle_decision
from anatomy.whatif import what_if
from builders.tiny import tiny

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.alternatives import Comparison
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport

DEAL = """\
format: anatomy/1
title: A deal
value_if_won: 60k
win_chance: [50 %, 60 %, 80 %]
win_chance_without: 30 %
decisions:
  - {type: discount, with: {value: 100k, share: 30 %}}
alternatives:
  less:
    title: Half of it, on our terms
    win_chance: [35 %, 45 %, 50 %]
    set: {share: 15 %, reason: term}
  little:
    title: Nearly nothing
    win_chance: 40 %
    value_if_won: 58k
    set: {share: 5 %}
"""


def a_deal(folder: Path, enterprise: Enterprise, text: str = DEAL) -> Decision:
    """A decision file on that model, settled."""
    path = folder / "deal.yaml"
    path.write_text(text, encoding="utf-8")
    return settle_decision(read_decision(path, name="deal.yaml"), enterprise)


def a_comparison(enterprise: Enterprise, decision: Decision) -> Comparison:
    """Its choices in every joint world, with a table over share and value."""
    grid = Grid(
        down=Axis(parameter="share", types=("discount",), values=(0.05, 0.15, 0.3)),
        across=Axis(parameter="value", types=("discount",), values=(50_000.0, 100_000.0)),
    )
    return compare(enterprise, options_of(decision), grid=grid)


def an_answer(folder: Path) -> ImpactReport:
    """The what-if of that deal, with its alternatives and the table."""
    enterprise = tiny(folder / "model")
    decision = a_deal(folder, enterprise)
    report = what_if(enterprise, decision)
    return replace(report, alternatives=a_comparison(enterprise, decision))
