"""Mitigations: every parameter that they read or set is one of the decisions they apply to."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from anatomy.domain.mitigation import Block, Mitigation
from anatomy.domain.response import Number
from anatomy.loading.addresses import UNKNOWN
from anatomy.loading.checking import Checker
from anatomy.loading.decision_types import build_adjustment
from anatomy.loading.policies import Context as PolicyContext
from anatomy.loading.responses import ResponseFormError
from anatomy.loading.settings import TO, read_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.decision import Adjustment, DecisionType, Parameter
    from anatomy.domain.mitigation import ParameterChange
    from anatomy.domain.response import Response
    from anatomy.loading.mitigation_schema import MitigationEntry

Path = tuple[str | int, ...]


class Context(PolicyContext, Protocol):
    """What this needs of the builder."""

    def has_place(self, slug: str) -> bool:
        """Whether the model has that department, sub-function or cell."""


def build_mitigations(
    context: Context, entries: Mapping[str, MitigationEntry], decision_types: Mapping[str, DecisionType]
) -> dict[str, Mitigation]:
    """The mitigations, by key; one that lost all its decision types, or all its effects, is gone."""
    built = (
        (key, _Mitigation(context, key, entries[key], decision_types).build()) for key in sorted(entries)
    )
    return {key: mitigation for key, mitigation in built if mitigation is not None}


def shared_parameters(types: Iterable[DecisionType]) -> dict[str, Parameter]:
    """
    The parameters that all of some decision types have, of one kind.

    Each with the choices and the range that fit every one.
    """
    shared: dict[str, Parameter] | None = None
    for one in types:
        shared = dict(one.parameters) if shared is None else _both(shared, one.parameters)
    return shared or {}


def _both(some: Mapping[str, Parameter], others: Mapping[str, Parameter]) -> dict[str, Parameter]:
    return {
        name: _narrower(one, others[name])
        for name, one in some.items()
        if name in others and others[name].kind == one.kind
    }


def _narrower(one: Parameter, other: Parameter) -> Parameter:
    (low, high), (other_low, other_high) = one.bounds(), other.bounds()
    choices = tuple(word for word in one.choices if word in other.choices)
    return replace(one, low=max(low, other_low), high=min(high, other_high), choices=choices)


class _Mitigation:
    """Builds one mitigation."""

    def __init__(
        self, context: Context, key: str, entry: MitigationEntry, decision_types: Mapping[str, DecisionType]
    ) -> None:
        self.context = context
        self.key = key
        self.entry = entry
        self.types = decision_types
        self.path: Path = ("mitigations", key)

    def build(self) -> Mitigation | None:
        entry = self.entry
        applies_to = tuple(self._applies_to())
        self._check_effects()
        if entry.applies_to and not applies_to:
            self._gone()
            return None
        if not self.types.keys() >= set(applies_to):
            return None  # a decision type that is not well formed has been told
        parameters = shared_parameters(self.types[key] for key in applies_to)
        checker = Checker(self.context, parameters)
        adjusts = tuple(self._adjusts(checker))
        blocks = tuple(self._blocks())
        sets = tuple(self._sets(parameters, checker))
        if not (adjusts or blocks or sets) and (entry.adjusts or entry.blocks):
            self._gone()
            return None
        return Mitigation(
            key=self.key,
            name=entry.name,
            what=entry.what,
            cost=self._cost(checker),
            lead_days=entry.lead_time,
            owner=entry.owner,
            department=self._department(),
            applies_to=applies_to,
            when=checker.conditions(entry.when, (*self.path, "when")),
            adjusts=adjusts,
            blocks=blocks,
            sets=sets,
            basis=self.context.basis(entry.basis, (*self.path, "basis")),
        )

    def _gone(self) -> None:
        self.context.removed.append(f"mitigation {self.key}")

    def _check_effects(self) -> None:
        if not (self.entry.adjusts or self.entry.blocks or self.entry.settings):
            hint = "add adjusts:, blocks: or set:"
            self._complain((), "ANA010", f"{self.key} changes nothing", hint)

    def _applies_to(self) -> Iterator[str]:
        for place, key in enumerate(self.entry.applies_to):
            if key in self.types:
                yield key
            elif f"decision type {key}" not in self.context.removed:
                if not self.context.is_written("decision_types", key):
                    near = get_close_matches(key, self.types, n=1, cutoff=0.4)
                    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(self.types)}"
                    self._complain(("applies_to", place), "ANA031", f"unknown decision type {key!r}", hint)
                yield key

    def _cost(self, checker: Checker) -> Response:
        cost = checker.response(self.entry.cost, (*self.path, "cost"))
        if isinstance(cost, Number) and cost.value < 0:
            self._complain(("cost",), "ANA014", "cost: a cost is positive", "write 0 or more")
        return cost

    def _department(self) -> str:
        department = self.entry.department or ""
        if department and not self.context.has_department(department):
            if department != UNKNOWN:
                self.context.removed.append(f"department of mitigation {self.key}")
            return ""
        return department

    def _adjusts(self, checker: Checker) -> Iterator[Adjustment]:
        for place, entry in enumerate(self.entry.adjusts):
            path: Path = (*self.path, "adjusts", place)
            adjustment = build_adjustment(self.context, checker, entry, path)
            ends = [end for end in (adjustment.of.source, adjustment.of.target) if end]
            if all(self.context.has_place(end) for end in ends):
                yield adjustment

    def _blocks(self) -> Iterator[Block]:
        for entry in self.entry.blocks:
            cell = self.context.cell(entry.cell)
            if cell is not None:
                yield Block(
                    cell=cell,
                    spread=entry.stops != "start",
                    start=entry.stops != "spread",
                    because=entry.because or "",
                )

    def _sets(self, parameters: Mapping[str, Parameter], checker: Checker) -> Iterator[ParameterChange]:
        for name, setting in self.entry.settings.items():
            path: Path = (*self.path, "set", name)
            if name not in parameters:
                near = get_close_matches(name, parameters, n=1)
                known = ", ".join(parameters) or "none; name decision types in applies_to:"
                hint = f"did you mean {near[0]!r}?" if near else f"parameters: {known}"
                self.context.complain(path[:-1], "ANA031", f"unknown parameter {name!r}", hint, word=name)
                continue
            try:
                change = read_setting(parameters[name], setting, currency=self.context.currency)
            except ResponseFormError as error:
                where = (*path, *error.path)
                self.context.complain(where, "ANA014", f"{name}: {error}", error.hint)
                continue
            for how in setting:
                response = getattr(change, how)
                if not isinstance(response, str | bool):
                    checker.response(response, path if how == TO else (*path, how))
            yield change

    def _complain(self, path: Path, code: str, message: str, hint: str) -> None:
        self.context.complain((*self.path, *path), code, message, hint)
