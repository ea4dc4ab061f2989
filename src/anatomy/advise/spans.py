"""Between which values an input is moved, and why those."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.domain.decision import Parameter
    from anatomy.domain.response import Value

#: A band around the value, or as far as the parameter's own bounds go.
Spans = Literal["band", "bounds"]

WHOLE: Final = ("count", "months")
WORDS: Final = ("choice", "yes-no")
NOT_BELOW_0: Final = (*WHOLE, "days")


class Span(Struct, frozen=True, kw_only=True):
    """The values to try, without the one that is set."""

    points: tuple[Value, ...]  #: of a number low and high, where they differ from it
    why: str  #: band | step | bounds | choices


def span_of(parameter: Parameter, value: Value, *, band: float, spans: Spans = "band") -> Span:
    """
    What to try of a parameter.

    A number goes by the band to both sides, within its bounds, a whole number by one at least; where the band
    leaves it where it is, or if asked, it goes to its bounds as far as there are any. Words are tried one by one.

    Args:
        parameter: with its bounds.
        value: as it is set.
        band: share of the value to both sides, above 0.
        spans: whether to go to the bounds.

    >>> from anatomy.domain.decision import Parameter
    >>> span_of(Parameter(name="d", label="", kind="share"), 0.9, band=0.2)
    Span(points=(0.72, 1.0), why='band')
    >>> span_of(Parameter(name="n", label="", kind="count", low=0), 1.0, band=0.2)
    Span(points=(0.0, 2.0), why='step')
    """
    if parameter.kind == "yes-no":
        return Span(points=(not value,), why="choices")
    if parameter.kind == "choice":
        return Span(points=tuple(word for word in parameter.choices if word != value), why="choices")
    number = float(value)
    ends, why = _around(parameter, number, band)
    beyond = _bounds(parameter)
    if spans == "bounds" or ends == (number, number):
        ends, why = _to_bounds(beyond, ends), "bounds"
    low, high = max(ends[0], beyond[0]), min(ends[1], beyond[1])
    return Span(points=tuple(end for end in dict.fromkeys((low, high)) if end != number), why=why)


def _bounds(parameter: Parameter) -> tuple[float, float]:
    low, high = parameter.bounds()
    return (max(0.0, low) if parameter.kind in NOT_BELOW_0 else low), high


def _around(parameter: Parameter, number: float, band: float) -> tuple[tuple[float, float], str]:
    by = abs(number) * band
    low, high = round(number - by, 12), round(number + by, 12)
    if parameter.kind not in WHOLE:
        return (low, high), "band"
    low, high = math.floor(low + 0.5), math.floor(high + 0.5)
    if high > number > low:
        return (float(low), float(high)), "band"
    return (number - 1, number + 1), "step"


def _to_bounds(bounds: tuple[float, float], ends: tuple[float, float]) -> tuple[float, float]:
    """The bounds; where there is none, the end that stands."""
    low, high = (bound if math.isfinite(bound) else end for bound, end in zip(bounds, ends, strict=True))
    return low, high
