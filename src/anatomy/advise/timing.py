"""Whether an option works before what it acts on is felt: its lead time against the first arrivals there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from anatomy.domain.timing import (
    IN_TIME,
    NEVER_FELT,
    SOMETIMES_LATE,
    TOO_LATE,
    WITH_THE_TERMS,
    TimingFacts,
)
from anatomy.propagation.stats import SLACK, weighted_quantiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from anatomy.advise.options import Options
    from anatomy.deciding import Weakening
    from anatomy.domain.cell import CellId
    from anatomy.domain.mitigation import Mitigation
    from anatomy.propagation import Outcomes

SELDOM, MOSTLY = (
    0.05,
    0.5,
)  #: shares of worlds in which it may come late and still be called in time, or sometimes late


def cells_acted_on(
    options: Options, weakening: Weakening, set_off: Collection[CellId]
) -> dict[str, dict[str, list[str]]]:
    """
    Option -> department -> the cells there that an option protects.

    These are the targets of the dependencies that it weakens, and the cells that it keeps from being set off. One that
    changes the terms is left out: it acts on everything that follows from them.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for option in options.each:
        if option.promised.mitigation.sets:
            continue
        touched = weakening.touches(option.key)
        targets = [one.target for one in weakening.touched if one.id in touched]
        cells = {*targets, *(weakening.stops[option.key] & frozenset(set_off))}
        by_department = found.setdefault(option.key, {})
        for cell in sorted(cells):
            by_department.setdefault(cell.department, []).append(str(cell))
    return found


def group_of(option: str, department: str) -> str:
    """The name of the group of cells that an option protects in a department; `|` occurs in no key."""
    return f"{option}|{department}"


def timing(mitigation: Mitigation, departments: Iterable[str], outcomes: Outcomes) -> TimingFacts:
    """
    The lead time of an option against the department that feels what it acts on first, by the median.

    Args:
        mitigation: the option.
        departments: keys of those it acts in.
        outcomes: of the decision as proposed, with the groups that `group_of` names.
    """
    if mitigation.sets:
        return TimingFacts(verdict=WITH_THE_TERMS)
    told = [one for key in departments if (one := _of_department(mitigation, key, outcomes))]
    earliest = min(told, key=lambda one: (one.first_p50, one.department), default=None)
    return earliest or TimingFacts(verdict=NEVER_FELT)


def _of_department(mitigation: Mitigation, department: str, outcomes: Outcomes) -> TimingFacts | None:
    days = outcomes.arrival_days[outcomes.of_group(group_of(mitigation.key, department))]
    felt = np.isfinite(days)
    weights = outcomes.weights[felt]
    if not weights.sum() > 0:
        return None
    early, middle = weighted_quantiles(days[felt], weights, [0.05, 0.5])
    late = float(weights[days[felt] < mitigation.lead_days].sum() / weights.sum())
    verdict = IN_TIME if late <= SELDOM + SLACK else SOMETIMES_LATE if late <= MOSTLY + SLACK else TOO_LATE
    return TimingFacts(
        verdict=verdict, department=department, first_p05=early, first_p50=middle, late_share=min(1.0, late)
    )
