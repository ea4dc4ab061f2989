"""
Removal effects: by how much each target's chance of being reached falls without one dependency, or without one node.

All of them come from one pass over the worlds, by dominator trees, and equal what the same worlds give when the
dependency or node is really taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.errors import InputError
from anatomy.propagation.dominators import Ways, common_by_slot, dominators
from anatomy.propagation.engine import lay_out
from anatomy.propagation.flood import Flood, batches
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import MOST_BYTES, check_groups_of_any, check_run
from anatomy.propagation.tally import Members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.dominators import Dominators
    from anatomy.propagation.network import Network
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.trigger import Trigger
    from anatomy.propagation.worlds import Worlds

    Places = NDArray[np.int64]

CELL_BYTES: Final = 8


class Importance(Struct, frozen=True, kw_only=True, eq=False):
    """
    What every dependency and node is worth to every target: shares of worlds in which the target is lost without it.

    A dependency's Birnbaum importance is its effect divided by its likelihood.
    """

    network: Network
    targets: tuple[str, ...]
    reached: Places  #: per target, the mass of worlds in which it is reached
    by_edge: Places  #: edges x targets, the mass of worlds in which the target is lost without the edge
    by_node: Places  #: nodes x targets, likewise without the node
    total: int  #: mass of all worlds
    worlds: int
    seed: int
    exact: bool

    def edge_effects(self) -> NDArray[np.float64]:
        """Edges x targets: P(reached) less P(reached without the edge), in [0, 1]."""
        return self.by_edge / self.total

    def node_effects(self) -> NDArray[np.float64]:
        """Nodes x targets: P(reached) less P(reached without the node), in [0, 1]."""
        return self.by_node / self.total


def importance(
    network: Network,
    triggers: Iterable[Trigger],
    *,
    targets: Mapping[str, Collection[str]] | None = None,
    worlds: int = 10_000,
    seed: int = 0,
    exact: Exactness = "auto",
) -> Importance:
    """
    The removal effect of every dependency and every node on being reached.

    Args:
        network: what may carry a change.
        triggers: what is set off.
        targets: name to nodes, reached with any of them; None: every node by itself.
        worlds: number of worlds, 1 to 10,000,000; the worlds of `run`.
        seed: 0 to 2**64 - 1.
        exact: as in `run`.

    Raises:
        InputError: a setting out of range, a target that needs several of its nodes, or more effects than memory is
            meant for.
        UnknownNameError: a trigger or member that is not there.

    Sources:
        Birnbaum 1969; removal by dominators in live graphs, Xie et al. 2023; docs/method.md.
    """
    check_run(worlds=worlds, seed=seed, exact=exact)
    named = {node: (node,) for node in network.nodes} if targets is None else dict(targets)
    check_groups_of_any(network, named)
    cells = (len(network.nodes) + len(network.edge_ids)) * len(named)
    if cells * CELL_BYTES > MOST_BYTES:
        raise InputError.because(
            "ANA707",
            f"the effects of all dependencies and nodes on {len(named):,} targets need "
            f"{cells * CELL_BYTES / 1e9:.1f} GB",
            hint="name fewer targets, such as departments",
        )
    plan = Plan.of(network, triggers)
    laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
    place = {name: number for number, name in enumerate(network.nodes)}
    effects = _Effects(plan, laid_out, Members.of(plan, named, place))
    for first, count in batches(plan, laid_out.count):
        effects.add(first, count)
    return effects.told(seed=seed)


class _Effects:
    """Adds up, world by world, which targets each edge and node dominates."""

    def __init__(self, plan: Plan, worlds: Worlds, members: Members) -> None:
        self._plan, self._worlds, self._members = plan, worlds, members
        #: a sampled world counts 1, an enumerated one its mass
        self._mass = worlds.mass // worlds.unit if worlds.unit else worlds.mass
        width = np.int32 if worlds.unit else np.int64
        targets = len(members.names)
        self._reached = np.zeros(targets, dtype=np.int64)
        self._by_edge = np.zeros(len(plan.edges) * targets, dtype=width)
        self._by_node = np.zeros(len(plan.nodes) * targets, dtype=width)

    def add(self, first: int, count: int) -> None:
        """Add the worlds of a batch."""
        flood = Flood(self._plan, self._worlds.draw, first=first, count=count)
        node, world, edge, ways = _live_graph(flood)
        tree = dominators(ways)
        pair, target = self._members.pairs(node)
        slot, vertex = common_by_slot(tree.parent, target * count + world[pair], pair + 1)
        target, world = np.divmod(slot, count)
        mass = self._mass[first : first + count][world]
        np.add.at(self._reached, target, mass)
        self._climb(tree, vertex, target, mass, node, edge)

    def _climb(
        self, tree: Dominators, vertex: Places, target: Places, mass: Places, node: Places, edge: Places
    ) -> None:
        """Give every dominator of a target, and the edge into it, the mass of that world."""
        targets = len(self._members.names)
        weight = mass.astype(self._by_node.dtype)
        for at, above in tree.chains(vertex):
            lost, heavy = target.take(at), weight.take(at)
            np.add.at(self._by_node, node.take(above - 1) * targets + lost, heavy)
            bridge = tree.bridge.take(above)
            only = np.flatnonzero(bridge >= 0)
            np.add.at(
                self._by_edge, edge.take(bridge.take(only)) * targets + lost.take(only), heavy.take(only)
            )

    def told(self, *, seed: int) -> Importance:
        """The effects in the order of the whole network."""
        plan, targets = self._plan, len(self._members.names)
        by_edge = np.zeros((len(plan.network.edge_ids), targets), dtype=self._by_edge.dtype)
        by_edge[plan.edges] = self._by_edge.reshape(-1, targets)
        by_node = np.zeros((len(plan.network.nodes), targets), dtype=self._by_node.dtype)
        by_node[plan.nodes] = self._by_node.reshape(-1, targets)
        return Importance(
            network=plan.network,
            targets=self._members.names,
            reached=self._reached,
            by_edge=by_edge,
            by_node=by_node,
            total=self._worlds.count if self._worlds.unit else self._worlds.total,
            worlds=self._worlds.count,
            seed=int(seed),
            exact=self._worlds.exact,
        )


def _live_graph(flood: Flood) -> tuple[Places, Places, Places, Ways]:
    """Node and world of every pair, the edge of every live edge, and the graph of a batch."""
    search = flood.search()
    slots, goal = search.slots, search.goal
    entry = np.full(len(slots) + 1, -1, dtype=np.int64)
    entry[goal[::-1] + 1] = np.arange(len(goal))[::-1]  # of several, the last written: the first found
    for lit in search.lit:
        entry[lit + 1] = -1
    ways = Ways(entry=entry, origin=search.origin + 1, goal=goal + 1)
    node, world = slots >> flood.bits, slots & ((1 << flood.bits) - 1)
    return node, world, search.edge, ways
