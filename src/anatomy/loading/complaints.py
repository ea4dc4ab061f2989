"""What the schema refuses, told with place, reason and way out."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeGuard, get_args, get_origin

from anatomy.errors import Problem
from anatomy.loading.tree import Mapping, Scalar, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from anatomy.loading.tree import Node

MAX_TOLD = 1_000
_TYPE_WORDS = {
    "string_type": ("must be text", 'write it in quotes: "..."'),
    "list_type": ("must be a list", "write [..., ...] or lines that begin with a hyphen"),
    "dict_type": ("must hold entries", "write key: value lines below it"),
    "model_type": ("must hold entries", "write key: value lines below it"),
    "bool_type": ("must be true or false", "write true or false"),
}
_UNION_WORDS = ("is of the wrong kind", "write one word or number, or what docs/model-format.md shows here")
_SIZE_WORDS = {
    "string_too_short": ("is empty", "write something, or delete the key"),
    "string_too_long": ("is longer than {max_length} characters", "shorten it"),
    "too_short": ("has fewer than {min_length} entries", "add one"),
    "too_long": ("has more than {max_length} entries", "delete some"),
}
_PATTERN_WORDS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": ("a key", "write it in small letters, digits and single hyphens"),
    r"^[A-Za-z]{1,4}[0-9]{1,4}$": ("a code", "write letters and a number, such as D9 or F7"),
    r"^[A-Z]{3}$": ("a currency", "write its code, such as EUR"),
    r"^\d{4}-\d{2}-\d{2}$": ("a date", "write year-month-day, such as 2026-11-21"),
    r"^[a-z][a-z0-9_]*$": ("a parameter name", "write small letters, digits and _, such as list_value"),
}


def complaints(error: ValidationError, *, root: Node, schema: type[BaseModel]) -> Iterator[Problem]:
    """A problem for each thing that pydantic refused, at the place in the file."""
    seen: set[tuple[object, ...]] = set()
    for detail in error.errors(include_url=False, include_input=False):
        location = tuple(part for part in detail["loc"] if part != "[key]")
        node, rest = find(root, location)
        if rest and detail["type"] not in {"missing", "extra_forbidden"}:
            # The branches of a union are told one by one; one line for the place says it.
            location = location[: -len(rest)]
        place = (detail["type"] if not rest else "", location)
        if place not in seen or detail["type"] == "missing":
            seen.add(place)
            if len(seen) > MAX_TOLD:
                return
            yield _complaint(detail, location, node=node, is_union=bool(rest), root=root, schema=schema)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, line and column, each once, as many as anyone may want to read."""
    unique = {problem.first_line(): problem for problem in problems}
    listed = sorted(unique.values(), key=_place)
    if len(listed) > MAX_TOLD:
        message = f"more than {MAX_TOLD:,} problems"
        listed[MAX_TOLD:] = [Problem(code="ANA009", message=message, hint="mend those above first")]
    return listed


def _place(problem: Problem) -> tuple[str, int, int]:
    place = problem.position
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def _complaint(
    detail: ErrorDetails,
    location: tuple[str | int, ...],
    *,
    node: Node,
    is_union: bool,
    root: Node,
    schema: type[BaseModel],
) -> Problem:
    context: dict[str, Any] = detail.get("ctx", {})
    kind = detail["type"]
    field = _spoken(location)
    if kind == "missing":
        return _header(node).problem("ANA010", f"{field!r} is missing", f"add {location[-1]}: ...")
    if kind == "extra_forbidden":
        return _unknown_key(root, location, schema)
    if kind in {"number", "response"}:
        inner, _ = find(node, tuple(context.get("path", ())))
        why, offset = f"{field}: {context['why']}", context.get("offset", 0)
        return inner.problem("ANA014", why, context["hint"], offset=offset)
    if detail["loc"] and detail["loc"][-1] == "[key]":
        parent, _ = find(root, location[:-1])
        node = parent.keys.get(str(location[-1]), node) if isinstance(parent, Mapping) else node
    if isinstance(node, Scalar) and node.plain and not node.text:
        message, hint = "has no value", "write one, or delete the key; put text with commas in quotes"
    else:
        message, hint = _UNION_WORDS if is_union else _worded(detail, context, node)
    return node.problem("ANA012", f"{field} {message}", hint)


