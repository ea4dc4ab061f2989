"""
The grammar of limits: `scope.measure[.stat] comparison quantity`, taken apart without knowing any model.

It is that of model files, decision files and options alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.limit import ANY, MEASURES, STATS, TOTAL
from anatomy.loading.numbers import said

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = "write it like Finance.loss.p90 > 100k"
MOST_TEXT = 300  #: characters of a limit
_SIGN = re.compile(r"[<>=!≤≥≠]+")


class LimitError(ValueError):
    """The text is not a limit; `offset` says how many characters in, `code` what sort of mistake it is."""

    def __init__(self, message: str, hint: str, *, offset: int, code: str = "ANA014") -> None:
        super().__init__(message)
        self.hint = hint
        self.offset = offset
        self.code = code


class Piece(Struct, frozen=True):
    """A part of a text without the space around it, and how many characters in it begins."""

    text: str
    offset: int


class Pieces(Struct, frozen=True, kw_only=True):
    """A limit taken apart."""

    scope: Piece
    measure: Piece
    stat: Piece | None
    comparison: Piece
    quantity: Piece


def take_apart(text: str) -> Pieces:
    """
    The pieces of a limit; only whether all are there is checked.

    Raises:
        LimitError: a piece is missing.

    >>> pieces = take_apart("Dr. Who & Sons.loss.p90 > 100k")
    >>> pieces.scope.text, pieces.measure.text, pieces.quantity
    ('Dr. Who & Sons', 'loss', Piece(text='100k', offset=26))
    """
    if len(text) > MOST_TEXT:
        raise LimitError(f"longer than {MOST_TEXT} characters", "shorten it", offset=MOST_TEXT)
    end = len(text.rstrip())
    sign = _SIGN.search(text)
    if sign is None:
        raise LimitError(f"{said(text)} compares with nothing", EXAMPLE, offset=end)
    what, quantity = _piece(text, 0, sign.start()), _piece(text, sign.end(), len(text))
    if not what.text:
        raise LimitError("what is limited is missing", EXAMPLE, offset=sign.start())
    if not quantity.text:
        raise LimitError(f"nothing stands after {sign.group()!r}", EXAMPLE, offset=end)
    scope, measure, stat = _named(what)
    return Pieces(
        scope=scope,
        measure=measure,
        stat=stat,
        comparison=Piece(sign.group(), sign.start()),
        quantity=quantity,
    )


def spelled(name: str) -> str:
    """A name as the grammar spells it: small letters and hyphens."""
    return re.sub(r"[\s_]+", "-", name.strip().lower())


def _named(what: Piece) -> tuple[Piece, Piece, Piece | None]:
    """Scope, measure and statistic; the name of a department may hold points."""
    parts = list(_between_points(what))
    for part in parts:
        if not part.text:
            raise LimitError("a name is missing beside a point", EXAMPLE, offset=part.offset)
    stat = parts.pop() if _ends_with_stat([part.text for part in parts]) else None
    if len(parts) == 1:
        return _whole(parts[0]), parts[0], stat
    measure = parts.pop()
    end = parts[-1].offset + len(parts[-1].text) - what.offset
    return Piece(what.text[:end], what.offset), measure, stat


def _between_points(what: Piece) -> Iterator[Piece]:
    at = 0
    for part in what.text.split("."):
        yield _piece(what.text, at, at + len(part), shift=what.offset)
        at += len(part) + 1


def _ends_with_stat(names: list[str]) -> bool:
    """Whether the last word is the name of a statistic, or stands where one would: behind a measure."""
    match names:
        case [_, *_, before, last]:
            return last.lower() in STATS or spelled(before) in MEASURES
        case [_, last]:
            return last.lower() in STATS
    return False


def _whole(only: Piece) -> Piece:
    """The scope of a measure that stands alone, as only one of the whole enterprise may."""
    name = spelled(only.text)
    if name not in MEASURES:
        message = f"{said(only.text)} stands without a measure"
        hint = f"add one of: {', '.join(MEASURES)}"
        raise LimitError(message, hint, offset=only.offset + len(only.text), code="ANA010")
    if MEASURES[name].of_departments:
        message = f"{said(only.text)} does not say whose"
        raise LimitError(message, f"write {ANY}.{name}", offset=only.offset, code="ANA010")
    return Piece(TOTAL, only.offset)


def _piece(text: str, start: int, end: int, *, shift: int = 0) -> Piece:
    part = text[start:end]
    return Piece(part.strip(), shift + start + len(part) - len(part.lstrip()))
