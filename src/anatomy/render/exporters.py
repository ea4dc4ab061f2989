"""The formats that a report can be written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.impact import ImpactReport


class Exporter(Protocol):
    """Turns a report into the text of a file."""

    def __call__(self, report: ImpactReport, *, drawing: str | None = None) -> str:
        """Write a report; formats without pictures leave the drawing out."""
        ...


def _html(report: ImpactReport, *, drawing: str | None = None) -> str:
    from anatomy.render.html import render_html  # noqa: PLC0415 - each format pays only for itself
    from anatomy.views.report import view_report  # noqa: PLC0415

    return render_html(view_report(report, drawing=drawing))


def _json(report: ImpactReport, *, drawing: str | None = None) -> str:  # noqa: ARG001 - no pictures in data
    from anatomy.render.json_report import render_json  # noqa: PLC0415

    return render_json(report)


def _text(report: ImpactReport, *, drawing: str | None = None) -> str:  # noqa: ARG001 - no pictures in text
    from anatomy.render.text import render_text  # noqa: PLC0415
    from anatomy.views.terminal import view_terminal  # noqa: PLC0415

    return render_text(view_terminal(report))


#: By the name of the format, which is also the ending of the file.
EXPORTERS: Mapping[str, Exporter] = {"html": _html, "json": _json, "txt": _text}
