"""
Graphs in node-link JSON, as networkx writes them, read strictly: every problem names its place.

Beyond networkx's own layout, `graph` may hold `triggers` (node names, or objects with node, likelihood,
severity, time_days) and `groups` (name to node names).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from anatomy.errors import InputError, Position, Problem
from anatomy.loading.gate import FORBIDDEN, RESULT_BYTES, read_source, visible
from anatomy.loading.numbers import NumberError, parse_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

EDGE_KEYS: Final = ("source", "target", "key", "id", "likelihood", "severity_share", "delay_days")
TRIGGER_KEYS: Final = ("node", "likelihood", "severity", "time_days")
LONGEST_DAYS: Final = 36_525  #: a century
SHOWN: Final = 20  #: problems told before the rest are only counted


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEdge:
    """One edge of the file; `key` tells parallel edges apart."""

    id: str | None
    source: str
    target: str
    key: str
    likelihood: float  #: [0, 1]
    severity_share: float  #: [0, 1]
    delay_days: tuple[float, float, float]  #: low, mode, high


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphTrigger:
    """One node that the file sets off."""

    node: str
    likelihood: float = 1.0  #: [0, 1]
    severity: float = 1.0  #: [0, 1]
    time_days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphDocument:
    """Everything the engine needs from a file."""

    nodes: tuple[str, ...]
    edges: tuple[GraphEdge, ...]
    triggers: tuple[GraphTrigger, ...]
    groups: Mapping[str, tuple[str, ...]]


def load_graph(path: Path, *, name: str) -> GraphDocument:
    """
    Read a graph file of at most 50 MiB.

    Raises:
        InputError: not a readable file, not JSON, or not a directed graph with numbers in range; the first
            twenty problems are told, the rest counted.
    """
    source = read_source(path, name=name, limit=RESULT_BYTES)
    try:
        data = json.loads(
            source.text, object_pairs_hook=_Object, parse_constant=_refuse_constant, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        problem = Problem(
            code="ANA721",
            message=f"this is not JSON: {error.msg}",
            position=source.position(error.lineno, error.colno),
            excerpt=source.excerpt(error.lineno, error.colno),
        )
        raise InputError([problem]) from None
    except RecursionError:
        raise InputError.because("ANA721", f"{visible(name)}: the JSON is nested too deeply") from None
    except _ConstantError as error:
        place = source.text.index(str(error))
        line = source.text.count("\n", 0, place) + 1
        position = Position(file=visible(name), line=line, column=place - source.text.rfind("\n", 0, place))
        raise InputError.because("ANA724", f"{error} is not a number", position=position) from None
    reader = _Reader(visible(name))
    document = reader.document(data)
    if reader.problems:
        raise InputError(_shortened(reader.problems))
    return document


def _shortened(problems: list[Problem]) -> list[Problem]:
    """The first problems; the last says how many more there are."""
    if len(problems) <= SHOWN:
        return problems
    rest = Problem(code=problems[SHOWN].code, message=f"and {len(problems) - SHOWN} more problems")
    return [*problems[:SHOWN], rest]


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


class _ConstantError(ValueError):
    """NaN or an infinity, which JSON does not have."""


def _refuse_constant(text: str) -> float:
    raise _ConstantError(text)


def _whole(text: str) -> int | float:
    """A whole number; one with more digits than any quantity has becomes a float, and infinite if it must."""
    return int(text) if len(text) <= 18 else float(text)  # noqa: PLR2004 - digits of 64 bits


class _Reader:
    """Turns parsed JSON into a document and collects what is wrong on the way."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []
        self._known: frozenset[str] = frozenset()

    def document(self, data: object) -> GraphDocument:
        """Read the whole document."""
        top = self._object(data, "the document")
        if top.get("directed") is False:
            self._refuse(
                "ANA709", "directed", "the graph is not directed", "write each arc, and directed: true"
            )
        nodes = self._nodes(top.get("nodes"))
        self._known = frozenset(nodes)
        if "edges" in top and "links" in top:
            self._refuse(
                "ANA722", "links", "edges are given twice, as edges and as links", "keep one of them"
            )
        where = "edges" if "edges" in top else "links"
        edges = self._edges(top.get(where), where)
        extra = self._object(top.get("graph", {}), "graph")
        return GraphDocument(
            nodes=nodes,
            edges=edges,
            triggers=tuple(self._triggers(extra.get("triggers", []))),
            groups=self._groups(extra.get("groups", {})),
        )

    def _refuse(self, code: str, path: str, message: str, hint: str = "") -> None:
        text = visible(f"{self._file}: {path}: {message}")
        self.problems.append(Problem(code=code, message=text, hint=visible(hint)))

    def _object(self, value: object, path: str) -> dict[str, Any]:
        if not isinstance(value, _Object):
            if value != {}:
                self._refuse("ANA722", path, f"{_shown(value)} is not an object", "write {...}")
            return {}
        for key in value.twice:
            self._refuse("ANA723", f"{path}.{key}", "this key is written twice", "keep one of them")
        return value

    def _list(self, value: object, path: str) -> list[Any]:
        if isinstance(value, list):
            return value
        what = "is missing" if value is None else f"{_shown(value)} is not a list"
        self._refuse("ANA722", path, what, "write [...]")
        return []

    def _name(self, value: object, path: str) -> str:
        """Text, or a whole number as its text."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            what = "is missing" if value is None else f"{_shown(value)} is not a name"
            self._refuse("ANA722", path, what, "write text or a whole number")
            return ""
        if found := FORBIDDEN.search(str(value)):
            self._refuse(
                "ANA722", path, f"control character U+{ord(found.group()):04X} in a name", "delete it"
            )
        return str(value)

    def _node(self, value: object, path: str) -> str:
        """The name of a node that is there."""
        problems = len(self.problems)
        name = self._name(value, path)
        if name not in self._known and len(self.problems) == problems:
            near = get_close_matches(name, self._known, n=1) if len(self.problems) < SHOWN else []
            hint = f"did you mean {near[0]!r}?" if near else "list it under nodes"
            self._refuse("ANA704", path, f"{_shown(name)} is not a node", hint)
        return name

    def _share(self, row: Mapping[str, Any], key: str, path: str) -> float:
        try:
            return parse_share(row.get(key, 1.0))
        except NumberError as error:
            self._refuse("ANA701", f"{path}.{key}", str(error), error.hint)
            return 1.0

    def _days(self, value: object, path: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_DAYS:
            self._refuse("ANA702", path, f"{_shown(value)} is not a number of days", "write 0 to 36525")
            return 0.0
        return float(value)

    def _delay(self, value: object, path: str) -> tuple[float, float, float]:
        if not isinstance(value, list):
            days = self._days(value, path)
            return days, days, days
        parts = [self._days(part, f"{path}[{number}]") for number, part in enumerate(value)]
        if len(parts) != 3 or parts != sorted(parts):  # noqa: PLR2004 - low, mode and high
            self._refuse(
                "ANA702", path, f"{_shown(value)} is not low, mode, high", "write three rising numbers"
            )
            return 0.0, 0.0, 0.0
        return parts[0], parts[1], parts[2]

    def _likely_slip(self, row: Mapping[str, Any], known: Iterable[str], path: str) -> None:
        """Other attributes are none of our business, but a slip in one of ours would silently become 1."""
        for key in row:
            near = [] if key in known else get_close_matches(key, known, n=1, cutoff=0.8)
            if near:
                self._refuse(
                    "ANA722", f"{path}.{key}", "this attribute is not known", f"did you mean {near[0]}?"
                )

    def _nodes(self, value: object) -> tuple[str, ...]:
        names: dict[str, int] = {}
        for number, item in enumerate(self._list(value, "nodes")):
            row, path = self._object(item, f"nodes[{number}]"), f"nodes[{number}].id"
            name = self._name(row.get("id"), path)
            if name in names:
                self._refuse("ANA705", path, f"{_shown(name)} is also the id of nodes[{names[name]}]")
            names.setdefault(name, number)
        return tuple(names)

    def _edges(self, value: object, where: str) -> tuple[GraphEdge, ...]:
        edges: list[GraphEdge] = []
        parallel: Counter[tuple[str, str]] = Counter()
        first: dict[tuple[str, ...], str] = {}
        for number, item in enumerate(self._list(value, where)):
            path = f"{where}[{number}]"
            edge = self._edge(self._object(item, path), path, parallel)
            own = (edge.source, edge.target, edge.key) if edge.id is None else (edge.id,)
            if own in first:
                says = f"{_shown(own[-1])} is also the {'key' if edge.id is None else 'id'} of {first[own]}"
                self._refuse("ANA703", f"{path}.{'key' if edge.id is None else 'id'}", says, "name each once")
            first.setdefault(own, path)
            edges.append(edge)
        return tuple(edges)

    def _edge(self, row: Mapping[str, Any], path: str, parallel: Counter[tuple[str, str]]) -> GraphEdge:
        self._likely_slip(row, EDGE_KEYS, path)
        source = self._node(row.get("source"), f"{path}.source")
        target = self._node(row.get("target"), f"{path}.target")
        order = parallel[source, target]
        parallel[source, target] += 1
        return GraphEdge(
            id=None if row.get("id") is None else self._name(row["id"], f"{path}.id"),
            source=source,
            target=target,
            key=str(order) if row.get("key") is None else self._name(row["key"], f"{path}.key"),
            likelihood=self._share(row, "likelihood", path),
            severity_share=self._share(row, "severity_share", path),
            delay_days=self._delay(row.get("delay_days", 0.0), f"{path}.delay_days"),
        )

    def _triggers(self, value: object) -> Iterable[GraphTrigger]:
        for number, item in enumerate(self._list(value, "graph.triggers")):
            path = f"graph.triggers[{number}]"
            row = self._object(item, path) if isinstance(item, dict) else {"node": item}
            for key in row:
                if key not in TRIGGER_KEYS:
                    self._refuse(
                        "ANA722", f"{path}.{key}", "not known", f"use one of {', '.join(TRIGGER_KEYS)}"
                    )
            yield GraphTrigger(
                node=self._node(row.get("node"), f"{path}.node"),
                likelihood=self._share(row, "likelihood", path),
                severity=self._share(row, "severity", path),
                time_days=self._days(row.get("time_days", 0.0), f"{path}.time_days"),
            )

    def _groups(self, value: object) -> dict[str, tuple[str, ...]]:
        groups = {}
        for name, members in self._object(value, "graph.groups").items():
            path = f"graph.groups.{name}"
            self._name(name, path)
            rows = enumerate(self._list(members, path))
            groups[name] = tuple(self._node(member, f"{path}[{number}]") for number, member in rows)
        return groups


def _shown(value: object) -> str:
    """A value in a message: short, and quoted as text."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - what fits a line
