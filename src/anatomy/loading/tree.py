"""
YAML as a tree of nodes that know their place.

The tree is built straight from the parser's event stream, which is iterative and so survives any depth; the
limits are checked on the way. Anchors, aliases, tags and duplicate keys are refused, and only YAML 1.2 core
scalars are anything but text.
"""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from anatomy.errors import InputError, Problem
from anatomy.loading.gate import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.loading.gate import Source

MAX_DEPTH = 40
MAX_ITEMS = 200_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True, eq=False)
class Node:
    """Anything in a file; line and column count from 1."""

    source: Source
    line: int
    column: int

    def problem(self, code: str, message: str, hint: str = "", *, offset: int = 0) -> Problem:
        """A problem at this node, or `offset` characters into it."""
        column = self.column + offset
        return Problem(
            code=code,
            message=message,
            hint=hint,
            position=self.source.position(self.line, column),
            excerpt=self.source.excerpt(self.line, column, 1 if offset else self.width()),
        )

    def width(self) -> int:
        """How many characters a caret line should mark."""
        return 1


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A text or number; `plain` when it was written without quotes."""

    text: str
    plain: bool

    def width(self) -> int:
        return len(self.text) if self.plain else len(self.text) + 2


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """Entries by key; `keys` holds the place of each key."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """The text of a scalar entry, or None."""
        entry = self.entries.get(key)
        return entry.text if isinstance(entry, Scalar) else None

    def put(self, key: str, value: Node, at: Scalar | None = None) -> None:
        """Set an entry, remembering where its key stands."""
        self.entries[key] = value
        if at is not None:
            self.keys[key] = at
        elif key not in self.keys:
            self.keys[key] = Scalar(value.source, value.line, value.column, key, plain=True)


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """Items in order."""

    items: list[Node] = field(default_factory=list)


def parse_tree(source: Source) -> Node:
    """
    The tree of the one document in a source.

    Raises:
        InputError: not YAML, beyond the limits, or using what models may not use; all such problems at once,
            except that after a syntax error nothing more can be said.
    """
    builder = _Builder(source)
    was_enabled = gc.isenabled()
    # The tree holds no cycles; without the collector a large file loads in about half the time.
    gc.disable()
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(source, error))
    except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
        builder.problems.append(Node(source, 1, 1).problem("ANA002", f"not YAML: {error}".splitlines()[0]))
    finally:
        if was_enabled:
            gc.enable()
    if builder.problems:
        raise InputError(builder.problems)
    return builder.root or Mapping(source, 1, 1)


def plain(node: Node) -> Plain:
    """The values of a tree, without their places."""
    match node:
        case Mapping():
            return {key: plain(entry) for key, entry in node.entries.items()}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return _core_scalar(node.text) if node.plain else node.text
    raise TypeError(node)


def walk(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every node with its path of keys and indices."""
    yield path, node
    if isinstance(node, Mapping):
        for key, entry in node.entries.items():
            yield from walk(entry, (*path, key))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from walk(item, (*path, str(index)))


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


_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def _core_scalar(text: str) -> Plain:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) < 40 and _FLOAT.fullmatch(text):
        return float(text)
    return text


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    about = " ".join(part for part in (error.context, error.problem) if part)
    hint = "indent with spaces, not tabs" if "\\t" in about or "\t" in about else "mend the YAML here"
    return Node(source, line, column).problem("ANA002", f"not YAML: {about}", hint)


class _Builder:
    """Takes events one by one; a stack of open containers stands for recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._pending_keys: list[Scalar | None] = []
        self._items = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Add what one event says."""
        match event:
            case yaml.ScalarEvent():
                self._add(self._scalar(event))
            case yaml.MappingStartEvent():
                self._enter(Mapping(self.source, *self._place(event)), event)
            case yaml.SequenceStartEvent():
                self._enter(Sequence(self.source, *self._place(event)), event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
                self._pending_keys.pop()
            case yaml.AliasEvent():
                self._complain(
                    event, "ANA004", f"alias *{event.anchor} is not allowed", "write the value out"
                )
                self._add(Scalar(self.source, *self._place(event), "", plain=True))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(event, "a second document", "one document to a file: delete the ---")

    def _place(self, event: yaml.Event) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        self._refuse_extras(event)
        if event.style == '"' and FORBIDDEN.search(event.value):
            self._complain(event, "ANA001", "an escape in this text makes a control character", "delete it")
        return Scalar(self.source, *self._place(event), event.value, plain=not event.style)

    def _enter(
        self, node: Mapping | Sequence, event: yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        self._refuse_extras(event)
        self._add(node)
        self._open.append(node)
        self._pending_keys.append(None)
        if len(self._open) > MAX_DEPTH:
            self._stop(event, f"nested deeper than {MAX_DEPTH} levels", "flatten it")

    def _refuse_extras(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._complain(event, "ANA004", f"anchor &{event.anchor} is not allowed", "write the value out")
        if event.tag is not None and event.tag != "!":
            self._complain(event, "ANA004", f"tag {event.tag} is not allowed", "delete the tag")

    def _add(self, node: Node) -> None:
        self._items += 1
        if self._items > MAX_ITEMS:
            raise InputError([node.problem("ANA002", f"more than {MAX_ITEMS:,} items", "split the file")])
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif isinstance(parent, Mapping):
            self._add_to_mapping(parent, node)

    def _add_to_mapping(self, parent: Mapping, node: Node) -> None:
        key = self._pending_keys[-1]
        if key is not None:
            parent.entries[key.text] = node
            self._pending_keys[-1] = None
            return
        if not isinstance(node, Scalar):
            raise InputError(
                [node.problem("ANA002", "a key must be a word", "write a word before the colon")]
            )
        self._pending_keys[-1] = node
        first = parent.keys.get(node.text)
        if first is None:
            parent.keys[node.text] = node
        else:
            message = f"duplicate key {node.text!r}, first used in line {first.line}"
            self.problems.append(node.problem("ANA003", message, "delete or rename one of the two"))

    def _complain(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self.problems.append(Node(self.source, *self._place(event)).problem(code, message, hint))

    def _stop(self, event: yaml.Event, message: str, hint: str) -> None:
        raise InputError(
            [*self.problems, Node(self.source, *self._place(event)).problem("ANA002", message, hint)]
        )
