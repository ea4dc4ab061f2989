"""A comparison of two models as text for a terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.as_json import write_json
from anatomy.render.columns import columns, finished, paragraph
from anatomy.views import shifting
from anatomy.views.differing import HEADS, diff_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.views.differing import Compared, DiffView, EntryView

_WHAT = 10  #: columns for what happened to an entry


def render_diff_text(view: DiffView, *, width: int = 100) -> str:
    """A tally, every entry with its fields, and what that does to decisions."""
    return finished(_lines(view, width))


def render_diff_json(compared: Compared) -> str:
    """A comparison as versioned JSON, unrounded."""
    return write_json(diff_data(compared))


def _lines(view: DiffView, width: int) -> Iterator[str]:
    yield from paragraph(view.title, width=width)
    if view.verdict:
        yield from ("", view.verdict)
    yield from _table((HEADS, *view.tally) if view.tally else (), width)
    for heading, entries in view.sections:
        yield from ("", heading)
        for entry in entries:
            yield from _entry(entry, width)
    if view.shifts.heading:
        yield from ("", view.shifts.heading)
    for decision in view.shifts.decisions:
        yield ""
        yield from paragraph(decision.title, width=width, indent="  ")
        for lines in columns((shifting.HEADS, *decision.rows), width=width, indent="    "):
            yield from lines
    if view.shifts.notes:
        yield ""
    for note in view.shifts.notes:
        yield from paragraph(note, width=width, indent="  ", hanging="    ")


def _table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    if rows:
        yield ""
        for lines in columns(rows, width=width, right=frozenset(range(1, len(HEADS)))):
            yield from lines


def _entry(entry: EntryView, width: int) -> Iterator[str]:
    start = f"  {entry.what:<{_WHAT}}"
    under = " " * len(start)
    yield from paragraph(entry.title, width=width, indent=start, hanging=f"{under}  ")
    for line in entry.lines:
        yield from paragraph(line, width=width, indent=f"{under}  ", hanging=f"{under}    ")
