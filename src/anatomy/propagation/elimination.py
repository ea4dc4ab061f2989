"""
Sums of products: many small tables, and one variable after another multiplied and summed out.

Sources:
    Variable elimination (Zhang and Poole 1996; Dechter 1999), in docs/references.md.
"""

from __future__ import annotations

import math
from functools import reduce
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Table(Struct, frozen=True, kw_only=True, eq=False):
    """A number for every combination of values of a few variables."""

    variables: tuple[int, ...]
    values: Floats  #: one axis per variable, in their order


def eliminate(tables: Sequence[Table], sizes: Mapping[int, int], *, most_states: int) -> float | None:
    """
    The product of all tables, summed over all values of all variables.

    Args:
        tables: over variables of `sizes`.
        sizes: how many values each of these variables has.
        most_states: of one table on the way.

    Returns:
        None if some table on the way would be larger.
    """
    order = elimination_order([table.variables for table in tables], sizes, most_states=most_states)
    if order is None:
        return None
    turn = {variable: number for number, variable in enumerate(order)}
    waiting: dict[int, list[Table]] = {variable: [] for variable in order}
    factors: list[float] = []

    def put(table: Table) -> None:
        if table.variables:
            waiting[min(table.variables, key=turn.__getitem__)].append(table)
        else:
            factors.append(float(table.values))

    for table in tables:
        put(table)
    for variable in order:
        put(_summed_out(variable, waiting.pop(variable), turn))
    return math.prod(factors)


def _summed_out(variable: int, tables: list[Table], turn: Mapping[int, int]) -> Table:
    """The product of tables, summed over a variable that all of them have."""
    others = {other for table in tables for other in table.variables} - {variable}
    axes = (variable, *sorted(others, key=turn.__getitem__))
    product = reduce(np.multiply, [_spread(table, axes) for table in tables], np.ones(1))
    return Table(variables=axes[1:], values=product.sum(axis=0))


def _spread(table: Table, axes: tuple[int, ...]) -> Floats:
    """The values with an axis for each of `axes`, of length 1 where the table does not depend on it."""
    place = {variable: number for number, variable in enumerate(axes)}
    where = [place[variable] for variable in table.variables]
    shape = [1] * len(axes)
    for axis, length in zip(where, table.values.shape, strict=True):
        shape[axis] = length
    return table.values.transpose(np.argsort(where)).reshape(shape)


def elimination_order(
    scopes: Iterable[Iterable[int]], sizes: Mapping[int, int], *, most_states: int
) -> list[int] | None:
    """
    Always the variable whose table would be the smallest, the lower number first; None if that is too large.

    Sources:
        The minimum-weight heuristic (Kjærulff 1990), in docs/references.md.
    """
    neighbours: dict[int, set[int]] = {variable: set() for variable in sizes}
    for scope in scopes:
        for variable in scope:
            neighbours[variable].update(scope)

    def states(variable: int) -> int:
        return math.prod(sizes[one] for one in neighbours[variable])

    queue = [(states(variable), variable) for variable in neighbours]
    heapify(queue)
    order: list[int] = []
    while queue:
        cost, variable = heappop(queue)
        if variable not in neighbours or cost != states(variable):
            continue  # gone, or no longer what it was when it was put in
        if cost > most_states:
            return None
        around = neighbours.pop(variable) - {variable}
        order.append(variable)
        for one in around:
            neighbours[one] |= around
            neighbours[one].discard(variable)
        for one in around:
            heappush(queue, (states(one), one))
    return order
