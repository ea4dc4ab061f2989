"""One decision, all stages: decide, propagate, assess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from anatomy.domain.conditions import PromiseFacts
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit import Limit
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
    limits: Collection[Limit] = (),
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
        until: half the width that no 95 % interval of a department's chance may exceed; worlds are added until none
            does.
        correlation: which likelihoods are too low or too high together, for the ranges that the inputs give; None:
            no such ranges.
        limits: that win over those of the decision and the model on the same figures.
        by_days: for which each department's chance is told that it feels it, and something has arrived by then.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: a response has no value for these parameters, a setting is out of range, or an exact answer
            cannot be had.
        EngineFaultError: a sampled chance cannot be right, which is a fault of ours.
    """
    # Here, so that whoever needs another file of this room need not wait for all of the engine.
    from anatomy.advise.verdict import judge  # noqa: PLC0415
    from anatomy.assess import (  # noqa: PLC0415
        ReportFigures,
        assess_impact,
        doubt_effects,
        hold_limits,
        limits_in_force,
        spread_effects,
    )
    from anatomy.deciding import decide_effects  # noqa: PLC0415

    effects = decide_effects(enterprise, decision)
    spread = spread_effects(
        enterprise,
        effects,
        worlds=worlds,
        seed=seed,
        exact=exact,
        until=until,
        by_days=tuple(map(float, by_days)),
        progress=progress,
    )
    doubt = None
    if correlation is not None:
        doubt = doubt_effects(enterprise, effects, spread, correlation=correlation)
    report = assess_impact(enterprise, decision, effects, spread, tool_version=__version__, doubt=doubt)
    promises: tuple[PromiseFacts, ...] = ()
    if decision.mitigations:
        from anatomy.advise.promising import promise_facts  # noqa: PLC0415 - as above

        promises = promise_facts(enterprise, decision, worlds=spread.worlds, seed=seed, exact=spread.exact)
    held = hold_limits(limits_in_force(enterprise, decision, limits), ReportFigures(report))
    verdict = judge(held, report.acts, None, report.policies)
    return replace(report, promises=promises, limits=held, verdict=verdict)


def with_limits(report: ImpactReport, limits: Collection[Limit]) -> ImpactReport:
    """
    An answer held against further limits, which win over its own on the same figures.

    Conditions were sought for its own limits, so they go where there are further ones.
    """
    from anatomy.advise.verdict import judge  # noqa: PLC0415 - as above
    from anatomy.assess import ReportFigures, hold_limits  # noqa: PLC0415

    new = hold_limits(limits, ReportFigures(report))
    taken = {limit.limited: limit for limit in new}
    kept = tuple(taken.pop(limit.limited, limit) for limit in report.limits)
    held = (*kept, *taken.values())
    conditions = None if limits else report.conditions
    alternatives = report.alternatives
    if (
        limits and alternatives
    ):  # their worlds are gone, so that nobody can hold the further ones against them
        choices = tuple(replace(one, limits=()) for one in alternatives.choices)
        alternatives = replace(alternatives, choices=choices)
    return replace(
        report,
        limits=held,
        conditions=conditions,
        alternatives=alternatives,
        verdict=judge(held, report.acts, conditions, report.policies),
    )
