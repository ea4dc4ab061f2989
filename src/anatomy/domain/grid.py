"""A table over two parameters of a decision: which, and at which values."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

MOST_CELLS: Final = 50


class Axis(Struct, frozen=True, kw_only=True):
    """One parameter and the values that it takes, rising."""

    parameter: str
    types: tuple[str, ...]  #: decision types of the deal that have it and are set together
    values: tuple[float, ...]  #: at least one


class Grid(Struct, frozen=True, kw_only=True):
    """Two axes with at most MOST_CELLS cells."""

    down: Axis
    across: Axis

    @property
    def cells(self) -> int:
        """How many there are."""
        return len(self.down.values) * len(self.across.values)
