"""What a decision does before anything spreads: cells set off, dependencies adjusted, certain money."""

from anatomy.deciding.adjusting import AdjustedDependency
from anatomy.deciding.effects import Effects, decide_effects
from anatomy.deciding.money import CertainMoney, MoneyAtRisk
from anatomy.deciding.triggers import CellTrigger

__all__ = ["AdjustedDependency", "CellTrigger", "CertainMoney", "Effects", "MoneyAtRisk", "decide_effects"]
