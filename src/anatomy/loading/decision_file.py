"""Decision files as written, before they are held against a model."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from anatomy.errors import InputError, Problem
from anatomy.loading.complaints import complaints, in_order
from anatomy.loading.gate import read_source, read_stream
from anatomy.loading.tree import Mapping, find, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as MappingABC
    from typing import BinaryIO

    from anatomy.domain.decision import Parameter
    from anatomy.domain.enterprise import Enterprise
    from anatomy.loading.decision_schema import AlternativeEntry, DecisionEntry, ProposalEntry
    from anatomy.loading.tree import Node

Drafted = tuple[str, "MappingABC[str, object]"]
"""A decision type and values of its parameters, as written."""
_TRIES = 4


class AlternativeDraft(Struct, frozen=True, kw_only=True):
    """What could be decided instead, as written."""

    key: str
    title: str
    settings: MappingABC[str, object] = field(default_factory=dict)  #: parameter, or type with parameters
    proposals: tuple[Drafted, ...] = ()  #: all of them, where it does not start from those of the decision
    win_chance: object = None
    value_if_won: object = None


class Draft(Struct, frozen=True, kw_only=True):
    """A decision as written, before it is held against a model."""

    title: str
    proposals: tuple[Drafted, ...]
    date: str = ""
    requested_by: str = ""
    model: str = ""  #: the model it asks for, relative to its own folder
    alternatives: tuple[AlternativeDraft, ...] = ()
    win_chance: object = None
    win_chance_without: object = None
    value_if_won: object = None
    mitigations: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    root: Node | None = None
    #: of the file by itself; stand-ins are in the place of what was refused
    problems: tuple[Problem, ...] = ()

    def refusal(self, further: Iterable[Problem]) -> InputError:
        """All that is wrong with it, in the order of the file; what is said of a stand-in is left out."""
        told = {problem.position for problem in self.problems}
        more = (problem for problem in further if problem.position is None or problem.position not in told)
        return InputError(in_order((*self.problems, *more)))

    def model_problem(self, code: str, message: str, hint: str) -> Problem:
        """A problem with the model it asks for, at its place in the file."""
        if self.root is None:
            return Problem(code=code, message=message, hint=hint)
        return find(self.root, ("model",))[0].problem(code, message, hint)


def read_decision(path: Path | BinaryIO, *, name: str) -> Draft:
    """
    The draft in a decision file, with what is wrong in it; `settle_decision` tells that with all the rest.

    Args:
        path: the file, or a stream such as standard input.
        name: what messages call it.

    Raises:
        InputError: it cannot be read, or holds no entries.
    """
    # Here, so that a decision without a file need not wait for YAML and pydantic.
    from anatomy.loading.folder import check_format  # noqa: PLC0415
    from anatomy.loading.parsing import read_tree  # noqa: PLC0415

    source = read_source(path, name=name) if isinstance(path, Path) else read_stream(path, name=name)
    problems: list[Problem] = []
    root = read_tree(source, problems)
    if not isinstance(root, Mapping):
        hint = "write title: and decisions:"
        raise InputError([*problems, root.problem("ANA006", "a decision file holds entries", hint)])
    check_format(root, problems)
    entry = _validated(root, problems)
    if entry.date and not _is_date(entry.date):
        problems.append(root.entries["date"].problem("ANA012", "date is not in the calendar", "mend it"))
    return Draft(
        title=entry.title,
        proposals=_drafted(entry.decisions),
        date=entry.date or "",
        requested_by=entry.requested_by or "",
        model=entry.model or "",
        alternatives=tuple(_alternative(key, one) for key, one in entry.alternatives.items()),
        win_chance=entry.win_chance,
        win_chance_without=entry.win_chance_without,
        value_if_won=entry.value_if_won,
        mitigations=tuple(entry.mitigations),
        limits=tuple(entry.limits),
        root=root,
        problems=tuple(in_order(problems)),
    )


def draft_of_type(enterprise: Enterprise, key: str) -> Draft:
    """
    A draft of one decision type, with all parameters at their defaults.

    Raises:
        InputError: the model has no such type.
    """
    if key not in enterprise.decision_types:
        hint = near_type(enterprise, key)
        raise InputError.because("ANA031", f"unknown decision type {key!r}", hint=hint)
    return Draft(title=enterprise.decision_types[key].name, proposals=((key, {}),))


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


def near_type(enterprise: Enterprise, key: str) -> str:
    """The hint for a decision type that there is not."""
    near = get_close_matches(key, enterprise.decision_types, n=1, cutoff=0.4)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(enterprise.decision_types))}"


def near_parameter(name: str, known: Iterable[str]) -> str:
    """
    The hint for a parameter that there is not: one that is a word of its name is nearer than any other spelling.

    >>> near_parameter("discont_reason", ["discount", "reason"]), near_parameter("dicount", ["discount", "reason"])
    ("did you mean 'reason'?", "did you mean 'discount'?")
    """
    known = list(known)
    near = [one for one in known if one in name.split("_")] or get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"


def _validated(root: Mapping, problems: list[Problem]) -> DecisionEntry:
    """The entries of a file; what the schema refuses is told, and leaves the tree before the next try."""
    from pydantic import ValidationError  # noqa: PLC0415

    from anatomy.loading.decision_schema import DecisionEntry  # noqa: PLC0415
    from anatomy.loading.pruning import prune  # noqa: PLC0415
    from anatomy.loading.schema import FORMAT  # noqa: PLC0415

    told = {problem.position for problem in problems}
    for _ in range(_TRIES):
        values = plain(root)
        try:
            # The format has been checked, in better words than the schema has.
            return DecisionEntry.model_validate(
                {**values, "format": FORMAT} if isinstance(values, dict) else {}
            )
        except ValidationError as error:
            found = complaints(error, root=root, schema=DecisionEntry)
            problems.extend(one for one in found if one.position not in told)
            prune(root, error)
    raise InputError(in_order(problems))


def _drafted(entries: Iterable[ProposalEntry]) -> tuple[Drafted, ...]:
    return tuple((proposal.type, proposal.values) for proposal in entries)


def _alternative(key: str, entry: AlternativeEntry) -> AlternativeDraft:
    return AlternativeDraft(
        key=key,
        title=entry.title,
        settings=entry.settings,
        proposals=_drafted(entry.decisions),
        win_chance=entry.win_chance,
        value_if_won=entry.value_if_won,
    )


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
