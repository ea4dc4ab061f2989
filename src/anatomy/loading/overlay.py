"""
From the files of a model and of what it extends to one tree, before anything is checked for sense.

The trees are merged with their places, so that every value still knows the line it comes from. Addresses are
turned into keys on the way, each by the codes of the model that its file belongs to; after this, codes are
only names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from anatomy.domain.cell import dependency_id
from anatomy.domain.response import COMPARISONS
from anatomy.loading.addresses import UNKNOWN, Addresses
from anatomy.loading.gate import Source
from anatomy.loading.rows import inherit_basis, inherited_bases, rows_of
from anatomy.loading.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.errors import Problem
    from anatomy.loading.folder import Folder

__all__ = ["UNKNOWN", "Merged", "merge_folders"]

# One value each: a curve or a comparison replaces what lies below it rather than mixing with it.
_WHOLE = {"curve", "steps", "choice", *COMPARISONS}
_SINGULAR = {
    "header": "header",
    "departments": "department",
    "kinds": "kind",
    "dependencies": "dependency",
    "policies": "policy",
    "mitigations": "mitigation",
}
SECTIONS = (*_SINGULAR, "decision_types")


class Merged(Struct):
    """The one tree, with what was taken away."""

    root: Mapping
    removed: list[str] = field(default_factory=list)  #: in words, such as `kind values`
    without: dict[str, Mapping] = field(
        default_factory=dict
    )  #: id of a dependency that is to go -> who says so


def merge_folders(folders: Iterable[Folder], problems: list[Problem]) -> Merged:
    """One tree out of a chain of models, the lowest first."""
    nowhere = Source("", "")
    merged = Merged(Mapping(nowhere, 1, 1, {name: Mapping(nowhere, 1, 1) for name in SECTIONS}))
    for number, folder in enumerate(folders):
        _Layer(folder, merged, problems, is_base=number == 0).merge()
    return merged


class _Layer:
    """One model of the chain, merged onto those below it."""

    def __init__(self, folder: Folder, merged: Merged, problems: list[Problem], *, is_base: bool) -> None:
        self.folder = folder
        self.merged = merged
        self.problems = problems
        self.is_base = is_base

    def merge(self) -> None:
        """Put this layer's files on the tree."""
        rows = rows_of(self.folder.departments, self.problems)
        self._put("header", self.folder.header)
        self._put("departments", self._by_key(self.folder.departments, "department"))
        self._put("kinds", self._listed(self.folder.kinds, "kinds"))
        types = self._by_key(self.folder.decision_types, "decision_type")
        policies = self._by_key(inherited_bases(self.folder.policies), "policy")
        addresses = Addresses(self.merged.root, self.problems, excused=self.folder.excused)
        addresses.settle_cards(self.folder.header)
        addresses.settle_decision_types(types)
        mitigations = self._listed(self.folder.mitigations, "mitigations", known=("basis",))
        addresses.settle_policies(policies)
        addresses.settle_mitigations(mitigations)
        addresses.settle_limits(self.folder.header)
        self._put("decision_types", types)
        self._put("policies", policies)
        self._put("mitigations", mitigations)
        self._put("dependencies", self._identified(rows, addresses))

    def _put(self, section: str, over: Mapping) -> None:
        base = self.merged.root.entries[section]
        if self.is_base:
            self.merged.root.entries[section] = over
        elif isinstance(base, Mapping):
            self.merged.root.entries[section] = self._overlaid(base, over, (section,))

    def _overlaid(self, base: Mapping, over: Mapping, path: tuple[str, ...]) -> Mapping:
        result = Mapping(over.source, over.line, over.column, dict(base.entries), dict(base.keys))
        for key, entry in over.entries.items():
            below = result.entries.get(key)
            if isinstance(entry, Mapping) and entry.removes():
                self._remove(result, key, entry, path)
            elif isinstance(below, Mapping) and isinstance(entry, Mapping) and not _is_whole(entry):
                result.entries[key] = self._overlaid(below, entry, (*path, key))
            elif isinstance(entry, Mapping):
                nothing = Mapping(entry.source, entry.line, entry.column)
                result.put(key, self._overlaid(nothing, entry, (*path, key)), over.keys.get(key))
            else:
                result.put(key, entry, over.keys.get(key))
        return result

    def _remove(self, result: Mapping, key: str, entry: Mapping, path: tuple[str, ...]) -> None:
        surplus = [name for name in entry.entries if name not in {"remove", "from", "to", "kind", "suffix"}]
        for name in surplus:
            message = f"{name!r} stands beside remove: true"
            self.problems.append(
                entry.keys.get(name, entry).problem("ANA032", message, "keep one of the two")
            )
        below = result.entries.pop(key, None)
        result.keys.pop(key, None)
        if path == ("dependencies",):
            self.merged.without[key] = entry
        elif below is None:
            hint = "check the name, or delete this entry"
            self.problems.append(entry.problem("ANA032", f"there is no {key!r} to remove", hint))
            return
        if below is not None:
            self.merged.removed.append(_spoken(path, key))

    def _by_key(self, roots: list[Mapping], marker: str) -> Mapping:
        section = Mapping(self.folder.header.source, 1, 1)
        for root in roots:
            key = root.entries.pop(marker)
            root.keys.pop(marker, None)
            if isinstance(key, Scalar):
                self._add(section, key.text, root, key, what=marker)
        return section

    def _listed(self, roots: list[Mapping], marker: str, *, known: tuple[str, ...] = ()) -> Mapping:
        """The entries of files that hold several by key; a basis of the file is handed down to them."""
        section = Mapping(self.folder.header.source, 1, 1)
        for root in roots:
            entries, basis = root.entries[marker], root.entries.get("basis")
            for key in root.entries.keys() - {marker, *known}:
                hint = f"known here: {', '.join(('format', marker, *known))}"
                self.problems.append(root.keys[key].problem("ANA011", f"unknown key {key!r}", hint))
            if not isinstance(entries, Mapping):
                hint = "write key: value lines below it"
                self.problems.append(entries.problem("ANA012", f"{marker}: must hold entries", hint))
                continue
            if isinstance(basis, Mapping):
                inherit_basis(entries, basis)
            for name, entry in entries.entries.items():
                self._add(section, name, entry, entries.keys[name], what=_SINGULAR[marker])
        return section

    def _add(self, section: Mapping, name: str, entry: Node, at: Scalar, *, what: str) -> None:
        first = section.keys.get(name)
        if first is None:
            section.put(name, entry, at)
            return
        message = f"{what} {name!r} is already in {first.source.name}:{first.line}"
        self.problems.append(at.problem("ANA030", message, "merge the two, or rename one"))

    def _identified(self, rows: list[Mapping], addresses: Addresses) -> Mapping:
        section = Mapping(self.folder.header.source, 1, 1)
        for row in rows:
            identity = self._identity(row, addresses)
            if identity is None:
                continue
            if self.is_base and row.removes():
                self._remove(section, identity, row, ("dependencies",))
                continue
            first = section.entries.get(identity)
            if first is not None:
                message = f"the same dependency stands in {first.source.name}:{first.line}"
                self.problems.append(row.problem("ANA030", message, "delete one, or give one a suffix:"))
                continue
            section.entries[identity] = row
        return section

    def _identity(self, row: Mapping, addresses: Addresses) -> str | None:
        missing = [key for key in ("from", "to", "kind") if not isinstance(row.entries.get(key), Scalar)]
        for key in missing:
            at = row.entries.get(key)
            what = "is missing" if at is None else "must be one word"
            self.problems.append((at or row).problem("ANA010", f"{key!r} {what}", f"add {key}: ..."))
        source = addresses.cell_of(row, "from")
        target = addresses.cell_of(row, "to")
        if missing or source is None or target is None:
            return None
        kind, suffix = row.text("kind") or "", row.text("suffix") or ""
        return dependency_id(source=source, target=target, kind=kind, suffix=suffix)


def _spoken(path: tuple[str, ...], key: str) -> str:
    section, *within = path
    what = _SINGULAR.get(section, section.replace("_", " ").removesuffix("s"))
    return f"{what} {'/'.join((*within, key))}"


def _is_whole(entry: Mapping) -> bool:
    return bool(entry.entries) and entry.entries.keys() <= _WHOLE
