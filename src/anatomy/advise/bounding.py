"""What a set of options comes to, and what may be concluded from two sets of all sets between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.domain.limit import ROUNDING
from anatomy.propagation.stats import SLACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.assess import OutcomeFigures
    from anatomy.domain.limit import Limit

Figure = float | None


class Conditional(Struct, frozen=True):
    """Parts of a figure that is told of the worlds that feel it; each of the parts only falls with more options."""

    weight: float  #: what counts towards the figure: mean severity where felt, or the chance of arriving too early
    felt: float  #: chance of being felt


class Tried(Struct, frozen=True, kw_only=True):
    """What one set comes to."""

    chosen: int
    cost: float
    loss: float  #: expected propagated loss of margin
    direct: float  #: certain loss of margin of the decision itself
    exceeded: frozenset[int]  #: places of the limits that are
    figures: tuple[Mapping[str, Figure], ...]  #: per limit, by department that it is held against
    parts: tuple[Mapping[str, Conditional], ...]  #: per limit; none where the figure is not conditional

    @property
    def net(self) -> float:
        """Hidden loss, own margin given away and cost together."""
        return self.loss + self.direct + self.cost


def is_conditional(limit: Limit) -> bool:
    """Whether the figure is told of the worlds that feel it, so that it may rise when fewer do."""
    return limit.measure in {"severity", "arrival"}


def parts_of(limit: Limit, figures: OutcomeFigures, department: str) -> Conditional:
    """The parts of a conditional figure of a department."""
    outcomes = figures.outcomes
    row = outcomes.of_group(department)
    felt = outcomes.felt[row]
    if limit.measure == "severity":
        counted = outcomes.severity[row] * felt
    else:
        slack = ROUNDING * max(1.0, limit.quantity)
        edge = limit.quantity + (slack if limit.comparison == "<=" else -slack)
        counted = (outcomes.arrival_days[row] <= edge).astype(np.float64)
    return Conditional(
        weight=math.fsum((outcomes.weights * counted).tolist()),
        felt=math.fsum((outcomes.weights * felt).tolist()),
    )


def is_surely_beyond(limit: Limit, place: int, worst: Tried, best: Tried) -> bool:
    """
    Whether all sets between two exceed a limit.

    What is counted over all worlds falls with every option, so the best set decides. What is told of the worlds that
    feel it is a quotient: its upper part is least in the best set and its lower part greatest in the worst. The
    departments in which the decision starts are most in the worst set, so that what a limit on any department is held
    against there, it is held against in all.
    """
    if worst.chosen == best.chosen:
        return place in best.exceeded
    for department in worst.figures[place]:
        if not is_conditional(limit):
            if limit.is_exceeded(best.figures[place].get(department)):
                return True
            continue
        upper = best.parts[place].get(department)
        lower = worst.parts[place][department]
        if upper is not None and upper.weight > 0 and lower.felt > 0:
            share = upper.weight / lower.felt
            if limit.measure == "severity" and limit.is_exceeded(share):
                return True
            if limit.measure == "arrival" and limit.stat != "mean" and share >= _share_of(limit) + SLACK:
                return True
    return False


def _share_of(limit: Limit) -> float:
    return int(limit.stat.removeprefix("p")) / 100
