"""What a decision does before anything spreads: cells set off, dependencies adjusted, certain money, acts."""

from anatomy.deciding.acts import Asked
from anatomy.deciding.adjusting import AdjustedDependency
from anatomy.deciding.approvals import Applied, Reason, Ruling
from anatomy.deciding.effects import Effects, decide_effects
from anatomy.deciding.mitigating import Promised, promised
from anatomy.deciding.money import CertainMoney, MoneyAtRisk
from anatomy.deciding.triggers import CellTrigger
from anatomy.deciding.weakening import Weakening, weakens_only

__all__ = [
    "AdjustedDependency",
    "Applied",
    "Asked",
    "CellTrigger",
    "CertainMoney",
    "Effects",
    "MoneyAtRisk",
    "Promised",
    "Reason",
    "Ruling",
    "Weakening",
    "decide_effects",
    "promised",
    "weakens_only",
]
