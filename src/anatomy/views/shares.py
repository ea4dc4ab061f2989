"""Parts of a printed figure: each rounded by itself, and the difference that rounding makes to their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views.money import MINUS
from anatomy.views.words import NBSP, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.views.money import Unit

#: Name of the line that makes printed parts add up.
ROUNDING = "rounding"


def share_of_parts(part: float) -> str:
    """
    A share as printed, one beyond [0, 1] by the last bits of a sum as its end.

    Args:
        part: a share in [0, 1].
    """
    return percent(min(max(part, 0.0), 1.0))


def share_rounding(parts: Iterable[float], whole: float) -> str:
    r"""
    What has to be added to printed shares so that they come to the printed whole; empty where they do.

    Less than 1 % counts as none, and more than 99 % as 100 %.

    Args:
        parts: shares in [0, 1].
        whole: share in [0, 1] that they add up to.

    >>> share_rounding([0.334, 0.334, 0.334], 1.0), share_rounding([0.555, 0.445], 1.0)
    ('+1\xa0%', '−1\xa0%')
    """
    points = whole_percent(whole) - sum(map(whole_percent, parts))
    return f"{MINUS if points < 0 else '+'}{abs(points)}{NBSP}%" if points else ""


def loss_rounding(parts: Iterable[float], whole: float, unit: Unit) -> str:
    """
    What has to be added to printed losses so that they come to the printed whole; empty where they do.

    Args:
        parts: losses, gains negative.
        whole: loss that they add up to.
        unit: in which all of them are printed.
    """
    grains = unit.grains(whole) - sum(map(unit.grains, parts))
    return unit.loss_of(grains) if grains else ""
