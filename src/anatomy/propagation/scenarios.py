"""Several sets of likelihoods over one plan, played through in the same worlds, so that they differ by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.propagation.coins import draw, last_live

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.flood import Indices
    from anatomy.propagation.sampling import Coins

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]


class Scenarios(Struct, frozen=True, kw_only=True, eq=False):
    """
    A way of drawing in which world n of the run is world `world[n]` of the coins under likelihoods `row[n]`.

    A larger likelihood keeps every live coin live, so scenarios are nested where their likelihoods are.
    """

    coins: Coins
    last: Words  #: rows x edges: the largest coin that is live
    never: Flags  #: rows x edges: whether none is
    row: Places  #: per world of the run
    world: Words  #: per world of the run

    @classmethod
    def of(cls, coins: Coins, likelihoods: Floats, worlds: Sequence[tuple[int, int]]) -> Scenarios:
        """
        Lay scenarios out one after another.

        Args:
            coins: of a plan whose edges have at least the likelihood of any scenario.
            likelihoods: rows x edges of that plan, each in [0, 1].
            worlds: per row, the first world to play through, and how many.
        """
        never = likelihoods <= 0
        return cls(
            coins=coins,
            last=last_live(np.where(never, 1.0, likelihoods)).reshape(-1),
            never=never.reshape(-1),
            row=np.repeat(np.arange(len(worlds)), [count for _, count in worlds]),
            world=np.concatenate(
                [np.arange(first, first + count, dtype=np.uint32) for first, count in worlds]
            ),
        )

    def live_edges(self, edges: Indices, worlds: Words) -> Flags:
        """Per (edge, world of the run), whether the edge carries."""
        coins = self.coins
        bits = draw(coins.edge_low.take(edges), coins.edge_high.take(edges), self.world.take(worlds))
        at = self.row.take(worlds) * len(coins.edge_last) + edges
        return (bits <= self.last.take(at)) & ~self.never.take(at)

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world of the run, whether the trigger is live; the same in every scenario."""
        return self.coins.live_trigger(trigger, self.world.take(worlds))

    def ticks(self, edges: Indices, worlds: Words) -> Places:
        """Per (edge, world of the run): the delay in quarter days; the same in every scenario."""
        return self.coins.ticks(edges, self.world.take(worlds))
