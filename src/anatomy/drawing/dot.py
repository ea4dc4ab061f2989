"""
DOT text that stays what it was meant to be, whatever people typed into the model.

The graphviz package puts the statements together; what goes in is checked here, because it passes
`<...>` on as markup, trips over colons in names of ends, and lets any attribute through. So: names are
made here and never from labels, attributes come from a fixed list, and every text is cleaned first.
"""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING, NewType

import graphviz

from anatomy.views.palette import WHITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Markup of an HTML-like label, made by the functions of this module and of the drawings alone.
Markup = NewType("Markup", str)

FONT = "Helvetica"
LONGEST = 80  #: characters of one text; some versions of Graphviz refuse labels of 16 KB

#: Plain attributes and the shape of the values they may have.
_KEYWORD = re.compile(r"[a-z]+")
_WORDS = re.compile(r"[a-z]+(,[a-z]+)*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}|transparent")
_ATTRIBUTES: Mapping[str, re.Pattern[str]] = {
    "arrowhead": _KEYWORD,
    "arrowsize": _NUMBER,
    "arrowtail": _KEYWORD,
    "bgcolor": _COLOUR,
    "charset": re.compile(r"UTF-8"),
    "class": re.compile(r"[a-z]+( [a-z]+)*"),
    "color": _COLOUR,
    "constraint": re.compile(r"true|false"),
    "dir": _KEYWORD,
    "fillcolor": _COLOUR,
    "fontcolor": _COLOUR,
    "fontname": re.compile(FONT),
    "fontsize": _NUMBER,
    "group": re.compile(r"[a-z]+[0-9]+"),
    "id": re.compile(r"[a-z]+[0-9]*"),
    "labeljust": _KEYWORD,
    "labelloc": _KEYWORD,
    "margin": re.compile(r"[0-9.]+(,[0-9.]+)?"),
    "minlen": _NUMBER,
    "newrank": re.compile(r"true"),
    "nodesep": _NUMBER,
    "ordering": _KEYWORD,
    "outputorder": _KEYWORD,
    "pad": _NUMBER,
    "penwidth": _NUMBER,
    "peripheries": _NUMBER,
    "rank": _KEYWORD,
    "rankdir": re.compile(r"LR|TB"),
    "ranksep": _NUMBER,
    "ratio": _KEYWORD,
    "remincross": re.compile(r"true"),
    "shape": _KEYWORD,
    "splines": _KEYWORD,
    "style": _WORDS,
    "weight": _NUMBER,
}
_NAME = re.compile(r"[a-z]+[0-9]+")
_END = re.compile(r"[a-z]+[0-9]+(:[a-z]+[0-9]+)?(:[ew])?")
_ANCHOR = re.compile(r"#[A-Za-z0-9_.:~-]{1,200}")
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9_.~!$&'()*+,;=:@%/?#-]*)?")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Picture:
    """
    A directed drawing under construction, or a cluster of one.

    Every keyword is an attribute of Graphviz; `label` takes Markup, `tooltip` any text, `link` an address
    that is left out unless it is an anchor or a web address.
    """

    def __init__(self, *, label: Markup | None = None, **attributes: str) -> None:
        self._graph = graphviz.Digraph(name="anatomy")
        self._graph.attr("graph", **_checked(label, attributes))

    def every_node(self, **attributes: str) -> None:
        """What nodes look like unless they say otherwise."""
        self._graph.attr("node", **_checked(None, attributes))

    def every_edge(self, **attributes: str) -> None:
        """What edges look like unless they say otherwise."""
        self._graph.attr("edge", **_checked(None, attributes))

    def node(self, name: str, label: Markup, *, tooltip: str = "", link: str = "", **attributes: str) -> None:
        """A node; its name doubles as its id."""
        checked = {"id": _matched(_NAME, name), **_checked(label, attributes), **_extras(tooltip, link)}
        self._graph.node(name, **checked)

    def edge(self, tail: str, head: str, look: Mapping[str, str]) -> None:
        """An edge between nodes or their ports, such as `n1:p2:e`."""
        self._graph.edge(_matched(_END, tail), _matched(_END, head), **_checked(None, look))

    def same_rank(self, names: Iterable[str]) -> None:
        """Puts nodes above one another in a drawing that runs from left to right."""
        rank = graphviz.Digraph(graph_attr={"rank": "same"})
        for name in names:
            rank.node(_matched(_NAME, name))
        self._graph.subgraph(rank)

    def cluster(self, name: str, *, label: Markup | None = None, **attributes: str) -> Picture:
        """A group with a border; give it back to `add` when it is filled."""
        inner = Picture(label=label, id=_matched(_NAME, name), **attributes)
        inner._graph.name = f"cluster_{name}"
        return inner

    def add(self, cluster: Picture) -> None:
        """Draws a filled cluster inside this picture."""
        self._graph.subgraph(cluster._graph)

    def text(self) -> str:
        """The whole drawing as DOT."""
        source: str = self._graph.source
        return source


