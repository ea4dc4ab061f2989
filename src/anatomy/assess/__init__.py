"""From worlds to what they mean: departments, money, paths and evidence of one decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.lazily import homes

if TYPE_CHECKING:
    from anatomy.assess.doubting import doubt_effects
    from anatomy.assess.limiting import OutcomeFigures, ReportFigures, hold_limits, limits_in_force
    from anatomy.assess.playing import (
        play_effects,
        play_effects_together,
        replay_effects,
        weaker_dependencies,
    )
    from anatomy.assess.report import assess_impact
    from anatomy.assess.spreading import spread_effects

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

__getattr__ = homes(
    __name__,
    {
        "doubting": ("doubt_effects",),
        "limiting": ("OutcomeFigures", "ReportFigures", "hold_limits", "limits_in_force"),
        "playing": ("play_effects", "play_effects_together", "replay_effects", "weaker_dependencies"),
        "report": ("assess_impact",),
        "spreading": ("spread_effects",),
    },
)
