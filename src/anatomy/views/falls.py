"""By how much a figure falls, as printed: points or money, with half of the interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from anatomy.views import money
from anatomy.views.words import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.importance import Fall, OwnedLink, Removal

POINTS: Final = 100
LEAST: Final = 0.05  #: points; a smaller fall would be printed as none
MONEY: Final = ("loss", "late_cash")


def unit_of(removals: Iterable[Removal], currency: str) -> money.Unit:
    """One unit for the money of a table, a place finer than for amounts that stand alone."""
    falls = [fall for one in removals for fall in (one.loss, one.late_cash) if fall]
    unit = money.table_unit([fall.by for fall in falls], currency)
    return replace(unit, decimals=unit.decimals + 1) if unit.suffix else unit


def fall_text(figure: str, fall: Fall | None, unit: money.Unit) -> str:
    """A fall with half of its interval, in the unit of its table or in points."""
    if fall is None or not fall.by:
        return "–"
    half = (fall.high - fall.low) / 2
    if figure in MONEY:
        if not unit.grains(fall.by):
            return f"<{unit.figure(1)}"
        bare = replace(unit, sign="")
        return unit.plain(fall.by) + (f"{NBSP}±{bare.figure(max(1, bare.grains(half)))}" if half else "")
    if fall.by * POINTS < LEAST:
        return "<0.1"
    return _points(fall.by) + (f"{NBSP}±{_points(max(0.001, half))}" if half else "")


def _points(share: float) -> str:
    """
    A difference of shares in points, halves up.

    >>> _points(0.3825), _points(0.02)
    ('38.3', '2.0')
    """
    return f"{math.floor(round(share * 1000, 9) + 0.5) / 10:.1f}"


def ends(link: OwnedLink) -> str:
    """From where to where, in no more names than tell the ends apart: departments, sub-functions or layers."""
    source, target = link.source_names, link.target_names
    same = next(
        (place for place in range(len(source) - 1) if source[place] != target[place]), len(source) - 1
    )
    return f"{', '.join(source[: same + 1])} > {target[same]}"
