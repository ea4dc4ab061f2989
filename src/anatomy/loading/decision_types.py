"""Decision types: every name in a response is a parameter, every default lies in its range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from anatomy.domain.decision import (
    Adjustment,
    DecisionType,
    Figure,
    LossItem,
    MoneyLine,
    Parameter,
    Selector,
    SetOff,
)
from anatomy.domain.response import Number
from anatomy.loading.addresses import UNKNOWN
from anatomy.loading.checking import NOT_NUMBERS, Checker
from anatomy.loading.checking import Context as CheckingContext
from anatomy.loading.numbers import NumberError
from anatomy.loading.parameters import parse_parameter_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Basis
    from anatomy.domain.response import Value
    from anatomy.loading.schema import (
        AdjustmentEntry,
        BasisEntry,
        DecisionTypeEntry,
        ParameterEntry,
        Scalar,
        SelectorEntry,
    )

Path = tuple[str | int, ...]
_ALWAYS = Number(1.0)
_AT_ONCE = Number(0.0)


class Context(CheckingContext, Protocol):
    """What this needs of the builder."""

    removed: list[str]

    @property
    def currency(self) -> str:
        """The currency of the model."""

    def check_kind(self, kind: str, path: Path) -> None:
        """Complain of a kind of dependency that the model does not have."""

    def cell(self, slug: str) -> CellId | None:
        """The cell, unless it was removed or never known."""

    def basis(self, entry: BasisEntry, path: Path) -> Basis:
        """The basis, its sources checked."""


def build_decision_type(context: Context, key: str, entry: DecisionTypeEntry) -> DecisionType:
    """The decision type; what does not make sense becomes a problem of the context."""
    path: Path = ("decision_types", key)
    parameters = {
        name: build_parameter(context, name, parameter, (*path, "parameters", name))
        for name, parameter in entry.parameters.items()
    }
    checker = Checker(context, parameters)
    return DecisionType(
        key=key,
        name=entry.name,
        question=entry.question,
        parameters=parameters,
        sets_off=tuple(_sets_off(context, checker, entry, key)),
        adjusts=tuple(
            build_adjustment(context, checker, adjustment, (*path, "adjusts", index))
            for index, adjustment in enumerate(entry.adjusts)
        ),
        money=tuple(
            MoneyLine(
                key=name,
                name=line.name,
                amount=checker.response(line.amount, (*path, "money", name, "amount")),
                measure=line.measure,
                either_way=line.either_way,
                when=checker.conditions(line.when, (*path, "money", name, "when")),
            )
            for name, line in entry.money.items()
        ),
        losses=tuple(_losses(context, checker, entry, key)),
        figures=tuple(
            Figure(
                key=name,
                name=figure.name,
                kind=figure.kind,
                value=checker.response(figure.value, (*path, "figures", name, "value")),
                when=checker.conditions(figure.when, (*path, "figures", name, "when")),
            )
            for name, figure in entry.figures.items()
        ),
        basis=context.basis(entry.basis, (*path, "basis")),
    )


def build_parameter(context: Context, name: str, entry: ParameterEntry, path: Path) -> Parameter:
    """The parameter; what does not make sense becomes a problem of the context."""
    if (entry.kind == "choice") != bool(entry.choices):
        hint = "add choices: [...]" if entry.kind == "choice" else "delete choices:"
        message = f"{name}: choices belong to a parameter of kind choice"
        context.complain(path, "ANA035", message, hint)
    parameter = Parameter(
        name=name, label=entry.label, kind=entry.kind, help=entry.help or "", choices=tuple(entry.choices)
    )
    if entry.range is not None:
        parameter = _bounded(context, parameter, entry.range, (*path, "range"))
    if entry.default is None:
        return parameter
    return replace(parameter, default=_value(context, parameter, entry.default, (*path, "default")))


def _bounded(context: Context, parameter: Parameter, written: list[Scalar], path: Path) -> Parameter:
    if parameter.kind in NOT_NUMBERS:
        message = f"{parameter.name}: a {parameter.kind} has no range"
        context.complain(path, "ANA035", message, "delete range:")
        return parameter
    # A share may go beyond 0 % to 100 % where its range says so.
    wide = replace(parameter, low=-math.inf, high=math.inf)
    low, high = (_value(context, wide, part, (*path, side)) for side, part in enumerate(written))
    if not isinstance(low, float) or not isinstance(high, float):
        return wide  # told already
    if low > high:
        context.complain(path, "ANA014", f"{parameter.name}: the range does not rise", "write [low, high]")
        return wide
    return replace(parameter, low=low, high=high)


def _value(context: Context, parameter: Parameter, value: object, path: Path) -> Value | None:
    try:
        return parse_parameter_value(parameter, value, currency=context.currency)
    except NumberError as error:
        context.complain(path, "ANA014", f"{parameter.name}: {error}", error.hint)
        return None


def _sets_off(context: Context, checker: Checker, entry: DecisionTypeEntry, key: str) -> Iterator[SetOff]:
    for index, one in enumerate(entry.sets_off):
        path: Path = ("decision_types", key, "sets_off", index)
        cell = context.cell(one.cell)
        if cell is None:
            if one.cell != UNKNOWN:
                context.removed.append(f"set-off cell {one.cell} of {key}")
            continue
        yield SetOff(
            cell=cell,
            likelihood=checker.response(one.likelihood or _ALWAYS, (*path, "likelihood")),
            severity=checker.response(one.severity, (*path, "severity")),
            time=checker.response(one.time or _AT_ONCE, (*path, "time")),
            because=one.because or "",
            when=checker.conditions(one.when, (*path, "when")),
        )


def _losses(context: Context, checker: Checker, entry: DecisionTypeEntry, key: str) -> Iterator[LossItem]:
    for name, one in entry.losses.items():
        path: Path = ("decision_types", key, "losses", name)
        owner = context.cell(one.owner)
        if owner is None:
            if one.owner != UNKNOWN:
                context.removed.append(f"loss item {name} of {key}")
            continue
        yield LossItem(
            key=name,
            name=one.name,
            owner=owner,
            amount=checker.response(one.amount, (*path, "amount")),
            horizon_days=one.horizon,
            measure=one.measure,
            basis=context.basis(one.basis, (*path, "basis")),
            when=checker.conditions(one.when, (*path, "when")),
        )


def build_adjustment(context: Context, checker: Checker, entry: AdjustmentEntry, path: Path) -> Adjustment:
    """The adjustment; what does not make sense becomes a problem of the context."""
    if entry.of.kind is not None:
        context.check_kind(entry.of.kind, (*path, "of", "kind"))
    return Adjustment(
        of=_selector(entry.of),
        likelihood=checker.optional(entry.likelihood, (*path, "likelihood")),
        severity_share=checker.optional(entry.severity_share, (*path, "severity_share")),
        delay=checker.optional(entry.delay, (*path, "delay")),
        delay_added=checker.optional(entry.delay_added, (*path, "delay_added")),
        because=entry.because or "",
        when=checker.conditions(entry.when, (*path, "when")),
    )


def _selector(entry: SelectorEntry) -> Selector:
    return Selector(
        source=entry.source or "",
        target=entry.to or "",
        kind=entry.kind or "",
        carried_by=entry.carried_by or "",
    )
