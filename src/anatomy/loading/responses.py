"""Responses as written in a model file: a number, arithmetic, a curve, steps or a choice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anatomy.domain.response import COMPARISONS, Choice, Condition, Curve, Number, Response, Steps
from anatomy.loading.expression import ExpressionError, parse_expression
from anatomy.loading.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.quantity import Range

MAX_POINTS = 100
_SHAPES = ("curve", "steps", "choice")


class ResponseFormError(ValueError):
    """A response is not well written; `path` leads to the place inside it, `offset` into its text."""

    def __init__(
        self, message: str, hint: str = "", *, path: tuple[str | int, ...] = (), offset: int = 0
    ) -> None:
        super().__init__(message)
        self.hint = hint
        self.path = path
        self.offset = offset

    def inside(self, *parts: str | int) -> ResponseFormError:
        """The same complaint, seen from further out."""
        return ResponseFormError(str(self), self.hint, path=(*parts, *self.path), offset=self.offset)


def parse_response(value: object, *, one: Callable[[object], float], words: Mapping[str, Range]) -> Response:
    """
    The tree of a response.

    Args:
        value: as read from the file.
        one: reads a single number of the wanted quantity, such as a share.
        words: the scale whose words stand for their point value.

    Raises:
        ResponseFormError: it is not a response.
    """
    if isinstance(value, dict):
        return _parse_shape(value, one=one, words=words)
    if isinstance(value, str):
        if value.strip().lower() in words:
            return Number(words[value.strip().lower()].point)
        if _is_arithmetic(value):
            return _parse_text(value)
    try:
        return Number(one(value))
    except NumberError as error:
        raise ResponseFormError(str(error), error.hint) from None


def parse_conditions(value: object) -> tuple[Condition, ...]:
    """
    The conditions of a `when`, all of which must hold.

    Raises:
        ResponseFormError: not a mapping of parameters to one comparison each.
    """
    if not isinstance(value, dict):
        raise ResponseFormError("`when` maps parameters to comparisons", "write {discount: {above: 15 %}}")
    return tuple(_parse_condition(name, comparison) for name, comparison in value.items())


def _parse_condition(name: str, comparison: object) -> Condition:
    if not isinstance(comparison, dict) or len(comparison) != 1:
        raise ResponseFormError("needs exactly one comparison", "write {above: 15 %}", path=(name,))
    ((operator, than),) = comparison.items()
    if operator not in COMPARISONS:
        raise ResponseFormError(
            f"{operator!r} is not a comparison",
            f"use one of: {', '.join(COMPARISONS)}",
            path=(name, operator),
        )
    try:
        return Condition(name, operator, _parse_than(than, operator))
    except ResponseFormError as error:
        raise error.inside(name, operator) from None


def _parse_than(than: object, operator: str) -> Response | tuple[str, ...] | bool:
    if operator in {"is", "is_not"}:
        if isinstance(than, bool):
            return than
        if isinstance(than, str):
            return (than,)
        if isinstance(than, list) and all(isinstance(word, str) for word in than):
            return tuple(than)
    if isinstance(than, int | float) and not isinstance(than, bool):
        return Number(float(than))
    if isinstance(than, str) and than.strip():
        return _parse_text(than)
    raise ResponseFormError("cannot be compared with this", "compare with a number, a word or true/false")


def _is_arithmetic(text: str) -> bool:
    """Whether a text holds a name or an operation, rather than being one number with its unit."""
    if re.fullmatch(
        r"\s*[-+]?[\d.,_\s]*([eE][-+]?\d+)?\s*(%|[kKmMbB]|days?|weeks?|months?|hours?)?\s*", text
    ):
        return False
    return not re.match(r"\s*([A-Z]{3}\s*\d|[€$£¥])", text)


def _parse_text(text: str) -> Response:
    try:
        return parse_expression(text)
    except ExpressionError as error:
        raise ResponseFormError(
            str(error), "see responses in docs/model-format.md", offset=error.offset
        ) from None


def _parse_shape(
    value: dict[str, object], *, one: Callable[[object], float], words: Mapping[str, Range]
) -> Response:
    shape = next(iter(value), "")
    inner = value.get(shape)
    if len(value) != 1 or shape not in _SHAPES or not isinstance(inner, dict):
        raise ResponseFormError(
            "a response with braces is a curve, steps or a choice", f"use one of: {', '.join(_SHAPES)}"
        )
    wanted = {"of", "options"} if shape == "choice" else {"of", "points"}
    if set(inner) != wanted:
        raise ResponseFormError(f"{shape} needs exactly: {', '.join(sorted(wanted))}", path=(shape,))
    try:
        if shape == "choice":
            return _parse_choice(inner, one=one, words=words)
        of = _parse_text(str(inner["of"]))
        points = _parse_points(inner["points"], one=one, words=words)
        return Curve(of, points) if shape == "curve" else Steps(of, points)
    except ResponseFormError as error:
        raise error.inside(shape) from None


def _parse_choice(
    inner: dict[str, object], *, one: Callable[[object], float], words: Mapping[str, Range]
) -> Choice:
    options = inner["options"]
    if not isinstance(inner["of"], str) or not isinstance(options, dict) or not options:
        raise ResponseFormError("a choice has `of:` one parameter and `options:` word: response")
    parsed = {}
    for word, response in options.items():
        try:
            parsed[word] = parse_response(response, one=one, words=words)
        except ResponseFormError as error:
            raise error.inside("options", word) from None
    return Choice(inner["of"], parsed)


def _parse_points(
    value: object, *, one: Callable[[object], float], words: Mapping[str, Range]
) -> tuple[tuple[float, float], ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_POINTS:
        raise ResponseFormError(f"points are a list of 1 to {MAX_POINTS} pairs [x, y]", path=("points",))
    points: list[tuple[float, float]] = []
    for index, pair in enumerate(value):
        if not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004 - x and y
            raise ResponseFormError("a point is a pair [x, y]", path=("points", index))
        x = _plain_x(pair[0], path=("points", index, 0))
        y = _plain_y(pair[1], one=one, words=words, path=("points", index, 1))
        if points and x <= points[-1][0]:
            raise ResponseFormError("the x of points must rise", "sort the points", path=("points", index, 0))
        points.append((x, y))
    return tuple(points)


def _plain_x(value: object, *, path: tuple[str | int, ...]) -> float:
    """Where on the axis: a number in any unit that arithmetic may hold, such as 10 %, 50k or 3."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        response = parse_expression(value) if isinstance(value, str) else None
    except ExpressionError:
        response = None
    if not isinstance(response, Number):
        raise ResponseFormError(
            f"{value!r} is not a number", "write the x of a point like 10 %, 50k or 3", path=path
        )
    return response.value


def _plain_y(
    value: object, *, one: Callable[[object], float], words: Mapping[str, Range], path: tuple[str | int, ...]
) -> float:
    try:
        response = parse_response(value, one=one, words=words)
    except ResponseFormError as error:
        raise error.inside(*path) from None
    if not isinstance(response, Number):
        raise ResponseFormError("a point holds numbers only", path=path)
    return response.value
