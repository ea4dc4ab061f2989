"""From a checked tree to an Enterprise: references resolved, rules expanded, defaults of kinds filled in."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.cell import CellId, dependency_id
from anatomy.domain.enterprise import Basis, Dependency, Enterprise, Layer
from anatomy.domain.quantity import Scales
from anatomy.loading.addresses import UNKNOWN
from anatomy.loading.decision_types import build_decision_type
from anatomy.loading.departments import build_departments, check_unique, natural
from anatomy.loading.files import BELOW
from anatomy.loading.kinds import build_kind
from anatomy.loading.limits import build_limits
from anatomy.loading.mitigations import build_mitigations
from anatomy.loading.origins import Origins
from anatomy.loading.policies import build_policies
from anatomy.loading.tree import Mapping, Scalar, Sequence, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingABC

    from anatomy.domain.enterprise import Department, Kind
    from anatomy.domain.quantity import Range
    from anatomy.errors import Problem
    from anatomy.loading.model_schema import ModelEntry
    from anatomy.loading.overlay import Merged
    from anatomy.loading.schema import BasisEntry, DependencyEntry


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
        layers = self._layers()
        departments = build_departments(self, self.entry.departments)
        kinds = {key: build_kind(self, key, kind) for key, kind in sorted(self.entry.kinds.items())}
        types = self.entry.decision_types
        decision_types = {key: build_decision_type(self, key, types[key]) for key in sorted(types)}
        scales = Scales(
            likelihood=_rising(header.scales.likelihood),
            severity=_rising(header.scales.severity),
            delay=_rising(header.scales.delay),
        )
        return Enterprise(
            name=header.name,
            version=header.version,
            currency=header.currency,
            felt_at=header.felt_at,
            material_loss=header.material_loss,
            cards=tuple(dict.fromkeys(key for key in header.cards if self._kept(key, "card"))),
            layers=layers,
            departments=departments,
            kinds=kinds,
            dependencies=self._dependencies(kinds, departments),
            decision_types=decision_types,
            policies=build_policies(self, self.entry.policies, decision_types),
            mitigations=build_mitigations(self, self.entry.mitigations, decision_types),
            limits=build_limits(self, header.limits, scales=scales, currency=header.currency),
            scales=scales,
            sources=dict(sorted(header.sources.items())),
            digest=self.digest,
            removed=tuple(sorted(set(self.removed))),
            origins=Origins(self.merged.root),
        )

    def complain(
        self,
        path: tuple[str | int, ...],
        code: str,
        message: str,
        hint: str = "",
        *,
        word: str = "",
        offset: int = 0,
    ) -> None:
        """Add a problem at the place of a value, at a word or character inside it, or at the key of that word."""
        node, _ = find(self.merged.root, path)
        if word and isinstance(node, Mapping):
            node = node.keys.get(word, node)
        elif word and isinstance(node, Scalar) and (found := re.search(rf"\b{re.escape(word)}\b", node.text)):
            offset = found.start()
        self.problems.append(node.problem(code, message, hint, offset=offset))

    def is_own(self, path: tuple[str | int, ...]) -> bool:
        """Whether a value is written in the model itself rather than in what it extends."""
        node, _ = find(self.merged.root, path)
        return not node.source.name.startswith(BELOW)

    @property
    def currency(self) -> str:
        """The currency of the model."""
        return self.entry.header.currency

    @property
    def words(self) -> MappingABC[str, Range]:
        """All words of the scales."""
        scales = self.entry.header.scales
        return {**scales.likelihood, **scales.severity, **scales.delay}

    def cell(self, slug: str) -> CellId | None:
        """The cell, unless it was removed or never known."""
        if slug == UNKNOWN:
            return None  # told already, where the address was turned into keys
        cell = CellId.parse(slug)
        department = self.entry.departments.get(cell.department)
        known = department is not None and cell.sub_function in department.sub_functions
        return cell if known and cell.layer in self.entry.header.layers else None

    def has_place(self, slug: str) -> bool:
        """Whether the model has that department, sub-function or cell."""
        department, _, rest = slug.partition("/")
        part, _, layer = rest.partition("/")
        known = self.entry.departments.get(department)
        return (
            known is not None
            and (not part or part in known.sub_functions)
            and (not layer or layer in self.entry.header.layers)
        )

    def has_department(self, key: str) -> bool:
        """Whether the model has a department of that key."""
        return key in self.entry.departments

    def is_written(self, section: str, key: str) -> bool:
        """Whether some file holds such an entry, be it well formed or not."""
        node = self.merged.root.entries[section]
        return isinstance(node, Mapping) and key in node.entries

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

    def check_kind(self, kind: str, path: tuple[str | int, ...]) -> None:
        """Complain of a kind of dependency that the model does not have; a removed one goes without a word."""
        section = self.merged.root.entries["kinds"]
        known = section.entries if isinstance(section, Mapping) else {}
        # A kind that was refused, or kinds in a file that cannot be read, have been told of already.
        if kind not in known and (known or not self.problems) and f"kind {kind}" not in self.removed:
            near = get_close_matches(kind, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
            self.complain(path, "ANA031", f"unknown kind {kind!r}", hint)

    def check_layers(self, used: Iterable[str], path: tuple[str | int, ...]) -> None:
        """Complain of layers that the model does not have; those that an overlay removed go without a word."""
        layers = self.entry.header.layers
        for place, key in enumerate(used):
            if key not in layers and f"header layers/{key}" not in self.removed:
                by_code = [name for name, layer in layers.items() if layer.code.lower() == key.lower()]
                near = by_code or get_close_matches(key, layers, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(layers)}"
                at, _ = find(self.merged.root, path)
                where = (*path, place) if isinstance(at, Sequence) else path
                self.complain(where, "ANA031", f"unknown layer {key!r}", hint, word=key)

    def _kept(self, key: str, what: str) -> bool:
        if key in self.entry.departments:
            return True
        if key != UNKNOWN:
            self.removed.append(f"{what} {key}")
        return False

    def _layers(self) -> dict[str, Layer]:
        check_unique(self, self.entry.header.layers, ("header", "layers"))
        layers = [
            Layer(key=key, code=entry.code, name=entry.name, meaning=entry.meaning or "")
            for key, entry in self.entry.header.layers.items()
        ]
        return {layer.key: layer for layer in sorted(layers, key=lambda layer: natural(layer.code))}

    def _dependencies(
        self, kinds: MappingABC[str, Kind], departments: MappingABC[str, Department]
    ) -> tuple[Dependency, ...]:
        """Rows and ruled ones, sorted by id; a row stands in for the ruled one between the same cells."""
        ruled = {dependency.id: dependency for dependency in self._vertical(departments)}
        for identity, entry in self.merged.without.items():
            label = f"dependency {identity}"
            if ruled.pop(identity, None) is not None:
                self.removed.append(label)
            elif label not in self.removed:
                hint = "check from, to and kind, or delete this entry"
                self.problems.append(entry.problem("ANA032", "there is no such dependency to remove", hint))
        rows = {dependency.id: dependency for dependency in self._rows(kinds)}
        return tuple(sorted((ruled | rows).values(), key=lambda dependency: dependency.id))

    def _rows(self, kinds: MappingABC[str, Kind]) -> Iterator[Dependency]:
        for identity, entry in self.entry.dependencies.items():
            path = ("dependencies", identity)
            source, target = self.cell(entry.source), self.cell(entry.to)
            kind = kinds.get(entry.kind)
            if source is None or target is None or f"kind {entry.kind}" in self.removed:
                self.removed.append(f"dependency {identity}")
            elif kind is None:
                self.check_kind(entry.kind, (*path, "kind"))
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

    def _vertical(self, departments: MappingABC[str, Department]) -> Iterator[Dependency]:
        rule = self.entry.header.vertical
        if rule is None:
            return
        path = ("header", "vertical")
        self.check_kind(rule.kind, (*path, "kind"))
        basis = self.basis(rule.basis, (*path, "basis"))
        for index, step in enumerate(rule.steps):
            self.check_layers([step.source], (*path, "steps", index, "from"))
            self.check_layers([step.to], (*path, "steps", index, "to"))
        steps = [step for step in rule.steps if {step.source, step.to} <= self.entry.header.layers.keys()]
        cells = (
            (department.key, part) for department in departments.values() for part in department.sub_functions
        )
        for department, part in cells:
            for step in steps:
                source, target = CellId(department, part, step.source), CellId(department, part, step.to)
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


def _rising(words: MappingABC[str, Range]) -> dict[str, Range]:
    """A scale from its lowest word to its highest, all in small letters."""
    lowered = {word.lower(): range_ for word, range_ in words.items()}
    return dict(sorted(lowered.items(), key=lambda item: (item[1].point, item[0])))
