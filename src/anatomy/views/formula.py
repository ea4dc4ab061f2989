"""Responses and conditions as text, with no more brackets than their meaning needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.response import Choice, Curve, Name, Number, Operation, Response, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from anatomy.domain.response import Condition, When

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGN = 3
_WHOLE = 4


def formula(response: Response, *, number: Callable[[float], str] = "{:.12g}".format) -> str:
    """
    A response in one line; arithmetic parses back to itself.

    Args:
        response: what to write.
        number: how to write a response that is one number, such as a share in percent.

    >>> discount = Operation("-", (Name("discount"), Name("limit")))
    >>> formula(Operation("*", (Operation("*", (Name("value"), discount)), Number(0.5))))
    'value * (discount - limit) * 0.5'
    """
    match response:
        case Number(value):
            return number(value)
        case Curve(of, points):
            return f"curve of {formula(of)}: {_points(points, number)}"
        case Steps(of, points):
            return f"steps of {formula(of)}: {_points(points, number)}"
        case Choice(of, options):
            words = (f"{word}: {formula(option, number=number)}" for word, option in options.items())
            return f"by {of} ({'; '.join(words)})"
    return _arithmetic(response, 0)


def conditions(when: When) -> str:
    """
    Conditions in one line: all of a group must hold, and any of the groups.

    >>> from anatomy.domain.response import Condition
    >>> above, reason = Condition("discount", "above", Number(0.15)), Condition("reason", "is", ("a", "b"))
    >>> conditions(((above, reason),)), conditions(((above,), (reason,)))
    ('discount above 0.15, reason is a or b', 'discount above 0.15; or reason is a or b')
    """
    return "; or ".join(", ".join(map(_condition, group)) for group in when)


def _condition(one: Condition) -> str:
    return f"{one.parameter} {one.comparison.replace('_', ' ')} {_than(one)}"


def _than(condition: Condition) -> str:
    than = condition.than
    if isinstance(than, bool):
        return "yes" if than else "no"
    return " or ".join(than) if isinstance(than, tuple) else formula(than)


def _points(points: Iterable[tuple[float, float]], number: Callable[[float], str]) -> str:
    return ", ".join(f"{number(y)} at {x:.12g}" for x, y in points)


def _arithmetic(response: Response, around: int) -> str:
    """Brackets where what stands around binds more strongly."""
    if not isinstance(response, Operation):
        return response.name if isinstance(response, Name) else formula(response)
    operator, arguments = response.operator, response.arguments
    if operator in {"min", "max"}:
        return f"{operator}({', '.join(_arithmetic(argument, 0) for argument in arguments)})"
    if len(arguments) == 1:
        return _bracketed(f"-{_arithmetic(arguments[0], _WHOLE)}", _SIGN, around)
    strength = _STRENGTH[operator]
    left, right = arguments
    text = f"{_arithmetic(left, strength)} {operator} {_arithmetic(right, strength + 1)}"
    return _bracketed(text, strength, around)


def _bracketed(text: str, strength: int, around: int) -> str:
    return f"({text})" if strength < around else text
