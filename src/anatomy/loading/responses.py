"""Responses as written in a model file: a number, arithmetic, a curve, steps or a choice."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from anatomy.domain.response import (
    COMPARISONS,
    Choice,
    Condition,
    Curve,
    Number,
    Response,
    ResponseError,
    Steps,
    When,
    evaluate,
    names_in,
)
from anatomy.loading.expression import ExpressionError, parse_expression
from anatomy.loading.numbers import MAX_LENGTH as NUMBER_LENGTH
from anatomy.loading.numbers import NumberError, near_word, said

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
        word = words.get(value.strip().lower())
        if word is not None:
            return Number(word.point)
        if _is_arithmetic(value):
            return _parse_text(value, words=words)
    try:
        return Number(one(value))
    except NumberError as error:
        raise ResponseFormError(str(error), error.hint) from None


def parse_conditions(value: object) -> When:
    """
    The conditions of a `when`: a mapping, all of which must hold, or a list of mappings, any of which.

    Raises:
        ResponseFormError: not parameters with their comparisons.
    """
    if not isinstance(value, list):
        group = _parse_group(value)
        return (group,) if group else ()
    groups = tuple(_parse_item(index, item) for index, item in enumerate(value[: MAX_POINTS + 1]))
    if not 1 < len(groups) <= MAX_POINTS:
        message = f"a list in `when` has 2 to {MAX_POINTS} items, any of which may hold"
        raise ResponseFormError(message, "write a single mapping without the list")
    return groups


def _parse_item(index: int, item: object) -> tuple[Condition, ...]:
    try:
        group = _parse_group(item)
    except ResponseFormError as error:
        raise error.inside(index) from None
    if not group:
        hint = "name a parameter, or leave out when: altogether"
        raise ResponseFormError("an item without conditions always holds", hint, path=(index,))
    return group


def _parse_group(value: object) -> tuple[Condition, ...]:
    if not isinstance(value, dict):
        raise ResponseFormError("`when` maps parameters to comparisons", "write {discount: {above: 15 %}}")
    return tuple(
        condition for name, comparisons in value.items() for condition in _parse_parameter(name, comparisons)
    )


def _parse_parameter(name: str, comparisons: object) -> tuple[Condition, ...]:
    if not isinstance(comparisons, dict) or not comparisons:
        message = f"{name} needs a comparison"
        raise ResponseFormError(message, "write {above: 15 %}, or {above: 10 %, at_most: 20 %}", path=(name,))
    return tuple(_parse_condition(name, operator, than) for operator, than in comparisons.items())


def _parse_condition(name: str, operator: str, than: object) -> Condition:
    if operator not in COMPARISONS:
        hint = f"use one of: {', '.join(COMPARISONS)}"
        raise ResponseFormError(f"{operator!r} is not a comparison", hint, path=(name, operator))
    try:
        return Condition(name, operator, _parse_than(than, operator))
    except ResponseFormError as error:
        raise error.inside(name, operator) from None


def _parse_than(than: object, operator: str) -> Response | tuple[str, ...] | bool:
    if operator in {"is", "is_not"}:
        if isinstance(than, bool):
            return than
        if isinstance(than, str) and than.strip():
            return (than.strip(),)
        if isinstance(than, list) and than and all(isinstance(word, str) for word in than):
            return tuple(than)
    if isinstance(than, int | float) and not isinstance(than, bool):
        return Number(float(than))
    if isinstance(than, str) and than.strip():
        return _parse_text(than)
    message = f"{operator} cannot compare with {said(than)}"
    raise ResponseFormError(message, "compare with a number, a word or true/false")


def _is_arithmetic(text: str) -> bool:
    """Whether a text holds a name or an operation, rather than being one number with its unit."""
    return len(text) > NUMBER_LENGTH or not _ONE_NUMBER.fullmatch(text.strip())


# Anything that begins like a number or an amount and holds no operation: what reads one number says what is wrong.
_ONE_NUMBER = re.compile(
    r"""(?:[A-Z]{3}\s*(?=[-+0-9.])|[€$£¥]\s*)?            # a currency
    [-+]?[0-9.][0-9.,_]*(?:[ \u00a0][0-9]{3})*             # digits
    (?:[eE][-+]?[0-9]+)?
    \s*(?:%|[€$£¥]|[kKmMbB]?\s*[A-Z]{3}|[kKmMbB]|(?:day|week|month|hour)s?)?""",
    re.VERBOSE | re.ASCII,
)


def _parse_text(text: str, *, words: Mapping[str, Range] | None = None) -> Response:
    try:
        tree = parse_expression(text)
        if not names_in(tree):
            evaluate(tree, {})
    except ResponseError as error:
        raise ResponseFormError(str(error), "write another number") from None
    except ExpressionError as error:
        near = near_word(text, words or {})
        hint = f"did you mean {near!r}?" if near else "see responses in docs/model-format.md"
        raise ResponseFormError(str(error), hint, offset=error.offset) from None
    return tree


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
        hint = f"write {{{shape}: {{{', '.join(f'{one}: ...' for one in sorted(wanted))}}}}}"
        raise ResponseFormError(f"{shape} needs exactly: {', '.join(sorted(wanted))}", hint, path=(shape,))
    try:
        if shape == "choice":
            return _parse_choice(inner, one=one, words=words)
        of = _parse_of(inner["of"])
        points = _parse_points(inner["points"], one=one, words=words)
        return Curve(of, points) if shape == "curve" else Steps(of, points)
    except ResponseFormError as error:
        raise error.inside(shape) from None


def _parse_of(of: object) -> Response:
    if not isinstance(of, str):
        raise ResponseFormError("`of` names a parameter", "write of: some_parameter", path=("of",))
    try:
        return _parse_text(of)
    except ResponseFormError as error:
        raise error.inside("of") from None


def _parse_choice(
    inner: dict[str, object], *, one: Callable[[object], float], words: Mapping[str, Range]
) -> Choice:
    options = inner["options"]
    if not isinstance(inner["of"], str) or not isinstance(options, dict) or not options:
        hint = "write {choice: {of: reason, options: {this: 30 %, that: 20 %}}}"
        raise ResponseFormError("a choice has one parameter in `of` and responses in `options`", hint)
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
        message = f"points are a list of 1 to {MAX_POINTS} pairs"
        raise ResponseFormError(message, "write [[x, y], [x, y]]", path=("points",))
    points: list[tuple[float, float]] = []
    for index, pair in enumerate(value):
        if not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004 - x and y
            raise ResponseFormError("a point is a pair", "write [x, y]", path=("points", index))
        x = parse_constant(pair[0], path=("points", index, 0))
        y = _plain_y(pair[1], one=one, words=words, path=("points", index, 1))
        if points and x <= points[-1][0]:
            raise ResponseFormError("the x of points must rise", "sort the points", path=("points", index, 0))
        points.append((x, y))
    return tuple(points)


def parse_constant(value: object, *, path: tuple[str | int, ...] = ()) -> float:
    """
    A number in any unit that arithmetic may hold, such as 10 %, 50k or 3.

    Raises:
        ResponseFormError: it is not.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    try:
        response = parse_expression(value) if isinstance(value, str) else None
        if response is not None and not names_in(response):
            return evaluate(response, {})
    except (ExpressionError, ResponseError):
        pass
    hint = "write it like 10 %, 50k or 3"
    raise ResponseFormError(f"{said(value)} is not a number", hint, path=path)


def _plain_y(
    value: object, *, one: Callable[[object], float], words: Mapping[str, Range], path: tuple[str | int, ...]
) -> float:
    try:
        response = parse_response(value, one=one, words=words)
    except ResponseFormError as error:
        raise error.inside(*path) from None
    if not isinstance(response, Number):
        raise ResponseFormError("a point holds numbers only", "write [x, y]", path=path)
    return response.value
