"""The likeliest single chains from what is set off to a goal, found without drawing any world."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

TRIED: Final = 200  #: chains looked at before giving up on finding more that are strong enough
_START: Final = "|start"  # "|" occurs in no slug
_GOAL: Final = "|goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A cell that is set off."""

    node: str
    likelihood: float
    severity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain, taken by itself; chances of different chains overlap and must not be added."""

    nodes: tuple[str, ...]
    edges: tuple[str, ...]  #: ids, one fewer than the nodes
    alone: float  #: chance that every part of it is open
    severity: float  #: that arrives at its end


def likeliest_chains(
    graph: nx.MultiDiGraph[Any],
    starts: Iterable[Start],
    goals: Collection[str],
    *,
    count: int,
    felt_at: float = 0.0,
) -> tuple[Chain, ...]:
    """
    The chains with the highest chance of being open all along, the likeliest first.

    A chain ends at the first goal it meets, and none leads through a node that is set off for certain; of
    parallel edges it takes the likeliest.

    Args:
        graph: edges keyed by id, with likelihood and severity_share.
        starts: what is set off.
        goals: the nodes to arrive at.
        count: how many at most.
        felt_at: only chains that arrive with at least this severity.

    Sources:
        Yen 1971 on -ln of the likelihoods, in docs/references.md.
    """
    begin = {start.node: start for start in starts if start.likelihood > 0}
    web = _web(graph, begin, frozenset(goals))
    if _START not in web or _GOAL not in web or not nx.has_path(web, _START, _GOAL):
        return ()
    found = (_chain(web, nodes[1:-1], begin) for nodes in _shortest(web))
    return tuple(islice((chain for chain in islice(found, TRIED) if chain.severity >= felt_at), count))


def _shortest(web: nx.DiGraph[Any]) -> Iterator[list[str]]:
    return iter(nx.shortest_simple_paths(web, _START, _GOAL, weight="length"))


def _web(graph: nx.MultiDiGraph[Any], begin: Mapping[str, Start], goals: frozenset[str]) -> nx.DiGraph[Any]:
    """Single edges with lengths, one node before everything set off and one behind every goal."""
    web: nx.DiGraph[Any] = nx.DiGraph()
    certain = {node for node, start in begin.items() if start.likelihood >= 1}
    for source, target, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: str(edge[2])):
        length = -math.log(data["likelihood"]) if data["likelihood"] > 0 else math.inf
        if (
            source in goals
            or target in certain
            or source == target
            or length >= web.get_edge_data(source, target, _FAR)["length"]
        ):
            continue
        web.add_edge(source, target, length=length, id=key, share=data["severity_share"])
    for start in begin.values():
        web.add_edge(_START, start.node, length=-math.log(start.likelihood))
    for goal in sorted(goals):
        if goal in graph:
            web.add_edge(goal, _GOAL, length=0.0)
    return web


_FAR: Final = {"length": math.inf}


def _chain(web: nx.DiGraph[Any], nodes: list[str], begin: Mapping[str, Start]) -> Chain:
    edges = [web.edges[pair] for pair in pairwise(nodes)]
    start = begin[nodes[0]]
    return Chain(
        nodes=tuple(nodes),
        edges=tuple(edge["id"] for edge in edges),
        alone=start.likelihood * math.exp(-math.fsum(edge["length"] for edge in edges)),
        severity=start.severity * math.prod(edge["share"] for edge in edges),
    )
