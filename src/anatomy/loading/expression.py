"""
Small arithmetic as text: numbers, names, + - * /, min, max and brackets.

A hand-written reader of a tiny grammar: Python's own parser never sees model text. Strings, attributes,
powers, calls of anything else, and numbers without bounds do not exist in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.response import Name, Number, Operation, Response

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 400
MAX_DEPTH = 30

MAX_OPERATIONS = 100
MAX_NUMBER = 1e15

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?P<unit>\s*%|[kMB]\b)?)
        |(?P<name>[A-Za-z_]\w*)
        |(?P<sign>\*\*|[-+*/(),])
    )""",
    re.ASCII | re.VERBOSE,
)
_UNITS = {"k": 1e3, "M": 1e6, "B": 1e9}


class ExpressionError(ValueError):
    """The text is not arithmetic; `offset` says how many characters in."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def parse_expression(text: str) -> Response:
    """
    The tree of an arithmetic text.

    Raises:
        ExpressionError: with the offset of the first thing that does not fit.

    >>> str(parse_expression("min(1, (discount - 15 %) / margin)"))
    'min(1, (discount - 0.15) / margin)'
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH)
    reader = _Reader(_tokens(text), len(text))
    tree = reader.sum(0)
    if reader.next.text:
        why = ": there are no powers" if reader.next.text == "**" else ""
        raise ExpressionError(f"{reader.next.spoken()} does not belong here{why}", reader.next.offset)
    return tree


class _Token(Struct, frozen=True):
    kind: str
    text: str
    offset: int
    value: float = 0.0

    def spoken(self) -> str:
        """The token as messages name it."""
        return repr(self.text) if self.text else "the end"


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    end = len(text.rstrip())
    at = 0
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            offset = end - len(text[at:end].lstrip())
            message = f"{text[offset]!r} is not arithmetic; use numbers, parameter names, + - * /, min, max"
            raise ExpressionError(message, offset)
        kind = str(found.lastgroup if found.lastgroup != "unit" else "number")
        tokens.append(_Token(kind, found.group(kind), found.start(kind), _number(found)))
        at = found.end()
    return tokens


def _number(found: re.Match[str]) -> float:
    if found.group("number") is None:
        return 0.0
    unit = (found.group("unit") or "").strip()
    digits = found.group("number").removesuffix(found.group("unit") or "")
    number = float(digits) / 100 if unit == "%" else float(digits) * _UNITS.get(unit, 1.0)
    if number > MAX_NUMBER:
        raise ExpressionError("this number is too large", found.start("number"))
    return number


class _Reader:
    """One method for each level of the grammar: sum, product, factor."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = [*tokens, _Token("end", "", length)]
        self._at = 0
        self._operations = 0

    @property
    def next(self) -> _Token:
        """The token that has not been read yet."""
        return self._tokens[self._at]

    def sum(self, depth: int) -> Response:
        """Terms joined by + and -."""
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Response:
        return self._chain(("*", "/"), self._factor, depth)

    def _chain(self, operators: tuple[str, str], read: Callable[[int], Response], depth: int) -> Response:
        tree = read(depth)
        while self.next.text in operators:
            operator = self._take()
            tree = self._operation(operator, (tree, read(depth)))
        return tree

    def _operation(self, operator: _Token, arguments: tuple[Response, ...]) -> Response:
        self._operations += 1
        if self._operations > MAX_OPERATIONS:
            raise ExpressionError(f"more than {MAX_OPERATIONS} operations", operator.offset)
        return Operation(operator.text, arguments)

    def _factor(self, depth: int) -> Response:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"nested deeper than {MAX_DEPTH} brackets", self.next.offset)
        token = self._take()
        if token.kind == "number":
            return Number(token.value)
        if token.text == "-":
            return self._operation(token, (self._factor(depth + 1),))
        if token.text == "(":
            tree = self.sum(depth + 1)
            self._expect(")")
            return tree
        if token.kind == "name":
            return self._name_or_call(token, depth)
        message = f"a number, a name or a bracket is missing before {token.spoken()}"
        raise ExpressionError(message, token.offset)

    def _name_or_call(self, token: _Token, depth: int) -> Response:
        if self.next.text != "(":
            return Name(token.text)
        if token.text not in {"min", "max"}:
            raise ExpressionError(f"{token.text}() is not known; only min() and max() are", token.offset)
        self._take()
        arguments = [self.sum(depth + 1)]
        while self.next.text == ",":
            self._take()
            arguments.append(self.sum(depth + 1))
        self._expect(")")
        return self._operation(token, tuple(arguments))

    def _take(self) -> _Token:
        token = self.next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _expect(self, text: str) -> None:
        token = self._take()
        if token.text != text:
            raise ExpressionError(f"{text!r} is missing before {token.spoken()}", token.offset)
