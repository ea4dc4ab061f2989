"""The cells and dependencies of a model by number, made once for all who look at its structure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise


class Index(Struct, frozen=True, kw_only=True, eq=False):
    """Numbers of cells are places in `cells`, those of dependencies places in the model's own order."""

    cells: tuple[CellId, ...]
    number: Mapping[CellId, int]
    source: Sequence[int]  #: of each dependency
    target: Sequence[int]
    leaving: Sequence[Sequence[int]]  #: of each cell, the dependencies that begin there
    entering: Sequence[Sequence[int]]  #: of each cell, the dependencies that end there


@lru_cache(maxsize=2)
def index_of(enterprise: Enterprise) -> Index:
    """The index of a model."""
    cells = tuple(enterprise.cells())
    number = {cell: place for place, cell in enumerate(cells)}
    source = [number[one.source] for one in enterprise.dependencies]
    target = [number[one.target] for one in enterprise.dependencies]
    leaving: list[list[int]] = [[] for _ in cells]
    entering: list[list[int]] = [[] for _ in cells]
    for place, (begin, end) in enumerate(zip(source, target, strict=True)):
        leaving[begin].append(place)
        entering[end].append(place)
    return Index(cells=cells, number=number, source=source, target=target, leaving=leaving, entering=entering)
