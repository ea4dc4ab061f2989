"""The part of a network that one set of triggers can touch, laid out for the kernel."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec import Struct

from anatomy.propagation.delays import DelayTables, to_ticks
from anatomy.propagation.network import unknown
from anatomy.propagation.trigger import Trigger, addressed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from anatomy.propagation.delays import Law
    from anatomy.propagation.network import Network

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]

Index = TypeVar("Index", np.int32, np.int64)


class Plan(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """
    Nodes within reach, edges that may carry (likelihood above 0, no self-loop) in order of source, then id.

    What cannot be reached is not in here, so it can neither cost anything nor change a figure.
    """

    network: Network
    nodes: Places  #: places in network.nodes, ascending
    edges: Places  #: places in network.edge_ids
    start: Places  #: edges out of node n are start[n] to start[n + 1]
    target: Places  #: per edge, a place in `nodes`
    source: Places  #: per edge, a place in `nodes`
    likelihood: Floats  #: per edge, (0, 1]
    severity_share: Floats  #: per edge
    trigger_ids: tuple[str, ...]
    trigger_node: Places  #: per trigger, a place in `nodes`
    trigger_likelihood: Floats  #: per trigger, (0, 1]
    trigger_severity: Floats
    trigger_ticks: Places
    apart: bool = False  #: each trigger is also gone through by itself, so that none makes another idle

    @classmethod
    def of(cls, network: Network, triggers: Iterable[Trigger], *, apart: bool = False) -> Plan:
        """Prune to what the triggers reach; an unknown trigger is refused."""
        place = {name: number for number, name in enumerate(network.nodes)}
        live = [(name, trigger) for name, trigger in addressed(triggers) if _checked(trigger, place)]
        seeds = np.array([place[trigger.node] for _, trigger in live], dtype=np.int64)
        carries = (network.likelihood > 0) & (network.source != network.target)
        reached = _within_reach(network, seeds, carries)
        edges = np.flatnonzero(carries & reached[network.source])
        edges = edges[np.argsort(network.source[edges], kind="stable")]
        nodes = np.flatnonzero(reached)
        compact = np.cumsum(reached) - 1
        source = compact[network.source[edges]]
        return cls(
            network=network,
            nodes=nodes,
            edges=edges,
            start=np.searchsorted(source, np.arange(len(nodes) + 1)),
            source=source,
            target=compact[network.target[edges]],
            likelihood=network.likelihood[edges],
            severity_share=network.severity_share[edges],
            trigger_ids=tuple(name for name, _ in live),
            trigger_node=compact[seeds],
            trigger_likelihood=np.array([trigger.likelihood for _, trigger in live], dtype=np.float64),
            trigger_severity=np.array([trigger.severity for _, trigger in live], dtype=np.float64),
            trigger_ticks=to_ticks([trigger.time_days for _, trigger in live]),
            apart=apart,
        )

    @cached_property
    def delays(self) -> DelayTables:
        """Per edge; who only asks what is reached needs none."""
        return DelayTables.of(laws_of(self.network, self.edges))

    def places(self, names: Iterable[str], place: dict[str, int]) -> Places:
        """Where known names stand in `nodes`; those out of reach are left out."""
        wanted = np.array(sorted({place[name] for name in names}), dtype=np.int64)
        found = np.searchsorted(self.nodes, wanted)
        inside = found < len(self.nodes)
        inside[inside] = self.nodes[found[inside]] == wanted[inside]
        return found[inside]


def _checked(trigger: Trigger, place: dict[str, int]) -> bool:
    """Whether the trigger can ever be live; refuses a node that is not there."""
    if trigger.node not in place:
        raise unknown("ANA706", "the trigger's node", trigger.node, place)
    return trigger.likelihood > 0


def _within_reach(network: Network, seeds: Places, carries: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which nodes the seeds reach if every edge that can carry does."""
    order = np.argsort(network.source, kind="stable")
    order = order[carries[order]]
    start = np.searchsorted(network.source[order], np.arange(len(network.nodes) + 1))
    reached = np.zeros(len(network.nodes), dtype=np.bool_)
    reached[seeds] = True
    frontier = np.flatnonzero(reached)
    while frontier.size:
        targets = network.target[order[spans(start[frontier], start[frontier + 1])]]
        before = reached.copy()
        reached[targets] = True
        frontier = np.flatnonzero(reached & ~before)
    return reached


def cuts(ascending: Places, size: int) -> Places:
    """Where the runs of 0 to size - 1 begin in an ascending array of them, and where the last one ends."""
    ends = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(ascending, minlength=size), out=ends[1:])
    return ends


def distinct(places: Places, size: int) -> Places:
    """The places from 0 to size - 1 that occur, ascending; numpy's own `unique` imports its masked arrays first."""
    marked = np.zeros(size, dtype=np.bool_)
    marked[places] = True
    return np.flatnonzero(marked)


def spans(start: NDArray[Index], end: NDArray[Index]) -> NDArray[Index]:
    """The numbers start[i] to end[i] - 1, for every i, one after another; as wide as `start` is."""
    length = end - start
    stop = np.cumsum(length, dtype=start.dtype)
    numbers = np.repeat(start - stop + length, length)
    numbers += np.arange(len(numbers), dtype=start.dtype)
    return numbers


def laws_of(network: Network, edges: Places) -> list[Law]:
    """The law of each edge's delay: (low, mode, high) in days, or choices."""
    columns = (network.delay_low, network.delay_mode, network.delay_high)
    laws: list[Law] = list(zip(*(column[edges].tolist() for column in columns), strict=True))
    choices = network.delay_choices
    return (
        [choices.get(edge, law) for edge, law in zip(edges.tolist(), laws, strict=True)] if choices else laws
    )
