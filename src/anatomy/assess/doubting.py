"""What the answer may be because likelihoods are only known as ranges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.assess.asking import ledgers, triggers_of_effects, within_reach
from anatomy.assess.crosscheck import quick_chances
from anatomy.assess.figures import lost_at
from anatomy.domain.impact import InputRange
from anatomy.propagation import Doubt, PlayedSets, weigh_doubt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Correlation, Shift, Shifts, Spread

    Ends = tuple[float, float]


class InputDoubt(Struct, frozen=True, kw_only=True):
    """What the ranges of the likelihoods do to the answer."""

    correlation: Correlation  #: which likelihoods are too low or too high together
    shifts: Shifts  #: of departments felt, of margin lost, and of the number of departments felt
    felt_ends: Mapping[str, Ends]  #: P(felt) with all likelihoods low and all high, where worked out exactly

    def felt(self, department: str, point: float) -> InputRange:
        """Of a department's chance."""
        ends = self.felt_ends.get(department)
        return input_range(point, self.shifts.felt[department], most=1.0, ends=ends)

    def departments_felt(self, point: float) -> InputRange:
        """Of the mean number of departments that feel it."""
        known = [self.felt_ends[key] for key in self.shifts.felt if key in self.felt_ends]
        complete = len(known) == len(self.shifts.felt)
        ends = (math.fsum(low for low, _ in known), math.fsum(high for _, high in known))
        return input_range(
            point, self.shifts.groups_felt, most=len(self.shifts.felt), ends=ends if complete else None
        )

    def loss(self, ledger: str, point: float) -> InputRange:
        """Of the mean margin lost in a department, or in all of them together."""
        return input_range(point, self.shifts.loss[ledger])


def doubt_effects(
    enterprise: Enterprise, effects: Effects, spread: Spread, *, correlation: Correlation
) -> InputDoubt:
    """
    How far the ranges of the likelihoods let the answer move: departments felt, and margin lost in each and in all.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        spread: of those effects, as `spread_effects` asked for it; its worlds need not be played through again.
        correlation: which likelihoods are too low or too high together.
    """
    reach, triggers = within_reach(effects), triggers_of_effects(effects)
    network, groups = reach.network, reach.departments(enterprise)
    doubt = _doubt_of(reach.dependencies, correlation)
    shifts = weigh_doubt(
        network,
        triggers,
        doubt,
        groups=groups,
        ledgers=ledgers(effects.at_risk, "margin"),
        felt_at=enterprise.felt_at,
        seed=spread.seed,
        point=None if spread.exact else _played(enterprise, effects, spread),
    )
    lows, highs = (
        quick_chances(replace(network, likelihood=end), triggers, groups, felt_at=enterprise.felt_at)
        for end in (doubt.low, doubt.high)
    )
    ends = {
        key: (low, high) for key, low in lows.items() if low is not None and (high := highs[key]) is not None
    }
    return InputDoubt(correlation=correlation, shifts=shifts, felt_ends=ends)


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
    return _doubt_of([one.dependency for one in effects.dependencies], correlation)


def _doubt_of(dependencies: Sequence[Dependency], correlation: Correlation) -> Doubt:
    ranges = [one.likelihood for one in dependencies]
    return Doubt(
        low=np.array([one.low for one in ranges]),
        mode=np.array([one.mode for one in ranges]),
        high=np.array([one.high for one in ranges]),
        moves_with=[_moves_with(one, correlation) for one in dependencies],
    )


def input_range(
    point: float, shift: Shift, *, most: float = float("inf"), ends: Ends | None = None
) -> InputRange:
    """
    A figure at the point likelihoods and its shift as a range within 0 and `most`, which holds the figure.

    Args:
        point: the figure.
        shift: of the figure; its draws are few, so that what they say beyond the ends does not count.
        most: that the figure can be.
        ends: the figure with all likelihoods low and all high, where known exactly; None: as the shift tells.
    """
    low, high, lowest, highest = (
        min(most, max(0.0, point + by)) for by in (shift.low, shift.high, shift.lowest, shift.highest)
    )
    least, greatest = ends or (lowest, highest)
    return InputRange(
        low=min(point, max(low, least)),
        high=max(point, min(high, greatest)),
        lowest=least,
        highest=greatest,
        ends_exact=ends is not None,
    )


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
