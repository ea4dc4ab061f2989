"""How triggers spread through a graph, for people: groups, joint questions and the likeliest nodes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from anatomy.views import time
from anatomy.views.words import NBSP, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.impact import Chance, Quantiles
    from anatomy.propagation import NodeSpread, Spread

ROWS: Final = 20  #: lines of the table of nodes
RANGES: Final = (
    "Severity: mean where felt. First felt: median. In brackets: the middle 90 % of worlds where felt."
)
ARRIVES: Final = "By day: first arrived by then, and felt; what makes it felt may arrive later."


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadTable:
    """One table: heads and rows of equal length."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadView:
    """Everything that is said, in order."""

    answer: str
    tables: tuple[SpreadTable, ...]
    left_out: str  #: empty where every node has a line
    note: str  #: what stands in brackets, and what “by day” means; empty where nothing is to be told


def view_spread(spread: Spread) -> SpreadView:
    """A spread, rounded; the likeliest first."""
    felt = {name: node for name, node in spread.nodes.items() if node.probability > 0}
    sizing = "every world, exact" if spread.exact else f"{spread.worlds:,} worlds, seed {spread.seed}"
    tables = (
        _table("Group", spread.groups, spread),
        _joints(spread.joints),
        _table("Node", dict(list(_likeliest(felt).items())[:ROWS]), spread),
    )
    more = len(felt) - ROWS
    ranges = any("(" in text for table in tables for row in table.rows for text in row[-2:])
    return SpreadView(
        answer=f"{len(felt)} of {len(spread.nodes)} nodes may feel it ({sizing})",
        tables=tuple(table for table in tables if table.rows),
        left_out=f"... and {more} more; --format json has them all" if more > 0 else "",
        note=" ".join((*([RANGES] if ranges else ()), *([ARRIVES] if spread.horizons else ()))),
    )


def _likeliest(spreads: Mapping[str, NodeSpread]) -> dict[str, NodeSpread]:
    return dict(sorted(spreads.items(), key=lambda one: (-one[1].probability, one[0])))


def _table(what: str, spreads: Mapping[str, NodeSpread], spread: Spread) -> SpreadTable:
    by = tuple(f"By day {days:g}" for days in spread.horizons)
    return SpreadTable(
        heads=(what, "Chance", "95 % interval", *by, "Severity", "First felt"),
        rows=tuple(
            (
                name,
                percent(node.probability),
                _interval(node.low, node.high),
                *(_by(node, days) for days in spread.horizons),
                _severity(node.mean_severity_if_felt, node.severity),
                _arrival(node.arrival),
            )
            for name, node in _likeliest(spreads).items()
        ),
    )


def _joints(joints: Mapping[str, Chance]) -> SpreadTable:
    return SpreadTable(
        heads=("Joint", "Chance", "95 % interval"),
        rows=tuple(
            (name, percent(honest(chance)), _interval(chance.low, chance.high))
            for name, chance in sorted(joints.items(), key=lambda one: (-one[1].probability, one[0]))
        ),
    )


def _interval(low: float, high: float) -> str:
    r"""
    The ends in whole percents, or finer where those are the same.

    >>> _interval(0.214, 0.223), _interval(0.216, 0.218)
    ('21\xa0% to 22\xa0%', '21.6\xa0% to 21.8\xa0%')
    """
    if low == high:
        return "exact"
    first, last = percent(low), percent(high)
    if first == last:
        first, last = (f"{end * 100:.1f}{NBSP}%" for end in (low, high))
    return f"{first} to {last}"


def _by(node: NodeSpread, days: float) -> str:
    """P(arrived by then, and felt); a sampled 0 is not called impossible."""
    chance = node.felt_by(days)
    return percent(chance) if chance or node.low == node.high else f"<1{NBSP}%"


def _severity(mean: float | None, spread: Quantiles | None) -> str:
    """The mean, and the middle 90 % where that is a range."""
    if mean is None or spread is None:
        return "–"
    low, high = whole_percent(spread.p05), whole_percent(spread.p95)
    return percent(mean) if low == high else f"{percent(mean)} ({low}–{high}{NBSP}%)"


def _arrival(arrival: Quantiles | None) -> str:
    """The median, and the middle 90 % where that is a range."""
    if arrival is None:
        return "–"
    low, high = (math.floor(days + 0.5) for days in (arrival.p05, arrival.p95))
    return time.day(arrival.p50) if low == high else f"{time.day(arrival.p50)} ({low}–{high})"
