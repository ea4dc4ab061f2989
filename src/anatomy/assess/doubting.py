"""What the answer may be because likelihoods are only known as ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from anatomy.assess.asking import cells_by_department, ledgers, network_of_effects, triggers_of_effects
from anatomy.assess.figures import lost_at
from anatomy.domain.impact import InputRange
from anatomy.propagation import Doubt, PlayedSets, weigh_doubt

if TYPE_CHECKING:
    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Correlation, Shift, Shifts, Spread


def doubt_effects(
    enterprise: Enterprise, effects: Effects, spread: Spread, *, correlation: Correlation
) -> Shifts:
    """
    How far the ranges of the likelihoods let the answer move: departments felt, and margin lost in each and in all.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        spread: of those effects, as `spread_effects` asked for it; its worlds need not be played through again.
        correlation: which likelihoods are too low or too high together.
    """
    return weigh_doubt(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        doubt_of_effects(effects, correlation),
        groups=cells_by_department(enterprise),
        ledgers=ledgers(effects.at_risk, "margin"),
        felt_at=enterprise.felt_at,
        seed=spread.seed,
        point=None if spread.exact else _played(enterprise, effects, spread),
    )


def _played(enterprise: Enterprise, effects: Effects, spread: Spread) -> PlayedSets:
    """The worlds of a spread, as far as the ranges of the inputs ask for them."""
    departments = sorted(enterprise.departments)
    books = ledgers(effects.at_risk, "margin")
    felt = [np.isfinite(spread.watched_groups[key].arrival_days) for key in departments]
    loss = [
        sum(
            (lost_at(spread.watched[one.node], one.amount, one.horizon_days) for one in books[name]),
            np.zeros(spread.worlds),
        )
        for name in sorted(books)
    ]
    return PlayedSets(
        groups=tuple(departments),
        felt=np.array(felt, dtype=np.float64).T,
        ledgers=tuple(sorted(books)),
        loss=np.array(loss).T,
    )


def doubt_of_effects(effects: Effects, correlation: Correlation) -> Doubt:
    """The ranges of the likelihoods that hold for a decision, in the order of its network, and what moves together."""
    dependencies = [one.dependency for one in effects.dependencies]
    ranges = [one.likelihood for one in dependencies]
    return Doubt(
        low=np.array([one.low for one in ranges]),
        mode=np.array([one.mode for one in ranges]),
        high=np.array([one.high for one in ranges]),
        moves_with=[_moves_with(one, correlation) for one in dependencies],
    )


def input_range(point: float, shift: Shift | None, *, most: float = float("inf")) -> InputRange | None:
    """A figure at the point likelihoods and its shift as a range within 0 and `most`."""
    if shift is None:
        return None
    low, high, lowest, highest = (
        min(most, max(0.0, point + by)) for by in (shift.low, shift.high, shift.lowest, shift.highest)
    )
    return InputRange(low=low, high=high, lowest=lowest, highest=highest)


def _moves_with(dependency: Dependency, correlation: Correlation) -> str:
    """The name of what a likelihood is off together with."""
    match correlation:
        case "independent":
            return dependency.id
        case "kind":
            return dependency.kind
        case "author":
            return dependency.basis.who
        case "all":
            return ""
