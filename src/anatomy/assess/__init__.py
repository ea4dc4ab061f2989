"""From worlds to what they mean: departments, money, paths and evidence of one decision."""

from anatomy.assess.doubting import doubt_effects
from anatomy.assess.report import assess_impact
from anatomy.assess.spreading import (
    mean_departments_felt,
    play_effects,
    play_effects_together,
    spread_effects,
)

__all__ = [
    "assess_impact",
    "doubt_effects",
    "mean_departments_felt",
    "play_effects",
    "play_effects_together",
    "spread_effects",
]
