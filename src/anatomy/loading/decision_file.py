"""Decision files and command-line settings into a Decision whose every parameter has a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from anatomy.domain.decision import Decision, Proposal
from anatomy.errors import InputError, Problem
from anatomy.loading.complaints import complaints, in_order
from anatomy.loading.gate import read_source, read_stream
from anatomy.loading.numbers import NumberError
from anatomy.loading.parameters import parse_parameter_value
from anatomy.loading.tree import Mapping, find, plain

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingABC
    from typing import BinaryIO

    from anatomy.domain.decision import DecisionType, Parameter
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Value
    from anatomy.loading.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision as written, before it is held against a model."""

    title: str
    proposals: tuple[tuple[str, MappingABC[str, object]], ...]  #: type and values, as written
    date: str = ""
    requested_by: str = ""
    model: str = ""  #: the model it asks for, relative to its own folder
    root: Node | None = field(default=None, repr=False)

    def model_problem(self, code: str, message: str, hint: str) -> Problem:
        """A problem with the model it asks for, at its place in the file."""
        if self.root is None:
            return Problem(code=code, message=message, hint=hint)
        return find(self.root, ("model",))[0].problem(code, message, hint)


def read_decision(path: Path | BinaryIO, *, name: str) -> Draft:
    """
    The draft in a decision file.

    Args:
        path: the file, or a stream such as standard input.
        name: what messages call it.

    Raises:
        InputError: with every problem in it that shows without a model.
    """
    # Here, so that a decision without a file need not wait for YAML and pydantic.
    from pydantic import ValidationError  # noqa: PLC0415

    from anatomy.loading.folder import check_format  # noqa: PLC0415
    from anatomy.loading.parsing import parse_tree  # noqa: PLC0415
    from anatomy.loading.schema import FORMAT, DecisionEntry  # noqa: PLC0415

    source = read_source(path, name=name) if isinstance(path, Path) else read_stream(path, name=name)
    root = parse_tree(source)
    if not isinstance(root, Mapping):
        hint = "write title: and decisions:"
        raise InputError([root.problem("ANA006", "a decision file holds entries", hint)])
    problems: list[Problem] = []
    check_format(root, problems)
    values = plain(root)
    try:
        # The format has been checked, in better words than the schema has.
        entry = DecisionEntry.model_validate({**values, "format": FORMAT} if isinstance(values, dict) else {})
    except ValidationError as error:
        problems.extend(complaints(error, root=root, schema=DecisionEntry))
        raise InputError(in_order(problems)) from None
    if entry.date and not _is_date(entry.date):
        problems.append(root.entries["date"].problem("ANA012", "date is not in the calendar", "mend it"))
    if problems:
        raise InputError(in_order(problems))
    return Draft(
        title=entry.title,
        proposals=tuple((proposal.type, proposal.values) for proposal in entry.decisions),
        date=entry.date or "",
        requested_by=entry.requested_by or "",
        model=entry.model or "",
        root=root,
    )


def draft_of_type(enterprise: Enterprise, key: str) -> Draft:
    """
    A draft of one decision type, with all parameters at their defaults.

    Raises:
        InputError: the model has no such type.
    """
    if key not in enterprise.decision_types:
        hint = _near_type(enterprise, key)
        raise InputError.because("ANA031", f"unknown decision type {key!r}", hint=hint)
    return Draft(title=enterprise.decision_types[key].name, proposals=((key, {}),))


def settle_decision(
    draft: Draft, enterprise: Enterprise, settings: MappingABC[str, str] | None = None
) -> Decision:
    """
    The decision: every value read in the unit of its parameter, settings applied, defaults filled in.

    Args:
        draft: what was written.
        enterprise: the model whose decision types it uses.
        settings: `parameter` or `type.parameter` -> text, such as from the command line; they win over the file.

    Raises:
        InputError: unknown types or parameters, values out of range, values missing; all at once.
    """
    return _Settler(draft, enterprise, dict(settings or {})).settle()


def missing_parameters(
    draft: Draft, enterprise: Enterprise, settings: MappingABC[str, str]
) -> list[tuple[str, Parameter]]:
    """The parameters without a value and without a default, as (type, parameter)."""
    return [
        (key, parameter)
        for key, values in draft.proposals
        if key in enterprise.decision_types
        for parameter in enterprise.decision_types[key].parameters.values()
        if parameter.default is None
        and not {parameter.name, f"{key}.{parameter.name}"} & settings.keys()
        and parameter.name not in values
    ]


