"""Putting hostile text into every field of a value."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

#: Fields with a fixed vocabulary, which the loader checks.
FIXED = frozenset({"measure", "kind", "format", "currency"})


def poisoned(value: Any, payload: str) -> Any:
    """The same value with the payload in front of every text in it; equal texts stay equal."""
    if isinstance(value, str):
        return f"{payload}{value}"
    if isinstance(value, tuple):
        return tuple(poisoned(part, payload) for part in value)
    if isinstance(value, Struct):
        changed = {
            name: poisoned(getattr(value, name), payload)
            for name in value.__struct_fields__
            if name not in FIXED
        }
        return replace(value, **changed)
    return value
