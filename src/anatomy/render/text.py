"""The answer as plain text for a terminal, aligned by the width that characters really take."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from anatomy.views.words import NBSP, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.views.terminal import TerminalRow, TerminalView

CLOSING = "Why: anatomy explain. Page: add -o report.html. Keep: add --save result.json."

_GAP = "  "
_NARROWEST = 40
_NAME = 28  #: longer names are cut


def render_text(view: TerminalView, *, width: int = 100, closing: str = CLOSING) -> str:
    """
    Title, sentence and table; no line is wider than the width unless a single word is.

    Args:
        view: what to say.
        width: columns of the terminal.
        closing: the last line, which says how to go on.
    """
    from anatomy.views.answer import plain  # noqa: PLC0415 - not for those who only measure texts

    width = max(width, _NARROWEST)
    lines = [
        *_head(view, width),
        *_wrapped(printable(view.verdict), width),
        *_wrapped(printable(plain(view.answer)), width),
        *(line for one in view.promises for line in _wrapped(printable(one), width)),
        *_wrapped(printable(view.needs), width),
        "",
        *_table(view.rows, width),
        *_after(view, width),
        *_wrapped(closing, width),
    ]
    return "\n".join(line.rstrip() for line in lines).replace(NBSP, " ") + "\n"


def _head(view: TerminalView, width: int) -> Iterator[str]:
    title, run = printable(view.title), printable(view.run)
    if cells(title) + cells(run) + 3 <= width:
        yield title + " " * (width - cells(title) - cells(run)) + run
    else:
        yield from _wrapped(title, width)
        yield from _wrapped(run, width)


def _table(rows: Sequence[TerminalRow], width: int) -> Iterator[str]:
    from anatomy.views.terminal import HEADS, INPUTS  # noqa: PLC0415 - as above

    if not rows:
        return
    has_inputs = any(row.inputs for row in rows)
    body = [
        [
            cut(printable(row.name), _NAME),
            printable(row.chance),
            *([row.inputs] if has_inputs else []),
            row.first_felt,
            row.money,
            row.range,
            printable(row.path),
        ]
        for row in rows
    ]
    money = max(cells(line[-3]) for line in body)
    for line in body:
        line[-3:-1] = [f"{' ' * (money - cells(line[-3]))}{line[-3]} {line[-2]}".rstrip()]
    heads = [*HEADS[:2], *([INPUTS] if has_inputs else []), *HEADS[2:]]
    table = [heads, *body]
    last = len(heads) - 1
    widths = [max(cells(line[column]) for line in table) for column in range(last)]
    room = width - sum(widths) - len(heads) * len(_GAP)
    beside = room >= max(cells(word) for line in table for word in line[last].split(" "))
    for place, line in enumerate(table):
        start = _GAP + _GAP.join(_padded(text, wide) for text, wide in zip(line[:last], widths, strict=True))
        if beside:
            yield from _beside(start + _GAP, line[last], room)
        else:
            yield start
            if place:
                yield from _wrapped(line[last], width, indent=_GAP * 3)


def _beside(start: str, path: str, room: int) -> Iterator[str]:
    first, *more = _wrapped(path, room) or [""]
    yield start + first
    for line in more:
        yield " " * cells(start) + line


def _after(view: TerminalView, width: int) -> Iterator[str]:
    if view.left_out:
        yield f"{_GAP}{counted(view.left_out, 'more department')} under 10 %."
    yield f"{_GAP}Hardest expected severity first."
    yield ""
    yield from _wrapped(printable(view.limits), width)
    for line in view.exceeded:
        yield from _wrapped(printable(line), width, indent=_GAP)
    for note in (*view.notes, view.late):
        yield from _wrapped(printable(note), width)
    for name, why in view.low:
        yield from _wrapped(f"{printable(name)}: {printable(why)}", width)


def printable(text: str) -> str:
    r"""
    Text that cannot steer a terminal: control and direction characters are dropped.

    >>> printable("a\x1b[2Jb\u202ec")
    'a[2Jbc'
    """
    return "".join(sign for sign in text if sign == NBSP or unicodedata.category(sign) not in _STEERING)


_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def cells(text: str) -> int:
    """
    Columns that a text takes on a terminal: wide characters two, combining ones none.

    >>> cells("営業"), cells("Sales")
    (4, 5)
    """
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def cut(text: str, width: int) -> str:
    """Text of at most that many columns, with an ellipsis where it was cut."""
    if cells(text) <= width:
        return text
    kept = ""
    for sign in text:
        if cells(kept + sign) >= width:
            break
        kept += sign
    return kept + "…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _wrapped(text: str, width: int, *, indent: str = "") -> list[str]:
    lines: list[str] = []
    line = indent
    for word in text.replace("\n", " ").split(" "):
        if line.strip() and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = indent
        line += word if not line.strip() else f" {word}"
    return [*lines, line] if line.strip() else lines
