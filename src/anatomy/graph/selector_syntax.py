"""
How a selector is written: atoms with operators on them, joined by commas and spaces.

A hand-written reader; docs/selectors.md tells the grammar.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from msgspec import Struct

from anatomy.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LENGTH: Final = 2_000
MAX_TERMS: Final = 100
METHODS: Final = ("dept", "fn", "layer", "kind", "owner", "carried_by", "grade", "felt")
"""What may stand before a colon."""

_SHOWN = 72  #: characters of a selector that a message repeats
_BEFORE = re.compile(r"@|(\d*)\+")
_METHOD = re.compile(r"([^\s,\[\]+\"'@:./*?>]+):")
_BARE = re.compile(r"[^\s,\[\]+\"]")
_AFTER = re.compile(r"\+(\d*)")
_FILTER = re.compile(r"\[([^\[\]]*)\]")
_DIGITS = 4


class SelectorError(InputError):
    """The text is no selector, or names what the model does not have; the excerpt points at the place."""

    exit_code = 2


class Term(Struct, frozen=True, kw_only=True):
    """One atom with the operators on it, such as `2+D9.F7[kind:commits]`."""

    text: str  #: as written
    offset: int
    method: str  #: one of METHODS, or nothing for an address
    value: str  #: of the method, or the address; without quotes
    value_offset: int
    up: int | None = 0  #: steps to walk upstream; None: all the way
    down: int | None = 0
    around: bool = False  #: written with @: on the way down, all that leads there too
    kinds: tuple[tuple[str, int], ...] = ()  #: the only kinds to walk along, each with its offset


def parse_selector(text: str) -> tuple[tuple[Term, ...], ...]:
    """
    The alternatives of a selector, each the terms that must all hold.

    Raises:
        SelectorError: with a caret under the first thing that does not fit.

    >>> [[term.text for term in terms] for terms in parse_selector("+D9.F7,layer:P3 dept:Legal")]
    [['+D9.F7', 'layer:P3'], ['dept:Legal']]
    """
    if len(text) > MAX_LENGTH:
        raise refusal(text, f"a selector has at most {MAX_LENGTH:,} characters", MAX_LENGTH - 1)
    return tuple(_Reader(text).alternatives())


def refusal(
    text: str, message: str, offset: int, *, length: int = 1, hint: str = "", code: str = "ANA090"
) -> SelectorError:
    """A refusal of a part of a selector, with the part marked."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    start = max(0, offset - _SHOWN // 2)
    before, shown = line[start:offset], line[start : start + _SHOWN]
    marks = min(max(length, 1), max(len(shown) - len(before), 1))
    room = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in before)
    excerpt = f"  | {shown}\n  | {' ' * room}{'^' * marks}"
    return SelectorError([Problem(code=code, message=message, hint=hint, excerpt=excerpt)])


def nearest(wanted: str, known: Iterable[str], *, lead: str = "") -> str:
    """
    A hint at the nearest name, in quotes where it needs them; else the names themselves where they are few.

    >>> nearest("comits", ["commits", "gates"], lead="kind:")
    'did you mean kind:commits?'
    """
    few = 15
    spelled = list(dict.fromkeys(known))
    near = get_close_matches(wanted.lower()[:_SHOWN], [name.lower() for name in spelled], n=1, cutoff=0.5)
    if near:
        name = next(name for name in spelled if name.lower() == near[0])
        return f"did you mean {lead}{quoted(name)}?"
    return f"there are {', '.join(spelled)}" if 0 < len(spelled) <= few else ""


def said(name: str) -> str:
    """A name that someone typed, as messages repeat it."""
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...")


def quoted(name: str) -> str:
    """
    A name as a selector takes it.

    >>> quoted("Customer Support"), quoted("Legal")
    ('"Customer Support"', 'Legal')
    """
    return name if name and all(_BARE.fullmatch(sign) for sign in name) else f'"{name}"'


