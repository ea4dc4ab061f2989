"""
What has to be known of a node to tell whether the target is hit: a level, the highest that any live way brings.

A level is a step of severity, and in loops that weaken nothing moreover a lap. Level 0 is not to be hit enough.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.propagation.bearing import TARGET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.bearing import Arc, Bearing

    Graph = Mapping[int, Collection[int]]

UNWEAKENED: Final = 1 - 1e-9  #: a share from here on may bring a change back as hard as it left


class Levels(Struct, frozen=True, kw_only=True):
    """
    Steps and laps of every node.

    A step is reached from a severity on, below which one more chain to the target is too weak. A change that
    goes round a loop weakens, so no step can rest on itself. Where a loop weakens nothing, its breaks (nodes
    of which every way round passes one) count laps: a level rests on one of fewer laps or of the same lap one node
    back, and so in the end on a trigger. The fewest laps count, and no simple chain makes more than there are
    breaks; so each world gives each node exactly one level.

    Sources:
        Level numberings of supported models (Janhunen 2004), in docs/references.md.
    """

    steps: Mapping[int, tuple[float, ...]]  #: per node, severities, rising
    loop: Mapping[int, int]  #: per node of a loop that weakens nothing, the number of that loop
    breaks: Mapping[int, frozenset[int]]  #: per loop

    @classmethod
    def of(cls, bearing: Bearing, *, most: int) -> Levels | None:
        """Levels of all nodes; None if a node has more than so many."""
        steps = _steps(bearing, most=most)
        if steps is None:
            return None
        loops = list(_loops([arc for arc in bearing.arcs if arc.share >= UNWEAKENED]))
        return cls(
            steps=steps,
            loop={node: number for number, (nodes, _) in enumerate(loops) for node in nodes},
            breaks={number: breaks for number, (_, breaks) in enumerate(loops)},
        )

    def laps(self, node: int) -> int:
        """How many laps a change may have behind it at a node."""
        return len(self.breaks[self.loop[node]]) if node in self.loop else 0

    def size(self, node: int) -> int:
        """How many levels a node has, 0 among them."""
        return 1 + len(self.steps[node]) * (self.laps(node) + 1)

    def at(self, node: int, severity: float) -> int:
        """The level that a trigger of a severity gives."""
        return self._level(node, bisect_right(self.steps[node], severity), 0)

    def across(self, arc: Arc) -> NDArray[np.int64]:
        """Per level of the source, the level that a live edge brings to its target."""
        wanted = [severity / arc.share for severity in self.steps[arc.target]]
        brought = [0] * self.size(arc.source)
        within = arc.share >= UNWEAKENED and self._same_loop(arc)
        breaks = self.breaks[self.loop[arc.target]] if within else frozenset()
        for step, severity in enumerate(self.steps[arc.source], start=1):
            there = bisect_right(wanted, severity)
            for lap in range(self.laps(arc.source) + 1):
                after = lap + (arc.target in breaks) if within else 0
                brought[self._level(arc.source, step, lap)] = self._level(arc.target, there, after)
        return np.array(brought, dtype=np.int64)

    def _same_loop(self, arc: Arc) -> bool:
        return arc.source in self.loop and self.loop[arc.source] == self.loop.get(arc.target)

    def _level(self, node: int, step: int, lap: int) -> int:
        """Higher steps first, then fewer laps; more laps than can be needed bring nothing new."""
        laps = self.laps(node)
        return 1 + (step - 1) * (laps + 1) + laps - lap if step and lap <= laps else 0


def _steps(bearing: Bearing, *, most: int) -> dict[int, tuple[float, ...]] | None:
    """
    Per node, the severities from which on one more chain leads to the target hard enough, if one can come.

    Of each severity it is remembered which nodes every chain behind it passes: to go through one of them again
    would only weaken the change, so the shorter chain asks for less.
    """
    into: dict[int, list[Arc]] = defaultdict(list)
    for arc in bearing.arcs:
        into[arc.target].append(arc)
    wanted: dict[int, dict[float, frozenset[int]]] = {node: {} for node in bearing.nodes}
    wanted[TARGET] = {bearing.least: frozenset()}
    waiting = [(TARGET, bearing.least)]
    while waiting:
        node, severity = waiting.pop()
        passed = wanted[node][severity] | {node}
        for arc in into[node]:
            before, known = severity / arc.share, wanted[arc.source]
            if arc.source in passed or before > bearing.hardest[arc.source]:
                continue
            always = passed & known.get(before, passed)
            if known.get(before) != always:
                known[before] = always
                waiting.append((arc.source, before))
                if len(known) > most:
                    return None
    return {node: tuple(sorted(severities)) for node, severities in wanted.items()}


def _loops(arcs: Iterable[Arc]) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """Sets of nodes that all lead to one another, each with nodes without which nothing goes round."""
    onward: dict[int, set[int]] = defaultdict(set)
    backward: dict[int, set[int]] = defaultdict(set)
    for arc in arcs:
        onward[arc.source].add(arc.target)
        backward[arc.target].add(arc.source)
    left = _circling(set(onward) & set(backward), onward, backward)
    while left:
        start = min(left)
        nodes = _closure(start, onward, left) & _closure(start, backward, left)
        left -= nodes
        if len(nodes) > 1:
            yield frozenset(nodes), _breaks(set(nodes), onward, backward)


def _closure(start: int, graph: Graph, within: Collection[int]) -> set[int]:
    """Everything that a node leads to, itself included, without leaving `within`."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = {node for node in graph[waiting.pop()] if node in within} - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _breaks(nodes: set[int], onward: Graph, backward: Graph) -> frozenset[int]:
    """Nodes that break every loop: always the one that most ways lead through, until nothing goes round."""
    taken: set[int] = set()
    while nodes := _circling(nodes, onward, backward):
        busiest = _busiest(nodes, onward, backward)
        taken.add(busiest)
        nodes.discard(busiest)
    return frozenset(taken)


def _busiest(nodes: set[int], onward: Graph, backward: Graph) -> int:
    """The node with the most pairs of a way in and a way out, the lowest of equals."""

    def pairs(node: int) -> int:
        return len(nodes.intersection(onward[node])) * len(nodes.intersection(backward[node]))

    return max(sorted(nodes), key=pairs)


def _circling(nodes: set[int], onward: Graph, backward: Graph) -> set[int]:
    """What is left of some nodes when those with no way in or no way out among them go, again and again."""
    while True:
        left = {node for node in nodes if not nodes.isdisjoint(onward[node])}
        left = {node for node in left if not left.isdisjoint(backward[node])}
        if left == nodes:
            return left
        nodes = left
