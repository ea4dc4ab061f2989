"""A graph by the worlds and by another method: figures, differences in points, and what the method cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from anatomy.domain.comparison import ComparedRow
from anatomy.domain.figures import Chance
from anatomy.views.comparing import (
    ComparisonView,
    breaks_of,
    data_of,
    heads_of,
    limits_of,
    method_data,
    row_of,
)
from anatomy.views.spreading import names_of, sizing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.comparison import ComparedFigure, Comparison
    from anatomy.propagation import NodeSpread, Spread

FORMAT: Final = "anatomy-spread-comparison/1"


def view_graph_comparison(
    spread: Spread, comparison: Comparison, *, names: Mapping[str, str], top: int
) -> ComparisonView:
    """
    All groups that the method knows, then the nodes that either way may be reached, the likeliest reached first.

    Args:
        spread: the answer in worlds.
        comparison: the method's, to the same question.
        names: of nodes that are to be told by another name than their id.
        top: how many nodes have a row.
    """
    told = names_of(spread.nodes, names)
    groups = list(_rows(spread.groups, comparison.groups, {}))
    nodes = [
        row for row in _rows(spread.nodes, comparison.nodes, told) if row.reached.high or row.compared.chance
    ]
    nodes.sort(key=lambda row: (-row.reached.probability, -row.compared.chance, row.key))
    measure = comparison.measure
    breaks_heading, breaks = breaks_of(comparison)
    return ComparisonView(
        title=f"{len(nodes)} of {len(spread.nodes)} nodes may be reached",
        run=sizing(spread),
        lead=(
            f"The {comparison.name} ({measure}) beside the worlds. It breaks laws of chances, told below, and knows no "
            "threshold of severity: compare it with “reached” first. Both differences are in points."
        ),
        heads=heads_of("Group, node" if groups else "Node", measure),
        rows=tuple(row_of(row) for row in [*groups, *nodes[:top]]),
        left_out=0,
        notes=(
            *_left_out(len(nodes) - top, sorted(set(spread.groups) - set(comparison.groups)), measure),
            *(
                [f"For a group, {measure} {comparison.roll_up}; worlds count those in which any is hit."]
                if groups
                else ()
            ),
            *limits_of(comparison.limits, what="node"),
            f"{measure} tells not when, and gives no interval.",
        ),
        breaks_heading=breaks_heading,
        breaks=breaks,
    )


def graph_comparison_data(
    spread: Spread, comparison: Comparison, *, names: Mapping[str, str]
) -> dict[str, Any]:
    """A comparison as plain data, unrounded, in one versioned shape."""
    return {
        "format": FORMAT,
        "seed": spread.seed,
        "worlds": spread.worlds,
        "exact": spread.exact,
        "felt_at": spread.felt_at,
        **method_data(comparison),
        "nodes": _by_key(_rows(spread.nodes, comparison.nodes, {}), names),
        "groups": _by_key(_rows(spread.groups, comparison.groups, {}), {}),
    }


def graph_comparison_rows(
    spread: Spread, comparison: Comparison, *, names: Mapping[str, str]
) -> list[dict[str, str | float | None]]:
    """Every node and group as a row of figures for a spreadsheet, unrounded."""
    return [
        {
            "what": what,
            "id": row.key,
            "name": names.get(row.key) if what == "node" else None,
            "felt": row.felt.probability,
            "reached": row.reached.probability,
            comparison.measure: row.compared.chance,
            f"{comparison.measure}_risk": row.compared.risk,
        }
        for what, rows in (
            ("node", _rows(spread.nodes, comparison.nodes, {})),
            ("group", _rows(spread.groups, comparison.groups, {})),
        )
        for row in rows
    ]


def _rows(
    spreads: Mapping[str, NodeSpread], figures: Mapping[str, ComparedFigure], names: Mapping[str, str]
) -> Iterator[ComparedRow]:
    for key, one in spreads.items():
        if key in figures:
            yield ComparedRow(
                key=key,
                code="",
                name=names.get(key, key),
                felt=Chance(probability=one.probability, low=one.low, high=one.high),
                reached=Chance(probability=one.reached, low=one.reached_low, high=one.reached_high),
                compared=figures[key],
            )


def _by_key(rows: Iterable[ComparedRow], names: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """By id; a name only where there is one, for there are no codes here."""
    data = {}
    for row in rows:
        figures = {key: value for key, value in data_of(row).items() if key not in {"key", "code", "name"}}
        data[row.key] = ({"name": names[row.key]} if row.key in names else {}) | figures
    return data


def _left_out(more: int, groups: list[str], measure: str) -> Iterator[str]:
    if more > 0:
        yield f"{more:,} more nodes: --top, or all of them by --format csv."
    if groups:
        yield f"{measure} knows no groups that need several of their nodes: {', '.join(groups)} left out."
