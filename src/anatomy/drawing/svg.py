"""
Graphviz's SVG made fit for a page: read as XML, and rebuilt from a list of what is allowed.

The parser is the standard library's expat. It fetches nothing by itself, and a declaration of an entity ends
the reading, so that neither outside files nor swelling entities come in; the DOCTYPE line, which Graphviz
always writes, is dropped.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.parsers import expat

from anatomy.drawing.dot import plain, safe_link
from anatomy.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Mapping

FONTS = "Helvetica, Arial, sans-serif"
_DEEPEST = 40
_LONGEST = 1000
_VISIBLE = {"transparent": "none"}  #: SVG 1.1 does not know the colour that Graphviz 2.43 writes
_NUMBERS = re.compile(r"[-+0-9eE., \t\r\n]*")
_LINE = re.compile(r"[-+0-9eE., \t\r\nMmLlHhVvCcSsQqTtAaZz]*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}|[a-zA-Z]+")
_WORD = re.compile(r"[a-z0-9-]+( [a-z0-9-]+)*")
_DECIMALS = re.compile(r"[0-9]+\.[0-9]+")
_DEFAULTS = {("text-anchor", "start"), ("stroke-width", "1")}  #: say what holds anyway
_MOVES = re.compile(r"((scale|rotate|translate)\([-+0-9eE., ]*\)\s*)*")

#: Elements that may stay and the attributes they may keep, with the shape of their values.
_PAINT: Mapping[str, re.Pattern[str]] = {
    "fill": _COLOUR,
    "fill-opacity": _NUMBERS,
    "stroke": _COLOUR,
    "stroke-dasharray": _NUMBERS,
    "stroke-opacity": _NUMBERS,
    "stroke-width": _NUMBERS,
}
_TEXT: Mapping[str, re.Pattern[str]] = {
    "x": _NUMBERS,
    "y": _NUMBERS,
    "fill": _COLOUR,
    "font-size": _NUMBERS,
    "font-style": _WORD,
    "font-weight": _WORD,
    "text-anchor": _WORD,
    "text-decoration": _WORD,
}
_ELEMENTS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "svg": {"viewBox": _NUMBERS},
    "g": {"id": re.compile(r"[A-Za-z0-9_.-]{1,100}"), "class": _WORD, "transform": _MOVES},
    "a": {},
    "ellipse": {**_PAINT, "cx": _NUMBERS, "cy": _NUMBERS, "rx": _NUMBERS, "ry": _NUMBERS},
    "path": {**_PAINT, "d": _LINE},
    "polygon": {**_PAINT, "points": _NUMBERS},
    "polyline": {**_PAINT, "points": _NUMBERS},
    "text": _TEXT,
}


def clean_svg(svg: bytes, *, prefix: str, title: str, description: str) -> str:
    """
    A drawing to embed in a page or to keep as a file.

    Its size lies in the viewBox and in `width` (CSS pixels); the class is `drawing`; ids begin with the
    prefix; fonts are named once, on the root, where a page's CSS overrules them.

    Args:
        svg: as Graphviz wrote it.
        prefix: keeps the ids of several drawings on a page apart; letters, digits and `-`.
        title: what the drawing is called, read aloud.
        description: what it shows, read aloud.

    Raises:
        MissingPartError: this is not an SVG.
    """
    rebuilt = _Rebuilt(prefix=re.sub(r"[^A-Za-z0-9-]", "-", prefix), title=title, description=description)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = rebuilt.start
    parser.EndElementHandler = rebuilt.end
    parser.CharacterDataHandler = rebuilt.letters
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(_without_controls(svg), True)  # noqa: FBT003 - expat takes it by place
    except (expat.ExpatError, ValueError) as error:
        raise MissingPartError(f"the drawing program wrote no usable SVG: {error}") from error
    return rebuilt.whole()


class _Rebuilt:
    """The new drawing, growing while the old one is read."""

    def __init__(self, *, prefix: str, title: str, description: str) -> None:
        self._prefix = prefix
        self._title = title
        self._description = description
        self._parts: list[str] = []
        self._open: list[str] = []  #: end tags, empty for elements left out
        self._silent = 0  #: depth inside an element that is left out with all it holds

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if len(self._open) >= _DEEPEST:
            raise ValueError("elements lie too deep")
        if not self._open and local != "svg":
            raise ValueError("the root is not svg")
        known = space == "http://www.w3.org/2000/svg" and local in _ELEMENTS
        if self._silent or not known or (local == "svg" and self._open):
            self._silent += 1
            self._open.append("")
            return
        self._parts.append(
            self._opening(local, {key.rpartition(" ")[2]: attributes[key] for key in attributes})
        )
        self._open.append("g" if local == "a" and self._parts[-1].startswith("<g") else local)

    def end(self, _name: str) -> None:
        closing = self._open.pop()
        if closing and self._parts[-1].startswith(f"<{closing} ") and self._parts[-1].count("<") == 1:
            self._parts[-1] = f"{self._parts[-1][:-1]}/>"
        elif closing:
            self._parts.append(f"</{closing}>")
        else:
            self._silent -= 1

    def letters(self, text: str) -> None:
        if self._open and self._open[-1] == "text":
            self._parts.append(escape(text, quote=False))
        elif self._parts and self._parts[-1] != "\n" and "\n" in text and not self._silent:
            self._parts.append("\n")

    def whole(self) -> str:
        return "".join(self._parts) + "\n"

    def _opening(self, name: str, found: dict[str, str]) -> str:
        kept = {
            key: _shorter(_VISIBLE.get(found[key].strip(), found[key].strip()), allowed)
            for key, allowed in _ELEMENTS[name].items()
            if key in found and allowed.fullmatch(found[key].strip())
        }
        kept = {key: value for key, value in kept.items() if (key, value) not in _DEFAULTS}
        if kept.get("id", "").startswith("a_"):  # Graphviz's wrapper of a tool tip; nothing leads to it
            del kept["id"]
        if "id" in kept:
            kept["id"] = f"{self._prefix}-{kept['id']}"
        if name == "svg":
            return self._root(kept)
        if name == "a":
            return self._link(found)
        return _tag(name, kept)

    def _root(self, kept: dict[str, str]) -> str:
        size = [float(number) for number in kept.get("viewBox", "").replace(",", " ").split()]
        if len(size) != 4:  # noqa: PLR2004 - left, top, width, height
            raise ValueError("no viewBox")
        ids = (f"{self._prefix}-title", f"{self._prefix}-desc")
        root = {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "drawing",
            "role": "group",
            "aria-labelledby": " ".join(ids),
            "viewBox": kept["viewBox"],
            "width": f"{size[2] * 4 / 3:.0f}",
            "font-family": FONTS,
        }
        return (
            f"{_tag('svg', root)}\n"
            f'<title id="{ids[0]}">{escape(plain(self._title, most=_LONGEST))}</title>\n'
            f'<desc id="{ids[1]}">{escape(plain(self._description, most=_LONGEST))}</desc>'
        )

    def _link(self, found: dict[str, str]) -> str:
        """A link that leads somewhere safe, or a mere group; the tool tip becomes its title."""
        address = safe_link(found.get("href", ""))
        tip = found.get("title", "").strip()
        opening = _tag("a", {"href": address}) if address else "<g>"
        return f"{opening}<title>{escape(tip)}</title>" if tip else opening


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    return (
        f"<{name}{''.join(f' {key}={chr(34)}{escape(value)}{chr(34)}' for key, value in attributes.items())}>"
    )


def _shorter(value: str, shape: re.Pattern[str]) -> str:
    """
    Numbers to a tenth of a point, which no eye can tell from more.

    >>> _shorter("M10.00,0.25C3.14 -7.96", _LINE), _shorter("10.00", _WORD)
    ('M10,0.2C3.1 -8', '10.00')
    """
    if shape not in (_NUMBERS, _LINE, _MOVES):
        return value
    return _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)


def _without_controls(svg: bytes) -> str:
    text = svg.decode("utf-8", errors="replace")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _refuse(*_declaration: object) -> None:
    raise ValueError("declarations of entities are refused")
