"""Reading a page as a browser would: its elements, attributes and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "base", "col", "wbr", "source", "embed"})


@dataclass
class Page(HTMLParser):
    """What a parser sees."""

    tags: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)  #: element, name, value
    texts: list[tuple[str, str]] = field(default_factory=list)  #: text, and the elements around it
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; void ones stay shut."""
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes at once."""
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """Every element must close in order."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note a text with what is around it."""
        self.texts.append((data, " ".join(self.open)))


def not_isolated(html: str, payload: str) -> list[tuple[str, str]]:
    """
    Where a text stands whose direction could reach what is beside it, with the elements around.

    <bdi> isolates, and so does the style of <code>; a cell with `unicode-bidi: plaintext` is a paragraph of its own,
    and needs no more if one text is all that it holds, from its beginning on.
    """
    assert re.search(r"\ncode\{[^}]*unicode-bidi:isolate", html)
    assert "\ntd,th,dd,dt{unicode-bidi:plaintext}" in html

    def unless_alone(cell: re.Match[str]) -> str:
        text = unescape(cell[2])
        return "" if text.startswith(payload) and text.count(payload) == 1 else cell[0]

    beside_others = re.sub(r"<(td|th|dd|dt)\b[^>]*>([^<]*)</\1>", unless_alone, html)
    return [
        (text, around)
        for text, around in read_page(beside_others).texts
        if payload in text and around.split()[-1] not in {"bdi", "code", "title", "text"}
    ]


def read_page(html: str) -> Page:
    """A page, well nested and closed to the end."""
    page = Page()
    page.feed(html)
    page.close()
    assert not page.open, f"<{page.open[-1]}> is never closed"
    return page
