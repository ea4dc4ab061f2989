"""The door for networkx: any directed graph, its edge attributes and node names of any kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.propagation.delays import Delay
from anatomy.propagation.engine import run
from anatomy.propagation.group import Group
from anatomy.propagation.network import Edge, Network, default_edge_id
from anatomy.propagation.trigger import Trigger

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator

    import networkx as nx

    from anatomy.propagation.question import Exactness
    from anatomy.propagation.spread import Spread


def propagate(
    graph: nx.DiGraph[Any],
    triggers: Iterable[Trigger],
    *,
    worlds: int = 10_000,
    seed: int = 0,
    felt_at: float = 0.0,
    exact: Exactness = "auto",
    groups: Mapping[str, Collection[Hashable] | Group] | None = None,
    joints: Mapping[str, Collection[str]] | None = None,
) -> Spread:
    """
    How a set of triggers spreads through a networkx DiGraph or MultiDiGraph.

    Edge attributes: `likelihood` and `severity_share` in [0, 1] (default 1), `delay_days` (default 0; a number; low,
    mode, high; or a mapping from days to their chances), `id` (default from source, target and key). A node is
    named by its text, `str(node)`.
    The other arguments are those of `run`.

    Raises:
        InputError: an undirected graph, two nodes with the same text, or an attribute out of range.
        UnknownNameError: a trigger or member that is not in the graph.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("pricing", "finance", likelihood=0.5, severity_share=0.8, delay_days=2)
    >>> spread = propagate(graph, [Trigger(node="pricing")])
    >>> spread.nodes["finance"].probability, spread.exact
    (0.5, True)
    """
    return run(
        network_of(graph),
        [_named(trigger) for trigger in triggers],
        worlds=worlds,
        seed=seed,
        felt_at=felt_at,
        exact=exact,
        groups={name: _group_named(nodes) for name, nodes in (groups or {}).items()},
        joints=joints,
    )


def _group_named(nodes: Collection[Hashable] | Group) -> Group:
    """The group of nodes by their text, which needs as many of them as it says."""
    if isinstance(nodes, Group):
        return Group(nodes=frozenset(map(str, nodes.nodes)), need=nodes.need)
    return Group.any_of(list(map(str, nodes)))


def network_of(graph: nx.DiGraph[Any]) -> Network:
    """
    The arrays of a directed graph; the order in which nodes and edges were added changes nothing.

    Parallel edges are told apart by `id`, else by their key, which networkx numbers in the order added unless given.
    """
    if not graph.is_directed():
        raise InputError.because(
            "ANA709",
            "the graph is not directed",
            hint="use a DiGraph, with both arcs where it goes both ways",
        )
    names: dict[str, Any] = {}
    for node in graph.nodes:
        if str(node) in names:
            raise InputError.because(
                "ANA705", f"the nodes {names[str(node)]!r} and {node!r} have the same name"
            )
        names[str(node)] = node
    return Network.of(names, _edges(graph))


def _edges(graph: nx.DiGraph[Any]) -> Iterator[Edge]:
    for source, target, key, data in _keyed(graph):
        name = data.get("id", default_edge_id(str(source), str(target), key))
        yield Edge(
            id=str(name),
            source=str(source),
            target=str(target),
            likelihood=_number(data, "likelihood", name),
            severity_share=_number(data, "severity_share", name),
            delay=_delay(data.get("delay_days", 0.0), name),
        )


def _keyed(graph: nx.DiGraph[Any]) -> Iterator[tuple[Any, Any, Any, dict[str, Any]]]:
    """Go through all edges with their keys; a graph without parallel edges has key 0 throughout."""
    if graph.is_multigraph():
        edges = cast("nx.MultiDiGraph[Any]", graph).edges
        yield from edges(keys=True, data=True)
    else:
        yield from ((source, target, 0, data) for source, target, data in graph.edges(data=True))


def _number(data: Mapping[str, Any], name: str, edge: object) -> float:
    value = data.get(name, 1.0)
    if not isinstance(value, Real):
        raise InputError.because("ANA701", f"edge {edge!r}: {name} {value!r} is not a number")
    return float(value)


def _delay(value: object, edge: object) -> Delay:
    """A number of days; low, mode and high; or days and the chance of each."""
    if isinstance(value, Delay):
        return value
    try:
        if isinstance(value, Mapping) and all(
            isinstance(part, Real) for pair in value.items() for part in pair
        ):
            return Delay.of_choices({float(days): float(chance) for days, chance in value.items()})
        parts = [value] if isinstance(value, Real) else value
        if (
            isinstance(parts, Sequence)
            and len(parts) in (1, 3)
            and all(isinstance(part, Real) for part in parts)
        ):
            days = [float(part) for part in parts]
            return Delay(low=days[0], mode=days[len(days) // 2], high=days[-1])
    except InputError as error:
        raise InputError.because("ANA702", f"edge {edge!r}: {error.problems[0].message}") from None
    raise InputError.because(
        "ANA702",
        f"edge {edge!r}: delay_days {value!r} is not a number of days",
        hint="or give (low, mode, high), or days and the chance of each",
    )


def _named(trigger: object) -> Trigger:
    if not isinstance(trigger, Trigger):
        raise InputError.because("ANA706", f"{trigger!r} is not a trigger", hint="write Trigger(node=...)")
    return replace(trigger, node=str(trigger.node))
