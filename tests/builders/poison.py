"""Putting hostile text into every field of a value."""

from __future__ import annotations

import dataclasses
from typing import Any

#: Fields with a fixed vocabulary, which the loader checks.
FIXED = frozenset({"measure", "kind", "format", "currency"})


def poisoned(value: Any, payload: str) -> Any:
    """The same value with the payload in front of every text in it; equal texts stay equal."""
    if isinstance(value, str):
        return f"{payload}{value}"
    if isinstance(value, tuple):
        return tuple(poisoned(part, payload) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: poisoned(getattr(value, field.name), payload)
            for field in dataclasses.fields(value)
            if field.name not in FIXED
        }
        return dataclasses.replace(value, **changed)
    return value
