"""What is left of a decision that goes through: what it brings, less what it costs by itself and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.words import NBSP

if TYPE_CHECKING:
    from anatomy.views.parts import Lookup


class Left(Struct, frozen=True, kw_only=True):
    """Money; a gain is positive."""

    mean: float
    text: str  #: the mean as printed, so that the printed parts add up to it
    range: str  #: of its middle 90 %, worse end first


def own_money(look: Lookup) -> tuple[float, float]:
    """What the decision costs by itself and what it brings if it goes through, both positive; late cash is apart."""
    total = look.report.total
    amounts = [line.amount for line in look.report.money if line.measure != "late-cash"]
    amounts.append(-(total.value_if_won or 0.0))
    return sum(amount for amount in amounts if amount > 0), -sum(amount for amount in amounts if amount < 0)


def left_of(look: Lookup) -> Left | None:
    """What is left if it goes through; None where nothing says what that brings, or where nothing is hidden."""
    cost, gain = own_money(look)
    loss = look.report.total.loss
    if not (gain or look.report.total.value_if_won is not None) or not (loss.mean or loss.p95):
        return None
    before = gain - cost
    unit = money.own_unit(max(abs(before), abs(loss.mean)), look.currency)
    worse, better = (unit.loss_of(unit.grains(end - before)) for end in (loss.p95, loss.p05))
    return Left(
        mean=before - loss.mean,
        text=unit.loss_of(unit.grains(loss.mean) - unit.grains(before)),
        range=f"{worse} to{NBSP}{better}",
    )
