"""A deal on the tiny model with alternatives, few enough coins for every joint world, and chances to win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.loading import read_decision, settle_decision

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

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
