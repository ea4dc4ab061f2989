"""
A report as one HTML file: no script, nothing fetched, the same bytes for the same view.

All text is escaped by one environment; only the style sheet and a checked drawing are let through as markup.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from anatomy import shipped
from anatomy.errors import InputError
from anatomy.render.drawing_gate import checked_drawing
from anatomy.views import palette

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.views.report import ReportView

#: What a template of one's own may extend: the shipped page under another name.
SHIPPED_PAGE = "shipped/page.html"


def render_html(view: ReportView, *, templates: Path | None = None) -> str:
    """
    The page of a report.

    Args:
        view: what the page says.
        templates: a folder of one's own; its report/page.html may extend "shipped/page.html" and override
            blocks, its other files replace the shipped ones. The frame with the content security policy
            and the provenance of the figures is always the shipped one.

    Raises:
        InputError: the style sheet tries to leave its element, or the drawing holds more than a drawing.
    """
    shelf = shipped.shelf("templates")
    own = _environment(shelf) if templates is None else _sandbox(shelf, templates)
    drawing = checked_drawing(view.drawing) if view.drawing else None
    style = _style(own)
    body = own.get_template("report/page.html").render(view=view, drawing=drawing)
    frame = _environment(shelf).get_template("report/frame.html")
    return frame.render(
        view=view,
        policy=policy(style),
        style=Markup(style),  # noqa: S704 - checked in _style
        body=Markup(body),  # noqa: S704 - escaped by the environment that made it
    )


def policy(style: str) -> str:
    """The content security policy: nothing but this very style sheet, and pictures inside the file."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def colours() -> str:
    """The palette as style rules: variables for both schemes, and one class per step of chance."""
    light = "".join(f"--{name}:{colour};" for name, colour in palette.LIGHT.items())
    dark = "".join(f"--{name}:{colour};" for name, colour in palette.DARK.items())
    steps = "".join(
        f".s{step}{{background:{paint.fill};color:{paint.text};fill:{paint.fill}}}\n"
        for step, paint in enumerate(palette.STEPS)
    )
    return (
        f":root{{{light}color-scheme:light dark}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{steps}"
    )


def _style(environment: Environment) -> str:
    sheet = environment.get_template("report/page.css").render()
    if "<" in sheet:
        raise InputError.because("ANA601", "report/page.css holds a “<”", hint="a style sheet needs none")
    return f"\n{colours()}{sheet.strip()}\n"


def _environment(shelf: Path) -> Environment:
    return Environment(
        autoescape=True,
        loader=FileSystemLoader(shelf),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sandbox(shelf: Path, templates: Path) -> Environment:
    """Templates of one's own: no attributes beyond the view's, nothing changed, escaping not switched off."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(shelf), _ShippedPage(shelf)]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del environment.filters["safe"]
    return environment


class _ShippedPage(BaseLoader):
    """The shipped page under a name that a page of one's own can extend."""

    def __init__(self, shelf: Path) -> None:
        self._files = FileSystemLoader(shelf)

    def get_source(self, environment: Environment, template: str):  # type: ignore[no-untyped-def]
        name = "report/page.html" if template == SHIPPED_PAGE else template
        return self._files.get_source(environment, name)