def _worded(detail: ErrorDetails, context: dict[str, Any], node: Node) -> tuple[str, str]:
    """What is wrong with a value, and the way out."""
    kind = detail["type"]
    if kind in _TYPE_WORDS:
        return _TYPE_WORDS[kind]
    if kind == "literal_error":
        return _literal(node, context)
    if kind == "string_pattern_mismatch":
        wanted, hint = _PATTERN_WORDS.get(context["pattern"], ("of the right form", ""))
        return f"is not {wanted}", hint
    template, hint = _SIZE_WORDS.get(kind, (detail["msg"][:1].lower() + detail["msg"][1:], ""))
    return template.format_map(context), hint


def _literal(node: Node, context: dict[str, Any]) -> tuple[str, str]:
    words = re.findall(r"'([^']*)'", str(context["expected"]))
    near = get_close_matches(node.text, words, n=1) if isinstance(node, Scalar) else []
    hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(words)}"
    return "is not one of the known words", hint


def _unknown_key(root: Node, location: tuple[str | int, ...], schema: type[BaseModel]) -> Problem:
    parent, _ = find(root, location[:-1])
    key = str(location[-1])
    node = parent.keys.get(key, parent) if isinstance(parent, Mapping) else parent
    known = fields_at(schema, location[:-1])
    if key == "remove":
        hint = "there is nothing of that name below this model to remove"
        return node.problem("ANA011", "'remove' is out of place", hint)
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    strange = [character for character in key if not character.isascii()]
    if near and strange:
        named = unicodedata.name(strange[0], "a nameless character")
        return node.problem("ANA011", f"unknown key {key!r}: it holds {named}", f"type {near[0]!r} anew")
    if near:
        return node.problem("ANA011", f"unknown key {key!r}", f"did you mean {near[0]!r}?")
    return node.problem(
        "ANA011", f"unknown key {key!r}", f"known here: {', '.join(known)}" if known else "delete it"
    )


def fields_at(schema: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that the schema knows at a place, as written in files."""
    current: Any = schema
    for part in location:
        current = _step(current, part)
    if _is_schema(current):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _step(current: Any, part: str | int) -> Any:
    if _is_schema(current):
        for name, field in current.model_fields.items():
            if part in {name, field.alias}:
                return _inner(field.annotation)
        return None
    if get_origin(current) is dict:
        return _inner(get_args(current)[1])
    if get_origin(current) is list:
        return _inner(get_args(current)[0])
    return None


def _inner(annotation: Any) -> Any:
    """The container or model inside `X | None` and `Annotated[X, ...]`."""
    for candidate in (annotation, *get_args(annotation)):
        if _is_schema(candidate):
            return candidate
        if get_origin(candidate) in {dict, list}:
            return candidate
    return annotation


def _is_schema(candidate: Any) -> TypeGuard[type[BaseModel]]:
    from pydantic import BaseModel  # noqa: PLC0415 - who only sorts problems need not wait for it

    return isinstance(candidate, type) and issubclass(candidate, BaseModel)


def _header(node: Node) -> Node:
    """The place to show for something that is not there: the first key of the mapping that lacks it."""
    return next(iter(node.keys.values()), node) if isinstance(node, Mapping) else node


def _spoken(location: tuple[str | int, ...]) -> str:
    """The last word of a path; an item of a list is told with the name of the list."""
    words = [f"item {part + 1}" if isinstance(part, int) else str(part) for part in location]
    numbered = len(words) > 1 and isinstance(location[-1], int)
    return " ".join(words[-2:]) if numbered else words[-1] if words else "the file"
