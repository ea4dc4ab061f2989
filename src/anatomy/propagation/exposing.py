"""The question turned round: what could hit this target, from every node at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from anatomy.propagation.engine import run
from anatomy.propagation.question import check_groups
from anatomy.propagation.trigger import Trigger

if TYPE_CHECKING:
    from collections.abc import Collection

    from anatomy.propagation.network import Network
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.spread import Spread


def exposure(
    network: Network,
    target: Collection[str],
    *,
    worlds: int = 10_000,
    seed: int = 0,
    felt_at: float = 0.0,
    exact: Exactness = "auto",
) -> Spread:
    """
    For every node, what happens at the target if that node alone is set off, surely, fully and at once.

    One sweep against the direction of the edges answers for all nodes. The coins are those of `run`, and chains,
    products of shares and sums of delays read the same in both directions, so each node's figures are those of a
    run that sets off that node, with the target as its group: P(felt), P(reached), severity, and first arrival of
    anything at the target.

    Args:
        network: what may carry a change.
        target: nodes, hit with any of them.
        worlds: number of worlds, 1 to 10,000,000.
        seed: 0 to 2**64 - 1.
        felt_at: severity in [0, 1] at the target from which it feels it.
        exact: as in `run`.

    Raises:
        InputError: a setting out of range.
        UnknownNameError: a target that is not there.

    Sources:
        Reverse reachability (Borgs et al. 2014), in docs/references.md.
    """
    check_groups(network, {"target": target})
    backwards = replace(network, source=network.target, target=network.source)
    triggers = [Trigger(node=node) for node in sorted(set(target))]
    return run(backwards, triggers, worlds=worlds, seed=seed, felt_at=felt_at, exact=exact)
