"""
The colours of pages and drawings: one hue of falling lightness for chances, so that it survives grey print.

Every coloured cell also carries its number; nothing is told by colour alone.
"""

from __future__ import annotations

from msgspec import Struct

from anatomy.views.words import chance_step

INK = "#1B1F24"
WHITE = "#FFFFFF"


class Paint(Struct, frozen=True, kw_only=True):
    """A ground and the text colour that reads on it."""

    fill: str
    text: str


#: By chance step: under 5, 5-19, 20-44, 45-54, 55-79, 80 and more percent.
STEPS = (
    Paint(fill="#F5F2EA", text=INK),
    Paint(fill="#FBE3B4", text=INK),
    Paint(fill="#F6BF6B", text=INK),
    Paint(fill="#E08B3C", text=INK),
    Paint(fill="#B35519", text=WHITE),
    Paint(fill="#7A2E0E", text=WHITE),
)
#: The same steps on a dark page, where the likelier is the brighter; the faintest is near the page.
DARK_STEPS = (
    Paint(fill="#20262C", text="#C3CBD3"),
    Paint(fill="#3A2C1B", text="#F3E3C8"),
    Paint(fill="#5A3B17", text=WHITE),
    Paint(fill="#86501B", text=WHITE),
    Paint(fill="#D0853A", text=INK),
    Paint(fill="#FFC877", text=INK),
)
STEP_LABELS = ("under 5", "5–19", "20–44", "45–54", "55–79", "80 and more")

#: Named colours of a light page.
LIGHT = {
    "page": WHITE,
    "text": INK,
    "muted": "#55606B",
    "loss": "#9A3412",
    "link": "#0B57A4",
    "line": "#5B6672",
    "card": "#F8F9FA",
    "rule": "#D5DAE0",
    "sheet": WHITE,
    "range": "#C98F5A",
}
#: The same names on a dark page; drawings stay on a white sheet.
DARK = {
    "page": "#14181C",
    "text": "#E8EBEE",
    "muted": "#A9B3BD",
    "loss": "#F2A579",
    "link": "#8AB8F0",
    "line": "#A9B3BD",
    "card": "#1C2127",
    "rule": "#363D45",
    "sheet": WHITE,
    "range": "#C98F5A",
}
#: Border of a department in a drawing.
CLUSTER = "#C4CBD3"


def paint(probability: float) -> Paint:
    """
    The colours of a chance.

    >>> paint(0.86).fill
    '#7A2E0E'
    """
    return STEPS[chance_step(probability)]


def contrast(one: str, other: str) -> float:
    """
    Contrast ratio of two colours, 1 to 21, as the Web Content Accessibility Guidelines define it.

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004 - sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
