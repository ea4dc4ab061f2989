"""All that bears on one target: the edges and triggers by which it can be hit hard enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.propagation.plan import distinct, spans
from anatomy.propagation.reductions import set_off, strongest
from anatomy.propagation.stats import SLACK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TARGET: Final = -1  #: all nodes of a target are one; a change that is there need not go on
ANY: Final = 0.5  #: the severity asked for where any will do: every trigger and share then counts as 1


class Arc(Struct, frozen=True, kw_only=True):
    """An edge that bears on the target."""

    source: int  #: place in plan.nodes
    target: int  #: likewise, or TARGET
    likelihood: float
    share: float


class Entry(Struct, frozen=True, kw_only=True):
    """A trigger that bears on the target."""

    node: int  #: place in plan.nodes, or TARGET
    likelihood: float
    severity: float


class Bearing(Struct, frozen=True, kw_only=True, eq=False):
    """The part of a plan that decides whether a target is hit with a severity of at least `least`."""

    arcs: tuple[Arc, ...]
    entries: tuple[Entry, ...]
    least: float
    hardest: Floats  #: per place in plan.nodes, the most that any chain can bring

    @property
    def nodes(self) -> tuple[int, ...]:
        """All of them but the target, ascending."""
        ends = {end for arc in self.arcs for end in (arc.source, arc.target)}
        return tuple(sorted((ends | {entry.node for entry in self.entries}) - {TARGET}))


class Strengths(Struct, frozen=True, kw_only=True, eq=False):
    """How hard a change can arrive anywhere in a plan, for questions about several targets."""

    plan: Plan
    shares: Floats  #: per edge
    severities: Floats  #: per trigger
    least: float  #: severity that a target has to be hit with
    hardest: Floats  #: per node, the most that any chain can bring
    edges: Places  #: those that can bring as much, in order of target
    start: Places  #: edges into node n are edges[start[n]] to edges[start[n + 1] - 1]

    @classmethod
    def of(cls, plan: Plan, *, felt_at: float) -> Strengths:
        """For being felt at that severity; 0 asks for being reached."""
        felt = felt_at > SLACK
        shares = plan.severity_share if felt else np.ones(len(plan.edges))
        severities = plan.trigger_severity if felt else np.ones(len(plan.trigger_ids))
        least = felt_at - SLACK if felt else ANY
        hardest = strongest(plan, shares=shares, severities=severities, least=least)
        settled = set_off(plan, (plan.trigger_likelihood >= 1) & (severities >= hardest[plan.trigger_node]))
        edges = np.flatnonzero((hardest[plan.source] * shares >= least) & ~settled[plan.target])
        edges = edges[np.argsort(plan.target[edges], kind="stable")]
        return cls(
            plan=plan,
            shares=shares,
            severities=severities,
            least=least,
            hardest=hardest,
            edges=edges,
            start=np.searchsorted(plan.target[edges], np.arange(len(plan.nodes) + 1)),
        )

    def bearing_on(self, target: Places, *, most_arcs: int) -> Bearing | None:
        """What bears on the nodes of a target; None if that is more than so many edges."""
        plan = self.plan
        onward = self._onward(target, most=most_arcs)
        if onward is None:
            return None
        places = np.arange(len(plan.nodes))
        places[target] = TARGET
        edges = self._into(np.flatnonzero(onward))
        enough = (
            self.hardest[plan.source[edges]] * self.shares[edges] * onward[plan.target[edges]] >= self.least
        )
        edges = edges[enough & (places[plan.source[edges]] != TARGET)]
        if len(edges) > most_arcs:
            return None
        entering = np.flatnonzero(self.severities * onward[plan.trigger_node] >= self.least)
        return Bearing(
            arcs=self._arcs(edges, places),
            entries=self._entries(entering, places),
            least=self.least,
            hardest=self.hardest,
        )

    def _onward(self, target: Places, *, most: int) -> Floats | None:
        """
        Per node, the most of its severity that a chain takes to the target; 0 where no chain is hard enough.

        None if the chains pass more than so many nodes, each of which has an edge of its own.
        """
        plan, onward = self.plan, np.zeros(len(self.plan.nodes))
        onward[target] = 1.0
        passing, frontier = 0, target
        while frontier.size:
            edges = self._into(frontier)
            back, passed = plan.source[edges], onward[plan.target[edges]] * self.shares[edges]
            better = (passed > onward[back]) & (self.hardest[back] * passed >= self.least)
            frontier = distinct(back[better], len(plan.nodes))
            passing += int(np.count_nonzero(onward[frontier] == 0))
            np.maximum.at(onward, back[better], passed[better])
            if passing > most:
                return None
        return onward

    def _into(self, nodes: Places) -> Places:
        return self.edges[spans(self.start[nodes], self.start[nodes + 1])]

    def _arcs(self, edges: Places, places: Places) -> tuple[Arc, ...]:
        columns = (
            places[self.plan.source[edges]],
            places[self.plan.target[edges]],
            self.plan.likelihood[edges],
            self.shares[edges],
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(Arc(source=a, target=b, likelihood=p, share=w) for a, b, p, w in rows)

    def _entries(self, triggers: Places, places: Places) -> tuple[Entry, ...]:
        columns = (
            places[self.plan.trigger_node[triggers]],
            self.plan.trigger_likelihood[triggers],
            self.severities[triggers],
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(Entry(node=a, likelihood=p, severity=s) for a, p, s in rows)
