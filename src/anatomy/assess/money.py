"""
Money per world: every loss item has one owner cell, so departments add up to the total in every world.

Sources:
    docs/method.md, "Money": loss = amount x severity at the owner, if it is reached within the horizon.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.assess.figures import chance, lost_at, quantiles, spread_of
from anatomy.domain.impact import LossFacts, MoneyFacts, Quantiles, TotalFacts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from anatomy.deciding import Effects, MoneyAtRisk
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Spread

    Losses = NDArray[np.float64]

PROMISED: Final = "promised-mitigations"  #: key of the line that holds what they cost


class Ledger:
    """The losses of every item in every world."""

    def __init__(self, enterprise: Enterprise, effects: Effects, spread: Spread) -> None:
        self._enterprise = enterprise
        self._effects = effects
        self._spread = spread
        self._promised = math.fsum(one.cost for one in effects.promises)
        self._losses = {
            item.key: lost_at(spread.watched[str(item.owner)], item.amount, item.horizon_days)
            for item in effects.at_risk
        }

    def total(self) -> TotalFacts:
        """Over the whole enterprise."""
        margin = self._sum(item for item in self._effects.at_risk if item.measure == "margin")
        late = self._sum(item for item in self._effects.at_risk if item.measure == "late-cash")
        return TotalFacts(
            direct=self._certain("margin"),
            direct_late_cash=self._certain("late-cash"),
            loss=quantiles(margin, self._spread),
            loss_sd=spread_of(margin, self._spread),
            late_cash=quantiles(late, self._spread),
            material=chance(margin > self._enterprise.material_loss, self._spread),
        )

    def of_department(self, key: str, measure: str) -> Quantiles | None:
        """Lost in one department, or None where the decision puts no such money at risk."""
        items = [
            item for item in self._effects.at_risk if item.owner.department == key and item.measure == measure
        ]
        return quantiles(self._sum(items), self._spread) if items else None

    def certain(self) -> tuple[MoneyFacts, ...]:
        """The money lines of the decision itself, and one for all the mitigations that it promises."""
        lines = [
            MoneyFacts(key=line.key, name=line.name, amount=line.amount, measure=line.measure)
            for line in self._effects.money
        ]
        if self._promised:
            name = "Promised mitigations"
            lines.append(MoneyFacts(key=PROMISED, name=name, amount=self._promised, measure="margin"))
        return tuple(lines)

    def items(self) -> tuple[LossFacts, ...]:
        """Every loss item, by key."""
        return tuple(self._item(item) for item in self._effects.at_risk)

    def _item(self, item: MoneyAtRisk) -> LossFacts:
        losses = self._losses[item.key]
        return LossFacts(
            key=item.key,
            name=item.name,
            owner=str(item.owner),
            owner_code=self._enterprise.code(item.owner),
            department=item.owner.department,
            measure=item.measure,
            amount=item.amount,
            horizon_days=item.horizon_days,
            chance=chance(losses > 0, self._spread),
            loss=quantiles(losses, self._spread),
            how=item.basis.how,
            grade=item.basis.grade,
        )

    def _certain(self, measure: str) -> float:
        return math.fsum(line.amount for line in self.certain() if line.measure == measure)

    def _sum(self, items: Iterable[MoneyAtRisk]) -> Losses:
        """Per world, added in the order of the items' keys."""
        total = np.zeros(len(self._spread.weights))
        for item in items:
            total += self._losses[item.key]
        return total
