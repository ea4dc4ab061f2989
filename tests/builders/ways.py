"""Every live chain of every world of a small model, in plain Python."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Dependency


class Way(Struct, frozen=True, kw_only=True):
    """One live chain in one world."""

    links: tuple[Dependency, ...]
    cells: tuple[str, ...]
    severity: float
    days: float


def live_ways(
    effects: Effects, likelihood: Mapping[str, float] | None = None
) -> Iterator[tuple[float, list[Way]]]:
    """
    Every world with its probability and all its live simple chains.

    Args:
        effects: with delays that do not vary.
        likelihood: id -> chance of a dependency, instead of the point of its range.
    """
    chance_of = {one.dependency.id: one.dependency.likelihood.point for one in effects.dependencies}
    chance_of |= likelihood or {}
    links = [one.dependency for one in effects.dependencies if chance_of[one.dependency.id] > 0]
    chances = [one.likelihood for one in effects.triggers] + [chance_of[link.id] for link in links]
    for faces in itertools.product((True, False), repeat=len(chances)):
        chance = math.prod(p if face else 1 - p for p, face in zip(chances, faces, strict=True))
        if not chance:
            continue
        lit = [one for one, face in zip(effects.triggers, faces, strict=False) if face]
        live = [link for link, face in zip(links, faces[len(effects.triggers) :], strict=True) if face]
        ways = [
            Way(links=(), cells=(str(one.cell),), severity=one.severity, days=one.time_days) for one in lit
        ]
        for way in ways:  # grows while it is walked
            ways.extend(
                Way(
                    links=(*way.links, link),
                    cells=(*way.cells, str(link.target)),
                    severity=way.severity * link.severity_share.point,
                    days=way.days + link.delay.mode,
                )
                for link in live
                if str(link.source) == way.cells[-1] and str(link.target) not in way.cells
            )
        yield chance, ways


def mean_margin_lost(effects: Effects, likelihood: Mapping[str, float] | None = None) -> float:
    """The expected hidden cost, summed over all worlds."""
    total = 0.0
    for chance, ways in live_ways(effects, likelihood):
        for item in effects.at_risk:
            there = [way for way in ways if way.cells[-1] == str(item.owner)]
            in_time = there and min(way.days for way in there) <= item.horizon_days
            if item.measure == "margin" and in_time:
                total += chance * item.amount * max(way.severity for way in there)
    return total
