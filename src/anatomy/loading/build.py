"""From a checked tree to an Enterprise: references resolved, rules expanded, defaults of kinds filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingABC
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.cell import CellId, dependency_id
from anatomy.domain.enterprise import (
    Basis,
    Department,
    Dependency,
    Enterprise,
    Kind,
    Layer,
    LineStyle,
    SubFunction,
)
from anatomy.domain.quantity import Scales
from anatomy.loading.decision_types import build_decision_type
from anatomy.loading.tree import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.errors import Position, Problem
    from anatomy.loading.overlay import Merged
    from anatomy.loading.schema import BasisEntry, DependencyEntry, KindEntry, ModelEntry
    from anatomy.loading.tree import Mapping


class Origins(MappingABC[str, "Position"]):
    """Path of keys joined by `|` -> place in a file; looked up in the tree when asked."""

    def __init__(self, root: Mapping) -> None:
        self._root = root

    def __getitem__(self, path: str) -> Position:
        node, rest = find(
            self._root, tuple(int(part) if part.isdigit() else part for part in path.split("|"))
        )
        if rest:
            raise KeyError(path)
        return node.source.position(node.line, node.column)

    def __iter__(self) -> Iterator[str]:
        return iter(self._root.entries)

    def __len__(self) -> int:
        return len(self._root.entries)


class Builder:
    """Builds an Enterprise and collects what does not make sense on the way."""

    def __init__(self, entry: ModelEntry, merged: Merged, *, digest: str, problems: list[Problem]) -> None:
        self.entry = entry
        self.merged = merged
        self.digest = digest
        self.problems = problems
        self.removed = list(merged.removed)

    def build(self) -> Enterprise:
        """The enterprise; worth using only if no problem was added."""
        header = self.entry.header
        self._check_codes()
        kinds = {key: _kind(key, kind) for key, kind in self.entry.kinds.items()}
        departments = self._departments()
        dependencies = [*self._rows(kinds), *self._vertical(departments)]
        types = {
            key: build_decision_type(self, key, value)
            for key, value in sorted(self.entry.decision_types.items())
        }
        return Enterprise(
            name=header.name,
            version=header.version,
            currency=header.currency,
            felt_at=header.felt_at,
            material_loss=header.material_loss,
            cards=tuple(key for key in header.cards if self._kept(key, "card")),
            layers=self._layers(),
            departments=departments,
            kinds=kinds,
            dependencies=tuple(sorted(_first_of_each(dependencies), key=lambda dependency: dependency.id)),
            decision_types=types,
            scales=Scales(
                likelihood=header.scales.likelihood,
                severity=header.scales.severity,
                delay=header.scales.delay,
            ),
            sources=dict(header.sources),
            digest=self.digest,
            removed=tuple(sorted(set(self.removed))),
            origins=Origins(self.merged.root),
        )

    def complain(self, path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> None:
        """Add a problem at the place of a value."""
        node, _ = find(self.merged.root, path)
        self.problems.append(node.problem(code, message, hint))

    @property
    def currency(self) -> str:
        """The currency of the model."""
        return self.entry.header.currency

    def cell(self, slug: str) -> CellId | None:
        """The cell, unless it was removed or never known."""
        if not slug:
            return None  # told already, where the address was turned into keys
        cell = CellId.parse(slug)
        department = self.entry.departments.get(cell.department)
        known = department is not None and cell.sub_function in department.sub_functions
        return cell if known and cell.layer in self.entry.header.layers else None

    def basis(self, entry: BasisEntry, path: tuple[str | int, ...]) -> Basis:
        """The basis; sources must be keys of `sources:` or words."""
        sources = (entry.source,) if isinstance(entry.source, str) else tuple(entry.source)
        known = self.entry.header.sources
        for source in sources:
            if source not in known and re.fullmatch(r"[\w.-]+", source):
                near = get_close_matches(source, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else "add it to sources: in anatomy.yaml"
                self.complain((*path, "source"), "ANA033", f"unknown source {source!r}", hint)
        return Basis(
            how=entry.how,
            grade=entry.grade,
            sources=sources,
            who=entry.who or "",
            when=entry.when or "",
            note=entry.note or "",
        )

    def _kept(self, key: str, what: str) -> bool:
        if key in self.entry.departments:
            return True
        if key:
            self.removed.append(f"{what} {key}")
        return False

    def _layers(self) -> dict[str, Layer]:
        layers = [
            Layer(key=key, code=entry.code, name=entry.name, meaning=entry.meaning or "")
            for key, entry in self.entry.header.layers.items()
        ]
        return {layer.key: layer for layer in sorted(layers, key=lambda layer: _natural(layer.code))}

    def _departments(self) -> dict[str, Department]:
        departments = []
        for key, entry in self.entry.departments.items():
            parts = [
                SubFunction(
                    key=name,
                    code=part.code,
                    name=part.name,
                    owner=part.owner or "",
                    aliases=tuple(part.aliases),
                    cells=part.cells,
                )
                for name, part in entry.sub_functions.items()
            ]
            for part in parts:
                self._check_layers(part.cells, ("departments", key, "sub_functions", part.key, "cells"))
            departments.append(
                Department(
                    key=key,
                    code=entry.code,
                    name=entry.name,
                    short=entry.short or "",
                    owner=entry.owner or "",
                    aliases=tuple(entry.aliases),
                    sub_functions={
                        part.key: part for part in sorted(parts, key=lambda part: _natural(part.code))
                    },
                )
            )
        return {
            department.key: department
            for department in sorted(departments, key=lambda one: _natural(one.code))
        }

    def _rows(self, kinds: dict[str, Kind]) -> Iterator[Dependency]:
        for identity, entry in self.entry.dependencies.items():
            path = ("dependencies", identity)
            source, target = self.cell(entry.source), self.cell(entry.to)
            kind = kinds.get(entry.kind)
            if source is None or target is None:
                self.removed.append(f"dependency {identity}")
            elif kind is None:
                near = get_close_matches(entry.kind, kinds, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(kinds))}"
                self.complain((*path, "kind"), "ANA031", f"unknown kind {entry.kind!r}", hint)
            else:
                self._check_kind(kind, source, target, path)
                yield self._dependency(identity, entry, source, target, kind)

    def _dependency(
        self, identity: str, entry: DependencyEntry, source: CellId, target: CellId, kind: Kind
    ) -> Dependency:
        return Dependency(
            id=identity,
            source=source,
            target=target,
            kind=kind.key,
            effect=entry.effect,
            likelihood=entry.likelihood or kind.likelihood,
            severity_share=entry.severity_share or kind.severity_share,
            delay=entry.delay or kind.delay,
            basis=self.basis(entry.basis, ("dependencies", identity, "basis")),
            carried_by=entry.carried_by or "",
            documented=entry.documented,
        )

    def _vertical(self, departments: dict[str, Department]) -> Iterator[Dependency]:
        rule = self.entry.header.vertical
        if rule is None:
            return
        path = ("header", "vertical")
        if rule.kind not in self.entry.kinds:
            self.complain((*path, "kind"), "ANA031", f"unknown kind {rule.kind!r}", "add it to kinds.yaml")
        for index, step in enumerate(rule.steps):
            self._check_layers({step.source: "", step.to: ""}, (*path, "steps", index))
        basis = self.basis(rule.basis, (*path, "basis"))
        for department in departments.values():
            for part in department.sub_functions:
                for step in rule.steps:
                    source = CellId(department.key, part, step.source)
                    target = CellId(department.key, part, step.to)
                    yield Dependency(
                        id=dependency_id(source=source, target=target, kind=rule.kind),
                        source=source,
                        target=target,
                        kind=rule.kind,
                        effect=rule.effect,
                        likelihood=step.likelihood,
                        severity_share=step.severity_share or rule.severity_share,
                        delay=step.delay,
                        basis=basis,
                        by_rule=True,
                    )

    def _check_kind(self, kind: Kind, source: CellId, target: CellId, path: tuple[str, ...]) -> None:
        for side, cell, allowed in (("from", source, kind.source_layers), ("to", target, kind.target_layers)):
            if allowed and cell.layer not in allowed:
                message = f"{kind.key} does not go {side} the layer {cell.layer}"
                self.complain(
                    (*path, side), "ANA034", message, f"allowed: {', '.join(allowed)}; or take another kind"
                )

    def _check_layers(self, used: Iterable[str], path: tuple[str | int, ...]) -> None:
        layers = self.entry.header.layers
        for key in used:
            if key not in layers:
                by_code = [name for name, layer in layers.items() if layer.code.lower() == key.lower()]
                near = by_code or get_close_matches(key, layers, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(layers)}"
                self.complain((*path, key), "ANA031", f"unknown layer {key!r}", hint)

    def _check_codes(self) -> None:
        self._check_unique(
            {key: entry.code for key, entry in self.entry.departments.items()}, ("departments",)
        )
        self._check_unique(
            {key: entry.code for key, entry in self.entry.header.layers.items()}, ("header", "layers")
        )
        for key, entry in self.entry.departments.items():
            codes = {name: part.code for name, part in entry.sub_functions.items()}
            self._check_unique(codes, ("departments", key, "sub_functions"))

    def _check_unique(self, codes: dict[str, str], path: tuple[str, ...]) -> None:
        first: dict[str, str] = {}
        for key, code in codes.items():
            other = first.setdefault(code.upper(), key)
            if other != key:
                message = f"code {code} is used by both {other!r} and {key!r}"
                self.complain((*path, key, "code"), "ANA030", message, "give one of them another code")


def _kind(key: str, entry: KindEntry) -> Kind:
    return Kind(
        key=key,
        family=entry.family,
        meaning=entry.meaning,
        direction=entry.direction,
        shows=entry.shows,
        ask=entry.ask,
        mitigation=entry.mitigation,
        source_layers=tuple(entry.source_layers),
        target_layers=tuple(entry.target_layers),
        likelihood=entry.likelihood,
        severity_share=entry.severity_share,
        delay=entry.delay,
        style=LineStyle(line=entry.style.line, arrow=entry.style.arrow),
    )


def _first_of_each(dependencies: Iterable[Dependency]) -> Iterable[Dependency]:
    """A row stands in for the ruled dependency between the same cells."""
    kept: dict[str, Dependency] = {}
    for dependency in dependencies:
        kept.setdefault(dependency.id, dependency)
    return kept.values()


def _natural(code: str) -> tuple[str, int]:
    """D9 before D10."""
    letters = code.rstrip("0123456789")
    return letters.upper(), int(code[len(letters) :] or 0)
