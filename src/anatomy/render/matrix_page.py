"""Decision types by departments as one HTML file, in the frame and the style of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy import shipped
from anatomy.render.html import environment, framed, style_sheet

if TYPE_CHECKING:
    from anatomy.views.matrix import MatrixView


def render_matrix_page(view: MatrixView) -> str:
    """Two heat maps: no script, nothing fetched, the same bytes for the same view."""
    templates = environment(shipped.shelf("templates"))
    body = templates.get_template("matrix/page.html").render(view=view)
    return framed(templates, view, style_sheet(templates, "matrix/matrix.css"), body)
