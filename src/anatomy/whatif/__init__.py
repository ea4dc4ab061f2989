"""One decision, all stages: decide, propagate, assess."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from anatomy.assess import assess_impact, doubt_effects, spread_effects
from anatomy.deciding import decide_effects

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.propagation import Correlation
    from anatomy.propagation.question import Exactness

WORLDS = 10_000


def what_if(
    enterprise: Enterprise,
    decision: Decision,
    *,
    worlds: int = WORLDS,
    seed: int = 0,
    until: float | None = None,
    correlation: Correlation | None = None,
    by_days: Collection[float] = (),
    exact: Exactness = "auto",
    alternatives: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImpactReport:
    """
    What a decision does to the enterprise.

    Args:
        enterprise: the model.
        decision: settled on that model.
        worlds: how many to sample, 1 to 10,000,000; an exact answer needs none.
        seed: the same seed gives the same bytes.
        exact: whether to go through every world; "auto" does where few coins matter, "always" insists.
        until: half the width that no 95 % interval of a chance may exceed; worlds are added until none does.
        correlation: which likelihoods are too low or too high together, for the ranges that the inputs give; None:
            no such ranges.
        alternatives: whether to hold what could be decided instead against it, on the same worlds.
        by_days: for which each department's chance of feeling it by then is told.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: a response has no value for these parameters, a setting is out of range, or an exact answer
            cannot be had.
    """
    effects = decide_effects(enterprise, decision)
    spread = spread_effects(
        enterprise,
        effects,
        worlds=worlds,
        seed=seed,
        exact=exact,
        until=until,
        by_days=by_days,
        progress=progress,
    )
    doubt = None
    if correlation is not None:
        doubt = correlation, doubt_effects(enterprise, effects, correlation=correlation, seed=seed)
    report = assess_impact(enterprise, decision, effects, spread, tool_version=tool_version(), doubt=doubt)
    if not alternatives:
        return report
    from anatomy.whatif.alternatives import compare_within  # noqa: PLC0415 - keeps a plain what-if quick

    sample = worlds if spread.exact else spread.worlds
    compared = compare_within(enterprise, decision, worlds=sample, seed=seed, exact=exact, progress=progress)
    return replace(report, alternatives=compared)


def tool_version() -> str:
    """The version of this installation."""
    try:
        return version("enterprise-anatomy")
    except PackageNotFoundError:
        return "0"
