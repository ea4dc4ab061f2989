"""What the schema refuses, told with place, reason and way out."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from anatomy.loading.tree import Mapping, Scalar, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from anatomy.errors import Problem
    from anatomy.loading.tree import Node

_TYPE_WORDS = {
    "string_type": ("this must be text", 'write it in quotes: "..."'),
    "list_type": ("this must be a list", "write [..., ...] or lines that begin with a hyphen"),
    "dict_type": ("this must hold entries", "write key: value lines below it"),
    "model_type": ("this must hold entries", "write key: value lines below it"),
    "bool_type": ("this must be true or false", "write true or false"),
}
_PATTERN_WORDS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a key such as discount-control: small letters, digits and single hyphens",
    r"^[A-Za-z]{1,4}[0-9]{1,4}$": "a code such as D9 or F7",
    r"^[A-Z]{3}$": "a currency code such as EUR",
    r"^\d{4}-\d{2}-\d{2}$": "a date such as 2026-11-21",
    r"^[a-z][a-z0-9_]*$": "a parameter name such as list_value",
}


def complaints(error: ValidationError, *, root: Node, schema: type[BaseModel]) -> Iterator[Problem]:
    """A problem for each thing that pydantic refused, at the place in the file."""
    seen: set[tuple[object, ...]] = set()
    for detail in error.errors(include_url=False):
        location = tuple(part for part in detail["loc"] if part != "[key]")
        problem = _complaint(detail, location, root=root, schema=schema)
        # A union tells each of its branches; one line for a place is enough.
        place = (problem.position, problem.code)
        if place not in seen:
            seen.add(place)
            yield problem


def _complaint(
    detail: ErrorDetails, location: tuple[str | int, ...], *, root: Node, schema: type[BaseModel]
) -> Problem:
    context: dict[str, Any] = detail.get("ctx", {})
    kind = detail["type"]
    node, rest = find(root, location)
    field = _spoken(location)
    if kind == "missing":
        return _header(node).problem("ANA010", f"{field!r} is missing", f"add {location[-1]}: ...")
    if kind == "extra_forbidden":
        return _unknown_key(root, location, schema)
    if kind in {"number", "response"}:
        inner, _ = find(node, tuple(context.get("path", ())))
        return inner.problem(
            "ANA014", f"{field}: {context['why']}", context["hint"], offset=context.get("offset", 0)
        )
    if detail["loc"] and detail["loc"][-1] == "[key]":
        parent, _ = find(root, location[:-1])
        node = parent.keys.get(str(location[-1]), node) if isinstance(parent, Mapping) else node
    if kind == "string_pattern_mismatch":
        return node.problem(
            "ANA012", f"{field} is not {_PATTERN_WORDS.get(context['pattern'], 'of the right form')}"
        )
    if kind == "literal_error":
        return _literal(node, field, context)
    if kind in _TYPE_WORDS and not rest:
        message, hint = _TYPE_WORDS[kind]
        return node.problem("ANA012", f"{field}: {message}", hint)
    return node.problem("ANA012", f"{field}: {detail['msg'][0].lower()}{detail['msg'][1:]}")


def _literal(node: Node, field: str, context: dict[str, Any]) -> Problem:
    wanted = str(context["expected"])
    words = [word.strip("'\" ") for word in wanted.replace(" or ", ", ").split(",")]
    near = get_close_matches(node.text, words, n=1) if isinstance(node, Scalar) else []
    hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(words)}"
    return node.problem("ANA012", f"{field} is not one of the known words", hint)


def _unknown_key(root: Node, location: tuple[str | int, ...], schema: type[BaseModel]) -> Problem:
    parent, _ = find(root, location[:-1])
    key = str(location[-1])
    node = parent.keys.get(key, parent) if isinstance(parent, Mapping) else parent
    known = fields_at(schema, location[:-1])
    near = get_close_matches(key, known, n=1, cutoff=0.6)
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
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _step(current: Any, part: str | int) -> Any:
    if isinstance(current, type) and issubclass(current, BaseModel):
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
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
        if get_origin(candidate) in {dict, list}:
            return candidate
    return annotation


def _header(node: Node) -> Node:
    """The place to show for something that is not there: the first key of the mapping that lacks it."""
    if isinstance(node, Mapping) and node.keys:
        return min(node.keys.values(), key=lambda key: (key.line, key.column))
    return node


def _spoken(location: tuple[str | int, ...]) -> str:
    words = [f"item {part + 1}" if isinstance(part, int) else str(part) for part in location]
    return words[-1] if len(words) < 2 or not words[-1].startswith("item") else " ".join(words[-2:])  # noqa: PLR2004
