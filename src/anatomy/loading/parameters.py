"""Values of decision parameters, as people write them for each kind."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.loading.numbers import NumberError, parse_count, parse_days, parse_money, parse_share

if TYPE_CHECKING:
    from anatomy.domain.decision import Parameter
    from anatomy.domain.response import Value

_YES = {"yes": True, "true": True, "no": False, "false": False}
_SIGNED_SHARE = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*%")
_MONTHS = re.compile(r"(\d+)\s*(months?|years?)", re.IGNORECASE)
_TERMS = re.compile(r"net\s*(\d+)", re.IGNORECASE)


def parse_parameter_value(parameter: Parameter, value: object, *, currency: str) -> Value:
    """
    The value of a parameter, in its unit and within its range.

    Args:
        parameter: what is wanted; without a range nothing but its kind is checked.
        value: as read from a file or the command line.
        currency: of the model.

    Raises:
        NumberError: it is not such a value; says what would be.
    """
    match parameter.kind:
        case "choice":
            return _choice(parameter, value)
        case "yes-no":
            return _yes_or_no(value)
        case "share":
            number = _share(value, signed=parameter.low is None or parameter.low < 0)
        case "money":
            number = parse_money(value, currency=currency)
        case "days":
            number = _days(value)
        case "months":
            number = _months(value)
        case _:
            number = parse_count(value)
    return _within(parameter, number, value)


def _choice(parameter: Parameter, value: object) -> str:
    word = str(value).strip().lower()
    if word in parameter.choices:
        return word
    near = get_close_matches(word, parameter.choices, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(parameter.choices)}"
    raise NumberError(f"{value!r} is not a choice", hint)


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES:
        return _YES[value.strip().lower()]
    raise NumberError(f"{value!r} is neither yes nor no", "write yes or no")


def _share(value: object, *, signed: bool) -> float:
    """A share; changes may be negative, and elasticities and changes may go beyond 100 % where a range allows it."""
    if signed:
        if isinstance(value, str) and (found := _SIGNED_SHARE.fullmatch(value.strip())):
            return float(found.group(1)) / 100
        if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
            return -parse_share(-value)
    return parse_share(value)


def _days(value: object) -> float:
    """Days; a plain number is days, and "net 90" is 90 days."""
    if isinstance(value, str) and (found := _TERMS.fullmatch(value.strip())):
        value = f"{found.group(1)} days"
    elif isinstance(value, str) and value.strip().isdigit():
        value = f"{value.strip()} days"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value} days"
    return parse_days(value)


def _months(value: object) -> float:
    if isinstance(value, str) and (found := _MONTHS.fullmatch(value.strip())):
        return float(found.group(1)) * (12 if found.group(2).lower().startswith("year") else 1)
    return parse_count(value)


def _within(parameter: Parameter, number: float, written: object) -> float:
    below = parameter.low is not None and number < parameter.low
    above = parameter.high is not None and number > parameter.high
    if below or above:
        bounds = f"{_spelled(parameter, parameter.low)} to {_spelled(parameter, parameter.high)}"
        raise NumberError(f"{written!s} is outside its range", f"choose from {bounds}")
    return number


def _spelled(parameter: Parameter, number: float | None) -> str:
    if number is None:
        return "no limit"
    return f"{number * 100:g} %" if parameter.kind == "share" else f"{number:,.0f}"
