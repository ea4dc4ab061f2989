"""Cells in columns by the number of steps from the decision, with no column taller than a page bears."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from anatomy.domain.impact import LinkFacts

_TALLEST = 8


def place_cells(
    cells: Sequence[str], links: Iterable[LinkFacts], *, first: Iterable[str], departments: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """
    Columns of cells, from left to right.

    Cells of one department that lie as many steps away stay together; when a column is full, they move on
    to the next, and whatever follows from them moves with them.

    Args:
        cells: slugs, in the model's order.
        links: the links drawn.
        first: cells set off.
        departments: keys; those named first stand further left.
    """
    sources: dict[str, list[str]] = defaultdict(list)
    for link in links:
        sources[link.target].append(link.source)
    steps = _steps(cells, sources, set(first))
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for cell in cells:
        groups[steps[cell], departments.index(cell.partition("/")[0])].append(cell)
    columns: dict[str, int] = {}
    for (step, _), group in sorted(groups.items()):
        before = (
            columns[source]
            for cell in group
            for source in sources[cell]
            if source in columns and steps[source] < step
        )
        column = max(before, default=-1) + 1 if step else 0
        while step and _full(columns, column, len(group)):
            column += 1
        columns |= dict.fromkeys(group, column)
    used = sorted(set(columns.values()))
    return tuple(tuple(cell for cell in cells if columns[cell] == column) for column in used)


def _full(columns: Mapping[str, int], column: int, more: int) -> bool:
    there = sum(place == column for place in columns.values())
    return there > 0 and there + more > _TALLEST


def _steps(cells: Sequence[str], sources: Mapping[str, Sequence[str]], first: set[str]) -> Mapping[str, int]:
    """Fewest links from a cell set off; what no chain leads to counts as set off."""
    steps = dict.fromkeys((cell for cell in cells if cell in first), 0)
    for step in range(1, len(cells)):
        reached = [
            cell
            for cell in cells
            if cell not in steps and any(steps.get(source) == step - 1 for source in sources.get(cell, ()))
        ]
        steps |= dict.fromkeys(reached, step)
    return {cell: steps.get(cell, 0) for cell in cells}
