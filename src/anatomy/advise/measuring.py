"""
What options do, on the same worlds with them and without: differences with paired intervals.

Sources:
    Delete-a-group jackknife (Shao and Tu 1995, chapter 2), in docs/references.md.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec.structs import replace

from anatomy.assess.asking import TOTAL
from anatomy.assess.limiting import departments_of
from anatomy.domain.conditions import ChangeFacts, EffectFacts, LimitChangeFacts
from anatomy.domain.limit import MEASURES
from anatomy.propagation.stats import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from anatomy.assess import OutcomeFigures
    from anatomy.domain.limit import Limit

    Figure = Callable[[OutcomeFigures], float | None]

GROUPS: Final = 20  #: of worlds, each left out once
T95: Final = 2.093024054408263  #: two-sided 95 % point of Student's law with GROUPS - 1 degrees of freedom


class Compared:
    """One set of options on its worlds, and on those without each group of them."""

    def __init__(self, figures: OutcomeFigures, *, direct: float) -> None:
        """Keep the worlds; `direct` is the certain loss of margin of the decision itself."""
        self.whole, self.direct = figures, direct
        self._told: dict[str, tuple[float | None, list[float | None]]] = {}
        count = len(figures.outcomes.weights)
        self._parts = (
            []
            if figures.outcomes.exact or count < GROUPS
            else [_without(figures, group) for group in range(GROUPS)]
        )

    def told(self, name: str, figure: Figure) -> tuple[float | None, list[float | None]]:
        """A figure, and what it is without each group; worked out once for each name."""
        if name not in self._told:
            self._told[name] = figure(self.whole), [figure(part) for part in self._parts]
        return self._told[name]


def effect(without: Compared, with_it: Compared, limits: Iterable[Limit]) -> EffectFacts:
    """
    What stands between two sets.

    Args:
        without: one set.
        with_it: another on the same worlds.
        limits: whose figures are compared.
    """
    _, _, loss = _changed(without, with_it, "", expected_loss)
    return EffectFacts(
        loss=loss or ChangeFacts(change=0.0),
        direct=with_it.direct - without.direct,
        limits=tuple(_limit_change(without, with_it, limit) for limit in limits),
    )


def expected_loss(figures: OutcomeFigures) -> float:
    """The mean propagated loss of margin."""
    outcomes = figures.outcomes
    return weighted_mean(outcomes.loss[outcomes.of_ledger(TOTAL)], outcomes.weights)


def worst_figure(figures: OutcomeFigures, limit: Limit) -> float | None:
    """The figure of a limit: of whoever is worst off under it."""
    found = [figures.value(limit, key) for key in departments_of(limit, figures)]
    worst = max if MEASURES[limit.measure].more_is_worse else min
    return worst((one for one in found if one is not None), default=None)


def _limit_change(without: Compared, with_it: Compared, limit: Limit) -> LimitChangeFacts:
    text = str(limit)
    before, after, change = _changed(without, with_it, text, lambda figures: worst_figure(figures, limit))
    return LimitChangeFacts(text=text, before=before, after=after, change=change)


def _changed(
    without: Compared, with_it: Compared, name: str, figure: Figure
) -> tuple[float | None, float | None, ChangeFacts | None]:
    before, befores = without.told(name, figure)
    after, afters = with_it.told(name, figure)
    if before is None or after is None:
        return before, after, None
    change = after - before
    parts = [
        later - earlier
        for earlier, later in zip(befores, afters, strict=True)
        if earlier is not None and later is not None
    ]
    if len(parts) < GROUPS:
        return before, after, ChangeFacts(change=change)
    mean = math.fsum(parts) / GROUPS
    variance = (GROUPS - 1) / GROUPS * math.fsum((part - mean) ** 2 for part in parts)
    half = T95 * math.sqrt(variance)
    return before, after, ChangeFacts(change=change, low=change - half, high=change + half)


def _without(figures: OutcomeFigures, group: int) -> OutcomeFigures:
    """The same without every GROUPS-th world, beginning with number `group`."""
    outcomes = figures.outcomes
    kept = np.arange(len(outcomes.weights)) % GROUPS != group
    return replace(
        figures,
        outcomes=replace(
            outcomes,
            reached=outcomes.reached[:, kept],
            severity=outcomes.severity[:, kept],
            arrival_days=outcomes.arrival_days[:, kept],
            loss=outcomes.loss[:, kept],
            weights=outcomes.weights[kept],
        ),
    )
