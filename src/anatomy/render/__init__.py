"""Render: views turned into text, one file per format."""

from anatomy.render.exporters import EXPORTERS
from anatomy.render.html import render_html
from anatomy.render.json_report import render_json
from anatomy.render.text import render_text

__all__ = ["EXPORTERS", "render_html", "render_json", "render_text"]
