"""
Small arithmetic as text: numbers, names, + - * /, min, max and brackets.

A hand-written reader of a tiny grammar: Python's own parser never sees model text. Strings, attributes,
powers, calls of anything else, and numbers without bounds do not exist in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anatomy.domain.response import Name, Number, Operation, Response

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 400
MAX_DEPTH = 30

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?P<unit>\s*%|[kMB]\b)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>[-+*/(),]))"
)
_UNITS = {"%": 0.01, "k": 1e3, "M": 1e6, "B": 1e9}


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
        raise ExpressionError(f"{reader.next.text!r} does not belong here", reader.next.offset)
    return tree


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int
    value: float = 0.0


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found:
            offset = at + len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(
                f"{text[offset]!r} is not arithmetic; use numbers, parameter names, + - * /, min, max", offset
            )
        kind = str(found.lastgroup if found.lastgroup != "unit" else "number")
        tokens.append(_Token(kind, found.group(kind), found.start(kind), _number(found)))
        at = found.end()
    return tokens


def _number(found: re.Match[str]) -> float:
    if found.group("number") is None:
        return 0.0
    unit = (found.group("unit") or "").strip()
    digits = found.group("number").removesuffix(found.group("unit") or "")
    return float(digits) / 100 if unit == "%" else float(digits) * _UNITS.get(unit, 1.0)


class _Reader:
    """One method for each level of the grammar: sum, product, factor."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = [*tokens, _Token("end", "", length)]
        self._at = 0

    @property
    def next(self) -> _Token:
        return self._tokens[self._at]

    def sum(self, depth: int) -> Response:
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Response:
        return self._chain(("*", "/"), self._factor, depth)

    def _chain(self, operators: tuple[str, str], read: Callable[[int], Response], depth: int) -> Response:
        tree = read(depth)
        while self.next.text in operators:
            operator = self._take().text
            tree = Operation(operator, (tree, read(depth)))
        return tree

    def _factor(self, depth: int) -> Response:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"nested deeper than {MAX_DEPTH} brackets", self.next.offset)
        token = self._take()
        if token.kind == "number":
            return Number(token.value)
        if token.text == "-":
            return Operation("-", (self._factor(depth + 1),))
        if token.text == "(":
            tree = self.sum(depth + 1)
            self._expect(")")
            return tree
        if token.kind == "name":
            return self._name_or_call(token, depth)
        raise ExpressionError(
            f"a number, a name or a bracket is missing before {token.text or 'the end'!r}", token.offset
        )

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
        return Operation(token.text, tuple(arguments))

    def _take(self) -> _Token:
        token = self.next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _expect(self, text: str) -> None:
        token = self._take()
        if token.text != text:
            raise ExpressionError(f"{text!r} is missing before {token.text or 'the end'!r}", token.offset)
