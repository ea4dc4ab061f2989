"""
A decision file without what its schema refuses, so that the rest can still be held against a model.

What is taken out and cannot be done without is replaced by a stand-in at the same place: whatever a stand-in gives
rise to is at a place that has been told already, and not told again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.loading.tree import Mapping, Scalar, Sequence, find

if TYPE_CHECKING:
    from pydantic import ValidationError

    from anatomy.loading.tree import Node

    Location = tuple[str | int, ...]

_KEY = "[key]"  #: how pydantic says that the key of an entry is meant
_WORD = "x"  #: fits wherever a title, a key, a text or a value may stand


def prune(root: Mapping, error: ValidationError) -> None:
    """Take out of a decision file what the schema refuses, or put a stand-in there."""
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        location = tuple(part for part in detail["loc"] if part != _KEY)
        _, rest = find(root, location)
        if detail["type"] == "missing":
            if len(rest) == 1:
                _replace(root, location)
        elif not rest or len(rest) < len(location):
            # The branches of a union stand behind the place itself.
            place = location[: len(location) - len(rest)]
            if detail["loc"][-1] == _KEY:
                _rename(root, place)
            elif detail["type"] == "extra_forbidden":
                _drop(root, place)
            else:
                _replace(root, place)


def _replace(root: Mapping, place: Location) -> None:
    """Put a stand-in at a place, or nothing where an entry may be missing."""
    at = _place_of(root, place)
    match place:
        case ("decisions",) | ("alternatives", _, "decisions"):
            _put(root, place, Sequence(at.source, at.line, at.column, [_proposal(at)]))
        case (*_, "decisions", int()):
            _put(root, place, _proposal(at))
        case (*holder, "decisions", int() as index, "with"):
            _put(root, (*holder, "decisions", index), _proposal(at))
        case ("alternatives", _):
            _put(root, place, _mapping(at, title=_word(at), set=_mapping(at, x=_word(at))))
        case ("alternatives", _, "set"):
            _put(root, place, _mapping(at, x=_word(at)))
        case (
            ("title" | "model",)
            | ("mitigations" | "limits", int())
            | (*_, "title" | "type")
            | (*_, "with" | "set", _)
            | ("alternatives", _, "set", _, _)
        ):
            _put(root, place, _word(at))
        case _:
            _drop(root, place[:1] if len(place) == len(("win_chance", 0)) else place)


def _word(at: Node) -> Scalar:
    return Scalar(at.source, at.line, at.column, _WORD, plain=True)


def _mapping(at: Node, **entries: Node) -> Mapping:
    mapping = Mapping(at.source, at.line, at.column)
    for key, entry in entries.items():
        mapping.put(key, entry)
    return mapping


def _proposal(at: Node) -> Mapping:
    return _mapping(at, type=_word(at))


def _place_of(root: Mapping, place: Location) -> Node:
    """Where a stand-in stands: at what it replaces, or where its absence is told."""
    node, rest = find(root, place)
    return next(iter(node.keys.values()), node) if rest and isinstance(node, Mapping) else node


def _put(root: Mapping, place: Location, node: Node) -> None:
    holder, _ = find(root, place[:-1])
    if isinstance(holder, Mapping):
        # Its key moves with a word: of an entry whose value has been told nothing more is said.
        holder.put(str(place[-1]), node, at=node if isinstance(node, Scalar) else None)
    elif isinstance(holder, Sequence):
        holder.items[int(place[-1])] = node


def _drop(root: Mapping, place: Location) -> None:
    holder, rest = find(root, place[:-1])
    if isinstance(holder, Mapping) and not rest:
        holder.entries.pop(str(place[-1]), None)


def _rename(root: Mapping, place: Location) -> None:
    """Give an entry a key that the schema knows, in the same place."""
    holder, _ = find(root, place[:-1])
    if isinstance(holder, Mapping):
        old, new = str(place[-1]), f"{_WORD}-{len(holder.entries)}"
        while new in holder.entries:
            new += "-1"
        holder.entries = {new if key == old else key: entry for key, entry in holder.entries.items()}
        holder.keys = {new if key == old else key: at for key, at in holder.keys.items()}
