"""The measure `exact`: every combination of the coins that matter, each with its probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.errors import InputError
from anatomy.propagation.worlds import Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

AUTO_COINS: Final = 16  #: up to here enumeration is chosen by itself: at most 65,536 worlds
MOST_COINS: Final = 20  #: up to here on request: at most 1,048,576 worlds

SURE: Final = -1  #: instead of a bit: live in every world
IDLE: Final = -2  #: live in none, because it could change nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combinations:
    """World number w: the coin of bit b is live iff bit b of w is set."""

    plan: Plan
    edge_bit: Places  #: per edge, or SURE, or IDLE
    trigger_bit: Places

    def live_edges(self, edges: Places, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""
        return _is_set(self.edge_bit[edges], worlds)

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether the trigger is live."""
        return _is_set(np.full(len(worlds), self.trigger_bit[trigger]), worlds)

    def ticks(self, edges: Places, worlds: Words) -> Places:  # noqa: ARG002 - fixed in every world
        """Per edge: its fixed delay in quarter days."""
        return self.plan.delays.fixed[edges]


def _is_set(bits: Places, worlds: Words) -> Flags:
    picked = (worlds.astype(np.int64) >> np.maximum(bits, 0)) & 1
    live: Flags = np.where(bits >= 0, picked == 1, bits == SURE)
    return live


def coins_that_matter(plan: Plan) -> int | None:
    """How many coins an enumeration has to go through; None if a delay varies, so that none can be exact."""
    carrying = ~_idle(plan)
    if (plan.delays.fixed[carrying] < 0).any():
        return None
    doubtful = int((plan.likelihood[carrying] < 1).sum())
    return doubtful + int((plan.trigger_likelihood < 1).sum())


def _idle(plan: Plan) -> Flags:
    """
    Edges into a node that is certainly set off no later and no weaker than anything else.

    No chain can improve on such a trigger, neither in time nor in severity nor in steps.
    """
    if not len(plan.trigger_node):
        return np.zeros(len(plan.edges), dtype=np.bool_)
    unbeaten = (
        (plan.trigger_likelihood >= 1)
        & (plan.trigger_ticks <= plan.trigger_ticks.min())
        & (plan.trigger_severity >= plan.trigger_severity.max())
    )
    settled = np.zeros(len(plan.nodes), dtype=np.bool_)
    settled[plan.trigger_node[unbeaten]] = True
    return settled[plan.target]


def enumerate_worlds(plan: Plan, *, worlds: int = 0, seed: int = 0) -> Worlds:  # noqa: ARG001 - no sample
    """Every world of a plan; refuses plans with too many coins or with delays that vary."""
    coins = coins_that_matter(plan)
    if coins is None:
        raise InputError.because(
            "ANA708", "an exact answer needs fixed delays, and one within reach varies", hint="sample instead"
        )
    if coins > MOST_COINS:
        raise InputError.because(
            "ANA708",
            f"an exact answer would have to go through 2**{coins} worlds; the limit is 2**{MOST_COINS}",
            hint="sample instead",
        )
    edge_bit = np.where(_idle(plan), IDLE, np.where(plan.likelihood < 1, 0, SURE))
    trigger_bit = np.where(plan.trigger_likelihood < 1, 0, SURE)
    uncertain, waiting = np.flatnonzero(edge_bit == 0), np.flatnonzero(trigger_bit == 0)
    # By edge id, not by place: other names for the nodes shall not change the order of multiplication.
    uncertain = uncertain[np.argsort(plan.edges[uncertain])]
    edge_bit[uncertain] = np.arange(len(uncertain))
    trigger_bit[waiting] = np.arange(len(uncertain), coins)
    likelihoods = [*plan.likelihood[uncertain].tolist(), *plan.trigger_likelihood[waiting].tolist()]
    draw = Combinations(plan=plan, edge_bit=edge_bit, trigger_bit=trigger_bit)
    return Worlds.weighted(draw, _weights(likelihoods))


def _weights(likelihoods: list[float]) -> NDArray[np.float64]:
    """The probability of every combination, in order of world number."""
    weights = np.ones(1)
    for likelihood in likelihoods:
        weights = np.concatenate([weights * (1 - likelihood), weights * likelihood])
    return weights
