"""The measure `worlds`: coins addressed by (seed, id, world), so a world is the same in every run."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.propagation.coins import draw, keys, last_live
from anatomy.propagation.worlds import Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.flood import Indices
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]
    Flags = NDArray[np.bool_]


class Coins(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Edges, delays and triggers of a plan, each with the key of its coins."""

    plan: Plan
    seed: int
    edge_low: Words
    edge_high: Words
    edge_last: Words  #: the largest coin that is live
    trigger_low: Words
    trigger_high: Words
    trigger_last: Words

    @cached_property
    def delay_keys(self) -> tuple[Words, Words]:
        """Both halves per edge, for delays that vary."""
        low, high = keys(_names(self.plan), seed=self.seed, stream="delay")
        return low, high

    def live_edges(self, edges: Indices, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""
        return draw(self.edge_low.take(edges), self.edge_high.take(edges), worlds) <= self.edge_last.take(
            edges
        )

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether the trigger is live."""
        low = np.full_like(worlds, self.trigger_low[trigger])
        high = np.full_like(worlds, self.trigger_high[trigger])
        return draw(low, high, worlds) <= np.full_like(worlds, self.trigger_last[trigger])

    def ticks(self, edges: Indices, worlds: Words) -> Places:
        """Per (edge, world): the delay in quarter days; only delays that vary cost a coin."""
        ticks = self.plan.delays.fixed[edges]
        varies = np.flatnonzero(ticks < 0)
        if not varies.size:
            return ticks
        some = edges[varies]
        low, high = self.delay_keys
        coins = draw(low[some], high[some], worlds[varies])
        ticks[varies] = self.plan.delays.ticks(some, coins)
        return ticks


def sample_worlds(plan: Plan, *, worlds: int, seed: int) -> Worlds:
    """Worlds 0 to worlds - 1 of a seed."""
    return Worlds.equal(lay_coins(plan, seed=seed), worlds)


def lay_coins(plan: Plan, *, seed: int) -> Coins:
    """The coins of a plan, for whatever world is asked."""
    edge_low, edge_high = keys(_names(plan), seed=seed, stream="dependency")
    trigger_low, trigger_high = keys(plan.trigger_ids, seed=seed, stream="trigger")
    return Coins(
        plan=plan,
        seed=seed,
        edge_low=edge_low,
        edge_high=edge_high,
        edge_last=last_live(plan.likelihood),
        trigger_low=trigger_low,
        trigger_high=trigger_high,
        trigger_last=last_live(plan.trigger_likelihood),
    )


def _names(plan: Plan) -> list[str]:
    return [plan.network.edge_ids[edge] for edge in plan.edges.tolist()]
