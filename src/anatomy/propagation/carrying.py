"""Which chain carried each loss: per world and stake the one that hit its owner hardest, so that sums add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.propagation.engine import lay_out
from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.paths import add_hardest, named_chain
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups, check_run
from anatomy.propagation.stakes import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anatomy.propagation.network import Network
    from anatomy.propagation.paths import Chains
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger

_ALL = ""


class CarriedLoss(Struct, frozen=True, kw_only=True):
    """What one chain to the owners of stakes carried, as a mean over all worlds."""

    nodes: tuple[str, ...]  #: from a trigger to an owner
    edges: tuple[str, ...]  #: one fewer than the nodes
    loss: float  #: money; over all chains it adds up to the mean loss


def carried_losses(
    network: Network,
    triggers: Iterable[Trigger],
    stakes: Sequence[Stake],
    *,
    worlds: int = 10_000,
    seed: int = 0,
    exact: Exactness = "auto",
) -> tuple[CarriedLoss, ...]:
    """
    The mean loss of some stakes, split by the chain that hit the owner of each hardest in each world.

    The loss is in proportion to that severity, so the chain carried all of it; where several hit equally hard, the
    one of fewest steps counts, then the one over edges that are named first. Largest first.

    Args:
        network: what may carry a change.
        triggers: what is set off.
        stakes: what may be lost.
        worlds: number of worlds; the worlds of `run`.
        seed: 0 to 2**64 - 1.
        exact: as in `run`.

    Raises:
        InputError: a setting out of range.
        UnknownNameError: a trigger or owner that is not there.
    """
    check_run(worlds=worlds, seed=seed, exact=exact)
    check_groups(network, {_ALL: [stake.node for stake in stakes]})
    plan = Plan.of(network, triggers)
    laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
    book = Book.of(plan, {_ALL: tuple(stakes)}, {name: number for number, name in enumerate(network.nodes)})
    chains: Chains = {}
    for first, count in batches(plan, laid_out.count):
        batch = evaluate(plan, laid_out.draw, first=first, count=count)
        lost = np.zeros(len(batch.node))
        for stake in range(len(book.node)):
            pair = np.flatnonzero(batch.node == book.node[stake])
            lost[pair] += book.lost(stake, batch.severity.take(pair), batch.ticks.take(pair))
        pair = np.flatnonzero(lost > 0)
        weight = np.rint(laid_out.mass[first + batch.world.take(pair)] * lost.take(pair)).astype(np.int64)
        add_hardest(chains, batch, target=np.zeros_like(pair), pair=pair, weight=weight)
    scale = float(book.scale[0])
    carried = [
        CarriedLoss(nodes=nodes, edges=edges, loss=scale * weight / laid_out.total)
        for (_, chain), weight in chains.items()
        for nodes, edges in [named_chain(plan, chain)]
    ]
    return tuple(sorted(carried, key=lambda one: (-one.loss, one.nodes, one.edges)))
