"""Decision types by departments as text, CSV and JSON, and the table of first steps."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from anatomy.render.as_json import write_json
from anatomy.render.columns import finished, paragraph
from anatomy.render.sheet import harmless
from anatomy.render.text import cells, cut, printable
from anatomy.views.matrix import FORMAT, TABLE_HEADS, matrix_data, table_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.matrix import FirstReach, Matrix
    from anatomy.views.matrix import Grid, MatrixView

_INDENT: Final = 2
_GAP: Final = 1
_FIGURE: Final = 3  #: a percent takes up to so much room
_NAME: Final = 36  #: longer names of decisions are cut
_NARROW: Final = 20  #: the name of a decision gets at least so much room
_FIRST, _SECOND = 22, 26  #: widths of the first columns of the table


def render_matrix_text(view: MatrixView, *, width: int = 100) -> str:
    """Two grids with codes for heads, the words behind the numbers, and the names behind the codes."""
    return finished(_matrix_lines(view, width))


def render_matrix_csv(view: MatrixView) -> str:
    """Four rows for every decision: both figures as numbers from 0 to 1, and both in words."""
    heads = ["decision", "name", "figure", *(f"{head.code} {head.name}" for head in view.heads), "format"]
    rows: list[list[str | float]] = []
    for chances, severities in zip(*(grid.rows for grid in view.grids), strict=True):
        for figure, row in (("chance", chances), ("severity where felt", severities)):
            numbers = ["" if one.value is None else one.value for one in row.figures]
            rows.append([row.key, row.name, figure, *numbers, FORMAT])
            rows.append(
                [row.key, row.name, f"{figure}, in words", *(one.word for one in row.figures), FORMAT]
            )
    return _csv(heads, rows)


def render_matrix_json(matrix: Matrix, enterprise: Enterprise) -> str:
    """The matrix as versioned JSON, unrounded."""
    return write_json(matrix_data(matrix, enterprise))


def render_table_text(title: str, rows: Iterable[Sequence[str]], *, width: int = 100) -> str:
    """Three columns, each wrapped."""
    return finished(_table_lines(title, list(rows), width))


def render_table_csv(rows: Iterable[Sequence[str]]) -> str:
    """The three columns, safe to open in a spreadsheet."""
    return _csv(TABLE_HEADS, rows)


def render_table_json(reaches: tuple[FirstReach, ...], enterprise: Enterprise) -> str:
    """The table with every effect and dependency, as versioned JSON."""
    return write_json(table_data(reaches, enterprise))


def _csv(heads: Iterable[str], rows: Iterable[Iterable[str | float]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(harmless, heads))
    writer.writerows(map(harmless, row) for row in rows)
    return out.getvalue()


def _matrix_lines(view: MatrixView, width: int) -> Iterator[str]:
    yield from paragraph(f"{view.title} · {view.model}", width=width)
    yield from paragraph(view.intro, width=width)
    for grid in view.grids:
        yield ""
        yield from paragraph(grid.caption, width=width)
        yield from _grid(grid, [printable(head.code) for head in view.heads], width)
        yield from paragraph(f"In words: {grid.words}.", width=width, indent="  ", hanging="    ")
    yield ""
    names = ", ".join(f"{head.code} {head.name}" for head in view.heads)
    yield from paragraph(f"Departments: {names}.", width=width, hanging="  ")
    for note in view.notes:
        yield from paragraph(note, width=width)


def _grid(grid: Grid, codes: Sequence[str], width: int) -> Iterator[str]:
    """As many departments beside one another as fit, the rest below."""
    names = [printable(row.name) for row in grid.rows]
    texts = [[one.text for one in row.figures] for row in grid.rows]
    column = max(map(cells, (*codes, *(text for row in texts for text in row))), default=1)
    column = max(column, _FIGURE) + _GAP
    room = width - _INDENT
    longest = min(_NAME, max(map(cells, names), default=0))
    first = longest if longest + column * len(codes) <= room else max(_NARROW, room - column * len(codes))
    step = max(1, (room - first) // column)
    for start in range(0, len(codes), step):
        part = slice(start, start + step)
        yield from ("",) if start else ()
        for name, row in (("", codes), *zip(names, texts, strict=True)):
            shown = cut(name, first)
            numbers = "".join(" " * (column - cells(text)) + text for text in row[part])
            yield " " * _INDENT + shown + " " * (first - cells(shown)) + numbers


def _table_lines(title: str, rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    yield from paragraph(title, width=width)
    last = max(_NARROW, width - _FIRST - _SECOND - 2 * _INDENT)
    for place, row in enumerate((TABLE_HEADS, *rows)):
        if place:
            yield ""
        wrapped = (
            paragraph(text, width=room) for text, room in zip(row, (_FIRST, _SECOND, last), strict=True)
        )
        for one, two, three in zip_longest(*wrapped, fillvalue=""):
            gaps = (" " * (_FIRST - cells(one) + _INDENT), " " * (_SECOND - cells(two) + _INDENT))
            yield f"{one}{gaps[0]}{two}{gaps[1]}{three}"
