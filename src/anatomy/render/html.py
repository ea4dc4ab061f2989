"""
A report as one HTML file: no script, nothing fetched, the same bytes for the same view.

All text is escaped by one environment; only the style sheet and a checked drawing are let through as markup.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any, Final, Protocol

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from anatomy import shipped
from anatomy.errors import InputError, Position
from anatomy.render.drawing_gate import checked_drawing
from anatomy.views import palette

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
        InputError: a template of one's own is wrong, or the drawing holds more than a drawing.
    """
    shelf = shipped.shelf("templates")
    drawing = checked_drawing(view.drawing) if view.drawing else None
    if templates is None:
        style, body = _page(environment(shelf), view, drawing)
    else:
        style, body = _own_page(_sandbox(shelf, templates), view, drawing)
    return framed(environment(shelf), view, style, body)


def framed(shipped_ones: Environment, view: Framed, style: str, body: str) -> str:
    """
    A whole page: head with its policy, body and provenance.

    Args:
        shipped_ones: the environment of the shipped templates; the frame is never another.
        view: what the frame says.
        style: from `style_sheet`.
        body: escaped by the environment that made it.
    """
    return shipped_ones.get_template("report/frame.html").render(
        view=view,
        policy=policy(style),
        style=Markup(style),  # noqa: S704 - checked in style_sheet
        body=Markup(body),  # noqa: S704 - escaped by the environment that made it
    )


def _page(templates: Environment, view: ReportView, drawing: Markup | None) -> tuple[str, str]:
    """The style sheet, and everything between the head and the foot of the page."""
    page = templates.get_template("report/page.html")
    return style_sheet(templates), page.render(view=view, drawing=drawing)


def _own_page(templates: Environment, view: ReportView, drawing: Markup | None) -> tuple[str, str]:
    try:
        return _page(templates, view, drawing)
    except TemplateSyntaxError as wrong:
        place = Position(file=wrong.name or "template", line=wrong.lineno, column=1)
        raise InputError.because("ANA603", wrong.message or "not a template", position=place) from wrong
    except TemplateError as wrong:
        raise InputError.because("ANA603", f"a template of your own fails: {wrong}") from wrong


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
    return (
        f":root{{{light}color-scheme:light dark}}\n{_ramp(palette.STEPS)}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}\n{_ramp(palette.DARK_STEPS)}}}\n"
    )


def _ramp(steps: Sequence[palette.Paint]) -> str:
    return "".join(
        f".s{step}{{background:{paint.fill};color:{paint.text};fill:{paint.fill}}}\n"
        for step, paint in enumerate(steps)
    )


def style_sheet(templates: Environment, *more: str) -> str:
    """The palette, the style of the report, and further sheets by name."""
    sheets = [colours()]
    for name in ("report/page.css", *more):
        sheet = templates.get_template(name).render()
        if "<" in sheet:
            raise InputError.because("ANA601", f"{name} holds a “<”", hint="a style sheet needs none")
        sheets.append(f"{sheet.strip()}\n")
    return f"\n{''.join(sheets)}"


#: Between a sign and a currency's symbol, where Unicode allows a line to end.
_PARTED: Final = re.compile(r"(?<=[−+])(?=[$£¥₠-₿])")


def _unparted(value: object) -> object:
    r"""
    Text in which no line ends between a sign and its currency, where browsers would let it; markup stays as it is.

    >>> _unparted("−€5k, +$3")
    '−\u2060€5k, +\u2060$3'
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return _PARTED.sub("\u2060", value)
    return value


def environment(shelf: Path) -> Environment:
    """The shipped templates: everything is escaped, an unknown name is an error."""
    return Environment(
        autoescape=True,
        loader=FileSystemLoader(shelf),
        undefined=StrictUndefined,
        finalize=_unparted,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sandbox(shelf: Path, templates: Path) -> Environment:
    """Templates of one's own: no attributes beyond the view's, nothing changed, escaping not switched off."""
    sandbox = ImmutableSandboxedEnvironment(
        autoescape=True,
        loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(shelf), _ShippedPage(shelf)]),
        undefined=StrictUndefined,
        finalize=_unparted,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del sandbox.filters["safe"]
    return sandbox


class Framed(Protocol):
    """What the frame of a page says."""

    @property
    def lang(self) -> str:
        """Language of the page."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def basis(self) -> Any:
        """Something with `provenance`: texts that say where the figures come from."""


class _ShippedPage(FileSystemLoader):
    """The shipped page under a name that a page of one's own can extend."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The shipped page; no other template is found here."""
        if template != SHIPPED_PAGE:
            raise TemplateNotFound(template)
        return super().get_source(environment, "report/page.html")
