"""What helps to decide, put into the answer itself so that a page and a saved result hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from anatomy.advise import find_conditions
from anatomy.advise.conditions import FRESH_WORLDS
from anatomy.advise.conditions import WORLDS as SEARCH_WORLDS
from anatomy.advise.verdict import judge
from anatomy.assess import limits_in_force
from anatomy.whatif import WORLDS
from anatomy.whatif.alternatives import compare_within
from anatomy.whatif.levers import with_levers
from anatomy.whatif.sensing import sense_decision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit import Limit

SENSED_WORLDS: Final = 1_000  #: for each value that an input is moved to


def with_advice(
    report: ImpactReport,
    enterprise: Enterprise,
    decision: Decision,
    *,
    limits: Sequence[Limit] = (),
    conditions: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> ImpactReport:
    """
    The answer with the dependencies worth weakening, alternatives, conditions of a yes, and sensitivity.

    Args:
        report: the answer to that decision.
        enterprise: the model.
        decision: settled on that model.
        limits: that win over those of the decision and the model on the same figures.
        conditions: whether to look for those under which no limit is exceeded, where one is.
        progress: told how many worlds are done, and of how many.
    """
    run = report.run
    # What is not small enough for all its worlds is sampled, however few or many worlds the answer itself has.
    worlds = WORLDS if run.exact else run.worlds
    report = with_levers(report, enterprise, decision, worlds=worlds, progress=progress)
    if decision.alternatives or decision.win_chance_without:
        compared = compare_within(
            enterprise, decision, worlds=worlds, seed=run.seed, limits=limits, progress=progress
        )
        report = replace(report, alternatives=compared)
    if conditions and any(limit.exceeded for limit in report.limits):
        found = find_conditions(
            enterprise,
            decision,
            limits=limits_in_force(enterprise, decision, limits),
            worlds=min(SEARCH_WORLDS, worlds),
            fresh_worlds=min(FRESH_WORLDS, worlds),
            seed=run.seed,
        )
        report = replace(
            report, conditions=found, verdict=judge(report.limits, report.acts, found, report.policies)
        )
    sensed = sense_decision(
        enterprise,
        decision,
        worlds=worlds,
        moved=SENSED_WORLDS,
        seed=run.seed,
        groups="author" if run.correlation == "author" else "kind",
    )
    return replace(report, sensitivity=sensed)
