"""Which edges of a plan cannot change anything for anyone, and how hard a change can arrive at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation.plan import distinct, spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NEVER: Final = np.iinfo(np.int64).max


def overtaken_edges(plan: Plan) -> Flags:
    """
    Edges into a node that is certainly set off, no later and no weaker than any chain could do it.

    No chain over such an edge can improve on the trigger, neither in time nor in severity nor in steps. There are none
    where triggers are gone through apart, for then the others do not set the node off.
    """
    if plan.apart:
        return np.zeros(len(plan.edges), dtype=np.bool_)
    hardest = strongest(plan, shares=plan.severity_share, severities=plan.trigger_severity)
    earliest = plan.trigger_ticks.min(initial=NEVER)
    unbeaten = (plan.trigger_severity >= hardest[plan.trigger_node]) & (plan.trigger_ticks <= earliest)
    return set_off(plan, (plan.trigger_likelihood >= 1) & unbeaten)[plan.target]


def set_off(plan: Plan, triggers: Flags) -> Flags:
    """Which nodes some of the triggers set off."""
    nodes = np.zeros(len(plan.nodes), dtype=np.bool_)
    nodes[plan.trigger_node[triggers]] = True
    return nodes


def returning_edges(plan: Plan, among: Places) -> Flags:
    """
    Per edge of `among`: whether every way to its source leads through its target.

    What comes back over such an edge has been there before: earlier or as early, as hard or harder, in fewer
    steps. In the words of flow graphs, the target dominates the source.
    """
    returning = np.zeros(len(among), dtype=np.bool_)
    for node in distinct(plan.target[among], len(plan.nodes)).tolist():
        into = plan.target[among] == node
        returning[into] = ~_reached_around(plan, node)[plan.source[among[into]]]
    return returning


def _reached_around(plan: Plan, node: int) -> Flags:
    """Which other nodes the triggers can reach without passing through `node`."""
    reached = np.zeros(len(plan.nodes), dtype=np.bool_)
    reached[plan.trigger_node] = True
    reached[node] = True  # so that nothing goes on from there
    frontier = distinct(plan.trigger_node, len(plan.nodes))
    frontier = frontier[frontier != node]
    while frontier.size:
        at = plan.target[spans(plan.start[frontier], plan.start[frontier + 1])]
        frontier = distinct(at[~reached[at]], len(plan.nodes))
        reached[frontier] = True
    return reached


def strongest(plan: Plan, *, shares: Floats, severities: Floats, least: float = 0.0) -> Floats:
    """
    Per node, the greatest severity that any chain can bring, with every coin live.

    Args:
        plan: what is within reach.
        shares: per edge, the share of the severity at its source that it passes on.
        severities: per trigger.
        least: what falls below is not followed further.
    """
    hardest = np.zeros(len(plan.nodes))
    np.maximum.at(hardest, plan.trigger_node, severities)
    frontier = distinct(plan.trigger_node, len(plan.nodes))
    while frontier.size:
        frontier = frontier[hardest[frontier] >= least]
        edges = spans(plan.start[frontier], plan.start[frontier + 1])
        at, brought = plan.target[edges], hardest[plan.source[edges]] * shares[edges]
        better = brought > hardest[at]
        np.maximum.at(hardest, at[better], brought[better])
        frontier = distinct(at[better], len(plan.nodes))
    return hardest
