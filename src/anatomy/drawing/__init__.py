"""
Drawing: DOT text of the overview and of a spread, running Graphviz on it, and cleaning the SVG for a page.

`draw_overview(enterprise, report)` and `draw_spread(report)` write DOT; `render_dot` makes a picture of it;
`clean_svg` makes that fit to embed.
"""

from __future__ import annotations

from anatomy.drawing.graphviz_program import Format, RendererFacts, available_renderers, render_dot
from anatomy.drawing.overview import draw_overview
from anatomy.drawing.spread import draw_spread
from anatomy.drawing.svg import clean_svg
from anatomy.drawing.views import VIEWS, View

__all__ = [
    "VIEWS",
    "Format",
    "RendererFacts",
    "View",
    "available_renderers",
    "clean_svg",
    "draw_overview",
    "draw_spread",
    "render_dot",
]
