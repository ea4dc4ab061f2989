"""A check of a model as text for a terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.as_json import write_json
from anatomy.render.columns import columns, finished, paragraph
from anatomy.render.sheet import render_sheet_text
from anatomy.render.text import cells, printable
from anatomy.views.checking import check_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.views.checking import Checked, CheckView


def render_check_text(view: CheckView, *, width: int = 100) -> str:
    """Counts, findings in one line each, behaviour, and the verdict in the last line."""
    return finished(_lines(view, width))


def render_check_json(checked: Checked) -> str:
    """A check as versioned JSON."""
    return write_json(check_data(checked))


def _lines(view: CheckView, width: int) -> Iterator[str]:
    title, where = printable(view.title), printable(view.where)
    room = width - cells(title) - cells(where)
    yield f"{title}{' ' * max(room, 3)}{where}"
    for line in view.counts:
        yield from paragraph(line, width=width, indent="  ")
    if view.removed:
        yield from ("", "Taken away by the overlay")
        for name in view.removed:
            yield from paragraph(name, width=width, indent="  ", hanging="    ")
    if view.findings:
        yield ""
    for line, excerpt in view.findings:
        # A finding stays on one line, so that editors and logs can take it.
        yield printable(line.replace("\n", " "))
        yield from map(printable, excerpt.split("\n") if excerpt else ())
    yield from _behaviour(view, width)
    for sheet in view.sheets:
        yield ""
        yield from render_sheet_text(sheet, width=width).splitlines()
    yield ""
    yield view.verdict


def _behaviour(view: CheckView, width: int) -> Iterator[str]:
    if not view.behaviour:
        return
    yield ""
    heads = ("With all likelihoods", *view.levels)
    numbers = frozenset(range(1, len(heads)))
    for lines in columns([heads, *view.behaviour], width=width, right=numbers):
        yield from lines
    for note in view.behaviour_notes:
        yield from paragraph(note, width=width, indent="  ")
