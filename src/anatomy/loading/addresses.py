"""Addresses in the trees of a model, turned into keys where they stand."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.directory import Directory, Names, UnknownAddressError
from anatomy.domain.limit import ANY, TOTAL
from anatomy.loading.limit_grammar import LimitError, take_apart
from anatomy.loading.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Collection

    from anatomy.domain.cell import CellId
    from anatomy.domain.directory import Address
    from anatomy.errors import Problem
    from anatomy.loading.tree import Node

UNKNOWN = "?"
"""What an address that leads nowhere is settled to, once that has been told."""


class Addresses:
    """Settles addresses by the names of a merged tree; what is unknown becomes a problem."""

    def __init__(self, root: Mapping, problems: list[Problem], *, excused: Collection[str]) -> None:
        self._directory = directory_of_tree(root)
        self._problems = problems
        self._excused = excused

    def settle_cards(self, header: Mapping) -> None:
        """Cards are departments."""
        cards = header.entries.get("cards")
        for node in cards.items if isinstance(cards, Sequence) else ():
            self._settle(node, parts=(1,))

    def settle_decision_types(self, types: Mapping) -> None:
        """Cells set off, owners of losses, ends of adjusted dependencies."""
        for decision_type in types.entries.values():
            if isinstance(decision_type, Mapping):
                for entry in _mappings(decision_type.entries.get("sets_off")):
                    self._settle(entry.entries.get("cell"), parts=(3,))
                for entry in _mappings(decision_type.entries.get("losses")):
                    self._settle(entry.entries.get("owner"), parts=(3,))
                self._settle_adjusts(decision_type)

    def settle_policies(self, policies: Mapping) -> None:
        """Departments of roles."""
        for policy in _mappings(policies):
            for role in _mappings(policy.entries.get("roles")):
                self._settle(role.entries.get("department"), parts=(1,))

    def settle_mitigations(self, mitigations: Mapping) -> None:
        """Ends of weakened dependencies, blocked cells, departments of owners."""
        for mitigation in _mappings(mitigations):
            self._settle_adjusts(mitigation)
            for block in _mappings(mitigation.entries.get("blocks")):
                self._settle(block.entries.get("cell"), parts=(3,))
            self._settle(mitigation.entries.get("department"), parts=(1,))

    def settle_limits(self, header: Mapping) -> None:
        """Departments of limits, inside their texts."""
        for limit in _mappings(header.entries.get("limits")):
            node = limit.entries.get("limit")
            if isinstance(node, Scalar):
                self._settle_limit(node)

    def _settle_limit(self, node: Scalar) -> None:
        try:
            scope = take_apart(node.text).scope
        except LimitError:
            return  # told where the limit is read
        if scope.text.lower() in {ANY, TOTAL}:
            return
        try:
            key = find_department(self._directory, scope.text)
        except UnknownAddressError as error:
            self._complain(node, error, scope.text, offset=scope.offset)
            key = UNKNOWN
        end = scope.offset + len(scope.text)
        node.settle(f"{node.text[: scope.offset]}{key}{node.text[end:]}")

    def _settle_adjusts(self, holder: Mapping) -> None:
        for entry in _mappings(holder.entries.get("adjusts")):
            selector = entry.entries.get("of")
            if isinstance(selector, Mapping):
                self._settle(selector.entries.get("from"), parts=(1, 2, 3))
                self._settle(selector.entries.get("to"), parts=(1, 2, 3))

    def cell_of(self, row: Mapping, key: str) -> CellId | None:
        """The cell that an entry names."""
        return self._settle(row.entries.get(key), parts=(3,))

    def _settle(self, node: Node | None, *, parts: tuple[int, ...]) -> CellId | None:
        if not isinstance(node, Scalar):
            return None  # the schema says what is wrong
        try:
            if parts == (3,):
                cell = self._directory.find_cell(node.text)
                node.settle(str(cell))
                return cell
            node.settle(str(_limited(self._directory.find(node.text), node.text, parts)))
        except UnknownAddressError as error:
            self._complain(node, error, node.text)
            node.settle(UNKNOWN)
        return None

    def _complain(self, node: Scalar, error: UnknownAddressError, text: str, *, offset: int = 0) -> None:
        department = re.split("[./]", text)[0].strip().lower()
        # A file that cannot be read has been told; what it may hold is not missing.
        if "" not in self._excused and department not in self._excused:
            self._problems.append(node.problem("ANA031", str(error), error.hint, offset=offset))


def find_department(directory: Directory, text: str) -> str:
    """
    The key of the department that a limit names.

    Raises:
        UnknownAddressError: there is none, or it is only a part of one.
    """
    try:
        return _limited(directory.find(text), text, (1,)).department
    except UnknownAddressError as error:
        near = get_close_matches(text.strip().lower(), (ANY, TOTAL), n=1, cutoff=0.7)
        raise UnknownAddressError(str(error), f"did you mean {near[0]!r}?" if near else error.hint) from None


def _limited(address: Address, text: str, parts: tuple[int, ...]) -> Address:
    if address.parts not in parts:
        raise UnknownAddressError(f"{text!r} is not a department", f"write {address.department}")
    return address


def directory_of_tree(root: Mapping) -> Directory:
    """The directory of a tree that has not been checked yet; what is not well formed is left out."""
    header = root.entries["header"]
    layers = header.entries.get("layers") if isinstance(header, Mapping) else None
    return Directory(_names(root.entries["departments"]), _names(layers))


def _names(node: Node | None) -> list[Names]:
    if not isinstance(node, Mapping):
        return []
    return [
        Names(
            key=key,
            code=entry.text("code") or "",
            others=tuple(filter(None, (entry.text("name"), entry.text("short"), *_words(entry)))),
            parts={names.key: names for names in _names(entry.entries.get("sub_functions"))},
        )
        for key, entry in node.entries.items()
        if isinstance(entry, Mapping)
    ]


def _words(entry: Mapping) -> list[str]:
    aliases = entry.entries.get("aliases")
    return (
        [one.text for one in aliases.items if isinstance(one, Scalar)]
        if isinstance(aliases, Sequence)
        else []
    )


def _mappings(node: Node | None) -> list[Mapping]:
    if isinstance(node, Mapping):
        return [entry for entry in node.entries.values() if isinstance(entry, Mapping)]
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
