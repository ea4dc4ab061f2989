"""The question turned round: what could hit this target, from every node at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.propagation.apart import FirstFelt
from anatomy.propagation.engine import lay_out, survey
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import Question, check_groups, check_run
from anatomy.propagation.tally import Hits
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

    A sweep against the direction of the edges answers for all nodes; first arrivals take one from each node of the
    target, where some that it reaches may not feel it. The coins are those of `run`, and chains,
    products of shares and sums of delays read the same in both directions, so each node's figures are those of a
    run that sets off that node, with the target as its group: P(felt), P(reached), severity, and first arrival at
    a node of the target that feels it.

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
    check_run(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact)
    check_groups(network, {"target": target})
    backwards = replace(network, source=network.target, target=network.source)
    triggers = [Trigger(node=node) for node in sorted(set(target))]
    # Where whatever arrives is felt, what arrives first at any of the target is what is first felt there.
    apart = felt_at > 0 and len(triggers) > 1
    plan = Plan.of(backwards, triggers, apart=apart)
    laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
    return survey(
        plan,
        laid_out,
        Question(felt_at=felt_at),
        seed=seed,
        hits_of=FirstFelt(draw=laid_out.draw, felt_at=felt_at) if apart else Hits.of_nodes,
    )
