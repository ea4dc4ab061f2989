"""The last gate before a drawing enters a page: an allow-list of elements and attributes, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup

from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELEMENTS = """
    svg g path polygon polyline line rect circle ellipse text tspan title desc defs a marker
    linearGradient stop clipPath
"""
_ATTRIBUTES = """
    id class role aria-labelledby aria-label aria-hidden viewBox width height x y x1 y1 x2 y2 cx cy r rx ry
    d points transform fill fill-opacity stroke stroke-width stroke-dasharray stroke-opacity stroke-linecap
    stroke-linejoin opacity font-family font-size font-weight font-style text-anchor dominant-baseline
    text-decoration textLength lengthAdjust preserveAspectRatio href marker-end orient refX refY markerWidth
    markerHeight offset stop-color stop-opacity gradientUnits clip-path version focusable tabindex lang dir
    xml:space baseProfile
"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_NAMESPACES = ("{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}")


def checked_drawing(drawing: str) -> Markup:
    """
    The drawing as markup, unchanged.

    Raises:
        InputError: it is not well-formed or holds anything but a still picture.
    """
    complaint = next(_complaints(drawing), None)
    if complaint:
        raise InputError.because("ANA602", f"the drawing holds {complaint}")
    return Markup(drawing)  # noqa: S704 - checked right above


def _complaints(drawing: str) -> Iterator[str]:
    if "<!" in drawing or "<?" in drawing:
        yield "a declaration, comment or instruction"
        return
    try:
        root = ET.fromstring(drawing)  # noqa: S314 - no declarations, so no entities
    except ET.ParseError as wrong:
        yield f"something that is not well-formed ({wrong})"
        return
    if _bare(root.tag) != "svg":
        yield f"<{_bare(root.tag)}> at its root"
    for element in root.iter():
        if _bare(element.tag) not in ELEMENTS:
            yield f"<{_bare(element.tag)}>"
        yield from _attribute_complaints(element)


def _attribute_complaints(element: ET.Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        bare = _bare(name)
        if bare not in ATTRIBUTES:
            yield f"the attribute {bare}"
        if bare == "href" and not value.startswith("#"):
            yield "a link that leaves the page"
        if "url(" in value.replace(" ", "").lower() and not value.replace(" ", "").startswith("url(#"):
            yield "a reference that leaves the page"


def _bare(name: str) -> str:
    for namespace in _NAMESPACES:
        name = name.removeprefix(namespace)
    return name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
