"""
From the files of a model and of what it extends to one tree, before anything is checked for sense.

The trees are merged with their places, so that every value still knows the line it comes from. Addresses are
turned into keys on the way, each by the codes of the model that its file belongs to; after this, codes are
only names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anatomy.domain.cell import dependency_id
from anatomy.domain.directory import Directory, Names, UnknownAddressError
from anatomy.loading.gate import Source
from anatomy.loading.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.errors import Problem
    from anatomy.loading.folder import Folder

SECTIONS = ("header", "departments", "kinds", "decision_types", "dependencies")


@dataclass(slots=True)
class Merged:
    """The one tree, with what was taken away."""

    root: Mapping
    removed: list[str] = field(default_factory=list)


def merge_folders(folders: Iterable[Folder], problems: list[Problem]) -> Merged:
    """One tree out of a chain of models, the lowest first."""
    nowhere = Source("", "")
    merged = Merged(Mapping(nowhere, 1, 1, {name: Mapping(nowhere, 1, 1) for name in SECTIONS}))
    for folder in folders:
        _Layer(folder, merged, problems).merge()
    return merged


class _Layer:
    """One model of the chain, merged onto those below it."""

    def __init__(self, folder: Folder, merged: Merged, problems: list[Problem]) -> None:
        self.folder = folder
        self.merged = merged
        self.problems = problems

    def merge(self) -> None:
        rows = list(self._rows())
        self._put("header", self.folder.header)
        self._put("departments", self._by_key(self.folder.departments, "department"))
        self._put("kinds", self._kinds())
        types = self._by_key(self.folder.decision_types, "decision_type")
        directory = directory_of_tree(self.merged.root)
        self._settle_header(directory)
        self._settle_decision_types(types, directory)
        self._put("decision_types", types)
        self._put("dependencies", self._identified(rows, directory))

    def _put(self, section: str, over: Mapping) -> None:
        base = self.merged.root.entries[section]
        if isinstance(base, Mapping):
            self.merged.root.entries[section] = self._overlaid(base, over, (section,))

    def _overlaid(self, base: Mapping, over: Mapping, path: tuple[str, ...]) -> Mapping:
        result = Mapping(over.source, over.line, over.column, dict(base.entries), dict(base.keys))
        for key, entry in over.entries.items():
            below = result.entries.get(key)
            if isinstance(entry, Mapping) and entry.text("remove") == "true":
                self._remove(result, key, entry, path)
            elif isinstance(below, Mapping) and isinstance(entry, Mapping) and not _is_response(entry):
                result.entries[key] = self._overlaid(below, entry, (*path, key))
            else:
                clean = self._overlaid(Mapping(entry.source, entry.line, entry.column), entry, (*path, key)) if isinstance(entry, Mapping) else entry  # fmt: skip
                result.put(key, clean, over.keys.get(key))
        return result

    def _remove(self, result: Mapping, key: str, entry: Mapping, path: tuple[str, ...]) -> None:
        if result.entries.pop(key, None) is None:
            self.problems.append(
                entry.problem(
                    "ANA032", f"there is no {key!r} to remove", "check the name, or delete this entry"
                )
            )
            return
        result.keys.pop(key, None)
        self.merged.removed.append(
            f"{path[0].replace('_', ' ').removesuffix('s')} {'/'.join((*path[1:], key))}"
        )

    def _by_key(self, roots: list[Mapping], marker: str) -> Mapping:
        section = Mapping(self.folder.header.source, 1, 1)
        for root in roots:
            key = root.entries.pop(marker)
            name = root.text(marker) or (key.text if isinstance(key, Scalar) else "")
            if name in section.entries:
                other = section.entries[name].source.name
                self.problems.append(
                    key.problem("ANA030", f"{marker} {name!r} is already in {other}", "merge the two files")
                )
                continue
            at = key if isinstance(key, Scalar) else None
            root.keys.pop(marker, None)
            section.put(name, root, at)
        return section

    def _kinds(self) -> Mapping:
        section = Mapping(self.folder.header.source, 1, 1)
        for root in self.folder.kinds:
            kinds = root.entries["kinds"]
            for key in root.entries:
                if key != "kinds":
                    self.problems.append(
                        root.keys[key].problem("ANA011", f"unknown key {key!r}", "known here: format, kinds")
                    )
            if not isinstance(kinds, Mapping):
                self.problems.append(
                    kinds.problem("ANA012", "kinds: must hold entries", "write key: value lines below it")
                )
                continue
            for key, kind in kinds.entries.items():
                section.put(key, kind, kinds.keys.get(key))
        return section

    def _rows(self) -> Iterator[Mapping]:
        """Every dependency of this layer's files, with the basis it inherits; taken out of the department trees."""
        for root in self.folder.departments:
            basis = root.entries.pop("basis", None)
            rows = root.entries.pop("dependencies", None)
            if rows is not None:
                yield from self._rows_of(rows, basis if isinstance(basis, Mapping) else None)

    def _rows_of(self, rows: Node, basis: Mapping | None) -> Iterator[Mapping]:
        if not isinstance(rows, Sequence):
            self.problems.append(
                rows.problem("ANA012", "dependencies: must be a list", "begin each with a hyphen")
            )
            return
        for row in rows.items:
            if not isinstance(row, Mapping):
                self.problems.append(
                    row.problem("ANA012", "a dependency holds entries", "write - {from: ..., to: ..., ...}")
                )
                continue
            own = row.entries.get("basis")
            inherited = _inherit(own if isinstance(own, Mapping) else None, basis)
            if "dependencies" in row.entries:
                yield from self._rows_of(row.entries["dependencies"], inherited)
                continue
            if (
                inherited is not None
                and row.text("remove") != "true"
                and (own is None or isinstance(own, Mapping))
            ):
                row.put("basis", inherited, row.keys.get("basis"))
            yield row

    def _identified(self, rows: list[Mapping], directory: Directory) -> Mapping:
        section = Mapping(self.folder.header.source, 1, 1)
        for row in rows:
            identity = self._identity(row, directory)
            if identity is None:
                continue
            first = section.entries.get(identity)
            if first is not None:
                message = f"the same dependency stands in {first.source.name}:{first.line}"
                self.problems.append(row.problem("ANA030", message, "delete one, or give one a suffix:"))
                continue
            section.put(identity, row, Scalar(row.source, row.line, row.column, identity, plain=True))
        return section

    def _identity(self, row: Mapping, directory: Directory) -> str | None:
        missing = [key for key in ("from", "to", "kind") if row.text(key) is None]
        for key in missing:
            self.problems.append(row.problem("ANA010", f"{key!r} is missing", f"add {key}: ..."))
        self._settle(row, "from", directory, cell=True)
        self._settle(row, "to", directory, cell=True)
        if missing or row.text("from") == "" or row.text("to") == "":
            return None
        source = directory.find_cell(row.text("from") or "")
        target = directory.find_cell(row.text("to") or "")
        return dependency_id(
            source=source, target=target, kind=row.text("kind") or "", suffix=row.text("suffix") or ""
        )

    def _settle_header(self, directory: Directory) -> None:
        cards = self.folder.header.entries.get("cards")
        if isinstance(cards, Sequence):
            cards.items = [node for node in cards.items if self._settled(node, directory, cell=False)]

    def _settle_decision_types(self, types: Mapping, directory: Directory) -> None:
        for decision_type in types.entries.values():
            if not isinstance(decision_type, Mapping):
                continue
            for entry in _mappings(decision_type.entries.get("sets_off")):
                self._settle(entry, "cell", directory, cell=True)
            for entry in _mappings(decision_type.entries.get("losses")):
                self._settle(entry, "owner", directory, cell=True)
            for entry in _mappings(decision_type.entries.get("adjusts")):
                selector = entry.entries.get("of")
                if isinstance(selector, Mapping):
                    self._settle(selector, "from", directory, cell=False)
                    self._settle(selector, "to", directory, cell=False)

    def _settle(self, entry: Mapping, key: str, directory: Directory, *, cell: bool) -> None:
        node = entry.entries.get(key)
        if node is not None:
            self._settled(node, directory, cell=cell)

    def _settled(self, node: Node, directory: Directory, *, cell: bool) -> bool:
        """Turn an address into keys where it stands; an unknown one becomes empty and a problem."""
        if not isinstance(node, Scalar):
            return True  # the schema will say what is wrong
        try:
            node.text = str(directory.find_cell(node.text) if cell else directory.find(node.text))
        except UnknownAddressError as error:
            self.problems.append(node.problem("ANA031", str(error), error.hint))
            node.text = ""
            return False
        return True


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
            others=tuple(
                filter(None, (entry.text("name"), entry.text("short"), *_words(entry.entries.get("aliases"))))
            ),
            parts={names.key: names for names in _names(entry.entries.get("sub_functions"))},
        )
        for key, entry in node.entries.items()
        if isinstance(entry, Mapping)
    ]


def _words(node: Node | None) -> list[str]:
    return (
        [item.text for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    )


def _mappings(node: Node | None) -> list[Mapping]:
    if isinstance(node, Mapping):
        return [entry for entry in node.entries.values() if isinstance(entry, Mapping)]
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


def _inherit(own: Mapping | None, outer: Mapping | None) -> Mapping | None:
    if own is None or outer is None:
        return own if outer is None else outer
    return Mapping(
        own.source, own.line, own.column, {**outer.entries, **own.entries}, {**outer.keys, **own.keys}
    )


def _is_response(entry: Mapping) -> bool:
    """A curve, steps or choice is one value: it replaces what lies below it rather than mixing with it."""
    return len(entry.entries) == 1 and next(iter(entry.entries)) in {"curve", "steps", "choice"}
