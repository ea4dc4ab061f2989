"""Each world once per trigger, with that trigger alone: which of them is felt, and so when anything felt arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.tally import NEVER, Hits, felt_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.flood import Draw, Indices
    from anatomy.propagation.kernel import Batch

    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]
    Flags = NDArray[np.bool_]


EARLY: Final = 4  #: from one node less is reached than from all, so more worlds fit a batch


class Apart(Struct, frozen=True, kw_only=True):
    """Worlds from `first` on, each as many times in a row as there are triggers, all sure, one alone at a time."""

    draw: Draw
    first: int
    triggers: int

    def live_edges(self, edges: Indices, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""
        return self.draw.live_edges(edges, self._whole(worlds))

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether it is this trigger's turn."""
        alone: Flags = worlds % self.triggers == trigger
        return alone

    def ticks(self, edges: Indices, worlds: Words) -> Places:
        """Per (edge, world): the delay in quarter days."""
        return self.draw.ticks(edges, self._whole(worlds))

    def _whole(self, worlds: Words) -> Words:
        return (worlds // self.triggers + self.first).astype(np.uint32)


class FirstFelt(Struct, frozen=True, kw_only=True):
    """
    The hits of a batch, each with the first arrival from a trigger of which it feels enough.

    What comes from all triggers together may come first from one that is too weak, and is felt only later, of another.
    Felt and severity stay as they are: the greatest severity of all is that of the strongest trigger alone.
    """

    draw: Draw  #: in which every trigger is sure
    felt_at: float

    def __call__(self, batch: Batch, felt: Flags) -> Hits:
        """The hits; what is felt of none arrives never."""
        plan, triggers = batch.plan, len(batch.plan.trigger_ids)
        earliest = np.full(len(plan.nodes) * batch.count, NEVER, dtype=np.int64)
        for first, count in batches(plan, batch.count, weight=max(1, triggers // EARLY)):
            draw = Apart(draw=self.draw, first=batch.first + first, triggers=triggers)
            some = evaluate(plan, draw, first=0, count=count * triggers)
            enough = np.flatnonzero(felt_pairs(some, self.felt_at))
            world = first + some.world[enough] // triggers
            np.minimum.at(earliest, some.node[enough] * batch.count + world, some.ticks[enough])
        return replace(Hits.of_nodes(batch, felt), ticks=earliest[batch.node * batch.count + batch.world])
