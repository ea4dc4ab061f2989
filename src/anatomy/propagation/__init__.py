"""How a decision spreads: arrays, coins, worlds, paths. The meaning of every figure is in docs/method.md."""

from anatomy.domain.impact import Chance, Quantiles
from anatomy.propagation.adapter import network_of, propagate
from anatomy.propagation.delays import Delay
from anatomy.propagation.doubt import Correlation, Doubt, Shift, Shifts, weigh_doubt
from anatomy.propagation.engine import run
from anatomy.propagation.exposing import exposure
from anatomy.propagation.group import Group
from anatomy.propagation.network import Edge, Network, default_edge_id
from anatomy.propagation.outcomes import Outcomes, play
from anatomy.propagation.reaching import reach
from anatomy.propagation.removal import Importance, importance
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
    "Quantiles",
    "Removals",
    "Shift",
    "Shifts",
    "Spread",
    "Stake",
    "TracedPath",
    "Trigger",
    "Variant",
    "Watched",
    "default_edge_id",
    "exposure",
    "importance",
    "network_of",
    "play",
    "play_together",
    "propagate",
    "reach",
    "run",
    "weigh_doubt",
    "weigh_removals",
]
