"""Departments in columns, so that lines are short, run forwards, and a drawing is about as wide as a page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from anatomy.drawing.bundles import Bundle

    _Places = dict[str, int]

_WIDEST = 5
_ROUNDS = 200
#: What it costs a drawing, in columns of line length.
_INSIDE = 4.0  #: a line between two departments of one column has to go around
_BACKWARDS = 1.5  #: a line that runs from right to left


def arrange(
    departments: Sequence[str], bundles: Sequence[Bundle], *, first: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """
    Columns of department keys, from left to right.

    Args:
        departments: keys, in the model's order.
        bundles: the lines to be drawn.
        first: departments that belong on the left because the decision is made there.
    """
    columns = min(_WIDEST, math.ceil(math.sqrt(1.5 * len(departments))))
    others = len(departments) - len(first)
    tallest = math.ceil(others / max(1, columns - bool(first)))
    places = _start(departments, bundles, first, columns)
    for _ in range(_ROUNDS):
        better = min(
            _neighbours(places, set(first), columns, tallest),
            key=lambda each: (round(_cost(each, bundles), 9), sorted(each.items())),
            default=places,
        )
        if round(_cost(better, bundles), 9) >= round(_cost(places, bundles), 9):
            break
        places = better
    rows = (tuple(key for key in departments if places[key] == column) for column in range(columns))
    return tuple(row for row in rows if row)


def _start(
    departments: Sequence[str], bundles: Sequence[Bundle], first: Sequence[str], columns: int
) -> _Places:
    """Those that set off more than they are hit stand to the left."""
    net = {
        key: math.fsum(
            [b.count for b in bundles if b.source == key] + [-b.count for b in bundles if b.target == key]
        )
        for key in departments
    }
    order = sorted(departments, key=lambda key: (key not in first, -net[key], key))
    free = [key for key in order if key not in first]
    each = math.ceil(len(free) / max(1, columns - bool(first)))
    return dict.fromkeys(first, 0) | {key: bool(first) + place // each for place, key in enumerate(free)}


def _neighbours(places: Mapping[str, int], fixed: set[str], columns: int, tallest: int) -> Iterator[_Places]:
    free = sorted(set(places) - fixed)
    height = [sum(place == column for place in places.values()) for column in range(columns)]
    for key in free:
        for column in range(bool(fixed), columns):
            if column != places[key] and height[column] < tallest:
                yield {**places, key: column}
    for number, one in enumerate(free):
        for other in free[number + 1 :]:
            if places[one] != places[other]:
                yield {**places, one: places[other], other: places[one]}


def _cost(places: Mapping[str, int], bundles: Sequence[Bundle]) -> float:
    steps = (
        (places[bundle.target] - places[bundle.source], 1 + math.log(bundle.count)) for bundle in bundles
    )
    return math.fsum(heavy * _length(step) for step, heavy in steps)


def _length(steps: int) -> float:
    if steps == 0:
        return _INSIDE
    return steps if steps > 0 else _BACKWARDS - steps
