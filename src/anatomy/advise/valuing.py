"""What a choice is worth if it goes ahead, before the hidden cost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Certain:
    """What is certain of a choice if it goes ahead; a cost is positive, as in money lines."""

    value_if_won: float | None
    direct: float  #: sum of the margin lines
    promised: float  #: cost of the mitigations that are promised
    known: bool  #: whether anything says what winning brings

    @property
    def worth(self) -> float:
        """What it brings before the hidden cost; a gain is positive."""
        return (self.value_if_won or 0.0) - self.direct - self.promised


def certain(decision: Decision, effects: Effects) -> Certain:
    """What is certain of a decision that goes ahead."""
    lines = [line.amount for line in effects.money if line.measure == "margin"]
    return _certain(decision, lines, math.fsum(one.cost for one in effects.promises))


def certain_if_declined(decision: Decision, proposed: Effects) -> Certain:
    """
    What is certain if the deal is won without the decision: the lines that come either way.

    Args:
        decision: to decline; it has no lines of its own.
        proposed: effects of what is declined.
    """
    lines = [line.amount for line in proposed.money if line.measure == "margin" and line.either_way]
    return _certain(decision, lines, 0.0)


def _certain(decision: Decision, lines: list[float], promised: float) -> Certain:
    return Certain(
        value_if_won=decision.value_if_won,
        direct=math.fsum(lines),
        promised=promised,
        known=decision.value_if_won is not None or any(amount < 0 for amount in lines),
    )
