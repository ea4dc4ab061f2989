"""
From the text of a file to a tree of nodes.

The tree is built straight from the parser's event stream, which is iterative and so survives any depth; the
limits are checked on the way. Anchors, aliases, tags, merge keys and duplicate keys are refused.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import yaml

from anatomy.errors import InputError
from anatomy.loading.gate import FORBIDDEN
from anatomy.loading.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.errors import Problem
    from anatomy.loading.gate import Source

MAX_DEPTH = 40
MAX_ITEMS = 200_000
MAX_PROBLEMS = 1_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_tree(source: Source) -> Node:
    """
    The tree of the one document in a source; an empty file is a mapping without entries.

    Raises:
        InputError: not YAML, beyond the limits, or using what models may not use; all such problems at once,
            except that after a syntax error nothing more can be said.
    """
    builder = _Builder(source)
    handlers = builder.handlers()
    was_enabled = gc.isenabled()
    # The tree holds no cycles; without the collector a large file loads in about half the time.
    gc.disable()
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            handlers[type(event)](event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(source, error))
    except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
        builder.problems.append(Node(source, 1, 1).problem("ANA002", f"not YAML: {error}"))
    finally:
        if was_enabled:
            gc.enable()
    if builder.problems:
        raise InputError(builder.problems)
    return builder.root or Mapping(source, 1, 1)


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    about = " ".join(part for part in (error.context, error.problem) if part)
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    tab = "\t" in text[: len(text) - len(text.lstrip())] or text[column - 1 : column] == "\t"
    hint = "indent with spaces, not tabs" if tab else "mend the YAML here or just before"
    return Node(source, line, column).problem("ANA002", f"not YAML: {about}", hint)


class _Builder:
    """Takes events one by one; a stack of open containers stands for recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Mapping | Sequence] = []
        self._pending_keys: list[Scalar | None] = []
        self._items = 0
        self._documents = 0

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What to do with each type of event."""
        return {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: _nothing,
            yaml.StreamStartEvent: _nothing,
            yaml.StreamEndEvent: _nothing,
        }

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        mark: Any = event.start_mark
        node = Scalar(self.source, mark.line + 1, mark.column + 1, event.value, not event.style)
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(node, event)
        if event.style == '"' and FORBIDDEN.search(node.text):
            message = "an escape in this text makes a control character"
            self._complain(node, "ANA001", message, "delete the escape")
        self._add(node)

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        mark: Any = event.start_mark
        self._enter(Mapping(self.source, mark.line + 1, mark.column + 1), event)

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        mark: Any = event.start_mark
        self._enter(Sequence(self.source, mark.line + 1, mark.column + 1), event)

    def _enter(
        self, node: Mapping | Sequence, event: yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(node, event)
        self._add(node)
        self._open.append(node)
        self._pending_keys.append(None)
        if len(self._open) > MAX_DEPTH:
            self._stop(node, f"nested deeper than {MAX_DEPTH} levels", "flatten it")

    def _end(self, _event: yaml.Event) -> None:
        self._open.pop()
        self._pending_keys.pop()

    def _alias(self, event: yaml.AliasEvent) -> None:
        mark: Any = event.start_mark
        node = Scalar(self.source, mark.line + 1, mark.column + 1, "", plain=True)
        self._complain(node, "ANA004", f"alias *{event.anchor} is not allowed", "write the value out")
        self._add(node)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            mark: Any = event.start_mark
            place = Node(self.source, mark.line + 1, mark.column + 1)
            self._stop(place, "a second document", "one document to a file: delete the ---")

    def _refuse_extras(
        self, node: Node, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._complain(node, "ANA004", f"anchor &{event.anchor} is not allowed", "write the value out")
        if event.tag is not None and event.tag != "!":
            self._complain(node, "ANA004", f"tag {event.tag} is not allowed", "delete the tag")

    def _add(self, node: Node) -> None:
        self._items += 1
        if self._items > MAX_ITEMS:
            self._stop(node, f"more than {MAX_ITEMS:,} items", "split the file")
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self._pending_keys[-1]
        if key is None:
            self._begin_entry(parent, node)
        else:
            parent.entries[key.text] = node
            self._pending_keys[-1] = None

    def _begin_entry(self, parent: Mapping, key: Node) -> None:
        if not isinstance(key, Scalar):
            self._stop(key, "a key must be a word", "write a word before the colon, and quote {braces}")
            return
        self._pending_keys[-1] = key
        first = parent.keys.setdefault(key.text, key)
        if first is not key:
            message = f"duplicate key {key.text!r}, first used in line {first.line}"
            self._complain(key, "ANA003", message, "delete or rename one of the two")
        if key.text == "<<" and key.plain:
            self._complain(key, "ANA004", "merge key << is not allowed", "write the entries out")

    def _complain(self, node: Node, code: str, message: str, hint: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self._stop(node, f"more than {MAX_PROBLEMS:,} problems in this file", "mend those before first")
        self.problems.append(node.problem(code, message, hint))

    def _stop(self, node: Node, message: str, hint: str) -> None:
        raise InputError([*self.problems, node.problem("ANA002", message, hint)])


def _nothing(_event: yaml.Event) -> None:
    """Begin and end of a stream mean nothing here."""