def left_to_right(caption: Markup, *, on_top: bool, between_nodes: str, between_ranks: str) -> Picture:
    """
    An empty drawing that runs from left to right, with nodes that are tables of their own.

    Args:
        caption: above or below it.
        on_top: whether above, as in a drawing that stands alone.
        between_nodes: least distance of neighbours in a rank, in inches.
        between_ranks: least distance of ranks, in inches.
    """
    return Picture(
        label=caption,
        labelloc="t" if on_top else "b",
        labeljust="l",
        rankdir="LR",
        newrank="true",
        splines="true",
        remincross="true",
        nodesep=between_nodes,
        ranksep=between_ranks,
        pad="0.1",
        bgcolor=WHITE,
        fontname=FONT,
        fontsize="10",
    )


def words(text: str, *, most: int = LONGEST) -> Markup:
    r"""
    Text of a model as it may stand in an HTML-like label.

    Backslashes are doubled, since Graphviz puts the name of the node for `\N` even there.

    >>> words('5 < 6 & "so"'), words("a\\N")
    ('5 &lt; 6 &amp; &quot;so&quot;', 'a\\\\N')
    """
    return Markup(html.escape(plain(text, most=most)).replace("\\", "\\\\"))


def lines(text: str, *, width: int, most: int = LONGEST) -> tuple[Markup, ...]:
    """Text broken into lines of about so many letters; letters of double width count twice."""
    short = plain(text, most=most)
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in short)
    return tuple(words(line, most=most) for line in textwrap.wrap(short, width // 2 if wide else width)) or (
        Markup(""),
    )


def plain(text: str, *, most: int = LONGEST) -> str:
    r"""
    Text without what must not be in a drawing, in one line of limited length.

    An ampersand that would begin an entity is set apart: Graphviz writes `&#0;` on as it finds it.

    >>> plain(" one\n two\x00\u202e "), plain("&#0;"), plain("abcdef", most=4)
    ('one two', '& #0;', 'abc…')
    """
    visible = "".join(
        letter
        for letter in _BIDI.sub("", " ".join(text.split()))
        if unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"}
    )
    apart = re.sub(r"&(?=#?\w+;)", "& ", visible)
    return apart if len(apart) <= most else apart[: most - 1].rstrip() + "…"


def safe_link(address: str) -> str:
    """
    The address, or nothing when it is neither an anchor of the page nor a web address.

    >>> safe_link("#cell-1"), safe_link("javascript:alert(1)"), safe_link("https://example.org/a?b=1")
    ('#cell-1', '', 'https://example.org/a?b=1')
    """
    return address if _ANCHOR.fullmatch(address) or _WEB.fullmatch(address) else ""


def _checked(label: Markup | None, attributes: Mapping[str, str]) -> dict[str, str]:
    named = {name.rstrip("_"): value for name, value in attributes.items()}
    checked = {name: _matched(_ATTRIBUTES[name], value) for name, value in named.items()}
    if label is not None:
        checked["label"] = f"<{label}>"
    return checked


def _extras(tooltip: str, link: str) -> dict[str, str]:
    extras = {}
    if tooltip:
        extras["tooltip"] = graphviz.escape(plain(tooltip, most=200))
    if safe_link(link):
        extras["URL"] = graphviz.escape(safe_link(link))
    return extras


def _matched(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"{value!r} may not stand in a drawing")
    return value
