"""Plain text in columns and paragraphs, by the width that characters really take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.text import cells, printable
from anatomy.views.words import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

GAP = "  "
_NARROW = 20  #: the last column gets at least so much room
_BESIDE = 44  #: room that a description needs to stand beside the other columns
_BELOW = " " * 7  #: before a description below them


def paragraph(text: str, *, width: int, indent: str = "", hanging: str | None = None) -> Iterator[str]:
    """
    The text in lines no wider than the width, unless a single word is.

    Args:
        text: of the model or ours; what could steer a terminal is dropped.
        width: columns of the terminal.
        indent: before the first line.
        hanging: before the lines that follow; the same as `indent` unless given.

    >>> list(paragraph("one two three", width=9, indent="- ", hanging="  "))
    ['- one two', '  three']
    """
    follow = indent if hanging is None else hanging
    line, empty = indent, True
    for word in printable(text.replace("\n", " ").replace("\t", " ")).split(" "):
        if not empty and cells(line) + 1 + cells(word) > width:
            yield line
            line, empty = follow, True
        line += word if empty else f" {word}"
        empty = empty and not word
    if not empty:
        yield line


def columns(
    rows: Iterable[Sequence[str]], *, width: int, indent: str = GAP, right: frozenset[int] = frozenset()
) -> Iterator[list[str]]:
    """
    Every row as lines with its columns aligned; the last column wraps into the room that is left.

    Args:
        rows: of equal length, the heads among them.
        width: columns of the terminal.
        indent: before every line.
        right: numbers of the columns that end, rather than begin, on one line.
    """
    texts = [[printable(text.replace("\n", " ").replace("\t", " ")) for text in row] for row in rows]
    if not texts:
        return
    last = len(texts[0]) - 1
    widths = [max(cells(row[column]) for row in texts) for column in range(last + 1)]
    for row in texts:
        start = indent + "".join(
            _padded(row[column], widths[column], right=column in right) + GAP for column in range(last)
        )
        if last in right:
            yield [start + _padded(row[last], widths[last], right=True)]
        else:
            yield _wrapped_last(start, row[last], width)


def _wrapped_last(start: str, text: str, width: int) -> list[str]:
    room = max(_NARROW, width - cells(start))
    first, *more = list(paragraph(text, width=room)) or [""]
    return [start + first, *(" " * cells(start) + line for line in more)]


def described(
    rows: Sequence[Sequence[str]], *, width: int, right: frozenset[int] = frozenset()
) -> Iterator[str]:
    """
    Aligned columns, of which the last describes the others.

    It goes to lines of its own, without its head, where there is little room beside.
    """
    starts = [lines[0] for lines in columns([(*row[:-1], "") for row in rows], width=width, right=right)]
    wide = max(map(cells, starts))
    fits = width - wide >= min(_BESIDE, max(cells(printable(row[-1])) for row in rows))
    for place, (start, row) in enumerate(zip(starts, rows, strict=True)):
        if fits:
            first, *more = [*paragraph(row[-1], width=width - wide)] or [""]
            yield start + first
            yield from (" " * wide + line for line in more)
        else:
            yield start
            if place:
                yield from paragraph(row[-1], width=width, indent=_BELOW)


def headed(title: str, run: str, *, width: int) -> Iterator[str]:
    """The title and, at the right where there is room, how it was worked out."""
    title, run = (printable(text.replace("\n", " ")) for text in (title, run))
    room = width - cells(title) - cells(run)
    if room >= len(GAP) + 1:
        yield title + " " * room + run
    else:
        yield from paragraph(title, width=width)
        yield from paragraph(run, width=width)


def finished(lines: Iterable[str]) -> str:
    """Lines as one text without trailing or no-break spaces."""
    return "".join(f"{line.rstrip()}\n" for line in lines).replace(NBSP, " ")


def _padded(text: str, width: int, *, right: bool) -> str:
    room = " " * (width - cells(text))
    return room + text if right else text + room
