"""From worlds to what they mean: departments, money, paths and evidence of one decision."""

from anatomy.assess.doubting import doubt_effects
from anatomy.assess.limiting import OutcomeFigures, ReportFigures, hold_limits, limits_in_force
from anatomy.assess.report import assess_impact
from anatomy.assess.spreading import (
    play_effects,
    play_effects_together,
    replay_effects,
    spread_effects,
    weaker_dependencies,
)

__all__ = [
    "OutcomeFigures",
    "ReportFigures",
    "assess_impact",
    "doubt_effects",
    "hold_limits",
    "limits_in_force",
    "play_effects",
    "play_effects_together",
    "replay_effects",
    "spread_effects",
    "weaker_dependencies",
]
