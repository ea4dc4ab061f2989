"""How triggers spread through a graph, for people: groups, joint questions and the likeliest nodes."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from anatomy.domain.figures import Chance
from anatomy.views import time
from anatomy.views.words import NBSP, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.figures import Quantiles
    from anatomy.propagation import NodeSpread, Spread

ROWS: Final = 20  #: lines of the table of nodes
RANGES: Final = (
    "Severity: mean where felt. First felt: median. In brackets: the middle 90 % of worlds where felt."
)
ARRIVES: Final = "By day: first arrived by then, and felt; what makes it felt may arrive later."


class SpreadTable(Struct, frozen=True, kw_only=True):
    """One table: heads and rows of equal length."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[
        str, ...
    ] = ()  #: of the rows, where some are told by another name; to stand beside if there is room


class SpreadView(Struct, frozen=True, kw_only=True):
    """Everything that is said, in order."""

    answer: str
    tables: tuple[SpreadTable, ...]
    left_out: str  #: empty where every node has a line
    note: str  #: what stands in brackets, and what “by day” means; empty where nothing is to be told


def view_spread(spread: Spread, *, names: Mapping[str, str] | None = None, top: int = ROWS) -> SpreadView:
    """
    A spread, rounded; the likeliest first.

    Args:
        spread: the answer.
        names: of nodes that are to be told by another name than their id.
        top: how many nodes have a line.
    """
    felt = {name: node for name, node in spread.nodes.items() if node.high > 0}
    shown = dict(list(_likeliest(felt).items())[:top])
    tables = (
        _table("Group", spread.groups, spread),
        _joints(spread.joints),
        replace(
            _table("Node", shown, spread, told := names_of(spread.nodes, names or {})),
            ids=tuple(shown) if any(told[node] != node for node in shown) else (),
        ),
    )
    more = len(felt) - len(shown)
    ranges = any("(" in text for table in tables for row in table.rows for text in row[-2:])
    return SpreadView(
        answer=f"{len(felt)} of {len(spread.nodes)} nodes may feel it ({sizing(spread)})",
        tables=tuple(table for table in tables if table.rows),
        left_out=f"... and {more:,} more: --top, or all of them by --format csv" if more > 0 else "",
        note=" ".join((*([RANGES] if ranges else ()), *([ARRIVES] if spread.horizons else ()))),
    )


def sizing(spread: Spread) -> str:
    """How an answer was worked out."""
    return "every world, exact" if spread.exact else f"{spread.worlds:,} worlds, seed {spread.seed}"


def _likeliest(spreads: Mapping[str, NodeSpread]) -> dict[str, NodeSpread]:
    return dict(sorted(spreads.items(), key=lambda one: (-one[1].probability, one[0])))


def names_of(nodes: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """
    What each node is told by: its name, with its id where that would not tell which; else its id.

    >>> names_of(["a", "b", "c"], {"a": "Order", "b": "Order", "c": "Invoice"})
    {'a': 'Order (a)', 'b': 'Order (b)', 'c': 'Invoice'}
    """
    told = {node: names.get(node) or node for node in nodes}
    times = Counter(told.values())
    return {
        node: name if times[name] == 1 or name == node else f"{name} ({node})" for node, name in told.items()
    }


def _table(
    what: str, spreads: Mapping[str, NodeSpread], spread: Spread, names: Mapping[str, str] | None = None
) -> SpreadTable:
    by = tuple(f"By day {days:g}" for days in spread.horizons)
    return SpreadTable(
        heads=(what, "Chance", "95 % interval", *by, "Severity", "First felt"),
        rows=tuple(
            (
                (names or {}).get(name, name),
                percent(honest(_felt(node))),
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
    """P(arrived by then, and felt); a sampled 0 or 1 is honest, save of what is certain at some time."""
    chance = node.felt_by_chance(days)
    return percent(chance.probability if node.low >= 1 and chance.probability else honest(chance))


def _felt(node: NodeSpread) -> Chance:
    return Chance(probability=node.probability, low=node.low, high=node.high)


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
