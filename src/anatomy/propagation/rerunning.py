"""
The worlds of a batch again without each edge, and without each node, but only where that changes something.

A value, such as the severity at a node, can change only if the edge lies on every chain that brings it: if the edge
dominates the node among the tight edges, those that bring their goal its full value. What a node dominates there is
worked out anew from what enters from outside; everything else stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from msgspec import Struct

from anatomy.propagation.dominators import Ways, dominators
from anatomy.propagation.kernel import relax
from anatomy.propagation.plan import cuts, spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from anatomy.propagation.dominators import Dominators

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Number = TypeVar("Number", np.int64, np.float64)


class Valued(Struct, Generic[Number], frozen=True, kw_only=True, eq=False):
    """A graph whose vertices have the best of what is offered along its edges and what they have of themselves."""

    value: NDArray[Number]  #: per vertex, from 0; every vertex has one
    own: NDArray[Number]  #: per vertex, its value without any edge, `nothing` where it has none
    origin: Places  #: per edge, a vertex
    goal: Places
    along: Callable[[NDArray[Number], Places], NDArray[Number]]  #: what values offer along edges
    better: np.ufunc  #: whether one value is better than another
    best: np.ufunc
    nothing: Number  #: the value of what is not reached; worse than all others

    def tight(self) -> Flags:
        """Per edge, whether it brings its goal the full value."""
        offer = self.along(self.value.take(self.origin), np.arange(len(self.origin)))
        return np.equal(offer, self.value.take(self.goal), dtype=np.bool_)


class Reruns(Struct, Generic[Number], frozen=True, kw_only=True, eq=False):
    """Per item, one vertex and something that it depends on: the value of the vertex without that."""

    vertex: Places
    above: Places  #: the vertex it depends on, itself included
    bridge: Places  #: the edge into `above` without which that is lost too, -1 if there are several
    without_edge: NDArray[Number]  #: the value of `vertex` without `bridge`; of no meaning where that is -1
    without_node: NDArray[Number]  #: the value of `vertex` without `above`


def rerun(graph: Valued[Number]) -> Reruns[Number]:
    """Every vertex without each edge and each vertex that its value depends on."""
    tight = np.flatnonzero(graph.tight())
    number, tree = _tree(graph, tight)
    name = np.argsort(number)  # the vertex of each number, for numbers from 1
    items = _Items(tree)
    origin, goal = number.take(graph.origin), number.take(graph.goal)
    edge, item, into_itself, inner = items.crossings(origin, goal)
    bridge = tree.bridge.take(items.above)
    bridge = (
        np.where(bridge >= 0, tight.take(np.maximum(bridge, 0), mode="clip"), -1) if len(tight) else bridge
    )
    outside = inner < 0
    offer = graph.along(graph.value.take(graph.origin.take(edge)), edge)
    beside = outside & ~(into_itself & (edge == bridge.take(item)))
    own = graph.own.take(name.take(items.vertex - 1))
    without_edge, without_node = own, own.copy()
    graph.best.at(without_edge, item.compress(beside), offer.compress(beside))
    further = outside & ~into_itself
    graph.best.at(without_node, item.compress(further), offer.compress(further))
    without_node[items.vertex == items.above] = graph.nothing
    for values, carries in ((without_edge, ~outside), (without_node, ~outside & ~into_itself)):
        _settle(graph, values, edge.compress(carries), inner.compress(carries), item.compress(carries))
    return Reruns(
        vertex=name.take(items.vertex - 1),
        above=name.take(items.above - 1),
        bridge=bridge,
        without_edge=without_edge,
        without_node=without_node,
    )


def _tree(graph: Valued[Number], tight: Places) -> tuple[Places, Dominators]:
    """The number of each vertex, from 1, in the order of fewest tight steps, and the dominator tree by number."""
    size = len(graph.value)
    origin, goal = graph.origin.take(tight), graph.goal.take(tight)
    entry = np.full(size, -1, dtype=np.int64)
    number = np.zeros(size, dtype=np.int64)
    order = np.argsort(origin, kind="stable")
    out = cuts(origin.take(order), size)
    active = np.flatnonzero(graph.own == graph.value)
    found = 0
    while active.size:
        number[active] = np.arange(found + 1, found + 1 + len(active))
        found += len(active)
        edges = order.take(spans(out.take(active), out.take(active + 1)))
        edges = edges.compress(number.take(goal.take(edges)) == 0)
        entry[goal.take(edges[::-1])] = edges[::-1]
        active = np.flatnonzero((number == 0) & (entry >= 0))
    by_number = np.full(size + 1, -1, dtype=np.int64)
    by_number[number] = entry
    own = number.compress(graph.own == graph.value)
    by_number[own] = -1
    ways = Ways(entry=by_number, origin=number.take(origin), goal=number.take(goal))
    return number, dominators(ways)


class _Items:
    """Every vertex with each of its dominators, itself first; those of one vertex stand together."""

    def __init__(self, tree: Dominators) -> None:
        size = len(tree.parent)
        everyone = np.arange(size)
        self.depth = np.zeros(size, dtype=np.int64)  #: per vertex, how many dominators it has
        for at, _ in tree.chains(everyone):
            self.depth[at] += 1
        self.start = np.cumsum(self.depth) - self.depth
        self.vertex = np.repeat(everyone, self.depth)
        self.above = np.empty(len(self.vertex), dtype=np.int64)
        for step, (at, above) in enumerate(tree.chains(everyone)):
            self.above[self.start.take(at) + step] = above

    def crossings(self, origin: Places, goal: Places) -> tuple[Places, Places, Flags, Places]:
        """
        Every edge with every item of its goal.

        The edge, the item, whether the goal is that item's dominator itself, and the item of the edge's origin under
        the same dominator, -1 if that does not dominate it.
        """
        depth = self.depth.take(goal)
        edge: Places = np.repeat(np.arange(len(goal)), depth)
        first = self.start.take(goal)
        item: Places = spans(first, first + depth)
        above = self.above.take(item)
        start = origin.take(edge)
        higher = self.depth.take(start) - self.depth.take(above)
        there: Places = self.start.take(start) + np.maximum(higher, 0)
        inside = (higher >= 0) & (self.above.take(there, mode="clip") == above)
        there[~inside] = -1
        return edge, item, np.equal(above, goal.take(edge), dtype=np.bool_), there


def _settle(
    graph: Valued[Number], values: NDArray[Number], edge: Places, origin: Places, goal: Places
) -> None:
    """Let values spread along edges between items until nothing changes."""
    order = np.argsort(origin, kind="stable")
    edge, goal = edge.take(order), goal.take(order)
    out = cuts(origin.take(order), len(values))

    def along(items: Places, edges: Places) -> NDArray[Number]:
        return graph.along(values.take(items), edge.take(edges))

    begin = np.flatnonzero(values != graph.nothing)
    relax(values, begin, out, goal, along, better=graph.better, best=graph.best)
