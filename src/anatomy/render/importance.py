"""What matters most as text for a terminal, as JSON and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.as_json import write_versioned
from anatomy.render.columns import columns, described, finished, headed, paragraph
from anatomy.render.sheet import render_rows_csv
from anatomy.views.importance_rows import importance_heads, importance_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.importance import ImportanceReport
    from anatomy.views.importance import Block, ImportanceView


def render_importance_json(report: ImportanceReport) -> str:
    """Everything, unrounded, in one versioned shape."""
    return write_versioned(report)


def render_importance_csv(report: ImportanceReport) -> str:
    """A line for every target and what it hangs on, unrounded."""
    return render_rows_csv(importance_rows(report), heads=importance_heads(report))


def render_importance_text(view: ImportanceView, *, width: int = 100) -> str:
    """What it means, a table for every target, what is named in them, and what usually helps."""
    return finished(_lines(view, width))


def _lines(view: ImportanceView, width: int) -> Iterator[str]:
    yield from headed(view.title, view.run, width=width)
    yield from paragraph(view.intro, width=width)
    for block in view.blocks:
        yield ""
        yield from _block(block, view.what, width)
    if view.details:
        yield ""
        yield from described([view.detail_heads, *view.details], width=width)
    if view.helps:
        yield ""
        yield "What usually helps, by kind"
        for lines in columns(view.helps, width=width):
            yield from lines
    for note in view.notes:
        yield ""
        yield from paragraph(note, width=width)


def _block(block: Block, what: str, width: int) -> Iterator[str]:
    yield from paragraph(block.heading, width=width)
    yield from paragraph(block.sentence, width=width, indent="  ")
    rows = [("", *block.heads, what), *((line.number, *line.falls, line.what) for line in block.lines)]
    if block.lines:
        yield from described(rows, width=width, right=frozenset(range(1, len(block.heads) + 1)))
    if block.after:
        yield from paragraph(block.after, width=width, indent="  ")
