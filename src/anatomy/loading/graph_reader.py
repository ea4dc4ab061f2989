"""From the JSON of a graph file to its document: nodes, edges, triggers, groups and joints."""

from __future__ import annotations

import math
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from anatomy.loading.graph_document import GraphDocument, GraphEdge, GraphGroup, GraphTrigger
from anatomy.loading.graph_naming import names_of, numbered
from anatomy.loading.graph_values import LONGEST_DAYS, SHOWN, Values, shown
from anatomy.loading.numbers import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EDGE_KEYS: Final = ("source", "target", "key", "id", "likelihood", "severity_share", "delay_days")
TRIGGER_KEYS: Final = ("node", "id", "likelihood", "severity", "time_days")
GROUP_KEYS: Final = ("at_least", "of")
GRAPH_KEYS: Final = ("triggers", "groups", "joints")
ALL: Final = "all"


class Reader(Values):
    """Turns parsed JSON into a document."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._known: frozenset[str] = frozenset()

    def document(self, data: object) -> GraphDocument:
        """Read the whole document."""
        top = self.as_object(data, "the document")
        if top.get("directed") is False:
            self.refuse(
                "ANA709", "directed", "the graph is not directed", "write each arc, and directed: true"
            )
        nodes = self._nodes(top.get("nodes"))
        self._known = frozenset(nodes)
        if "edges" in top and "links" in top:
            self.refuse("ANA722", "links", "edges are given twice, as edges and as links", "keep one of them")
        where = "edges" if "edges" in top else "links"
        edges = self._edges(top.get(where), where)
        extra = self.as_object(top.get("graph", {}), "graph")
        self.likely_slip(extra, GRAPH_KEYS, "graph")
        groups = self._groups(extra.get("groups", {}))
        return GraphDocument(
            nodes=nodes,
            edges=edges,
            triggers=tuple(self._triggers(extra.get("triggers", []))),
            groups=groups,
            joints=self._joints(extra.get("joints", {}), groups),
            names=dict(names_of(top["nodes"])) if nodes else {},
        )

    def _node(self, value: object, path: str) -> str:
        """The name of a node that is there."""
        problems = len(self.problems)
        name = self.as_name(value, path)
        if name not in self._known and len(self.problems) == problems:
            near = get_close_matches(name, self._known, n=1) if len(self.problems) < SHOWN else []
            hint = f"did you mean {near[0]!r}?" if near else "list it under nodes"
            self.refuse("ANA704", path, f"{shown(name)} is not a node", hint)
        return name

    def _delay(self, value: object, path: str) -> tuple[float, float, float]:
        """One number, or low, mode and high."""
        if not isinstance(value, list):
            days = self.as_days(value, path)
            return days, days, days
        parts = [self.as_days(part, f"{path}[{number}]") for number, part in enumerate(value)]
        if len(parts) != 3 or parts != sorted(parts):  # noqa: PLR2004 - low, mode and high
            self.refuse(
                "ANA702", path, f"{shown(value)} is not low, mode, high", "write three rising numbers"
            )
            return 0.0, 0.0, 0.0
        return parts[0], parts[1], parts[2]

    def _chances(self, value: object, path: str) -> dict[float, float]:
        """Days, each with its chance; nothing where the delay is not given in this form."""
        if not isinstance(value, dict):
            return {}
        problems = len(self.problems)
        chances: dict[float, float] = {}
        row = self.as_object(value, path)
        for key in row:
            days = float(key) if is_number(key) else -1.0
            if not 0 <= days <= LONGEST_DAYS:
                self.refuse(
                    "ANA702", f"{path}.{key}", f"{shown(key)} is not a number of days", "write 0 to 36525"
                )
            elif days in chances:
                self.refuse("ANA702", f"{path}.{key}", f"{days:g} days are given twice", "keep one of them")
            chances[days] = self.as_share(row, key, path)
            if not chances[days]:
                self.refuse("ANA702", f"{path}.{key}", "a chance of 0 %", "leave it out")
        total = math.fsum(chances.values())
        if len(self.problems) == problems and not math.isclose(total, 1.0, abs_tol=1e-9):
            says = f"the chances add up to {total * 100:.6g} %, not 100 %"
            self.refuse(
                "ANA702", path, says, 'write days and the chance of each, such as {"2": 0.7, "30": 0.3}'
            )
        return chances

    def _nodes(self, value: object) -> tuple[str, ...]:
        names: dict[str, int] = {}
        for number, item in enumerate(self.as_list(value, "nodes")):
            row, path = self.as_object(item, f"nodes[{number}]"), f"nodes[{number}].id"
            name = self.as_name(row.get("id"), path)
            if name in names:
                self.refuse("ANA705", path, f"{shown(name)} is also the id of nodes[{names[name]}]")
            names.setdefault(name, number)
        return tuple(names)

    def _edges(self, value: object, where: str) -> tuple[GraphEdge, ...]:
        rows = enumerate(self.as_list(value, where))
        edges = numbered(
            [
                self._edge(self.as_object(item, f"{where}[{number}]"), f"{where}[{number}]")
                for number, item in rows
            ]
        )
        first: dict[tuple[str, ...], str] = {}
        for number, edge in enumerate(edges):
            path = f"{where}[{number}]"
            own = (edge.source, edge.target, str(edge.key)) if edge.id is None else (edge.id,)
            if own in first:
                says = f"{shown(own[-1])} is also the {'key' if edge.id is None else 'id'} of {first[own]}"
                self.refuse("ANA703", f"{path}.{'key' if edge.id is None else 'id'}", says, "name each once")
            first.setdefault(own, path)
        return tuple(edges)

    def _edge(self, row: Mapping[str, Any], path: str) -> GraphEdge:
        self.likely_slip(row, EDGE_KEYS, path)
        source = self._node(row.get("source"), f"{path}.source")
        target = self._node(row.get("target"), f"{path}.target")
        delay = row.get("delay_days", 0.0)
        return GraphEdge(
            id=None if row.get("id") is None else self.as_name(row["id"], f"{path}.id"),
            source=source,
            target=target,
            key=None if row.get("key") is None else self.as_name(row["key"], f"{path}.key"),
            likelihood=self.as_share(row, "likelihood", path),
            severity_share=self.as_share(row, "severity_share", path),
            delay_days=self._delay(0.0 if isinstance(delay, dict) else delay, f"{path}.delay_days"),
            delay_chances=self._chances(delay, f"{path}.delay_days"),
        )

    def _triggers(self, value: object) -> Iterable[GraphTrigger]:
        for number, item in enumerate(self.as_list(value, "graph.triggers")):
            path = f"graph.triggers[{number}]"
            row = self.as_object(item, path) if isinstance(item, dict) else {"node": item}
            self.only(row, TRIGGER_KEYS, path)
            yield GraphTrigger(
                node=self._node(row.get("node"), f"{path}.node"),
                likelihood=self.as_share(row, "likelihood", path),
                severity=self.as_share(row, "severity", path),
                time_days=self.as_days(row.get("time_days", 0.0), f"{path}.time_days"),
                id=None if row.get("id") is None else self.as_name(row["id"], f"{path}.id"),
            )

    def _groups(self, value: object) -> dict[str, GraphGroup]:
        groups = {}
        for name, entry in self.as_object(value, "graph.groups").items():
            path = f"graph.groups.{name}"
            self.as_name(name, path)
            if isinstance(entry, dict):
                groups[name] = self._needing(self.as_object(entry, path), path)
            else:
                groups[name] = GraphGroup(members=self._members(entry, path))
        return groups

    def _members(self, value: object, path: str) -> tuple[str, ...]:
        rows = enumerate(self.as_list(value, path))
        return tuple(self._node(member, f"{path}[{number}]") for number, member in rows)

    def _needing(self, row: Mapping[str, Any], path: str) -> GraphGroup:
        """A group that several of its members must hit."""
        self.only(row, GROUP_KEYS, path)
        problems = len(self.problems)
        members = self._members(row.get("of"), f"{path}.of")
        if row.get("of") == []:
            self.refuse("ANA722", f"{path}.of", "names no node", "name those that are answered for together")
        if len(self.problems) > problems:
            return GraphGroup(members=members)
        most, need = len(set(members)), row.get("at_least")
        if need == ALL:
            return GraphGroup(members=members, at_least=most)
        if isinstance(need, bool) or not isinstance(need, int) or not 1 <= need <= most:
            what = "is missing" if need is None else f"{shown(need)} is not a number of its {most} nodes"
            self.refuse("ANA722", f"{path}.at_least", what, f'write "all", or 1 to {most}')
            return GraphGroup(members=members)
        return GraphGroup(members=members, at_least=need)

    def _joints(self, value: object, groups: Mapping[str, GraphGroup]) -> dict[str, tuple[str, ...]]:
        joints = {}
        for name, entry in self.as_object(value, "graph.joints").items():
            path = f"graph.joints.{name}"
            self.as_name(name, path)
            rows = self.as_list(entry, path)
            if entry == []:
                self.refuse("ANA722", path, "names no group", "name the groups that are asked about together")
            joints[name] = tuple(
                self._group(row, f"{path}[{number}]", groups) for number, row in enumerate(rows)
            )
        return joints

    def _group(self, value: object, path: str, groups: Mapping[str, GraphGroup]) -> str:
        """The name of a group that is there."""
        problems = len(self.problems)
        name = self.as_name(value, path)
        if name not in groups and len(self.problems) == problems:
            near = get_close_matches(name, groups, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "list it under graph.groups"
            if name in self._known:
                hint = (
                    f"it is a node; make a group of it under graph.groups, such as {{{name!r}: [{name!r}]}}"
                )
            self.refuse("ANA706", path, f"{shown(name)} is not a group", hint)
        return name
