"""Dependencies, rules of policies and mitigations, with the basis that they inherit from section and file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.loading.tree import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.errors import Problem
    from anatomy.loading.tree import Node

_OF_SECTIONS = {"section", "basis", "dependencies"}


def rows_of(departments: Iterable[Mapping], problems: list[Problem]) -> list[Mapping]:
    """Every dependency, taken out of the trees of the departments."""
    reader = _Reader(problems)
    found: list[Mapping] = []
    for root in departments:
        basis = reader.basis_of(root)
        root.entries.pop("basis", None)
        rows = root.entries.pop("dependencies", None)
        if rows is not None:
            found.extend(reader.rows(rows, basis))
    return found


def inherited_bases(policies: list[Mapping]) -> list[Mapping]:
    """The same policies, each rule with what it inherits from the basis of its file."""
    for policy in policies:
        basis, rules = policy.entries.get("basis"), policy.entries.get("rules")
        if isinstance(basis, Mapping) and isinstance(rules, Mapping):
            inherit_basis(rules, basis)
    return policies


def inherit_basis(entries: Mapping, basis: Mapping) -> None:
    """Hand the basis of a file down to its entries."""
    for entry in entries.entries.values():
        if isinstance(entry, Mapping) and not entry.removes():
            _inherit(entry, basis)


class _Reader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def rows(self, node: Node, basis: Mapping | None) -> Iterator[Mapping]:
        """The rows of a list, those of its sections included."""
        if not isinstance(node, Sequence):
            message = "dependencies: must be a list"
            self.problems.append(node.problem("ANA012", message, "begin each with a hyphen"))
            return
        for row in node.items:
            if not isinstance(row, Mapping):
                hint = "write - {from: ..., to: ..., kind: ..., effect: ...}"
                self.problems.append(row.problem("ANA012", "a dependency holds entries", hint))
            elif "dependencies" in row.entries:
                yield from self._section(row, basis)
            else:
                if basis is not None and not row.removes():
                    _inherit(row, basis)
                yield row

    def basis_of(self, holder: Mapping) -> Mapping | None:
        """The basis that a file or section hands down."""
        basis = holder.entries.get("basis")
        if basis is None or isinstance(basis, Mapping):
            return basis
        hint = "write {how: ..., grade: ..., source: ...}"
        self.problems.append(basis.problem("ANA012", "basis must hold entries", hint))
        return None

    def _section(self, section: Mapping, basis: Mapping | None) -> Iterator[Mapping]:
        for key in section.entries.keys() - _OF_SECTIONS:
            hint = f"known in a section: {', '.join(sorted(_OF_SECTIONS))}"
            self.problems.append(section.keys[key].problem("ANA011", f"unknown key {key!r}", hint))
        own = self.basis_of(section)
        if own is not None and basis is not None:
            own = _both(own, basis)
        yield from self.rows(section.entries["dependencies"], own or basis)


def _inherit(row: Mapping, basis: Mapping) -> None:
    own = row.entries.get("basis")
    if own is None:
        row.put("basis", basis)
    elif isinstance(own, Mapping):
        row.put("basis", _both(own, basis))


def _both(own: Mapping, outer: Mapping) -> Mapping:
    entries = {**outer.entries, **own.entries}
    return Mapping(own.source, own.line, own.column, entries, {**outer.keys, **own.keys})
