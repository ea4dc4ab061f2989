"""Who is reached at all, and nothing else: the quickest question to the same worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation.flood import Flood, batches
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_run
from anatomy.propagation.sampling import sample_worlds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from anatomy.propagation.network import Network
    from anatomy.propagation.trigger import Trigger

LIGHT: Final = 1 / 8  #: of a world of which only who is reached is kept


def reach(
    network: Network, triggers: Iterable[Trigger], *, worlds: int = 10_000, seed: int = 0
) -> NDArray[np.int64]:
    """
    In how many of the sampled worlds each node is reached, in the order of `network.nodes`.

    The worlds are those of `run`, so `reach(...) / worlds` is its `reached`, except where that is known for certain.

    Args:
        network: what may carry a change.
        triggers: what is set off.
        worlds: number of worlds, 1 to 10,000,000.
        seed: 0 to 2**64 - 1.

    Raises:
        InputError: worlds or seed out of range.
        UnknownNameError: a trigger whose node is not there.
    """
    check_run(worlds=worlds, seed=seed)
    plan = Plan.of(network, triggers)
    laid_out = sample_worlds(plan, worlds=int(worlds), seed=int(seed))
    counts = np.zeros(len(network.nodes), dtype=np.int64)
    for first, count in batches(plan, laid_out.count, weight=LIGHT):
        flood = Flood(plan, laid_out.draw, first=first, count=count)
        for _ in flood.rounds():
            pass
        counts[plan.nodes] += np.count_nonzero(flood.reached.reshape(len(plan.nodes), -1), axis=1)
    return counts
