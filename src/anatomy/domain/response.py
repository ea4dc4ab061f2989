"""How a quantity answers to the parameters of a decision: numbers, arithmetic, curves, steps and choices."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = float | str | bool
"""What a parameter may hold: a number in its unit, a choice, or yes or no."""


class ResponseError(Exception):
    """A response has no value for these parameters, such as a division by zero."""


class Number(Struct, frozen=True):
    """A constant."""

    value: float

    def __str__(self) -> str:
        return f"{Decimal(repr(self.value)):f}".removesuffix(".0")


class Name(Struct, frozen=True):
    """The value of a numeric parameter."""

    name: str

    def __str__(self) -> str:
        return self.name


class Operation(Struct, frozen=True):
    """`+ - * /` of two, `min` or `max` of several, `-` of one; text that parses back to itself."""

    operator: str
    arguments: tuple[Response, ...]

    def __str__(self) -> str:
        if self.operator in {"min", "max"}:
            return f"{self.operator}({', '.join(map(str, self.arguments))})"
        if len(self.arguments) == 1:
            return f"-{self._bracketed(self.arguments[0], _BINDING['sign'])}"
        left, right = self.arguments
        strength = _BINDING[self.operator]
        # The right side needs brackets at equal strength too: a - (b - c).
        return f"{self._bracketed(left, strength)} {self.operator} {self._bracketed(right, strength + 1)}"

    @staticmethod
    def _bracketed(argument: Response, strength: int) -> str:
        return f"({argument})" if _strength(argument) < strength else str(argument)


class Curve(Struct, frozen=True):
    """Straight lines between points (x, y) with rising x; flat before the first and after the last."""

    of: Response
    points: tuple[tuple[float, float], ...]


class Steps(Struct, frozen=True):
    """The y of the last point whose x is at most the value; the first y before that."""

    of: Response
    points: tuple[tuple[float, float], ...]


class Choice(Struct, frozen=True):
    """One response for each word that a choice parameter may take."""

    of: str
    options: Mapping[str, Response]


_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "sign": 3}


def _strength(response: Response) -> int:
    """How tightly the text of a response holds together."""
    if not isinstance(response, Operation) or response.operator in {"min", "max"}:
        return max(_BINDING.values())
    return _BINDING["sign" if len(response.arguments) == 1 else response.operator]


Response = Number | Name | Operation | Curve | Steps | Choice


class Condition(Struct, frozen=True):
    """
    A comparison of one parameter.

    `than` is a response for above, at_least, below and at_most, a tuple of words or a bool for `is`
    and `is_not`.
    """

    parameter: str
    comparison: str
    than: Response | tuple[str, ...] | bool


When = tuple[tuple[Condition, ...], ...]
"""Any of these groups, each with all of its conditions; empty: always."""


def evaluate(response: Response, values: Mapping[str, Value]) -> float:
    """
    The number that a response gives for these parameter values.

    Raises:
        ResponseError: division by zero, or a result beyond the finite numbers.
    """
    match response:
        case Number(value):
            return value
        case Name(name):
            return float(values[name])
        case Operation():
            return _finite(_operate(response, values), response)
        case Curve(of, points):
            return _on_curve(evaluate(of, values), points)
        case Steps(of, points):
            return _on_steps(evaluate(of, values), points)
        case Choice(of, options):
            return evaluate(options[str(values[of])], values)


def holds(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Whether a condition is true for these parameter values."""
    value = values[condition.parameter]
    than = condition.than
    if isinstance(than, bool):
        return (value == than) == (condition.comparison == "is")
    if isinstance(than, tuple):
        return (value in than) == (condition.comparison == "is")
    compare = _COMPARISONS[condition.comparison]
    return compare(float(value), evaluate(than, values))


def meets(when: When, values: Mapping[str, Value]) -> bool:
    """Whether all conditions of any group are true; no group at all is always true."""
    return not when or any(all(holds(condition, values) for condition in group) for group in when)


def names_in(response: Response) -> frozenset[str]:
    """The parameters that a response reads."""
    match response:
        case Number():
            return frozenset()
        case Name(name):
            return frozenset({name})
        case Operation(_, arguments):
            return frozenset().union(*map(names_in, arguments))
        case Curve(of, _) | Steps(of, _):
            return names_in(of)
        case Choice(of, options):
            return frozenset({of}).union(*map(names_in, options.values()))


_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "above": lambda value, than: value > than,
    "at_least": lambda value, than: value >= than,
    "below": lambda value, than: value < than,
    "at_most": lambda value, than: value <= than,
    "is": lambda value, than: value == than,
    "is_not": lambda value, than: value != than,
}
COMPARISONS = tuple(_COMPARISONS)


def _operate(operation: Operation, values: Mapping[str, Value]) -> float:
    numbers = [evaluate(argument, values) for argument in operation.arguments]
    match operation.operator, numbers:
        case "min", _:
            return min(numbers)
        case "max", _:
            return max(numbers)
        case "-", [only]:
            return -only
        case "+", [left, right]:
            return left + right
        case "-", [left, right]:
            return left - right
        case "*", [left, right]:
            return left * right
        case "/", [left, right]:
            if right == 0:
                raise ResponseError(f"{operation.arguments[1]} is 0, so {operation} divides by zero")
            return left / right
        case _:
            raise ResponseError(f"{operation.operator} takes another number of values")


def _finite(value: float, response: Response) -> float:
    if not math.isfinite(value):
        raise ResponseError(f"{response} is beyond all finite numbers")
    return value


def _on_curve(x: float, points: tuple[tuple[float, float], ...]) -> float:
    for (left, low), (right, high) in pairwise(points):
        if x <= left:
            return low
        if x < right:
            return low + (high - low) * (x - left) / (right - left)
    return points[-1][1]


def _on_steps(x: float, points: tuple[tuple[float, float], ...]) -> float:
    reached = points[0][1]
    for start, y in points:
        if x < start:
            break
        reached = y
    return reached
