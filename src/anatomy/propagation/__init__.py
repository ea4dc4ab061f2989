"""How a decision spreads: arrays, coins, worlds, paths. The meaning of every figure is in docs/method.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.figures import Chance, Quantiles
from anatomy.lazily import homes

if TYPE_CHECKING:
    from anatomy.propagation.adapter import network_of, propagate
    from anatomy.propagation.carrying import CarriedLoss, carried_losses
    from anatomy.propagation.delays import Delay
    from anatomy.propagation.doubt import Shift, Shifts, weigh_doubt
    from anatomy.propagation.engine import run
    from anatomy.propagation.exact_chance import exact_chances
    from anatomy.propagation.exposing import exposure
    from anatomy.propagation.group import Group
    from anatomy.propagation.network import Edge, Network, default_edge_id
    from anatomy.propagation.outcomes import Outcomes, play
    from anatomy.propagation.ranges import Correlation, Doubt, even_quantiles
    from anatomy.propagation.reaching import reach
    from anatomy.propagation.removal import Importance, importance
    from anatomy.propagation.replaying import Replay, Weaker
    from anatomy.propagation.sets import PlayedSets, play_sets
    from anatomy.propagation.spread import (
        GroupSpread,
        NodeSpread,
        Spread,
        TracedPath,
        Watched,
    )
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.together import Variant, play_together
    from anatomy.propagation.trigger import Trigger
    from anatomy.propagation.weighing import Effects, Removals, weigh_removals

__all__ = [
    "CarriedLoss",
    "Chance",
    "Correlation",
    "Delay",
    "Doubt",
    "Edge",
    "Effects",
    "Group",
    "GroupSpread",
    "Importance",
    "Network",
    "NodeSpread",
    "Outcomes",
    "PlayedSets",
    "Quantiles",
    "Removals",
    "Replay",
    "Shift",
    "Shifts",
    "Spread",
    "Stake",
    "TracedPath",
    "Trigger",
    "Variant",
    "Watched",
    "Weaker",
    "carried_losses",
    "default_edge_id",
    "even_quantiles",
    "exact_chances",
    "exposure",
    "importance",
    "network_of",
    "play",
    "play_sets",
    "play_together",
    "propagate",
    "reach",
    "run",
    "weigh_doubt",
    "weigh_removals",
]

__getattr__ = homes(
    __name__,
    {
        "adapter": ("network_of", "propagate"),
        "carrying": ("CarriedLoss", "carried_losses"),
        "delays": ("Delay",),
        "doubt": ("Shift", "Shifts", "weigh_doubt"),
        "engine": ("run",),
        "exact_chance": ("exact_chances",),
        "exposing": ("exposure",),
        "group": ("Group",),
        "network": ("Edge", "Network", "default_edge_id"),
        "outcomes": ("Outcomes", "play"),
        "ranges": ("Correlation", "Doubt", "even_quantiles"),
        "reaching": ("reach",),
        "removal": ("Importance", "importance"),
        "replaying": ("Replay", "Weaker"),
        "sets": ("PlayedSets", "play_sets"),
        "spread": ("GroupSpread", "NodeSpread", "Spread", "TracedPath", "Watched"),
        "stakes": ("Stake",),
        "together": ("Variant", "play_together"),
        "trigger": ("Trigger",),
        "weighing": ("Effects", "Removals", "weigh_removals"),
    },
)
