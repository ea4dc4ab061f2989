"""Groups of which only the chance of being felt is asked, such as the layers of a department."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from anatomy.domain.figures import Chance
    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.tally import Members

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]


class Parts:
    """The mass of the worlds in which any member of a group feels it; a fraction of the work of a whole tally."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._felt = np.zeros(len(members.names), dtype=np.int64)

    def add(self, batch: Batch, mass: Places, felt: Flags) -> None:
        """Add a batch; `mass` is per world of the batch, `felt` per pair."""
        hit = np.flatnonzero(felt)
        at, group = self._members.pairs(batch.node.take(hit))
        marked = np.zeros((len(self._felt), batch.count), dtype=np.bool_)
        marked[group, batch.world.take(hit).take(at)] = True
        self._felt += marked @ mass

    def chances(self, chance: Callable[..., Chance], *, sure: Flags, possible: Flags) -> dict[str, Chance]:
        """
        Every group's chance of being felt.

        Args:
            chance: from a mass, and whether it is certain and whether it is possible, to a chance.
            sure: per node of the plan, whether it is felt in the world of the sure coins.
            possible: per node of the plan, whether it is felt in the world of all coins.
        """
        columns = (self._felt.tolist(), self._any(sure), self._any(possible))
        return {
            name: chance(mass, sure=certain, possible=may)
            for name, mass, certain, may in zip(self._members.names, *columns, strict=True)
        }

    def _any(self, felt: Flags) -> list[bool]:
        """Per group, whether any of its nodes is marked."""
        marked = np.zeros(len(self._felt), dtype=np.bool_)
        marked[self._members.pairs(np.flatnonzero(felt))[1]] = True
        return marked.tolist()
