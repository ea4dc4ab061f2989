"""The line of explanation inside a picture: only what occurs in it is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.drawing.dot import Markup, lines, words
from anatomy.views.palette import CLUSTER, INK, LIGHT, STEP_LABELS, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Line styles in the order in which they are explained.
STYLES = ("solid", "dashed", "dotted")
_WIDTH = 104  #: letters of a line of explanation
_HEADING_WIDTH = 80
_LONGEST_NOTE = 600


def legend(heading: str, rows: Iterable[Markup], notes: Iterable[str]) -> Markup:
    """
    Everything that stands under a drawing, or above it when there is a heading.

    Args:
        heading: title of a drawing that stands alone; may be empty.
        rows: table rows made by the functions below.
        notes: sentences.
    """
    title = [
        _row(f'<FONT POINT-SIZE="16"><B>{line}</B></FONT>')
        for line in lines(heading, width=_HEADING_WIDTH, most=_LONGEST_NOTE)
        if line
    ]
    told = [_row(line) for note in notes for line in lines(note, width=_WIDTH, most=_LONGEST_NOTE)]
    return Markup(
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">'
        f"{''.join([*title, *(_row(row) for row in rows), *told])}</TABLE>"
    )


def colour_row(name: str, steps: Iterable[int]) -> Markup:
    """The colours of chances that occur, each with its range of percents."""
    shown = sorted(set(steps))
    cells = (
        f'<TD BGCOLOR="{STEPS[step].fill}" BORDER="1" COLOR="{CLUSTER}" WIDTH="34">'
        f'<FONT COLOR="{STEPS[step].text}">{words(STEP_LABELS[step])}</FONT></TD>'
        for step in shown
    )
    return _cells([f"<TD>{words(name)}</TD>", *cells])


def line_row(name: str, styles: Sequence[tuple[str, str]]) -> Markup:
    """The line styles that occur, each with what it stands for."""
    cells = [
        f'<TD WIDTH="32"><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
        f'<TR><TD HEIGHT="6" WIDTH="32"></TD></TR><TR><TD BORDER="2" SIDES="T" STYLE="{style}" '
        f'COLOR="{LIGHT["line"]}" HEIGHT="6" WIDTH="32"></TD></TR></TABLE></TD>'
        f"<TD>{words(meaning, most=120)}  </TD>"
        for style, meaning in sorted(styles, key=lambda line: STYLES.index(line[0]))
    ]
    return _cells([f"<TD>{words(name)}</TD>", *cells])


def _cells(cells: Iterable[str]) -> Markup:
    return Markup(
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="2" CELLPADDING="1" ALIGN="LEFT">'
        f"<TR>{''.join(cells)}</TR></TABLE>"
    )


def _row(inside: str) -> str:
    return f'<TR><TD ALIGN="LEFT"><FONT COLOR="{INK}">{inside}</FONT></TD></TR>'
