"""How a decision spreads: arrays, coins, worlds, paths. The meaning of every figure is in docs/method.md."""

from anatomy.domain.impact import Chance
from anatomy.domain.impact import Quantiles as Arrival
from anatomy.propagation.adapter import network_of, propagate
from anatomy.propagation.delays import Delay
from anatomy.propagation.engine import run
from anatomy.propagation.network import Edge, Network, default_edge_id
from anatomy.propagation.reaching import reach
from anatomy.propagation.removal import Importance, importance
from anatomy.propagation.spread import (
    GroupSpread,
    NodeSpread,
    Spread,
    TracedPath,
    Watched,
)
from anatomy.propagation.trigger import Trigger
from anatomy.propagation.weighing import Effects, Removals, Stake, weigh_removals

__all__ = [
    "Arrival",
    "Chance",
    "Delay",
    "Edge",
    "Effects",
    "GroupSpread",
    "Importance",
    "Network",
    "NodeSpread",
    "Removals",
    "Spread",
    "Stake",
    "TracedPath",
    "Trigger",
    "Watched",
    "default_edge_id",
    "importance",
    "network_of",
    "propagate",
    "reach",
    "run",
    "weigh_removals",
]
