"""What a file holds, as a tree of nodes that know their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from anatomy.errors import Problem
from anatomy.loading.gate import one_line

if TYPE_CHECKING:
    from anatomy.loading.gate import Source

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


class Node(Struct, eq=False):
    """Anything in a file; line and column count from 1."""

    source: Source
    line: int
    column: int

    def problem(self, code: str, message: str, hint: str = "", *, offset: int = 0) -> Problem:
        """A problem at this node, or `offset` characters into its text."""
        shift = self._shift(offset) if offset else 0
        column = self.column + shift
        return Problem(
            code=code,
            message=one_line(message),
            hint=one_line(hint),
            position=self.source.position(self.line, column),
            excerpt=self.source.excerpt(self.line, column, 1 if shift else self.width()),
        )

    def width(self) -> int:
        """How many characters a caret line should mark."""
        return 1

    def _shift(self, offset: int) -> int:  # noqa: ARG002 - for scalars
        return 0


class Scalar(Node, eq=False):
    """A text or number; `plain` when it was written without quotes."""

    text: str
    plain: bool
    written: str = ""  #: what stood here before it was settled

    def settle(self, text: str) -> None:
        """Replace the text by what it stands for; messages go on showing what was written."""
        self.written = self.written or self.text
        self.text = text

    def width(self) -> int:
        """The text with its quotes."""
        return len(self.written or self.text) + (0 if self.plain else 2)

    def _shift(self, offset: int) -> int:
        """Columns to a character of the text, if it is written in this line as it reads."""
        beginning = self._written_before(offset)
        for quote in (0, 1):
            if self.source.lines[self.line - 1].startswith(beginning, self.column - 1 + quote):
                return len(beginning) + quote
        return 0

    def _written_before(self, offset: int) -> str:
        """What was written before a character; a beginning that was settled may have had another length."""
        rest = self.text[offset:]
        if self.written and self.written.endswith(rest):
            return self.written[: len(self.written) - len(rest)]
        return self.text[:offset]


class Mapping(Node, eq=False):
    """Entries by key; `keys` holds the place of each key."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """The text of a scalar entry, or None."""
        entry = self.entries.get(key)
        return entry.text if isinstance(entry, Scalar) else None

    def removes(self) -> bool:
        """Whether it says `remove: true`."""
        entry = self.entries.get("remove")
        return isinstance(entry, Scalar) and entry.plain and plain(entry) is True

    def put(self, key: str, value: Node, at: Scalar | None = None) -> None:
        """Set an entry, remembering where its key stands."""
        self.entries[key] = value
        if at is not None:
            self.keys[key] = at
        elif key not in self.keys:
            self.keys[key] = Scalar(value.source, value.line, value.column, key, plain=True)


class Sequence(Node, eq=False):
    """Items in order."""

    items: list[Node] = field(default_factory=list)


def plain(node: Node) -> Plain:
    """
    The values of a tree, without their places.

    Scalars without quotes follow the core of YAML 1.2: null, true, false, decimal numbers; all else is text.
    """
    if isinstance(node, Scalar):
        return _core_scalar(node.text) if node.plain else node.text
    if isinstance(node, Mapping):
        return {key: plain(entry) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    raise TypeError(node)


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Node, tuple[str | int, ...]]:
    """The deepest node along a path, and the rest of the path that has no node."""
    for done, part in enumerate(path):
        if isinstance(node, Mapping) and str(part) in node.entries:
            node = node.entries[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return node, path[done:]
    return node, ()


_NUMBER_LENGTH = 30
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")
_NUMBER_STARTS = frozenset("+-.0123456789")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def _core_scalar(text: str) -> Plain:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS or len(text) > _NUMBER_LENGTH:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
