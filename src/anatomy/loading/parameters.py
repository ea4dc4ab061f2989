"""Values of decision parameters, as people write them for each kind."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.loading.numbers import (
    NumberError,
    is_number,
    parse_count,
    parse_days,
    parse_money,
    parse_signed_share,
    said,
)

if TYPE_CHECKING:
    from anatomy.domain.decision import Parameter
    from anatomy.domain.response import Value

_YES = {"yes": True, "true": True, "no": False, "false": False}
_MONTHS = re.compile(r"([0-9]{1,6})\s*(month|year)s?", re.IGNORECASE | re.ASCII)
_TERMS = re.compile(r"net\s*([0-9]{1,6})", re.IGNORECASE | re.ASCII)


def parse_parameter_value(parameter: Parameter, value: object, *, currency: str) -> Value:
    """
    The value of a parameter, in its unit and within its range.

    Args:
        parameter: what is wanted; a share without a range lies between 0 % and 100 %.
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
            number = parse_signed_share(value)
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
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in parameter.choices:
        return word
    near = get_close_matches(word, parameter.choices, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(parameter.choices)}"
    raise NumberError(f"{said(value)} is not a choice", hint)


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES:
        return _YES[value.strip().lower()]
    raise NumberError(f"{said(value)} is neither yes nor no", "write yes or no")


def _days(value: object) -> float:
    """Days; a plain number is days, and "net 90" is 90 days."""
    if isinstance(value, str) and (found := _TERMS.fullmatch(value.strip())):
        value = f"{found.group(1)} days"
    elif is_number(value):
        value = f"{str(value).strip()} days"
    return parse_days(value)


def _months(value: object) -> float:
    if isinstance(value, str) and (found := _MONTHS.fullmatch(value.strip())):
        return float(found.group(1)) * (12 if found.group(2).lower() == "year" else 1)
    return parse_count(value)


def _within(parameter: Parameter, number: float, written: object) -> float:
    low, high = parameter.bounds()
    if not low <= number <= high:
        bounds = f"{_spelled(parameter, low)} to {_spelled(parameter, high)}"
        raise NumberError(f"{said(written)} is outside its range", f"choose from {bounds}")
    return number


def _spelled(parameter: Parameter, number: float) -> str:
    if math.isinf(number):
        return "no limit"
    return f"{number * 100:g} %" if parameter.kind == "share" else f"{number:,.0f}"
