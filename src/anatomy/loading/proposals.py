"""Proposals as written into proposals whose every parameter has a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.decision import Proposal
from anatomy.errors import Problem
from anatomy.loading.decision_file import near_parameter, near_type
from anatomy.loading.numbers import NumberError
from anatomy.loading.parameters import parse_parameter_value
from anatomy.loading.tree import Mapping, find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from collections.abc import Mapping as MappingABC

    from anatomy.domain.decision import DecisionType, Parameter
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Value
    from anatomy.loading.decision_file import Drafted
    from anatomy.loading.tree import Node

Path = tuple[str | int, ...]
Assumed = frozenset[tuple[str, str]]
"""(type, parameter) left at its default."""


class ProposalSettler:
    """Settles the proposals of one file and collects what is wrong on the way."""

    def __init__(self, enterprise: Enterprise, *, root: Node | None, settings: dict[str, str]) -> None:
        self.enterprise = enterprise
        self.settings = settings
        self.problems: list[Problem] = []
        self.used: set[str] = set()  #: settings that some proposal has taken
        self._root = root

    def settle(self, drafted: Iterable[Drafted], place: Path) -> tuple[tuple[Proposal, ...], Assumed]:
        """
        The proposals that are well formed, and what was assumed.

        Args:
            drafted: as written.
            place: of their list in the file.
        """
        assumed: set[tuple[str, str]] = set()
        proposals: list[Proposal] = []
        seen: list[str] = []
        for index, (key, written) in enumerate(drafted):
            proposal = self._proposal(key, written, (*place, index), seen, assumed)
            seen.append(key)
            if proposal is not None:
                proposals.append(proposal)
        return tuple(proposals), frozenset(assumed)

    def read(self, parameter: Parameter, value: object, place: Path) -> Value | None:
        """The value of a parameter, or None and a complaint."""
        try:
            return parse_parameter_value(parameter, value, currency=self.enterprise.currency)
        except NumberError as error:
            self.complain(place, f"{parameter.name}: {error}", error.hint, code="ANA014")
            return None

    def complain(
        self,
        place: Path,
        message: str,
        hint: str,
        *,
        code: str = "ANA031",
        at_key: bool = False,
        offset: int = 0,
    ) -> None:
        """Add a problem at a place of the file: a value, its key, or a character of it."""
        if self._root is None:
            self.problems.append(Problem(code=code, message=message, hint=hint))
            return
        node, _ = find(self._root, place)
        parent, _ = find(self._root, place[:-1])
        if at_key and isinstance(parent, Mapping):
            node = parent.keys.get(str(place[-1]), node)
        self.problems.append(node.problem(code, message, hint, offset=offset))

    def complain_of_setting(self, name: str, message: str, hint: str) -> None:
        """Add a problem with a setting, which stands in no file."""
        self.problems.append(Problem(code="ANA040", message=f"--set {name}: {message}", hint=hint))

    def _proposal(
        self,
        key: str,
        written: MappingABC[str, object],
        place: Path,
        seen: Collection[str],
        assumed: set[tuple[str, str]],
    ) -> Proposal | None:
        decision_type = self.enterprise.decision_types.get(key)
        if decision_type is None:
            hint = near_type(self.enterprise, key)
            self.complain((*place, "type"), f"unknown decision type {key!r}", hint)
            return None
        if key in seen:
            message = f"{key} stands in this file twice"
            self.complain((*place, "type"), message, "merge the two into one")
            return None
        known = self.enterprise.parameters_of(key)
        for name in written:
            if name not in known:
                hint = near_parameter(name, known)
                self.complain((*place, "with", name), f"{key} has no parameter {name!r}", hint, at_key=True)
        values = {
            name: self._value(decision_type, parameter, written, place, assumed)
            for name, parameter in known.items()
            if name in decision_type.parameters or self._is_given(key, name, written)
        }
        return Proposal(type=key, values={name: value for name, value in values.items() if value is not None})

    def _is_given(self, key: str, name: str, written: MappingABC[str, object]) -> bool:
        """Whether anyone says what a parameter is that only policies read."""
        return name in written or bool({name, f"{key}.{name}"} & self.settings.keys())

    def _value(
        self,
        decision_type: DecisionType,
        parameter: Parameter,
        written: MappingABC[str, object],
        place: Path,
        assumed: set[tuple[str, str]],
    ) -> Value | None:
        for setting in (f"{decision_type.key}.{parameter.name}", parameter.name):
            if setting in self.settings:
                self.used.update({setting, parameter.name} & self.settings.keys())
                return self._read_setting(parameter, setting)
        if parameter.name in written:
            return self.read(parameter, written[parameter.name], (*place, "with", parameter.name))
        if parameter.default is None:
            hint = f"add {parameter.name}: ... ({parameter.help or parameter.label}), or --set {parameter.name}=..."
            self.complain(place, f"{decision_type.key} needs {parameter.name!r}", hint, code="ANA010")
            return None
        assumed.add((decision_type.key, parameter.name))
        return parameter.default

    def _read_setting(self, parameter: Parameter, setting: str) -> Value | None:
        try:
            return parse_parameter_value(parameter, self.settings[setting], currency=self.enterprise.currency)
        except NumberError as error:
            self.complain_of_setting(setting, str(error), error.hint)
            return None
