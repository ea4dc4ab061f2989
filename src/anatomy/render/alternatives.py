"""Choices side by side as text for a terminal, as rows for a spreadsheet, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.render.as_json import write_versioned
from anatomy.render.columns import finished, paragraph
from anatomy.render.text import cells, printable
from anatomy.views.answer import plain
from anatomy.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.alternatives import ComparedChoices
    from anatomy.views.alternatives import AlternativesView, Column
    from anatomy.views.alternatives_grid import GridRow, GridView
    from anatomy.views.alternatives_parts import Group

    Line = tuple[str, Sequence[str]]  #: a label, and a text for each column

GAP: Final = 2
INDENT: Final = "  "
LEAST: Final = 8  #: columns of a table get at least so much room


def render_alternatives_json(compared: ComparedChoices) -> str:
    """Everything, unrounded, in one versioned shape."""
    return write_versioned(compared)


def render_alternatives_text(compared: ComparedChoices, view: AlternativesView, *, width: int = 100) -> str:
    """The answer, the choices, a table of figures by choice, the table over two parameters, and notes."""
    return finished(_lines(compared, view, width))


def _lines(compared: ComparedChoices, view: AlternativesView, width: int) -> Iterator[str]:
    yield from _head(compared, width)
    yield from paragraph(plain(view.answer), width=width)
    yield ""
    wide = max(cells(one.letter) for one in view.columns)
    for one in view.columns:
        start = INDENT + one.letter + " " * (wide - cells(one.letter) + GAP)
        yield from paragraph(_about(one), width=width, indent=start, hanging=" " * cells(start))
    for group in (view.worth, *view.departments):
        yield ""
        yield from _table(group.title, group.letters, _rows(group), width)
        if group.beside and _differences(group):
            yield ""
            title = f"Difference from {view.columns[0].letter}, in {group.beside}"
            yield from _table(title, group.letters, _differences(group), width, indent=INDENT)
        if group.more:
            yield f"{INDENT}{group.more}"
    if view.grid is not None:
        yield from _grid(view.grid, width)
    for note in view.notes:
        yield ""
        yield from paragraph(note, width=width)


def _about(one: Column) -> str:
    mark = f" ({one.mark})" if one.mark else ""
    what = f": {one.what}" if one.what else ""
    limits = f". {one.limits}" if one.limits else ""
    return f"{one.title}{mark}{what}{f'. Needs {one.needs}' if one.needs else ''}{limits}"


def _head(compared: ComparedChoices, width: int) -> Iterator[str]:
    model, run = compared.model, compared.run
    title = printable(f"Alternatives: {compared.title}")
    how = "exact" if run.exact else counted(run.worlds, "world")
    about = printable(f"model {model.name} {model.version} · seed {run.seed} · {how}")
    room = width - cells(title) - cells(about)
    if room >= GAP + 1:
        yield title + " " * room + about
    else:
        yield from paragraph(title, width=width)
        yield from paragraph(about, width=width)


def _rows(group: Group) -> list[Line]:
    """A line for every figure, two more where it has a range, and one for a second figure."""
    lines: list[Line] = []
    for row in group.rows:
        lines.append((row.label, [one.text for one in row.entries]))
        if row.range and any(one.low for one in row.entries):
            lines.append((f"  {row.range}: from", [one.low for one in row.entries]))
            lines.append(("    to", [one.high for one in row.entries]))
        if row.beside and any(one.beside for one in row.entries):
            lines.append((f"  {row.beside}", [one.beside for one in row.entries]))
    return lines


def _differences(group: Group) -> list[Line]:
    """A line for every figure that differs, without its interval."""
    return [
        (row.label, [one.beside for one in row.entries])
        for row in group.rows
        if any(one.beside for one in row.entries)
    ]


def _table(
    title: str, heads: Sequence[str], rows: Sequence[Line], width: int, *, indent: str = ""
) -> Iterator[str]:
    """As many columns beside one another as fit, the rest below under the same labels."""
    labels = [printable(label) for label, _ in rows]
    first = max(map(cells, labels))
    wide = max(
        LEAST,
        *(cells(printable(text)) for _, texts in rows for text in texts),
        *(cells(one) for one in heads),
    )
    step = max(1, (width - len(INDENT) - first) // (wide + GAP))
    yield from paragraph(title, width=width, indent=indent)
    for start in range(0, len(heads), step):
        part = slice(start, start + step)
        yield from ("",) if start else ()
        for label, texts in (
            ("", list(heads)),
            *((one, texts) for one, (_, texts) in zip(labels, rows, strict=True)),
        ):
            figures = "".join(
                " " * (GAP + wide - cells(printable(text))) + printable(text) for text in texts[part]
            )
            yield f"{INDENT}{label}{' ' * (first - cells(label))}{figures}"


def _grid(grid: GridView, width: int) -> Iterator[str]:
    yield ""
    yield from paragraph(f"{grid.title}. {grid.basis} Proposed values are marked *.", width=width)
    heads = [_marked(one.text, proposed=one.proposed) for one in grid.heads]
    figures = [("Left if won, expected", "left"), (f"Chance of hidden cost, {grid.over}", "more")]
    if grid.has_pays:
        figures.append(("Pays from a chance to win of", "pays"))
    for title, name in figures:
        rows = [(_label(row), [str(getattr(one, name)) for one in row.entries]) for row in grid.rows]
        yield ""
        yield from _table(title, heads, rows, width, indent=INDENT)


def _label(row: GridRow) -> str:
    return _marked(row.head.text, proposed=row.head.proposed)


def _marked(text: str, *, proposed: bool) -> str:
    return f"{text} *" if proposed else text
