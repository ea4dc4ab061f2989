"""Changes of decision parameters as a mitigation writes them: another value, or bounds for the old one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.mitigation import ParameterChange
from anatomy.domain.response import Number, names_in
from anatomy.loading.checking import NOT_NUMBERS
from anatomy.loading.expression import ExpressionError, parse_expression
from anatomy.loading.numbers import NumberError, said
from anatomy.loading.parameters import parse_parameter_value
from anatomy.loading.responses import ResponseFormError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.decision import Parameter
    from anatomy.domain.response import Response

BOUNDS = ("at_least", "at_most")
TO = "to"  #: how a value without bounds is kept


def parse_setting(value: object) -> Mapping[str, object]:
    """
    What is set, as written: `to` with a plain value, or `at_least` and `at_most`.

    Raises:
        ResponseFormError: neither a value nor bounds.

    >>> parse_setting("60 days"), parse_setting({"at_most": "18 %"})
    ({'to': '60 days'}, {'at_most': '18 %'})
    """
    if isinstance(value, str | int | float | bool):
        return {TO: value}
    hint = "write a value, or {at_most: 18 %}"
    if not isinstance(value, dict) or not value:
        raise ResponseFormError(f"{said(value)} is neither a value nor bounds", hint)
    for name, bound in value.items():
        if name not in BOUNDS:
            near = get_close_matches(name, BOUNDS, n=1)
            way_out = f"did you mean {near[0]!r}?" if near else hint
            raise ResponseFormError(f"{name!r} is not a bound", way_out, path=(name,))
        if isinstance(bound, bool) or not isinstance(bound, str | int | float):
            raise ResponseFormError(f"{said(bound)} is not a bound", hint, path=(name,))
    return value


def read_setting(parameter: Parameter, setting: Mapping[str, object], *, currency: str) -> ParameterChange:
    """
    The change of a parameter, its values read in the unit of the parameter.

    Args:
        parameter: what is changed; plain values must lie within its range.
        setting: as `parse_setting` gives it.
        currency: of the model.

    Raises:
        ResponseFormError: not such a value, or arithmetic or bounds for what is no number.
    """
    read: dict[str, Response | str | bool] = {}
    for how, value in setting.items():
        path = () if how == TO else (how,)
        if how != TO and parameter.kind in NOT_NUMBERS:
            message = f"a {parameter.kind} has no bounds"
            raise ResponseFormError(message, f"write {parameter.name}: the value", path=path)
        read[how] = _value(parameter, value, currency=currency, path=path)
    return ParameterChange(parameter=parameter.name, **read)  # type: ignore[arg-type]


def _value(
    parameter: Parameter, value: object, *, currency: str, path: tuple[str, ...]
) -> Response | str | bool:
    try:
        plain = parse_parameter_value(parameter, value, currency=currency)
    except NumberError as error:
        arithmetic = _arithmetic(value) if parameter.kind not in NOT_NUMBERS else None
        if arithmetic is None:
            raise ResponseFormError(str(error), error.hint, path=path) from None
        return arithmetic
    return Number(plain) if isinstance(plain, float) else plain


def _arithmetic(value: object) -> Response | None:
    """Arithmetic over parameters, or None for what is only a number or no arithmetic at all."""
    try:
        tree = parse_expression(value) if isinstance(value, str) else None
    except ExpressionError:
        return None
    return tree if tree is not None and names_in(tree) else None
