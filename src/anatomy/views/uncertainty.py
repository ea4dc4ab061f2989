"""The two uncertainties in words, never merged: what the sample leaves open, and what the inputs do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views.words import NBSP, honest, percent_range, whole_percent

if TYPE_CHECKING:
    from anatomy.domain.impact import Chance, DepartmentFacts, ImpactReport

_TINY = 1e-9
_TOGETHER = {
    "independent": "each link is off by itself",
    "kind": "links of one kind are too low or too high together",
    "author": "links judged by one person are too low or too high together",
    "all": "all links are too low or too high together",
}


def felt_by_inputs(department: DepartmentFacts) -> str:
    """The range of a department's chance that the inputs give; empty where that was not asked."""
    inputs, chance = department.felt_inputs, honest(department.feeling.felt)
    if inputs is None:
        return ""
    # Draws that end at 0 or 100 percent do not make certain what the point likelihoods leave open.
    least, most = (0.0 if chance <= 0 else _TINY), (1.0 if chance >= 1 else 1 - _TINY)
    low, high = (min(most, max(least, end)) for end in (inputs.low, inputs.high))
    return percent_range(low, high)


def inputs_range(report: ImpactReport) -> str:
    """What the ranges of the inputs mean."""
    how = _TOGETHER.get(report.run.correlation, "which are off together is not told")
    return (
        "where 90 % of the answers lie when likelihoods are drawn from their ranges; "
        f"{how}. Severities and delays keep their values."
    )


def sampling_error(report: ImpactReport) -> str:
    """What the sample leaves open; empty where nothing is."""
    chances = [one.feeling.felt for one in report.departments]
    if report.run.exact or not any(map(sampling, chances)):
        return ""
    return f"sampling alone may move a chance by up to {max(map(_half_width, chances)):.1f} points."


def sampling(chance: Chance) -> str:
    """
    The 95 % sampling interval, if the rounded figure could be another one within it.

    >>> from anatomy.domain.impact import Chance
    >>> sampling(Chance(probability=0.72, low=0.718, high=0.722))
    ''
    """
    low, high = whole_percent(chance.low), whole_percent(chance.high)
    return "" if low == high else f"{low}–{high}{NBSP}%"


def _half_width(chance: Chance) -> float:
    return (chance.high - chance.low) * 50
