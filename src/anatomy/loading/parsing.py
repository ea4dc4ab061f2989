"""
From the text of a file to a tree of nodes.

The tree is built straight from the parser's events, which come one by one; the limits, that of depth included, are
checked on the way. Anchors, aliases, tags, merge keys and duplicate keys are refused.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml import DocumentStartEvent as DocumentStart
from yaml import MappingEndEvent as MappingEnd
from yaml import MappingStartEvent as MappingStart
from yaml import ScalarEvent as Text
from yaml import SequenceEndEvent as SequenceEnd

from anatomy.errors import InputError
from anatomy.loading.gate import FORBIDDEN
from anatomy.loading.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    problems: list[Problem] = []
    root = read_tree(source, problems)
    if problems:
        raise InputError(problems)
    return root


def read_tree(source: Source, problems: list[Problem]) -> Node:
    """
    The tree of a source, as `parse_tree` gives it, even if it uses what files may not use.

    Of a key that stands twice the last entry is kept, and an alias becomes a word without text.

    Args:
        source: the text.
        problems: what may not be used is added here.

    Raises:
        InputError: not YAML, or beyond the limits: nothing more can be said.
    """
    reader = _Reader(source, problems)
    root: Node | None = None
    was_enabled = gc.isenabled()
    # The tree holds no cycles; without the collector a large file loads in about half the time.
    gc.disable()
    try:
        root = reader.document()
    except yaml.MarkedYAMLError as error:
        raise InputError([*problems, _syntax_problem(source, error)]) from None
    except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
        problem = Node(source, 1, 1).problem("ANA002", f"not YAML: {error}")
        raise InputError([*problems, problem]) from None
    finally:
        if was_enabled:
            gc.enable()
    return root or Mapping(source, 1, 1)


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    about = " ".join(part for part in (error.context, error.problem) if part)
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    tab = "\t" in text[: len(text) - len(text.lstrip())] or text[column - 1 : column] == "\t"
    hint = "indent with spaces, not tabs" if tab else "mend the YAML here or just before"
    return Node(source, line, column).problem("ANA002", f"not YAML: {about}", hint)


class _Reader:
    """Makes nodes of events: a method for each sort of node; the limit on depth bounds the recursion."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.problems = problems
        self._source = source
        self._events: Iterator[Any] = yaml.parse(source.text, Loader=_LOADER)
        self._items = 0
        self._depth = 0

    def document(self) -> Node | None:
        """The root of the one document; None when there is none."""
        root: Node | None = None
        documents = 0
        for event in self._events:
            if type(event) is DocumentStart:
                documents += 1
                if documents > 1:
                    mark: Any = event.start_mark
                    place = Node(self._source, mark.line + 1, mark.column + 1)
                    self._stop(place, "a second document", "one document to a file: delete the ---")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event)
        return root

    def _node(self, event: Any) -> Node:
        kind = type(event)
        if kind is Text:
            return self._scalar(event)
        if kind is yaml.AliasEvent:
            return self._alias(event)
        mark = event.start_mark
        node = (Mapping if kind is MappingStart else Sequence)(self._source, mark.line + 1, mark.column + 1)
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(node, event)
        self._items += 1
        if self._items > MAX_ITEMS:
            self._stop_counting(node)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._stop(node, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
        if isinstance(node, Mapping):
            self._fill_mapping(node)
        else:
            self._fill_sequence(node)
        self._depth -= 1
        return node

    def _fill_mapping(self, node: Mapping) -> None:
        entries, keys = node.entries, node.keys
        for event in self._events:
            kind = type(event)
            if kind is MappingEnd:
                return
            key = self._scalar(event) if kind is Text else self._odd_key(event)
            if keys.setdefault(key.text, key) is not key or key.text == "<<":
                self._check_key(key, keys[key.text])
            value = next(self._events)
            entries[key.text] = self._scalar(value) if type(value) is Text else self._node(value)

    def _fill_sequence(self, node: Sequence) -> None:
        for event in self._events:
            if type(event) is SequenceEnd:
                return
            node.items.append(self._node(event))

    def _scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        style = event.style
        node = Scalar(self._source, mark.line + 1, mark.column + 1, event.value, not style)
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(node, event)
        if style == '"' and FORBIDDEN.search(node.text):
            message = "an escape in this text makes a control character"
            self._complain(node, "ANA001", message, "delete the escape")
        self._items += 1
        if self._items > MAX_ITEMS:
            self._stop_counting(node)
        return node

    def _alias(self, event: Any) -> Scalar:
        mark = event.start_mark
        node = Scalar(self._source, mark.line + 1, mark.column + 1, "", plain=True)
        self._items += 1
        self._complain(node, "ANA004", f"alias *{event.anchor} is not allowed", "write the value out")
        return node

    def _refuse_extras(self, node: Node, event: Any) -> None:
        if event.anchor is not None:
            self._complain(node, "ANA004", f"anchor &{event.anchor} is not allowed", "write the value out")
        if event.tag is not None and event.tag != "!":
            self._complain(node, "ANA004", f"tag {event.tag} is not allowed", "delete the tag")

    def _odd_key(self, event: Any) -> Scalar:
        """A key that is not written as a word: an alias is one that has been refused."""
        if type(event) is not yaml.AliasEvent:
            place = Node(self._source, event.start_mark.line + 1, event.start_mark.column + 1)
            self._stop(place, "a key must be a word", "write a word before the colon, and quote {braces}")
        return self._alias(event)

    def _check_key(self, key: Scalar, first: Scalar) -> None:
        if first is not key:
            message = f"duplicate key {key.text!r}, first used in line {first.line}"
            self._complain(key, "ANA003", message, "delete or rename one of the two")
        if key.text == "<<" and key.plain:
            self._complain(key, "ANA004", "merge key << is not allowed", "write the entries out")

    def _stop_counting(self, node: Node) -> NoReturn:
        self._stop(node, f"more than {MAX_ITEMS:,} items", "split the file")

    def _complain(self, node: Node, code: str, message: str, hint: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self._stop(node, f"more than {MAX_PROBLEMS:,} problems in this file", "mend those before first")
        self.problems.append(node.problem(code, message, hint))

    def _stop(self, node: Node, message: str, hint: str) -> NoReturn:
        raise InputError([*self.problems, node.problem("ANA002", message, hint)])
