"""
Dominator trees of all worlds of a batch at once: what would be lost with a node, and with the edge into it.

In one world, v dominates x when every live chain to x goes through v. Removing an edge loses exactly what its goal
dominates, if it is the goal's only way in from outside; removing a node loses all that it dominates.

Sources:
    Georgiadis, Tarjan and Werneck 2006 (iterative algorithms) for the fixed point; Xie et al. 2023 for its use on
    live-edge samples; both in docs/references.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

ROOT: Final = 0  #: above all pairs; pair n is vertex n + 1


class Ways(Struct, frozen=True, kw_only=True, eq=False):
    """
    A graph in which everything is reached from one root; vertices are numbered from 1, the root is 0.

    `entry` is a tree: the number of each vertex is above that of the vertex its entry comes from.
    """

    entry: (
        Places  #: per vertex (the root's has no meaning), the edge it is reached by in the tree, -1: the root
    )
    origin: Places  #: per edge, a vertex
    goal: Places  #: per edge, a vertex

    def parents(self) -> Places:
        """Per vertex, the vertex before it in the tree."""
        parents = np.full(len(self.entry), ROOT, dtype=np.int64)
        inside = np.flatnonzero(self.entry >= 0)
        parents[inside] = self.origin.take(self.entry.take(inside))
        return parents


class Dominators(Struct, frozen=True, kw_only=True, eq=False):
    """The dominator tree, as the parent of each vertex, and the edge without which each vertex is lost."""

    parent: Places  #: per vertex, its immediate dominator
    bridge: (
        Places  #: per vertex, the only edge into it from outside what it dominates; -1 if there are several
    )

    def chains(self, vertices: Places) -> Iterator[tuple[Places, Places]]:
        """Step by step up the tree: places in `vertices`, and the next dominator of each, itself first."""
        at = np.flatnonzero(vertices != ROOT)
        above = vertices[at]
        while at.size:
            yield at, above
            above = self.parent.take(above)
            keep = above != ROOT
            at, above = at.compress(keep), above.compress(keep)


def dominators(ways: Ways) -> Dominators:
    """
    The dominator tree of a graph.

    The tree of entries is lifted edge by edge to the nearest common ancestor, until every edge starts below the
    parent of its goal; no lift passes a dominator, and what is left above a vertex dominates it.
    """
    parent = ways.parents()
    beside = _beside_entries(ways)
    joins = np.zeros(len(parent), dtype=np.bool_)
    joins[ways.goal.take(beside)] = True
    # Where a single edge leads in, its origin is the dominator, whatever moves above.
    into_joins = np.flatnonzero(joins.take(ways.goal))
    origin, goal = ways.origin.take(into_joins), ways.goal.take(into_joins)
    while True:
        below = parent.take(goal)
        common = nearest_common(parent, below, origin)
        lifts = common < below
        if not lifts.any():
            return Dominators(parent=parent, bridge=_bridges(ways, parent, beside))
        np.minimum.at(parent, goal.compress(lifts), common.compress(lifts))


def _beside_entries(ways: Ways) -> Places:
    """The edges that are nobody's entry."""
    beside = np.ones(len(ways.origin), dtype=np.bool_)
    beside[ways.entry[1:][ways.entry[1:] >= 0]] = False
    return np.flatnonzero(beside)


def _bridges(ways: Ways, parent: Places, beside: Places) -> Places:
    """Entries of vertices into which all other edges come from what they dominate themselves."""
    origin, goal = ways.origin.take(beside), ways.goal.take(beside)
    bridge = ways.entry.copy()
    bridge[goal.compress(nearest_common(parent, goal, origin) != goal)] = -1
    return bridge


def nearest_common(parent: Places, one: Places, other: Places) -> Places:
    """Per place, the nearest common ancestor of two vertices; a parent's number is below its child's."""
    one, other = one.copy(), other.copy()
    apart = np.flatnonzero(one != other)
    while apart.size:
        left, right = one.take(apart), other.take(apart)
        deeper = left > right
        one[apart] = left = np.where(deeper, parent.take(left), left)
        other[apart] = right = np.where(deeper, right, parent.take(right))
        apart = apart.compress(left != right)
    return one


def common_by_slot(parent: Places, slot: Places, vertex: Places) -> tuple[Places, Places]:
    """Per distinct slot, ascending, the nearest common ancestor of all its vertices."""
    order = np.argsort(slot, kind="stable")
    slot, vertex = slot[order], vertex[order]
    while True:
        place = np.arange(len(slot))
        starts = np.flatnonzero(np.diff(slot, prepend=-1))
        rank = place - np.repeat(starts, np.diff(starts, append=len(slot)))
        first = np.flatnonzero(rank % 2 == 0)
        paired = first.compress(
            (first + 1 < len(slot)) & (slot.take(first + 1, mode="clip") == slot.take(first))
        )
        if not paired.size:
            return slot, vertex
        vertex[paired] = nearest_common(parent, vertex.take(paired), vertex.take(paired + 1))
        slot, vertex = slot.take(first), vertex.take(first)
