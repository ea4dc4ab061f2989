"""Choices side by side as rows for a spreadsheet: one for every figure, unrounded."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final, TypedDict

from msgspec import Struct

from anatomy.domain.alternatives import FORMAT
from anatomy.render.sheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.alternatives import (
        AlternativeFacts,
        ComparedChoices,
        Comparison,
        Difference,
        GridCell,
        GridFacts,
        Standing,
    )
    from anatomy.domain.figures import Chance

HEADS: Final = (
    "choice",
    "title",
    "department",
    "figure",
    "value",
    "low",
    "high",
    "difference",
    "difference low",
    "difference high",
    "format",
)


class _Figure(Struct, frozen=True, kw_only=True):
    """One figure of one choice."""

    name: str
    value: float | str | None
    low: float | None = None
    high: float | None = None
    difference: Difference | None = None
    department: str = ""


class _Interval(TypedDict):
    """A chance with its sampling interval."""

    value: float
    low: float
    high: float


def render_alternatives_csv(compared: ComparedChoices) -> str:
    """
    A row for every figure of every choice and department, and for every cell of the table over two parameters.

    Low and high are the range of a chance to win and of what follows from it, the 5 % and 95 % quantiles of money, or
    the 95 % sampling interval of a chance; differences are from the first choice, with paired 95 % intervals.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in _rows(compared.comparison):
        writer.writerow(map(harmless, (*row, FORMAT)))
    return out.getvalue()


def _rows(comparison: Comparison) -> Iterator[tuple[str | float | None, ...]]:
    for one in comparison.choices:
        for figure in (*_figures(comparison, one), *_departments(comparison, one)):
            yield (one.key, one.title, *_told(figure))
    if comparison.grid is not None:
        yield from _cells(comparison.grid)


def _told(figure: _Figure) -> tuple[str | float | None, ...]:
    ahead = figure.difference
    ends = (ahead.mean, ahead.low, ahead.high) if ahead else (None, None, None)
    return (figure.department, figure.name, figure.value, figure.low, figure.high, *ends)


def _figures(comparison: Comparison, one: AlternativeFacts) -> Iterator[_Figure]:
    worth, chance = one.worth, one.win_chance
    pair = comparison.pair(one.key, comparison.reference)
    if chance:
        yield _Figure(name="chance to win", value=chance.point, low=chance.low, high=chance.high)
    yield _Figure(name="worth if won, before hidden cost", value=worth.before_hidden)
    yield _Figure(
        name="hidden cost",
        value=one.hidden.mean,
        low=one.hidden.p05,
        high=one.hidden.p95,
        difference=pair.hidden if pair else None,
    )
    yield _Figure(name="chance of a material hidden cost", **_interval(one.material))
    yield _Figure(
        name="worth if won",
        value=worth.if_won,
        low=worth.if_won_margin[0],
        high=worth.if_won_margin[1],
        difference=pair.if_won.difference if pair and pair.if_won else None,
    )
    if worth.expected is not None:
        yield _Figure(
            name="expected worth",
            value=worth.expected,
            low=worth.expected_low,
            high=worth.expected_high,
            difference=pair.in_all.difference if pair and pair.in_all else None,
        )
    if worth.pays:
        yield _Figure(name=f"pays {worth.pays.kind} a chance to win of", value=worth.pays.chance)
        yield _Figure(name="uplift for that", value=worth.pays.uplift)
    yield _Figure(name="expected regret", value=worth.regret)
    yield _Figure(name="expected regret if won", value=worth.regret_if_won)
    for than in dict.fromkeys(filter(None, (comparison.reference, comparison.best))):
        against = comparison.pair(one.key, than)
        if against:
            yield from _standing(f"than {than}", against.in_all)
            yield from _standing(f"than {than}, if won", against.if_won)
    if one.limits:
        yield _Figure(name="limits in force", value=len(one.limits))
    if any(other.limits for other in comparison.choices):
        yield _Figure(name="limits exceeded", value=one.exceeded)
    yield _Figure(name="departments felt", value=one.departments_felt)
    yield _Figure(name="late cash, certain", value=one.direct_late_cash)
    yield _Figure(name="late cash, expected", value=one.hidden_late_cash.mean)


def _standing(than: str, standing: Standing | None) -> Iterator[_Figure]:
    if standing:
        yield _Figure(name=f"brings more {than}", **_interval(standing.better))
        yield _Figure(name=f"brings less {than}", **_interval(standing.worse))


def _departments(comparison: Comparison, one: AlternativeFacts) -> Iterator[_Figure]:
    pair = comparison.pair(one.key, comparison.reference)
    for place, department in enumerate(comparison.departments):
        told, ahead = one.departments[place], pair.departments[place] if pair else None
        yield _Figure(
            department=department.name,
            name="felt",
            difference=ahead.felt if ahead else None,
            **_interval(told.felt),
        )
        yield _Figure(department=department.name, name="severity", value=told.severity)
        if told.loss or (ahead and ahead.loss):
            yield _Figure(
                department=department.name,
                name="hidden cost",
                value=told.loss.mean if told.loss else 0.0,
                low=told.loss.p05 if told.loss else 0.0,
                high=told.loss.p95 if told.loss else 0.0,
                difference=ahead.loss if ahead else None,
            )


def _cells(grid: GridFacts) -> Iterator[tuple[str | float | None, ...]]:
    for down, row in zip(grid.down.values, grid.rows, strict=True):
        for across, cell in zip(grid.across.values, row, strict=True):
            name = f"{grid.down.name}={down:g}, {grid.across.name}={across:g}"
            for figure in _of_cell(cell) if cell else ():
                yield (name, "", *_told(figure))


def _of_cell(cell: GridCell) -> Iterator[_Figure]:
    yield _Figure(name="worth if won", value=cell.if_won)
    yield _Figure(name="hidden cost", value=cell.hidden)
    yield _Figure(name="chance of a material hidden cost", **_interval(cell.material))
    if cell.pays:
        yield _Figure(name=f"pays {cell.pays.kind} a chance to win of", value=cell.pays.chance)


def _interval(chance: Chance) -> _Interval:
    return {"value": chance.probability, "low": chance.low, "high": chance.high}
