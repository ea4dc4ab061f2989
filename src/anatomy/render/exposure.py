"""What could hit a place, as text for a terminal, as JSON and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.as_json import write_versioned
from anatomy.render.columns import described, finished, headed, paragraph
from anatomy.render.sheet import render_rows_csv
from anatomy.views.exposure import EXPOSURE_HEADS, exposure_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.exposure import ExposureReport
    from anatomy.views.exposure import ExposureView


def render_exposure_json(report: ExposureReport) -> str:
    """Everything, unrounded, in one versioned shape."""
    return write_versioned(report)


def render_exposure_csv(report: ExposureReport) -> str:
    """A line for every department, sub-function and cell, unrounded."""
    return render_rows_csv(exposure_rows(report), heads=EXPOSURE_HEADS)


def render_exposure_text(view: ExposureView, *, width: int = 100) -> str:
    """What is assumed, the answer in a sentence, and the tables."""
    return finished(_lines(view, width))


def _lines(view: ExposureView, width: int) -> Iterator[str]:
    yield from headed(view.title, view.run, width=width)
    yield from paragraph(view.intro, width=width)
    yield ""
    yield from paragraph(view.answer, width=width)
    for table in view.tables:
        yield ""
        yield table.heading
        yield from described([table.heads, *table.rows], width=width)
        if table.after:
            yield from paragraph(table.after, width=width, indent="  ")
