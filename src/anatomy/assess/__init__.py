"""From worlds to what they mean: departments, money, paths and evidence of one decision."""

from anatomy.assess.report import assess_impact
from anatomy.assess.spreading import spread_effects

__all__ = ["assess_impact", "spread_effects"]
