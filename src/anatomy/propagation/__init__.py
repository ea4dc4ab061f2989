"""How a decision spreads: arrays, coins, worlds, paths. The meaning of every figure is in docs/method.md."""

from anatomy.domain.impact import Chance
from anatomy.domain.impact import Quantiles as Arrival
from anatomy.propagation.adapter import network_of, propagate
from anatomy.propagation.delays import Delay
from anatomy.propagation.engine import run
from anatomy.propagation.exact_chance import exact_chances
from anatomy.propagation.network import Edge, Network, default_edge_id
from anatomy.propagation.spread import (
    GroupSpread,
    NodeSpread,
    Spread,
    TracedPath,
    Watched,
)
from anatomy.propagation.trigger import Trigger

__all__ = [
    "Arrival",
    "Chance",
    "Delay",
    "Edge",
    "GroupSpread",
    "Network",
    "NodeSpread",
    "Spread",
    "TracedPath",
    "Trigger",
    "Watched",
    "default_edge_id",
    "exact_chances",
    "network_of",
    "propagate",
    "run",
]
