"""What a decision does before anything spreads: cells set off, dependencies adjusted, money that moves for certain."""

from anatomy.deciding.effects import AdjustedDependency, Effects, decide_effects
from anatomy.deciding.money import CertainMoney, MoneyAtRisk
from anatomy.deciding.triggers import CellTrigger

__all__ = ["AdjustedDependency", "CellTrigger", "CertainMoney", "Effects", "MoneyAtRisk", "decide_effects"]