class _Reader:
    """Reads from left to right, one term at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._terms = 0

    def alternatives(self) -> Iterator[tuple[Term, ...]]:
        """Terms joined by commas, separated by spaces."""
        self._skip()
        if self._at == len(self._text):
            raise refusal(self._text, "a selector names at least one place", self._at, hint="such as D9.F7+")
        while self._at < len(self._text):
            terms = [self._term()]
            while self._sign() == ",":
                self._at += 1
                terms.append(self._term())
            yield tuple(terms)
            self._skip()

    def _term(self) -> Term:
        start = self._at
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise refusal(self._text, f"a selector has at most {MAX_TERMS} terms", start)
        before = self._take(_BEFORE)
        method = self._method()
        offset = self._at
        value = self._value()
        if not value:
            raise self._misplaced("a place, or a method such as dept:, is missing here")
        after = self._take(_AFTER)
        kinds = self._kinds(walks=bool(before or after))
        if self._at < len(self._text) and not (self._sign().isspace() or self._sign() == ","):
            raise self._misplaced(f"{self._sign()!r} does not belong here")
        around = before is not None and before.group() == "@"
        if around and after:
            raise refusal(
                self._text, "@ already walks downstream", self._at - 1, hint=f"leave {after.group()} away"
            )
        return Term(
            text=self._text[start : self._at],
            offset=start,
            method=method,
            value=value,
            value_offset=offset,
            up=None if around else _steps(self._text, before),
            down=None if around else _steps(self._text, after),
            around=around,
            kinds=kinds,
        )

    def _method(self) -> str:
        found = self._take(_METHOD)
        if not found:
            return ""
        name = found.group(1)
        if name not in METHODS:
            hint = nearest(name, METHODS)
            raise refusal(
                self._text, f"there is no method {said(name)}", found.start(), length=len(name), hint=hint
            )
        return name

    def _value(self) -> str:
        """Bare characters and quoted stretches; a quote opens at the start, or after a dot or slash."""
        parts: list[str] = []
        while self._at < len(self._text):
            sign = self._sign()
            if sign in {'"', "'"} and (not parts or parts[-1][-1:] in {".", "/"}):
                end = self._text.find(sign, self._at + 1)
                if end < 0:
                    raise self._misplaced("this quote is never closed")
                parts.append(self._text[self._at + 1 : end])
                self._at = end + 1
            elif _BARE.fullmatch(sign):
                parts.append(sign)
                self._at += 1
            else:
                break
        return "".join(parts).strip()

    def _kinds(self, *, walks: bool) -> tuple[tuple[str, int], ...]:
        start = self._at
        if self._sign() != "[":
            return ()
        found = self._take(_FILTER)
        if not found:
            raise self._misplaced("this bracket is never closed")
        method, colon, names = found.group(1).partition(":")
        if method != "kind" or not colon:
            raise refusal(
                self._text, "a walk is filtered by kind only", start + 1, hint="write [kind:commits]"
            )
        if not walks:
            hint = "add + or @, or select with kind:"
            raise refusal(self._text, "a filter needs a walk to act on", start, hint=hint)
        offset = start + len("[kind:")
        kinds: list[tuple[str, int]] = []
        for name in names.split(","):
            if not name.strip():
                raise refusal(self._text, "a kind is missing here", offset)
            kinds.append((name.strip(), offset + len(name) - len(name.lstrip())))
            offset += len(name) + 1
        return tuple(kinds)

    def _sign(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _skip(self) -> None:
        while self._sign().isspace():
            self._at += 1

    def _misplaced(self, message: str) -> SelectorError:
        hint = ""
        if self._sign() == "," or (self._sign().isspace() and self._text[: self._at].rstrip().endswith(",")):
            hint = "A,B without spaces is what both hold, A B what either holds"
        return refusal(self._text, message, self._at, hint=hint)


def _steps(text: str, found: re.Match[str] | None) -> int | None:
    """How far to walk: no operator, not at all; an operator without a number, all the way."""
    if not found:
        return 0
    digits = found.group(1)
    if len(digits) > _DIGITS:
        raise refusal(text, "this is more steps than any walk has", found.start(1), length=len(digits))
    return int(digits) if digits else None
