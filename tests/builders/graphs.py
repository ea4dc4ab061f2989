"""Small networks for the engine's tests, and a slow, separate way to the right answer."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from msgspec import Struct, field
from msgspec.structs import replace

from anatomy.propagation import Delay, Edge, Network, Trigger, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.propagation import Spread

NODES = ("a", "b", "c", "d", "e")


class Case(Struct, frozen=True, kw_only=True):
    """A question small enough to be answered by hand."""

    edges: tuple[Edge, ...]
    triggers: tuple[Trigger, ...]
    nodes: tuple[str, ...] = NODES
    felt_at: float = 0.0
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"cd": ("c", "d"), "e": ("e",)})

    def network(self) -> Network:
        """The arrays."""
        return Network.of(self.nodes, self.edges)

    def answer(self, exact: str = "always", **options: Any) -> Spread:
        """The engine's answer."""
        settings: dict[str, Any] = {"groups": self.groups, "felt_at": self.felt_at, "worlds": 512, **options}
        return run(self.network(), self.triggers, exact=exact, **settings)  # type: ignore[arg-type]

    def but(self, edge: int, **changes: Any) -> Case:
        """The same case with one edge changed."""
        edges = list(self.edges)
        edges[edge] = replace(edges[edge], **changes)
        return replace(self, edges=tuple(edges))

    def plus(self, *edges: Edge) -> Case:
        """The same case with more edges."""
        return replace(self, edges=(*self.edges, *edges))


def an_edge(
    source: str,
    target: str,
    likelihood: float = 1.0,
    severity_share: float = 1.0,
    days: float = 0.0,
    name: str = "",
) -> Edge:
    """An edge with a fixed delay."""
    return Edge(
        id=name or f"{source}{target}",
        source=source,
        target=target,
        likelihood=likelihood,
        severity_share=severity_share,
        delay=Delay.fixed(days),
    )


def diamond() -> Case:
    """Stem 0.5, then two ways of two links of 0.5 each."""
    edges = [an_edge("a", "b", 0.5), an_edge("b", "c", 0.5), an_edge("b", "d", 0.5)]
    edges += [an_edge("c", "e", 0.5), an_edge("d", "e", 0.5)]
    return Case(edges=tuple(edges), triggers=(Trigger(node="a"),))


LIKELIHOODS = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.01, 0.99))
SHARES = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.01, 1.0))
DAYS = st.integers(0, 12).map(lambda ticks: ticks / 4)


def a_web(*, likelihood: float = 0.3, seed: int = 5, nodes: int = 40) -> Case:
    """A random graph with loops, parallel edges and delays that vary, too large to enumerate."""
    draw = np.random.default_rng(seed)
    edges = []
    for number in range(nodes * 3):
        source, target = draw.integers(0, nodes, 2).tolist()
        span = sorted((draw.integers(0, 40, 3) / 4).tolist())
        edge = an_edge(f"n{source}", f"n{target}", likelihood, 0.8, name=f"x{number}")
        edges.append(replace(edge, delay=Delay(low=span[0], mode=span[1], high=span[2])))
    names = tuple(f"n{number}" for number in range(nodes))
    triggers = (Trigger(node="n0"), Trigger(node="n1", likelihood=0.6, severity=0.5, time_days=2))
    return Case(
        nodes=names,
        edges=tuple(edges),
        triggers=triggers,
        felt_at=0.2,
        groups={"g": names[5:9], "h": names[9:12]},
    )


@st.composite
def edges(draw: st.DrawFn, name: str) -> Edge:
    """An edge between any two nodes, a node and itself included."""
    node = st.sampled_from(NODES)
    return an_edge(draw(node), draw(node), draw(LIKELIHOODS), draw(SHARES), draw(DAYS), name)


@st.composite
def cases(draw: st.DrawFn, *, coins: int = 8) -> Case:
    """Cyclic graphs with parallel edges and self-loops, of at most so many edges and triggers together."""
    waiting = draw(st.integers(1, 2))
    names = [f"x{number}" for number in range(draw(st.integers(0, coins - waiting)))]
    triggers = tuple(
        Trigger(
            node=draw(st.sampled_from(NODES)),
            likelihood=draw(LIKELIHOODS),
            severity=draw(SHARES),
            time_days=draw(DAYS),
        )
        for _ in range(waiting)
    )
    return Case(
        edges=tuple(draw(edges(name)) for name in names),
        triggers=triggers,
        felt_at=draw(st.sampled_from([0.0, 0.1, 0.3, 0.5])),
    )


class Truth(Struct, kw_only=True):
    """What one node or group comes to, summed over all worlds in plain Python."""

    reached: float = 0.0
    felt: float = 0.0
    severity: float = 0.0
    severity_felt: float = 0.0
    days: dict[float, float] = field(default_factory=dict)  #: arrival, given felt, and its probability

    def add(self, chance: float, *, severities: Iterable[float], felt_days: Iterable[float]) -> None:
        """Add a world: severities of the members reached, arrivals of the members that feel it."""
        hit, when = list(severities), list(felt_days)
        if hit:
            self.reached += chance
            self.severity += chance * max(hit)
        if when:
            self.felt += chance
            self.severity_felt += chance * max(hit)
            self.days[min(when)] = self.days.get(min(when), 0.0) + chance

    def by(self, days: float) -> float:
        """P(felt by then)."""
        return math.fsum(chance for day, chance in self.days.items() if day <= days)


def brute_force(case: Case) -> dict[str, Truth]:
    """Every node and group, by going through every world and every simple path in it."""
    truths = {name: Truth() for name in (*case.nodes, *case.groups)}
    for chance, live, lit in _worlds(case):
        severity, days = _hits(case.nodes, live, lit)
        for name, truth in truths.items():
            members = case.groups.get(name, (name,))
            truth.add(
                chance,
                severities=[severity[node] for node in members if node in severity],
                felt_days=[days[node] for node in members if severity.get(node, -1.0) >= case.felt_at],
            )
    return truths


def _worlds(case: Case) -> Iterator[tuple[float, list[Edge], list[Trigger]]]:
    """Every combination of live edges and triggers with its probability."""
    coins: list[Edge | Trigger] = [*case.edges, *case.triggers]
    for outcome in product((True, False), repeat=len(coins)):
        pairs = list(zip(coins, outcome, strict=True))
        chance = math.prod(coin.likelihood if live else 1 - coin.likelihood for coin, live in pairs)
        if chance > 0:
            edges = [coin for coin, live in pairs if live and isinstance(coin, Edge)]
            yield chance, edges, [coin for coin, live in pairs if live and isinstance(coin, Trigger)]


def _hits(
    nodes: tuple[str, ...], live: list[Edge], lit: list[Trigger]
) -> tuple[dict[str, float], dict[str, float]]:
    """Severity and arrival of every node that one world reaches."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)
    for edge in live:
        graph.add_edge(edge.source, edge.target, key=edge.id, row=edge)
    severity: dict[str, float] = {}
    days: dict[str, float] = {}
    for trigger in lit:
        for node in nodes:
            for rows in _chains(graph, trigger.node, node):
                hurt, when = trigger.severity, trigger.time_days
                for row in rows:
                    hurt, when = hurt * row.severity_share, when + row.delay.mode
                severity[node] = max(severity.get(node, 0.0), hurt)
                days[node] = min(days.get(node, math.inf), when)
    return severity, days


def _chains(graph: nx.MultiDiGraph[str], start: str, end: str) -> Iterator[list[Edge]]:
    if start == end:
        yield []
        return
    for path in nx.all_simple_edge_paths(graph, start, end):
        yield [graph.get_edge_data(*step)["row"] for step in path]
