"""What may carry a change, as arrays: nodes and dependencies in one canonical order, checked once."""

from __future__ import annotations

import json
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct, field

from anatomy.errors import InputError, Problem, UnknownNameError
from anatomy.propagation.delays import LONGEST_DAYS, Delay, fault_of_choices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.delays import Choices

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

SHOWN: Final = 20  #: problems named before the rest are only counted
FEW: Final = 8  #: names that a hint tells all of


class Edge(Struct, frozen=True, kw_only=True):
    """A change at `source` can reach `target`; `id` is stable, unique and the address of its coins."""

    id: str
    source: str
    target: str
    likelihood: float  #: chance in [0, 1] that a change crosses
    severity_share: float  #: share in [0, 1] of the severity at the source that arrives
    delay: Delay


class Network(Struct, frozen=True, kw_only=True, eq=False):
    """
    Nodes sorted by name, edges sorted by id; `source` and `target` are places in `nodes`.

    Use `Network.of` to build one; `msgspec.structs.replace` gives a variant with other numbers, checked again.
    """

    nodes: tuple[str, ...]
    edge_ids: tuple[str, ...]
    source: Places
    target: Places
    likelihood: Floats  #: [0, 1]
    severity_share: Floats  #: [0, 1]
    delay_low: Floats  #: days
    delay_mode: Floats  #: days
    delay_high: Floats  #: days; equal to the low end where the delay is fixed
    #: for the places of edges whose delay is one of several, from its low end to its high one: days and their chances
    delay_choices: Mapping[int, Choices] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = [*_order_problems(self), *_number_problems(self)]
        if problems:
            raise InputError(_shortened(problems))
        for values in (self.source, self.target, self.likelihood, self.severity_share):
            values.flags.writeable = False
        for values in (self.delay_low, self.delay_mode, self.delay_high):
            values.flags.writeable = False

    @classmethod
    def of(cls, nodes: Iterable[str], edges: Iterable[Edge]) -> Network:
        """Put nodes and edges into canonical order; the order they come in changes nothing."""
        names = tuple(sorted(nodes))
        rows = sorted(edges, key=lambda edge: edge.id)
        place = {name: number for number, name in enumerate(names)}
        strangers = [problem for edge in rows for problem in _stranger_problems(edge, place)]
        if strangers:
            raise InputError(_shortened(strangers))
        return cls(
            nodes=names,
            edge_ids=tuple(edge.id for edge in rows),
            source=np.array([place[edge.source] for edge in rows], dtype=np.int64),
            target=np.array([place[edge.target] for edge in rows], dtype=np.int64),
            likelihood=np.array([edge.likelihood for edge in rows], dtype=np.float64),
            severity_share=np.array([edge.severity_share for edge in rows], dtype=np.float64),
            delay_low=np.array([edge.delay.low for edge in rows], dtype=np.float64),
            delay_mode=np.array([edge.delay.mode for edge in rows], dtype=np.float64),
            delay_high=np.array([edge.delay.high for edge in rows], dtype=np.float64),
            delay_choices={row: edge.delay.choices for row, edge in enumerate(rows) if edge.delay.choices},
        )


def default_edge_id(source: str, target: str, key: object = 0) -> str:
    """
    The id of an edge that brings none: from its ends and, among parallel edges, its key.

    >>> default_edge_id("a", "b")
    'a->b#0'
    """
    return f"{_quoted(source)}->{_quoted(target)}#{_quoted(str(key))}"


def _quoted(name: str) -> str:
    """The name, quoted where the bare text could be read in two ways."""
    return json.dumps(name) if set(name) & set('->#"') else name


def unknown(code: str, what: str, name: str, known: Collection[str]) -> UnknownNameError:
    """A refusal of a name that is not among the known ones, with the nearest one, or a few, as a hint."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        hint = f"did you mean {near[0]!r}?"
    elif len(known) <= FEW:
        hint = f"known: {', '.join(map(repr, sorted(known)))}" if known else "none is known"
    else:
        few = get_close_matches(name, known, n=3, cutoff=0.0)
        hint = f"{len(known):,} names are known, the nearest {', '.join(map(repr, few))}"
    return UnknownNameError([Problem(code=code, message=f"{what} {name!r} is not known here", hint=hint)])


def _stranger_problems(edge: Edge, place: dict[str, int]) -> Iterator[Problem]:
    for end, name in (("source", edge.source), ("target", edge.target)):
        if name not in place:
            yield Problem(code="ANA704", message=f"edge {edge.id!r}: {end} {name!r} is not a node")


def _order_problems(network: Network) -> Iterator[Problem]:
    for code, what, names in (("ANA705", "node", network.nodes), ("ANA703", "edge id", network.edge_ids)):
        twice = [name for name, count in Counter(names).items() if count > 1]
        yield from (Problem(code=code, message=f"{what} {name!r} occurs more than once") for name in twice)
        if list(names) != sorted(names):
            yield Problem(code=code, message=f"{what}s are not in sorted order", hint="use Network.of")
    for end, places in (("source", network.source), ("target", network.target)):
        if len(places) != len(network.edge_ids):
            yield Problem(code="ANA704", message=f"{len(places)} {end}s for {len(network.edge_ids)} edges")
        elif places.size and not 0 <= places.min() <= places.max() < len(network.nodes):
            yield Problem(code="ANA704", message=f"an edge's {end} lies outside the nodes")


def _number_problems(network: Network) -> Iterator[Problem]:
    columns = {
        "likelihood": (network.likelihood, 1.0),
        "severity_share": (network.severity_share, 1.0),
        "delay_low": (network.delay_low, LONGEST_DAYS),
        "delay_mode": (network.delay_mode, LONGEST_DAYS),
        "delay_high": (network.delay_high, LONGEST_DAYS),
    }
    for name, (values, top) in columns.items():
        if len(values) != len(network.edge_ids):
            yield Problem(code="ANA701", message=f"{len(values)} numbers of {name} for the edges")
            return
        for place in np.flatnonzero(~((values >= 0) & (values <= top))).tolist():  # NaN fails both
            says = f"edge {network.edge_ids[place]!r}: {name} {values[place]} is not within 0 and {top:g}"
            yield Problem(code="ANA702" if name.startswith("delay") else "ANA701", message=says)
    jumbled = (network.delay_low > network.delay_mode) | (network.delay_mode > network.delay_high)
    for place in np.flatnonzero(jumbled).tolist():
        says = f"edge {network.edge_ids[place]!r}: its delay is not in the order low, mode, high"
        yield Problem(code="ANA702", message=says)
    yield from _choice_problems(network)


def _choice_problems(network: Network) -> Iterator[Problem]:
    for place, choices in sorted(network.delay_choices.items()):
        if place not in range(len(network.edge_ids)):
            says = f"delay choices for edge number {place} of {len(network.edge_ids)}"
            yield Problem(code="ANA702", message=says, hint="edges count from 0, by id")
            continue
        low, high = float(network.delay_low[place]), float(network.delay_high[place])
        fault = fault_of_choices(choices, low=low, high=high)
        if fault:
            yield Problem(code="ANA702", message=f"edge {network.edge_ids[place]!r}: {fault}")


def _shortened(problems: list[Problem]) -> list[Problem]:
    """The first problems; the last says how many more there are."""
    if len(problems) <= SHOWN:
        return problems
    rest = Problem(code=problems[0].code, message=f"and {len(problems) - SHOWN} more problems")
    return [*problems[:SHOWN], rest]
