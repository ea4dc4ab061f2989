"""Render: views turned into text, one file per format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.lazily import homes

if TYPE_CHECKING:
    from anatomy.render.exporters import EXPORTERS
    from anatomy.render.html import render_html
    from anatomy.render.json_report import render_json
    from anatomy.render.text import render_text

__all__ = ["EXPORTERS", "render_html", "render_json", "render_text"]

__getattr__ = homes(
    __name__,
    {
        "exporters": ("EXPORTERS",),
        "html": ("render_html",),
        "json_report": ("render_json",),
        "text": ("render_text",),
    },
)
