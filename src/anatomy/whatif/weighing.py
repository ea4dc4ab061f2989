"""Which dependencies and cells an answer hangs on, asked of the engine anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy import __version__
from anatomy.assess import assess_impact, spread_effects
from anatomy.assess.figures import feeling
from anatomy.assess.importance import MONEY, Asked, assess_importance
from anatomy.deciding import decide_effects
from anatomy.domain.directory import Address, directory_of
from anatomy.domain.explanation import TargetFacts
from anatomy.domain.importance import DEPENDENCIES
from anatomy.whatif import WORLDS
from anatomy.whatif.targets import cells_at, find_target, target_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.importance import ImportanceReport

TOP = 5


def weigh_decision(
    enterprise: Enterprise,
    decision: Decision,
    *,
    to: str | None = None,
    measure: str | None = None,
    money_first: bool = False,
    of: str = DEPENDENCIES,
    top: int = TOP,
    worlds: int = WORLDS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> ImportanceReport:
    """
    What would fall without each dependency, or each cell, in the worlds of the what-if.

    Args:
        enterprise: the model.
        decision: settled on that model.
        to: the address of a department, sub-function or cell; None: the total and every department felt.
        measure: what to rank by, one of `MEASURES`; None: loss for the total, elsewhere the chance of being felt,
            or severity where no chance falls by a point.
        money_first: without a measure, rank what departments that lose money hang on by that.
        of: "dependencies" or "cells".
        top: how many to tell for each.
        worlds: how many to sample.
        seed: the same seed gives the same worlds as the what-if.
        progress: told how many worlds are done, and of how many.

    Raises:
        UnknownNameError: the model has no such address.
        InputError: as in `what_if`.
    """
    address = find_target(directory_of(enterprise), to) if to is not None else None
    effects = decide_effects(enterprise, decision)
    also = {str(address): cells_at(enterprise, address)} if address else {}
    spread = spread_effects(enterprise, effects, worlds=worlds, seed=seed, also=also, progress=progress)
    report = assess_impact(enterprise, decision, effects, spread, tool_version=__version__)
    if address:
        one = Asked(
            target=target_facts(enterprise, address),
            cells=frozenset(also[str(address)]),
            feeling=feeling(spread.groups[str(address)]),
            ranked_by=measure or "felt",
            otherwise="" if measure else "severity",
        )
        asked = [one]
    else:
        asked = [
            *_totals(enterprise, report, measure),
            *_departments(enterprise, report, measure, money_first=money_first),
        ]
    return assess_importance(
        enterprise, effects, report, asked, of=of, measure=measure or "", top=top, worlds=worlds
    )


def _totals(enterprise: Enterprise, report: ImpactReport, measure: str | None) -> Iterator[Asked]:
    """The whole enterprise, once for every measure of money that is at risk; late cash is no part of the loss."""
    target = TargetFacts(what="enterprise", address="", code="", name=enterprise.name)
    cells = frozenset(map(str, enterprise.cells()))
    for figure, measured in MONEY.items() if measure in (None, "loss") else ():
        if any(item.measure == measured for item in report.losses):
            yield Asked(target=target, cells=cells, feeling=None, ranked_by=figure)


def _departments(
    enterprise: Enterprise, report: ImpactReport, measure: str | None, *, money_first: bool
) -> list[Asked]:
    """Those where there is something to fall, the largest figure first."""
    ranked_by = measure or "felt"
    figures = {
        one.key: {
            "felt": one.feeling.felt.probability,
            "reached": one.feeling.reached.probability,
            "severity": one.feeling.mean_severity,
            "loss": one.loss.mean if one.loss else 0.0,
        }[ranked_by]
        for one in report.departments
    }
    chosen = [one for one in report.departments if figures[one.key] > 0]
    return [
        Asked(
            target=target_facts(enterprise, Address(one.key)),
            cells=frozenset(cells_at(enterprise, Address(one.key))),
            feeling=one.feeling,
            ranked_by="loss" if money_first and one.loss and one.loss.mean > 0 else ranked_by,
            otherwise="" if measure else "severity",
        )
        for one in sorted(chosen, key=lambda one: -figures[one.key])
    ]
