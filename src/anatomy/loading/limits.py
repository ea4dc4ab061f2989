"""Limits of models, decision files and options: what somebody will not accept, read with a model at hand."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn, Protocol

from msgspec import Struct
from msgspec.structs import replace

from anatomy.domain.directory import UnknownAddressError, directory_of
from anatomy.domain.limit import ANY, COMPARISONS, MEASURES, TOTAL, Limit
from anatomy.errors import InputError
from anatomy.loading.addresses import UNKNOWN, find_department
from anatomy.loading.gate import Source
from anatomy.loading.limit_grammar import LimitError, spelled, take_apart
from anatomy.loading.numbers import NumberError, parse_amount, parse_days, parse_range, parse_share, said
from anatomy.loading.tree import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from anatomy.domain.enterprise import Basis, Enterprise
    from anatomy.domain.limit import Measure
    from anatomy.domain.quantity import Range, Scales
    from anatomy.loading.limit_grammar import Piece
    from anatomy.loading.schema import BasisEntry, LimitEntry

Path = tuple[str | int, ...]
_CALLED = {"median": "p50", "average": "mean"}  # statistics by other names
_SCALES = {"likelihood": "likelihood", "severity": "severity", "days": "delay"}


class Context(Protocol):
    """What this needs of the builder."""

    removed: list[str]

    def complain(
        self, path: Path, code: str, message: str, hint: str = "", *, word: str = "", offset: int = 0
    ) -> None:
        """Add a problem at the place of a value, or `offset` characters into it."""

    def has_department(self, key: str) -> bool:
        """Whether the model has a department of that key."""

    def basis(self, entry: BasisEntry, path: Path) -> Basis:
        """The basis, its sources checked."""


class Reading(Struct, frozen=True, kw_only=True):
    """What must be known of a model to read a limit."""

    department: Callable[[str], str]  #: its key; raises UnknownAddressError
    departments: int | None  #: None: more than there are is no mistake
    scales: Scales
    currency: str


def parse_limit(text: str, by: Enterprise | Reading, *, name: str = "limit") -> Limit:
    """
    The limit in a text, such as the value of an option.

    Args:
        text: any text.
        by: the model whose departments, scales and currency it uses, or what is known of one.
        name: what messages call the text.

    Raises:
        InputError: it is not a limit of this model; with the column of the mistake.
    """
    try:
        return read_limit(text, by if isinstance(by, Reading) else reading_of(by))
    except LimitError as error:
        # One line, whatever ends lines somewhere, so that the column is that of the text.
        at = Node(Source(name, text.replace("\n", " ")), 1, error.offset + 1)
        raise InputError([at.problem(error.code, str(error), error.hint)]) from None


def reading_of(enterprise: Enterprise) -> Reading:
    """What a limit must know of a loaded model."""
    directory = directory_of(enterprise)
    return Reading(
        department=lambda text: find_department(directory, text),
        departments=len(enterprise.departments),
        scales=enterprise.scales,
        currency=enterprise.currency,
    )


def build_limits(
    context: Context, entries: Mapping[str, LimitEntry], *, scales: Scales, currency: str
) -> dict[str, Limit]:
    """
    The limits of a model by key, their departments keys already.

    One on a removed department goes with it; more departments than an overlay left is for the check to tell.
    """
    reading = Reading(department=lambda text: text, departments=None, scales=scales, currency=currency)
    limits: dict[str, Limit] = {}
    for key, entry in entries.items():
        path: Path = ("header", "limits", key)
        try:
            limit = read_limit(entry.limit, reading)
        except LimitError as error:
            context.complain((*path, "limit"), error.code, str(error), error.hint, offset=error.offset)
            continue
        if limit.scope not in {ANY, TOTAL} and not context.has_department(limit.scope):
            if limit.scope != UNKNOWN:
                context.removed.append(f"limit {key}")
            continue
        basis = context.basis(entry.basis, (*path, "basis"))
        for other in same_figure(limit, limits.values()):
            hint = "merge the two, or limit another figure"
            message = f"{limit.figure} is limited by {other.key!r} already"
            context.complain((*path, "limit"), "ANA030", message, hint)
        limits[key] = replace(limit, key=key, why=entry.why or "", owner=entry.owner or "", basis=basis)
    return limits


def same_figure(limit: Limit, others: Iterable[Limit]) -> list[Limit]:
    """Limits on the same figure, of which only one can count."""
    return [other for other in others if other.figure == limit.figure]


def read_limit(text: str, reading: Reading) -> Limit:
    """
    The limit in a text.

    Raises:
        LimitError: it is none, of a department, measure or statistic that there is not, or it makes no sense.
    """
    pieces = take_apart(text)
    scope = _scope(pieces.scope, reading)
    name = spelled(pieces.measure.text)
    if name not in MEASURES:
        _unknown("measure", pieces.measure, MEASURES)
    measure = MEASURES[name]
    _check_scope(scope, name, measure, at=pieces.scope.offset)
    limit = Limit(
        scope=scope,
        measure=name,
        stat=_stat(pieces.stat, name, measure),
        comparison=_comparison(pieces.comparison, name, measure),
        quantity=0.0,
    )
    try:
        limit = replace(limit, quantity=_quantity(pieces.quantity.text, limit, measure, reading))
        _check_sense(limit, measure, reading)
    except NumberError as error:
        raise LimitError(str(error), error.hint, offset=pieces.quantity.offset) from None
    return limit


def _scope(scope: Piece, reading: Reading) -> str:
    if scope.text.lower() in {ANY, TOTAL}:
        return scope.text.lower()
    try:
        return reading.department(scope.text)
    except UnknownAddressError as error:
        raise LimitError(str(error), error.hint, offset=scope.offset, code="ANA031") from None


def _check_scope(scope: str, name: str, measure: Measure, *, at: int) -> None:
    if scope == TOTAL and not measure.of_total:
        message = f"{name} is a figure of departments, not of the whole"
        raise LimitError(message, f"name a department, or write {ANY}.{name}", offset=at, code="ANA035")
    if scope != TOTAL and not measure.of_departments:
        message = f"{name} is a figure of the whole, not of departments"
        raise LimitError(message, f"write {TOTAL}.{name}", offset=at, code="ANA035")


def _stat(stat: Piece | None, name: str, measure: Measure) -> str:
    if stat is None:
        return measure.stats[0] if measure.stats else ""
    if not measure.stats:
        message = f"{name} is a single figure, without {said(stat.text)}"
        raise LimitError(message, f"write {name} alone", offset=stat.offset, code="ANA035")
    if stat.text.lower() not in measure.stats:
        _unknown("statistic", stat, measure.stats)
    return stat.text.lower()


def _comparison(sign: Piece, name: str, measure: Measure) -> str:
    worse = ">" if measure.more_is_worse else "<"
    if sign.text not in COMPARISONS:
        hint = f"write {worse} or {worse}="
        raise LimitError(f"{sign.text!r} is not a comparison", hint, offset=sign.offset)
    if not sign.text.startswith(worse):
        message = f"{name}: {'less' if measure.more_is_worse else 'later'} is no harm"
        hint = f"a limit says what is not acceptable, so write {worse}"
        raise LimitError(message, hint, offset=sign.offset, code="ANA035")
    return sign.text


def _quantity(text: str, limit: Limit, measure: Measure, reading: Reading) -> float:
    if measure.unit == "money":
        return parse_amount(text, currency=reading.currency)
    if measure.unit == "count":
        return _count(text)
    words: Mapping[str, Range] = getattr(reading.scales, _SCALES[measure.unit])
    range_ = parse_range(text, words=words, one=parse_days if measure.unit == "days" else parse_share)
    if text.lower() in words:
        # Beyond a word is beyond all that it means; from a word on is from the first that it means.
        is_beyond = limit.comparison in {">", "<"}
        return range_.high if measure.more_is_worse == is_beyond else range_.low
    if range_.low != range_.high:
        raise NumberError(f"{said(text)} is a range", "write the number from which on it is too much")
    return range_.mode


def _count(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text, re.ASCII):
        raise NumberError(f"{said(text)} is not a number of 0 or more", "write it like 6 or 4.5")
    return float(text)


def _check_sense(limit: Limit, measure: Measure, reading: Reading) -> None:
    """A limit that every figure exceeds, or none can, was not meant."""
    highest = {"likelihood": 1.0, "severity": 1.0, "count": reading.departments}.get(measure.unit)
    best, worst = (0.0, highest) if measure.more_is_worse else (None, 0.0)
    if best is not None and limit.is_exceeded(best):
        raise NumberError("every answer exceeds this limit", f"write {limit.comparison[0]} for beyond it")
    if worst is not None and not limit.is_exceeded(worst):
        many = f"there are {reading.departments} departments; " if measure.unit == "count" else ""
        raise NumberError("no answer can exceed this limit", f"{many}write another number")


def _unknown(what: str, piece: Piece, known: Mapping[str, object] | tuple[str, ...]) -> NoReturn:
    name = spelled(piece.text)
    near = get_close_matches(_CALLED.get(name, name), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
    raise LimitError(f"unknown {what} {said(piece.text)}", hint, offset=piece.offset, code="ANA031")
