"""Decision types: every name in a response is a parameter, every default lies in its range."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from anatomy.domain.decision import (
    Adjustment,
    DecisionType,
    LossItem,
    MoneyLine,
    Parameter,
    Selector,
    SetOff,
)
from anatomy.domain.response import Choice, Condition, Curve, Number, Operation, Response, Steps, names_in
from anatomy.loading.numbers import NumberError
from anatomy.loading.parameters import parse_parameter_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Basis
    from anatomy.domain.response import Value
    from anatomy.loading.schema import (
        AdjustmentEntry,
        BasisEntry,
        DecisionTypeEntry,
        ParameterEntry,
        SelectorEntry,
    )

Path = tuple[str | int, ...]
_ALWAYS = Number(1.0)
_AT_ONCE = Number(0.0)


class Context(Protocol):
    """What this needs of the builder."""

    removed: list[str]

    @property
    def currency(self) -> str: ...
    def complain(self, path: Path, code: str, message: str, hint: str = "") -> None: ...
    def cell(self, slug: str) -> CellId | None: ...
    def basis(self, entry: BasisEntry, path: Path) -> Basis: ...


def build_decision_type(context: Context, key: str, entry: DecisionTypeEntry) -> DecisionType:
    """The decision type; what does not make sense becomes a problem of the context."""
    path: Path = ("decision_types", key)
    parameters = {
        name: _parameter(context, name, parameter, (*path, "parameters", name))
        for name, parameter in entry.parameters.items()
    }
    checker = _Checker(context, parameters)
    return DecisionType(
        key=key,
        name=entry.name,
        question=entry.question,
        parameters=parameters,
        sets_off=tuple(_sets_off(context, checker, entry, key)),
        adjusts=tuple(
            _adjustment(checker, adjustment, (*path, "adjusts", index))
            for index, adjustment in enumerate(entry.adjusts)
        ),
        money=tuple(
            MoneyLine(
                key=name,
                name=line.name,
                amount=checker.response(line.amount, (*path, "money", name, "amount")),
                measure=line.measure,
                when=checker.conditions(line.when, (*path, "money", name, "when")),
            )
            for name, line in entry.money.items()
        ),
        losses=tuple(_losses(context, checker, entry, key)),
        basis=context.basis(entry.basis, (*path, "basis")),
    )


def _parameter(context: Context, name: str, entry: ParameterEntry, path: Path) -> Parameter:
    if (entry.kind == "choice") != bool(entry.choices):
        hint = "add choices: [...]" if entry.kind == "choice" else "delete choices:"
        context.complain(path, "ANA035", f"{name}: choices belong to a parameter of kind choice", hint)
    bare = Parameter(
        name=name, label=entry.label, kind=entry.kind, help=entry.help or "", choices=tuple(entry.choices)
    )
    low, high = (None, None)
    if entry.range is not None:
        low, high = (
            _number(context, bare, part, (*path, "range", side)) for side, part in enumerate(entry.range)
        )
        if low is not None and high is not None and low > high:
            context.complain(
                (*path, "range"), "ANA014", f"{name}: the range does not rise", "write [low, high]"
            )
    bounded = Parameter(
        name=name,
        label=entry.label,
        kind=entry.kind,
        help=entry.help or "",
        low=low,
        high=high,
        choices=bare.choices,
    )
    if entry.default is None:
        return bounded
    default = _value(context, bounded, entry.default, (*path, "default"))
    return Parameter(
        name=name, label=entry.label, kind=entry.kind, help=entry.help or "", low=low, high=high, choices=bare.choices,
        default=default,
    )  # fmt: skip


def _number(context: Context, parameter: Parameter, value: object, path: Path) -> float | None:
    read = _value(context, parameter, value, path)
    return read if isinstance(read, float) else None


def _value(context: Context, parameter: Parameter, value: object, path: Path) -> Value | None:
    try:
        return parse_parameter_value(parameter, value, currency=context.currency)
    except NumberError as error:
        context.complain(path, "ANA014", f"{parameter.name}: {error}", error.hint)
        return None


def _sets_off(context: Context, checker: _Checker, entry: DecisionTypeEntry, key: str) -> Iterator[SetOff]:
    for index, one in enumerate(entry.sets_off):
        path: Path = ("decision_types", key, "sets_off", index)
        cell = context.cell(one.cell)
        if cell is None:
            if one.cell:
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


def _losses(context: Context, checker: _Checker, entry: DecisionTypeEntry, key: str) -> Iterator[LossItem]:
    for name, one in entry.losses.items():
        path: Path = ("decision_types", key, "losses", name)
        owner = context.cell(one.owner)
        if owner is None:
            if one.owner:
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


def _adjustment(checker: _Checker, entry: AdjustmentEntry, path: Path) -> Adjustment:
    return Adjustment(
        of=_selector(entry.of),
        likelihood=checker.optional(entry.likelihood, (*path, "likelihood")),
        severity_share=checker.optional(entry.severity_share, (*path, "severity_share")),
        delay=checker.optional(entry.delay, (*path, "delay")),
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


class _Checker:
    """Checks that responses and conditions read only parameters that exist and fit."""

    def __init__(self, context: Context, parameters: Mapping[str, Parameter]) -> None:
        self._context = context
        self._parameters = parameters

    def response(self, response: Response, path: Path) -> Response:
        for choice in _choices_in(response):
            self._check_choice(choice, path)
        choosers = {choice.of for choice in _choices_in(response)}
        for name in sorted(names_in(response) - choosers):
            self._check_numeric(name, path)
        return response

    def optional(self, response: Response | None, path: Path) -> Response | None:
        return None if response is None else self.response(response, path)

    def conditions(self, conditions: Iterable[Condition], path: Path) -> tuple[Condition, ...]:
        return tuple(self._condition(condition, (*path, condition.parameter)) for condition in conditions)

    def _condition(self, condition: Condition, path: Path) -> Condition:
        parameter = self._known(condition.parameter, path)
        if parameter is None:
            return condition
        than = condition.than
        if isinstance(than, bool) != (parameter.kind == "yes-no"):
            if parameter.kind == "yes-no":
                self._context.complain(path, "ANA035", f"{parameter.name} is yes or no", "write {is: true}")
            else:
                self._context.complain(
                    path, "ANA035", f"{parameter.name} is not a yes or no", "compare with a value"
                )
        elif isinstance(than, tuple):
            self._check_words(parameter, than, path)
        elif not isinstance(than, bool):
            self.response(than, path)
            self._check_numeric(parameter.name, path)
        return condition

    def _check_words(self, parameter: Parameter, words: Iterable[str], path: Path) -> None:
        for word in words:
            if word not in parameter.choices:
                hint = (
                    f"its choices: {', '.join(parameter.choices)}"
                    if parameter.choices
                    else "compare with a number"
                )
                self._context.complain(path, "ANA035", f"{parameter.name} cannot be {word!r}", hint)

    def _check_choice(self, choice: Choice, path: Path) -> None:
        parameter = self._known(choice.of, path)
        if parameter is None:
            return
        self._check_words(parameter, choice.options, path)
        for word in parameter.choices:
            if word not in choice.options:
                self._context.complain(
                    path, "ANA035", f"no response for {parameter.name} = {word!r}", f"add {word}: ..."
                )

    def _check_numeric(self, name: str, path: Path) -> None:
        parameter = self._known(name, path)
        if parameter is not None and parameter.kind in {"choice", "yes-no"}:
            message = f"{name} is a {parameter.kind}, not a number"
            self._context.complain(path, "ANA035", message, "use choice: or when: for it")

    def _known(self, name: str, path: Path) -> Parameter | None:
        if name in self._parameters:
            return self._parameters[name]
        near = get_close_matches(name, self._parameters, n=1)
        hint = (
            f"did you mean {near[0]!r}?" if near else f"parameters: {', '.join(self._parameters) or 'none'}"
        )
        self._context.complain(path, "ANA031", f"unknown parameter {name!r}", hint)
        return None


def _choices_in(response: Response) -> Iterator[Choice]:
    match response:
        case Choice():
            yield response
            for option in response.options.values():
                yield from _choices_in(option)
        case Operation(_, arguments):
            for argument in arguments:
                yield from _choices_in(argument)
        case Curve(of, _) | Steps(of, _):
            yield from _choices_in(of)
