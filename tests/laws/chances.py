"""The laws of chances as named functions: each takes any way of answering a case, and fails where it breaks the law."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

import networkx as nx
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation import Network, Trigger
from builders.graphs import LIKELIHOODS, NODES, SHARES, Case, an_edge, brute_force, cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hypothesis.strategies import SearchStrategy

    from anatomy.propagation import Edge

TINY: Final = 1e-9
T = TypeVar("T")


class Figure(NamedTuple):
    """What is said of a node or group: for being reached, or for being felt."""

    chance: float
    risk: float  #: chance times severity


class Ask(Protocol):
    """A way of answering a case: the figures of all nodes, and of all groups as `in_groups` names them."""

    def __call__(self, case: Case) -> Mapping[str, Figure]:
        """The answer, or an InputError."""


class Law(Struct, frozen=True, kw_only=True):
    """A check, and what to try it on."""

    check: Callable[..., None]  #: of ask, case and the extras
    cases: SearchStrategy[Case]
    extras: SearchStrategy[dict[str, Any]] = st.just({})


def in_groups(figures: Mapping[str, T]) -> dict[str, T]:
    """Groups under names that no node has."""
    return {f"in {name}": figure for name, figure in figures.items()}


def answer(ask: Ask, case: Case) -> None:
    assert set(ask(case)) == {*case.nodes, *in_groups(case.groups)}


def bounds(ask: Ask, case: Case) -> None:
    for figure in ask(case).values():
        assert 0 <= figure.risk <= figure.chance + TINY <= 1 + TINY


def likelihood(ask: Ask, case: Case, edge: int, chance: float) -> None:
    edge %= len(case.edges)
    raised = max(chance, case.edges[edge].likelihood)
    _never_less(ask(case), ask(case.but(edge, likelihood=raised)))


def trigger(ask: Ask, case: Case, chance: float, severity: float) -> None:
    weak = case.triggers[0]
    strong = replace(weak, likelihood=max(weak.likelihood, chance), severity=max(weak.severity, severity))
    _never_less(ask(case), ask(replace(case, triggers=(strong, *case.triggers[1:]))))


def severity(ask: Ask, case: Case, edge: int, share: float) -> None:
    edge %= len(case.edges)
    raised = max(share, case.edges[edge].severity_share)
    _never_less(ask(case), ask(case.but(edge, severity_share=raised)))


def addition(ask: Ask, case: Case, chance: float) -> None:
    _never_less(ask(case), ask(case.plus(an_edge("b", "e", chance, 0.7, name="z"))))


def inert(ask: Ask, case: Case) -> None:
    idle = (an_edge("a", "d", 0.0, name="y0"), an_edge("b", "b", name="y1"))
    _same(ask(case), ask(case.plus(*idle)))


def apart(ask: Ask, case: Case) -> None:
    island = (
        an_edge("m", "n", 0.9, name="x00"),
        an_edge("n", "m", name="x01"),
        an_edge("m", "a", name="x02"),
    )
    wider = ask(replace(case.plus(*island), nodes=("0", *NODES, "m", "n")))
    _same(ask(case), wider)
    assert wider["m"] == wider["n"] == wider["0"] == (0, 0)


def order(ask: Ask, case: Case) -> None:
    turned = replace(
        case, nodes=case.nodes[::-1], edges=case.edges[::-1], triggers=case.triggers[::-1],
        groups={name: members[::-1] for name, members in reversed(list(case.groups.items()))},
    )  # fmt: skip
    assert ask(case) == ask(turned)


def names(ask: Ask, case: Case) -> None:
    name = dict(zip(NODES, reversed(NODES), strict=True))
    renamed = replace(
        case,
        edges=tuple(replace(edge, source=name[edge.source], target=name[edge.target]) for edge in case.edges),
        triggers=tuple(replace(trigger, node=name[trigger.node]) for trigger in case.triggers),
        groups={group: tuple(name[node] for node in nodes) for group, nodes in case.groups.items()},
    )
    one, other = ask(case), ask(renamed)
    _same({name.get(key, key): figure for key, figure in one.items()}, other)


def parallel(ask: Ask, case: Case, edge: int, chance: float) -> None:
    edge %= len(case.edges)
    first = case.edges[edge]
    twin = replace(first, id=f"{first.id}+", likelihood=chance)
    joined = 1 - (1 - first.likelihood) * (1 - chance)
    _same_chances(ask(case.plus(twin)), ask(case.but(edge, likelihood=joined)))


def series(ask: Ask, case: Case, edge: int, share: float) -> None:
    edge %= len(case.edges)
    whole = case.edges[edge]
    first = replace(whole, target="mid", likelihood=whole.likelihood**share)
    rest = whole.likelihood ** (1 - share)
    second = replace(whole, id=f"{whole.id}+", source="mid", likelihood=rest, severity_share=1.0)
    split = case.but(edge, target=first.target, likelihood=first.likelihood).plus(second)
    _same_chances(ask(case), ask(replace(split, nodes=(*case.nodes, "mid"))))


def certain(ask: Ask, case: Case) -> None:
    sure = replace(
        case,
        edges=tuple(replace(edge, likelihood=1.0) for edge in case.edges),
        triggers=tuple(replace(trigger, likelihood=1.0) for trigger in case.triggers),
    )
    graph = _graph(sure)
    starts = {trigger.node for trigger in case.triggers}
    within = starts.union(*(nx.descendants(graph, start) for start in starts))
    found = ask(sure)
    for node in case.nodes:
        assert math.isclose(found[node].chance, node in within, abs_tol=TINY)


def tied(ask: Ask, case: Case) -> None:
    """B and c as two nodes tied for certain, and as one."""
    one = {"c": "b"}
    merged = replace(
        case,
        edges=tuple(
            replace(edge, source=one.get(edge.source, edge.source), target=one.get(edge.target, edge.target))
            for edge in case.edges
        ),
        triggers=tuple(replace(it, node=one.get(it.node, it.node)) for it in case.triggers),
        groups={},
    )
    together = ask(replace(case.plus(an_edge("b", "c", name="t0"), an_edge("c", "b", name="t1")), groups={}))
    single = ask(merged)
    for node in case.nodes:
        assert math.isclose(together[node].chance, single[one.get(node, node)].chance, abs_tol=TINY)


def loop(ask: Ask, case: Case, chance: float, back: float) -> None:
    """Every way to z leads through b, so a way from z back to b meets nothing that was not met before."""
    longer = replace(case.plus(an_edge("b", "z", chance, name="z0")), nodes=(*case.nodes, "z"))
    _same_chances(ask(longer), ask(longer.plus(an_edge("z", "b", back, name="z1"))))


def tree(ask: Ask, case: Case) -> None:
    """The first edge into each node, from nodes before it: an out-tree, with one trigger at its root."""
    firsts: dict[str, Edge] = {}
    for edge in case.edges:
        if edge.source < edge.target:
            firsts.setdefault(edge.target, edge)
    start = replace(case.triggers[0], node=min(case.nodes))
    found = ask(replace(case, edges=tuple(firsts.values()), triggers=(start,)))
    chances = {start.node: start.likelihood}
    for node in sorted(case.nodes):
        if node in firsts and firsts[node].source in chances:
            chances[node] = chances[firsts[node].source] * firsts[node].likelihood
        assert math.isclose(found[node].chance, chances.get(node, 0.0), abs_tol=TINY)


def no_loop(ask: Ask, case: Case) -> None:
    acyclic = replace(case, edges=tuple(edge for edge in case.edges if edge.source < edge.target))
    _is_true(ask, acyclic)


def both_ways(ask: Ask, case: Case) -> None:
    """Undirected edges as two arcs; the truth goes through every world of undirected edges."""
    lines = [edge for edge in case.edges if edge.source != edge.target]
    arcs = [replace(edge, id=f"{edge.id}-", source=edge.target, target=edge.source) for edge in lines]
    start = Trigger(node=case.triggers[0].node)
    found = ask(replace(case, edges=(*lines, *arcs), triggers=(start,)))
    for node, chance in _two_terminal(case.nodes, lines, start.node).items():
        assert math.isclose(found[node].chance, chance, abs_tol=TINY)


def bracket(ask: Ask, case: Case) -> None:
    found, least, most = ask(case), _best_paths(case), noisy_or(case, rounds=200)
    for node in case.nodes:
        assert least[node] - TINY <= found[node].chance <= most[node] + TINY


def group_bounds(ask: Ask, case: Case) -> None:
    found = ask(case)
    for name, members in case.groups.items():
        chances = [found[member].chance for member in members]
        most = 1 - math.prod(1 - chance for chance in chances)
        assert max(chances) - TINY <= found[f"in {name}"].chance <= most + TINY


def group(ask: Ask, case: Case) -> None:
    ends = [an_edge(node, "end", name=f"g{node}") for node in case.groups["cd"]]
    gathered = ask(replace(case.plus(*ends), nodes=(*case.nodes, "end")))
    assert math.isclose(ask(case)["in cd"].chance, gathered["end"].chance, abs_tol=TINY)


def noisy_or(case: Case, *, rounds: int, start: float = 1.0) -> dict[str, float]:
    """Iterate p = 1 - prod(1 - p_e p_u) from the same chance everywhere: what loops feed."""
    chances = dict.fromkeys(case.nodes, start)
    for _ in range(rounds):
        silent = dict.fromkeys(case.nodes, 1.0)
        for it in case.triggers:
            silent[it.node] *= 1 - it.likelihood
        for edge in case.edges:
            if edge.source != edge.target:
                silent[edge.target] *= 1 - edge.likelihood * chances[edge.source]
        chances = {node: 1 - left for node, left in silent.items()}
    return chances


def _never_less(small: Mapping[str, Figure], large: Mapping[str, Figure]) -> None:
    for name, figure in small.items():
        assert figure.chance <= large[name].chance + TINY
        assert figure.risk <= large[name].risk + TINY


def _same(one: Mapping[str, Figure], other: Mapping[str, Figure]) -> None:
    """As far as one goes."""
    for name, figure in one.items():
        for left, right in zip(figure, other[name], strict=True):
            assert math.isclose(left, right, abs_tol=TINY)


def _same_chances(one: Mapping[str, Figure], other: Mapping[str, Figure]) -> None:
    for name, figure in one.items():
        assert math.isclose(figure.chance, other[name].chance, abs_tol=TINY)


def _is_true(ask: Ask, case: Case) -> None:
    found = ask(case)
    for name, truth in brute_force(replace(case, groups={})).items():
        assert math.isclose(found[name].chance, truth.reached, abs_tol=TINY)


def _graph(case: Case) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph([(edge.source, edge.target) for edge in case.edges])
    graph.add_nodes_from(case.nodes)
    return graph


def _two_terminal(nodes: Iterable[str], lines: list[Edge], start: str) -> dict[str, float]:
    chances = dict.fromkeys(nodes, 0.0)
    for weight, live in _subsets(lines):
        graph: nx.Graph[str] = nx.Graph([(edge.source, edge.target) for edge in live])
        graph.add_node(start)
        for node in nx.node_connected_component(graph, start):
            chances[node] += weight
    return chances


def _subsets(lines: list[Edge]) -> Iterator[tuple[float, list[Edge]]]:
    for number in range(1 << len(lines)):
        live = [edge for place, edge in enumerate(lines) if number >> place & 1]
        dead = [edge for place, edge in enumerate(lines) if not number >> place & 1]
        weight = math.prod(edge.likelihood for edge in live) * math.prod(1 - edge.likelihood for edge in dead)
        yield weight, live


def _best_paths(case: Case) -> dict[str, float]:
    """The largest product along any path, by relaxing as often as a path can be long."""
    best = dict.fromkeys(case.nodes, 0.0)
    for it in case.triggers:
        best[it.node] = max(best[it.node], it.likelihood)
    for _ in case.nodes:
        for edge in case.edges:
            best[edge.target] = max(best[edge.target], best[edge.source] * edge.likelihood)
    return best


def network_of(case: Case) -> Network:
    """The arrays of a case."""
    return Network.of(case.nodes, case.edges)


ANY: Final = cases(coins=6)
WITH_EDGES: Final = ANY.filter(lambda case: bool(case.edges))
PLACE: Final = st.integers(0, 5)

LAWS: Final[Mapping[str, Law]] = {
    "answer": Law(check=answer, cases=ANY),
    "bounds": Law(check=bounds, cases=ANY),
    "likelihood": Law(
        check=likelihood,
        cases=WITH_EDGES,
        extras=st.fixed_dictionaries({"edge": PLACE, "chance": LIKELIHOODS}),
    ),
    "trigger": Law(
        check=trigger, cases=ANY, extras=st.fixed_dictionaries({"chance": LIKELIHOODS, "severity": SHARES})
    ),
    "severity": Law(
        check=severity, cases=WITH_EDGES, extras=st.fixed_dictionaries({"edge": PLACE, "share": SHARES})
    ),
    "addition": Law(check=addition, cases=ANY, extras=st.fixed_dictionaries({"chance": LIKELIHOODS})),
    "inert": Law(check=inert, cases=ANY),
    "apart": Law(check=apart, cases=ANY),
    "order": Law(check=order, cases=ANY),
    "names": Law(check=names, cases=ANY),
    "parallel": Law(
        check=parallel,
        cases=WITH_EDGES,
        extras=st.fixed_dictionaries({"edge": PLACE, "chance": LIKELIHOODS}),
    ),
    "series": Law(
        check=series, cases=WITH_EDGES, extras=st.fixed_dictionaries({"edge": PLACE, "share": SHARES})
    ),
    "certain": Law(check=certain, cases=ANY),
    "tied": Law(check=tied, cases=ANY),
    "loop": Law(
        check=loop, cases=ANY, extras=st.fixed_dictionaries({"chance": LIKELIHOODS, "back": LIKELIHOODS})
    ),
    "tree": Law(check=tree, cases=ANY),
    "no loop": Law(check=no_loop, cases=ANY),
    "both ways": Law(check=both_ways, cases=cases(coins=5)),
    "bracket": Law(check=bracket, cases=ANY),
    "group bounds": Law(check=group_bounds, cases=ANY),
    "group": Law(check=group, cases=ANY),
}
