"""
What a choice is worth: what winning brings, less what it costs by itself and elsewhere, and the chance to win.

Sources:
    docs/method.md, "What a choice is worth".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.alternatives import BreakEven, WinChance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.deciding import CertainMoney, Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.quantity import Range


class Certain(Struct, frozen=True, kw_only=True):
    """What is certain of a choice if it goes ahead; a cost is positive, as in money lines."""

    value_if_won: float | None
    direct: float
    direct_late_cash: float
    promised: float
    known: bool  #: whether anything says what winning brings

    @property
    def worth(self) -> float:
        """What it brings before the hidden cost; a gain is positive."""
        return (self.value_if_won or 0.0) - self.direct - self.promised


def certain(decision: Decision, effects: Effects) -> Certain:
    """What is certain of a decision that goes ahead."""
    return _certain(decision, effects.money, math.fsum(one.cost for one in effects.promises))


def certain_if_declined(decision: Decision, proposed: Effects) -> Certain:
    """
    What is certain if the deal is won without the decision: the lines that come either way.

    Args:
        decision: to decline; it has no lines of its own.
        proposed: effects of what is declined.
    """
    return _certain(decision, [line for line in proposed.money if line.either_way], 0.0)


def _certain(decision: Decision, lines: Iterable[CertainMoney], promised: float) -> Certain:
    amounts = [(line.measure, line.amount) for line in lines]
    margin = [amount for measure, amount in amounts if measure == "margin"]
    late = [amount for measure, amount in amounts if measure != "margin"]
    return Certain(
        value_if_won=decision.value_if_won,
        direct=math.fsum(margin),
        direct_late_cash=math.fsum(late),
        promised=promised,
        known=decision.value_if_won is not None or any(amount < 0 for amount in margin),
    )


def win_chance(range_: Range | None) -> WinChance | None:
    """A guessed chance with the point that is computed with."""
    if range_ is None:
        return None
    return WinChance(low=range_.low, mode=range_.mode, high=range_.high, point=range_.point)


def expected_range(if_won: float, chance: WinChance) -> tuple[float, float]:
    """The expected worth with the chance to win at both ends of its range, the worse one first."""
    ends = sorted((chance.low * if_won, chance.high * if_won))
    return ends[0], ends[1]


def break_even(if_won: float, *, declined: float, without: float) -> BreakEven:
    """
    From which chance to win a choice brings at least as much as to decline: chance x if_won >= declined.

    Args:
        if_won: expected worth if it goes ahead.
        declined: expected worth of declining, losing the deal counted.
        without: chance to win if it is declined.

    >>> break_even(200.0, declined=30.0, without=0.1)
    BreakEven(kind='from', chance=0.15, uplift=0.04999999999999999)
    >>> break_even(-20.0, declined=30.0, without=0.1).kind, break_even(20.0, declined=30.0, without=0.1).kind
    ('never', 'never')
    """
    if if_won > 0:
        chance = declined / if_won
        if chance <= 0:
            return _ALWAYS
        return _from("from", chance, without) if chance <= 1 else _NEVER
    # It brings nothing or loses money when it is won: the less likely that is, the better.
    if if_won >= declined:
        return _ALWAYS
    return _from("up-to", declined / if_won, without) if declined < 0 else _NEVER


_ALWAYS = BreakEven(kind="always", chance=None, uplift=None)
_NEVER = BreakEven(kind="never", chance=None, uplift=None)


def _from(kind: str, chance: float, without: float) -> BreakEven:
    return BreakEven(kind=kind, chance=chance, uplift=chance - without)
