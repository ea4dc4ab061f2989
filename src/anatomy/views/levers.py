"""What matters most: the dependencies worth weakening, for the hidden cost and for each card department."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.words import NBSP, honest, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.impact import FallFacts, LeverFacts
    from anatomy.views.parts import Lookup, Step

_POINTS = 100
_LEAST = 0.5  #: points, or hundredths of the money; less is not worth a line


class Lever(Struct, frozen=True, kw_only=True):
    """One dependency."""

    source: Step
    target: Step
    effect: str
    falls: str  #: with half of its paired interval
    beside: tuple[str, ...]  #: of the other figures, those that fall visibly
    owner: str
    kind: str
    help: str  #: what usually helps against that kind
    where: str


class Levers(Struct, frozen=True, kw_only=True):
    """Those of one figure."""

    heading: str
    name: str  #: of the department; empty for the hidden cost
    sentence: str  #: what the first of them does
    levers: tuple[Lever, ...]


def levers(look: Lookup) -> tuple[Levers, ...]:
    """The hidden cost first, then the card departments; nothing where the report does not hold them."""
    groups = groupby(look.report.levers, key=lambda one: (one.target, one.measure))
    found = (_of(look, target, measure, list(some)) for (target, measure), some in groups)
    return tuple(one for one in found if one.levers)


def _of(look: Lookup, target: str, measure: str, some: list[LeverFacts]) -> Levers:
    shown = [one for one in some if _points(one) >= _LEAST]
    department = look.departments.get(target)
    return Levers(
        heading=_HEADS[measure],
        name=department.name if department else "",
        sentence=_sentence(look, shown[0]) if shown else "",
        levers=tuple(_levers(look, shown)),
    )


def _points(one: LeverFacts) -> float:
    """By how many points a chance or a severity falls, or by how many hundredths money does."""
    return one.by * _POINTS / (one.by + one.without if one.measure == "loss" else 1.0)


_HEADS = {
    "loss": "Hidden cost",
    "felt": "Chance of feeling it",
    "severity": "Mean severity",
    "reached": "Reached",
}


_SHORT = {"felt": "chance", "severity": "severity"}


def _sentence(look: Lookup, lever: LeverFacts) -> str:
    before, after = _figure(look, lever, lever.by + lever.without), _figure(look, lever, lever.without)
    if lever.measure == "felt" and lever.target in look.departments:
        before = percent(honest(look.departments[lever.target].feeling.felt))
    return f"Without the first: {after} instead of {before}."


def _figure(look: Lookup, lever: LeverFacts, value: float) -> str:
    return money.plain_money(value, look.currency) if lever.measure == "loss" else percent(value)


def _levers(look: Lookup, some: list[LeverFacts]) -> Iterator[Lever]:
    for one in some:
        link = look.links[one.link]
        others = (_falls(look, other) for other in one.beside if _falls_visibly(look, other))
        yield Lever(
            source=look.step(link.source),
            target=look.step(link.target),
            effect=link.effect,
            falls=_falls(look, one),
            beside=tuple(others),
            owner=one.owner,
            kind=link.kind,
            help=one.mitigation,
            where=link.where,
        )


def _falls(look: Lookup, one: LeverFacts | FallFacts) -> str:
    half = (one.high - one.low) / 2
    if one.measure == "loss":
        error = f" ±{NBSP}{money.plain_money(half, look.currency)}" if half else ""
        return f"−{money.plain_money(one.by, look.currency)}{error}"
    error = f" ±{NBSP}{half * _POINTS:.1f}" if half else ""
    return f"{_SHORT[one.measure]} −{one.by * _POINTS:.1f}{error} points"


def _falls_visibly(look: Lookup, one: FallFacts) -> bool:
    if one.measure == "loss":
        return money.plain_money(one.by, look.currency) != money.plain_money(0.0, look.currency)
    return round(one.by * _POINTS, 1) > 0
