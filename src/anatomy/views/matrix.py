"""Decision types by departments: chance and severity in words and numbers, and the table of first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, to_builtins

from anatomy.views.heat import Head, Shade, bare
from anatomy.views.palette import STEP_LABELS
from anatomy.views.words import (
    CHANCE_WORDS,
    chance_step,
    chance_word,
    counted,
    honest,
    listed,
    severity_word,
    whole_percent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.matrix import FirstReach, Matrix, MatrixRow, Meeting

FORMAT: Final = "anatomy-matrix/1"
TABLE_FORMAT: Final = "anatomy-table/1"
TABLE_HEADS: Final = ("Decision", "Immediate dependent departments", "What actually gets affected")
NEVER: Final = "–"


class Figure(Struct, frozen=True, kw_only=True):
    """One number with its word and colour step."""

    value: float | None  #: unrounded; None: never felt
    text: str
    word: str
    step: int


class FigureRow(Struct, frozen=True, kw_only=True):
    """One decision type over all departments."""

    key: str
    name: str
    figures: tuple[Figure, ...]


class Grid(Struct, frozen=True, kw_only=True):
    """One figure of every decision type in every department."""

    name: str  #: chance | severity
    caption: str
    rows: tuple[FigureRow, ...]
    legend: tuple[Shade, ...]
    words: str  #: which word stands for which percents


class Provenance(Struct, frozen=True, kw_only=True):
    """What stands in the foot of a page."""

    provenance: tuple[str, ...]


class MatrixView(Struct, frozen=True, kw_only=True):
    """Two grids under the same heads."""

    title: str
    model: str
    intro: str
    heads: tuple[Head, ...]  #: departments
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]
    basis: Provenance
    lang: str = "en"


def view_matrix(matrix: Matrix, enterprise: Enterprise) -> MatrixView:
    """A matrix for people."""
    bands = enterprise.scales.severity_bands()
    asked = [row for row in matrix.rows if row.meetings]
    legend = tuple(Shade(text=text, step=step) for step, text in enumerate(STEP_LABELS))
    grids = (
        Grid(
            name="chance",
            caption="Chance, in percent, that a department feels a decision of this type.",
            rows=tuple(_row(row, _chance) for row in asked),
            legend=legend,
            words=_bounds(CHANCE_WORDS),
        ),
        Grid(
            name="severity",
            caption="How hard it is felt, in percent, where it is felt.",
            rows=tuple(_row(row, lambda meeting: _severity(meeting, bands)) for row in asked),
            legend=legend,
            words=_bounds([(word, whole_percent(bound)) for word, bound in bands]),
        ),
    )
    departments = counted(len(enterprise.departments), "department")
    run = f"{counted(matrix.worlds, 'world')}, seed {matrix.seed}"
    return MatrixView(
        title="Decisions by departments",
        model=f"{enterprise.name} {enterprise.version}".strip(),
        intro=f"{counted(len(matrix.rows), 'type')} of decision, each at its defaults, in {departments}; {run}.",
        heads=tuple(Head(code=one.code, name=one.name) for one in enterprise.departments.values()),
        grids=grids,
        notes=tuple(
            f"{row.name} was not asked: it has no default for {', '.join(row.needs)}."
            for row in matrix.rows
            if row.needs
        ),
        basis=Provenance(
            provenance=(
                f"format {FORMAT}",
                f"model {enterprise.name} {enterprise.version}",
                enterprise.digest[:12],
                run,
            )
        ),
    )


def matrix_data(matrix: Matrix, enterprise: Enterprise) -> dict[str, Any]:
    """A matrix as plain data, unrounded, in one versioned shape."""
    return {
        "format": FORMAT,
        "model": {"name": enterprise.name, "version": enterprise.version, "digest": enterprise.digest},
        "worlds": matrix.worlds,
        "seed": matrix.seed,
        "departments": _departments(enterprise),
        "decisions": [to_builtins(row) for row in matrix.rows],
    }


def table_data(reaches: tuple[FirstReach, ...], enterprise: Enterprise) -> dict[str, Any]:
    """The table of first steps as plain data, in one versioned shape."""
    return {
        "format": TABLE_FORMAT,
        "model": {"name": enterprise.name, "version": enterprise.version, "digest": enterprise.digest},
        "departments": _departments(enterprise),
        "decisions": [to_builtins(reach) for reach in reaches],
    }


def view_table(reaches: tuple[FirstReach, ...], enterprise: Enterprise) -> tuple[tuple[str, str, str], ...]:
    """The article's table: a decision, its departments, and the strongest effect on each in the same order."""
    return tuple(
        (
            reach.name,
            listed([enterprise.departments[one.department].name for one in reach.affected]) or "none",
            "; ".join(one.effects[0] for one in reach.affected),
        )
        for reach in reaches
    )


def _departments(enterprise: Enterprise) -> list[Mapping[str, str]]:
    return [{"key": one.key, "code": one.code, "name": one.name} for one in enterprise.departments.values()]


def _row(row: MatrixRow, figure: Any) -> FigureRow:
    return FigureRow(
        key=row.decision_type, name=row.name, figures=tuple(figure(meeting) for meeting in row.meetings)
    )


def _chance(meeting: Meeting) -> Figure:
    felt = honest(meeting.felt)
    return Figure(
        value=meeting.felt.probability, text=bare(felt), word=chance_word(felt), step=chance_step(felt)
    )


def _severity(meeting: Meeting, bands: tuple[tuple[str, float], ...]) -> Figure:
    severity = meeting.severity_if_felt
    if severity is None:
        return Figure(value=None, text=NEVER, word="not felt", step=0)
    return Figure(
        value=severity,
        text=bare(severity),
        word=severity_word(severity, bands),
        step=chance_step(severity),
    )


def _bounds(words: Any) -> str:
    return ", ".join(_between(words))


def _between(words: Any) -> Iterator[str]:
    """Each word with the whole percents that it covers."""
    low = 0
    for place, (word, bound) in enumerate(words):
        is_last = place == len(words) - 1
        yield f"{word} {'from' if is_last else 'under'} {low if is_last else bound}"
        low = bound
