"""The heat map: how likely each layer of each department feels it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views.palette import STEP_LABELS
from anatomy.views.parts import FAINT, Lookup, felt_percent
from anatomy.views.words import chance_step, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.impact import DepartmentFacts


class Head(Struct, frozen=True, kw_only=True):
    """A layer over its column."""

    code: str
    name: str


class Shade(Struct, frozen=True, kw_only=True):
    """One coloured number."""

    text: str
    step: int


class HeatRow(Struct, frozen=True, kw_only=True):
    """One department; `any` is the joint chance from the engine, not a sum or a maximum."""

    place: int
    name: str
    code: str
    cells: tuple[Shade, ...]
    any: str


class Heat(Struct, frozen=True, kw_only=True):
    """Departments by layers, likeliest first."""

    heads: tuple[Head, ...]
    rows: tuple[HeatRow, ...]  #: on the first screen
    faint: tuple[HeatRow, ...]  #: below FAINT percent, further down
    faint_under: str
    legend: tuple[Shade, ...]


def heat(look: Lookup) -> Heat:
    """All departments; the faint ones apart."""
    strong = [one for one in look.by_chance if felt_percent(one) >= FAINT]
    faint = [one for one in look.by_chance if felt_percent(one) < FAINT]
    return Heat(
        heads=tuple(Head(code=layer.code, name=layer.name) for layer in look.report.model.layers),
        rows=tuple(_rows(look, strong)),
        faint=tuple(_rows(look, faint)),
        faint_under=f"{FAINT} %".replace(" ", "\u00a0"),
        legend=tuple(Shade(text=label, step=step) for step, label in enumerate(STEP_LABELS)),
    )


def _rows(look: Lookup, departments: Iterable[DepartmentFacts]) -> Iterable[HeatRow]:
    for one in departments:
        yield HeatRow(
            place=look.report.departments.index(one) + 1,
            name=one.name,
            code=one.code,
            cells=tuple(Shade(text=bare(chance), step=chance_step(chance)) for chance in one.layers),
            any=percent(honest(one.feeling.felt)),
        )


def bare(chance: float) -> str:
    """
    Percent without its sign, for a table that says so.

    >>> bare(0.861), bare(0.002), bare(0.0)
    ('86', '<1', '0')
    """
    return (
        percent(chance).split("\u00a0")[0]
        if whole_percent(chance) in (0, 100)
        else str(whole_percent(chance))
    )
