"""JSON in the one form that all of it is written in: unrounded, fields in declared order, the same bytes every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgspec import Struct


def write_json(data: Mapping[str, Any]) -> str:
    """
    An object, a field a line.

    Raises:
        ValueError: a number that JSON does not know, such as infinity.

    >>> print(write_json({"format": "anatomy-x/1", "name": "Käse"}), end="")
    {
     "format": "anatomy-x/1",
     "name": "Käse"
    }
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def write_versioned(value: Struct) -> str:
    """A value with all that it is made of, its field `format` first, by which readers know the shape."""
    fields = to_builtins(value)
    return write_json({"format": fields.pop("format"), **fields})
