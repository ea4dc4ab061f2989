"""How it came: per world and target exactly one chain, so that the shares add up to the target's chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation.plan import cuts, spans
from anatomy.propagation.spread import TracedPath

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.plan import Plan
    from anatomy.propagation.tally import Members
    from anatomy.propagation.worlds import Worlds

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    #: a target, and a chain as place of the end node and edges backwards from there
    Chains = dict[tuple[int, tuple[int, ...]], int]

LAST: Final = np.iinfo(np.int64).max
SPREAD: Final = 0x5851F42D4C957F2D  #: Knuth's multiplier for hashes of 64 bits, MMIX


class Tracer:
    """Adds up, per target, the mass of every chain that arrived first and of every chain that hit hardest."""

    def __init__(self, members: Members) -> None:
        self.members = members
        self.first: Chains = {}
        self.hardest: Chains = {}

    def add(self, batch: Batch, mass: Places, felt: Flags) -> None:
        """Trace the worlds of a batch."""
        if not self.members.names:
            return
        hit = np.flatnonzero(felt)
        at, group = self.members.pairs(batch.node.take(hit))
        pair = hit.take(at)
        slot = group * batch.count + batch.world.take(pair)
        tight = _brings_all(batch)
        steps = _fewest_steps(batch, tight)
        least = len(self.members.names) * batch.count
        earliest = _chosen(pair, slot, least, batch.arrival, batch.node)
        strongest = _chosen(pair, slot, least, -batch.severity, steps, batch.node)
        _count(self.first, batch, mass, earliest, _came_first(batch))
        _count(self.hardest, batch, mass, strongest, _came_hardest(batch, tight, steps))


def add_hardest(chains: Chains, batch: Batch, *, target: Places, pair: Places, weight: Places) -> None:
    """Add, per pair of a batch, a weight to the chain that hit it hardest, under the number of a target."""
    tight = _brings_all(batch)
    _add(chains, batch, (target, pair), weight, _came_hardest(batch, tight, _fewest_steps(batch, tight)))


def _fewest_steps(batch: Batch, tight: Flags) -> Places:
    """Per pair, the steps of the shortest chain that brings its full severity, over edges that do."""
    steps = np.full(len(batch.node), LAST, dtype=np.int64)
    claims = np.zeros(len(batch.node), dtype=np.int64)
    active = np.flatnonzero(batch.seed_severity == batch.severity)
    steps[active] = 0
    along = np.flatnonzero(tight)
    origin, goal = batch.origin.take(along), batch.goal.take(along)
    out = cuts(origin, len(steps))
    depth = 0
    while active.size:
        depth += 1
        at = goal.take(spans(out.take(active), out.take(active + 1)))
        fresh = at.compress(steps.take(at) == LAST)
        steps[fresh] = depth
        claim = np.arange(len(fresh))
        claims[fresh] = claim
        active = fresh.compress(claims.take(fresh) == claim)  # of equal ones, the one whose claim stands
    return steps


def _brings_all(batch: Batch) -> Flags:
    """Live edges that bring their goal its full severity."""
    offer = batch.severity.take(batch.origin) * batch.plan.severity_share.take(batch.edge)
    return np.equal(offer, batch.severity.take(batch.goal), dtype=np.bool_)


def _came_first(batch: Batch) -> Places:
    """Per pair, the live edge it was first hit over, or -1 where it was set off; ties go to the lower id."""
    tight = batch.arrival.take(batch.origin) + batch.step == batch.arrival.take(batch.goal)
    return _predecessors(batch, tight & (batch.seed_arrival != batch.arrival).take(batch.goal))


def _came_hardest(batch: Batch, tight: Flags, steps: Places) -> Places:
    """Per pair, the live edge it was hit hardest over, or -1 where it was set off; ties to the lower id."""
    nearer = steps.take(batch.origin) + 1 == steps.take(batch.goal)
    return _predecessors(batch, tight & nearer)


def _predecessors(batch: Batch, eligible: Flags) -> Places:
    """Per pair, the eligible live edge into it whose id comes first; -1 if there is none."""
    some = np.flatnonzero(eligible)
    rank = batch.plan.edges.take(batch.edge.take(some))  # edges of a network are sorted by id
    goal = batch.goal.take(some)
    best = np.full(len(batch.node), LAST, dtype=np.int64)
    np.minimum.at(best, goal, rank)
    first = rank == best.take(goal)
    before = np.full(len(batch.node), -1, dtype=np.int64)
    before[goal.compress(first)] = some.compress(first)
    return before


def _chosen(
    pair: Places, slot: Places, slots: int, *criteria: NDArray[np.int64] | NDArray[np.float64]
) -> tuple[Places, Places]:
    """Per slot, the one pair that is least by the criteria in turn; returns slots and pairs."""
    for criterion in criteria:
        value = criterion[pair]
        least = np.full(slots, np.inf if value.dtype.kind == "f" else LAST, dtype=value.dtype)
        np.minimum.at(least, slot, value)
        keep = value == least[slot]
        pair, slot = pair[keep], slot[keep]
    return slot, pair


def _count(chains: Chains, batch: Batch, mass: Places, chosen: tuple[Places, Places], before: Places) -> None:
    """Add the mass of the world of every chosen pair to its chain."""
    slot, pair = chosen
    target, world = np.divmod(slot, batch.count)
    _add(chains, batch, (target, pair), mass[world], before)


def _add(chains: Chains, batch: Batch, ends: tuple[Places, Places], weight: Places, before: Places) -> None:
    """Walk back from every pair and add its weight to its chain, under its target."""
    target, pair = ends
    columns = [target, batch.node.take(pair)]
    along = before.take(pair)
    while (on := along >= 0).any():
        columns.append(np.where(on, batch.edge.take(along), -1))
        pair = np.where(on, batch.origin.take(along), pair)
        along = before.take(pair)
    order, begins = _runs(columns)
    if not len(begins):
        return
    rows = np.stack([column.take(order.take(begins)) for column in columns], axis=1)
    masses = np.add.reduceat(weight.take(order), begins)
    for row, some in zip(rows.tolist(), masses.tolist(), strict=True):
        start, *chain = row
        key = (start, tuple(part for part in chain if part >= 0))
        chains[key] = chains.get(key, 0) + some


def _runs(columns: list[Places]) -> tuple[Places, Places]:
    """
    An order of rows in which equal ones stand together, and where each run of equals begins.

    Sorted by a hash, since that is quicker than by every column. Rows whose hashes are equal by accident may tear a
    run in two, which costs the caller nothing but a second addition.
    """
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        code *= SPREAD
        code += column
    order = np.argsort(code)
    fresh = np.zeros(len(code), dtype=np.bool_)
    fresh[:1] = True
    for column in columns:
        ordered = column.take(order)
        fresh[1:] |= ordered[1:] != ordered[:-1]
    return order, np.flatnonzero(fresh)


def traced(plan: Plan, worlds: Worlds, members: Members, chains: Chains) -> dict[str, tuple[TracedPath, ...]]:
    """The chains of every target as paths, the largest share first, equal shares by name."""
    found: dict[str, list[TracedPath]] = {name: [] for name in members.names}
    alone = _alone(plan)
    for (target, chain), mass in chains.items():
        found[members.names[target]].append(_path(plan, worlds, chain, mass, alone))
    return {
        name: tuple(sorted(paths, key=lambda path: (-path.share, path.nodes, path.edges)))
        for name, paths in found.items()
    }


def _path(
    plan: Plan, worlds: Worlds, chain: tuple[int, ...], mass: int, alone: Callable[[int, list[int]], float]
) -> TracedPath:
    nodes, edges = named_chain(plan, chain)
    start, places = _places(plan, chain)
    chance = worlds.chance(mass)
    return TracedPath(
        nodes=nodes,
        edges=edges,
        share=chance.probability,
        low=chance.low,
        high=chance.high,
        alone=alone(start, places),
    )


def named_chain(plan: Plan, chain: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nodes and edges of a chain, from its start on."""
    start, edges = _places(plan, chain)
    names, ids = plan.network.nodes, plan.network.edge_ids
    places = [start, *(int(plan.target[edge]) for edge in edges)]
    nodes = tuple(names[plan.nodes[place]] for place in places)
    return nodes, tuple(ids[plan.edges[edge]] for edge in edges)


def _places(plan: Plan, chain: tuple[int, ...]) -> tuple[int, list[int]]:
    """Where a chain starts, and its edges from there on."""
    end, *backwards = chain
    edges = backwards[::-1]
    return (int(plan.source[edges[0]]) if edges else end), edges


def _alone(plan: Plan) -> Callable[[int, list[int]], float]:
    """The chance that a start is set off, by any of its triggers, times the likelihoods along a chain."""
    start: dict[int, float] = {}
    pairs = zip(plan.trigger_node.tolist(), plan.trigger_likelihood.tolist(), strict=True)
    for node, likelihood in pairs:
        start[node] = 1 - (1 - start.get(node, 0.0)) * (1 - likelihood)
    likelihoods: list[float] = plan.likelihood.tolist()

    def chance(node: int, edges: list[int]) -> float:
        return start[node] * math.prod(likelihoods[edge] for edge in edges)

    return chance
