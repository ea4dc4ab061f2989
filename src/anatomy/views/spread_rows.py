"""How triggers spread through a graph, as rows of figures for a spreadsheet, unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.propagation.spread import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.figures import Quantiles
    from anatomy.propagation import NodeSpread, Spread

    #: what stands under each head
    Row = dict[str, str | float | None]


def spread_rows(spread: Spread, names: Mapping[str, str]) -> list[Row]:
    """Every node, group and joint; nodes with their name, where they have one."""
    joints: list[Row] = [
        {"what": "joint", "id": name, "probability": it.probability, "low": it.low, "high": it.high}
        for name, it in spread.joints.items()
    ]
    return [
        *(_row("node", key, node, spread, names.get(key)) for key, node in spread.nodes.items()),
        *(_row("group", name, group, spread, None) for name, group in spread.groups.items()),
        *joints,
    ]


def _row(what: str, id_: str, one: NodeSpread, spread: Spread, name: str | None) -> Row:
    return {
        "what": what,
        "id": id_,
        "name": name,
        "probability": one.probability,
        "low": one.low,
        "high": one.high,
        "reached": one.reached,
        "reached_low": one.reached_low,
        "reached_high": one.reached_high,
        "mean_severity": one.mean_severity,
        "mean_severity_if_felt": one.mean_severity_if_felt,
        **dict(_parts("severity_if_felt", one.severity)),
        **dict(_parts("arrival_days", one.arrival)),
        **{f"felt_by_{days:g}": one.felt_by(days) for days in spread.horizons},
    }


def _parts(what: str, quantiles: Quantiles | None) -> Iterator[tuple[str, float | None]]:
    for name in QUANTITIES:
        yield f"{what}_{name}", None if quantiles is None else getattr(quantiles, name)