class _Settler:
    def __init__(self, draft: Draft, enterprise: Enterprise, settings: dict[str, str]) -> None:
        self.draft = draft
        self.enterprise = enterprise
        self.settings = settings
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        self.assumed: set[tuple[str, str]] = set()

    def settle(self) -> Decision:
        proposals = [
            self._proposal(index, key, values) for index, (key, values) in enumerate(self.draft.proposals)
        ]
        for name in sorted(self.settings.keys() - self.used):
            self._complain_of_setting(name, "no such parameter in this decision", self._near_parameter(name))
        if self.problems:
            raise InputError(in_order(self.problems))
        return Decision(
            title=self._title(),
            proposals=tuple(proposal for proposal in proposals if proposal is not None),
            date=self.draft.date,
            requested_by=self.draft.requested_by,
            assumed=frozenset(self.assumed),
        )

    def _title(self) -> str:
        """The title of the file, with what was set otherwise: a title may name the very figure."""
        if self.draft.root is None or not self.settings:
            return self.draft.title
        changes = ", ".join(f"{name} {value}" for name, value in sorted(self.settings.items()))
        return f"{self.draft.title} (here with {changes})"

    def _proposal(self, index: int, key: str, written: MappingABC[str, object]) -> Proposal | None:
        decision_type = self.enterprise.decision_types.get(key)
        if decision_type is None:
            self._complain(
                (index, "type"), f"unknown decision type {key!r}", _near_type(self.enterprise, key)
            )
            return None
        if key in [other for other, _ in self.draft.proposals[:index]]:
            self._complain((index, "type"), f"{key} stands in this file twice", "merge the two into one")
            return None
        known = self.enterprise.parameters_of(key)
        for name in written:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                self._complain((index, "with", name), f"{key} has no parameter {name!r}", hint, at_key=True)
        values = {
            name: self._value(index, decision_type, parameter, written)
            for name, parameter in known.items()
            if name in decision_type.parameters or self._is_given(key, name, written)
        }
        return Proposal(type=key, values={name: value for name, value in values.items() if value is not None})

    def _is_given(self, key: str, name: str, written: MappingABC[str, object]) -> bool:
        """Whether anyone says what a parameter is that only policies read."""
        return name in written or bool({name, f"{key}.{name}"} & self.settings.keys())

    def _value(
        self, index: int, decision_type: DecisionType, parameter: Parameter, written: MappingABC[str, object]
    ) -> Value | None:
        for setting in (f"{decision_type.key}.{parameter.name}", parameter.name):
            if setting in self.settings:
                self.used.update({setting, parameter.name} & self.settings.keys())
                return self._read(parameter, self.settings[setting], setting=setting)
        if parameter.name in written:
            return self._read(parameter, written[parameter.name], place=(index, "with", parameter.name))
        if parameter.default is None:
            hint = f"add {parameter.name}: ... ({parameter.help or parameter.label}), or --set {parameter.name}=..."
            self._complain((index,), f"{decision_type.key} needs {parameter.name!r}", hint, code="ANA010")
            return None
        self.assumed.add((decision_type.key, parameter.name))
        return parameter.default

    def _read(
        self, parameter: Parameter, value: object, *, setting: str = "", place: tuple[str | int, ...] = ()
    ) -> Value | None:
        try:
            return parse_parameter_value(parameter, value, currency=self.enterprise.currency)
        except NumberError as error:
            if setting:
                self._complain_of_setting(setting, str(error), error.hint)
            else:
                self._complain(place, f"{parameter.name}: {error}", error.hint, code="ANA014")
            return None

    def _complain(
        self,
        place: tuple[str | int, ...],
        message: str,
        hint: str,
        *,
        code: str = "ANA031",
        at_key: bool = False,
    ) -> None:
        if self.draft.root is None:
            self.problems.append(Problem(code=code, message=message, hint=hint))
            return
        node, _ = find(self.draft.root, ("decisions", *place))
        parent, _ = find(self.draft.root, ("decisions", *place[:-1]))
        if at_key and isinstance(parent, Mapping):
            node = parent.keys.get(str(place[-1]), node)
        self.problems.append(node.problem(code, message, hint))

    def _complain_of_setting(self, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem(code="ANA040", message=f"--set {name}: {message}", hint=hint))

    def _near_parameter(self, name: str) -> str:
        types = self.enterprise.decision_types
        known = sorted(
            {
                parameter
                for key, _ in self.draft.proposals
                if key in types
                for parameter in self.enterprise.parameters_of(key)
            }
        )
        near = get_close_matches(name.rpartition(".")[2], known, n=1)
        return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _near_type(enterprise: Enterprise, key: str) -> str:
    near = get_close_matches(key, enterprise.decision_types, n=1, cutoff=0.4)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(enterprise.decision_types))}"
