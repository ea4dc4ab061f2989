"""What must hold between the parts of a saved result, so that a page can rely on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from anatomy.domain.limit import ANY, MEASURES, TOTAL
from anatomy.domain.limit import COMPARISONS as LIMIT_COMPARISONS
from anatomy.domain.policy import ACTS
from anatomy.domain.response import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.alternatives import AlternativeFacts, Comparison
    from anatomy.domain.conditions import Conditions
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit_facts import LimitFacts
    from anatomy.domain.sensitivity import SensitivityFacts

LEVER_MEASURES: Final = ("felt", "severity", "reached", "loss")
_RANKED = ("expected", "if-won", "")


def _loose_acts(ruled: ImpactReport | AlternativeFacts) -> Iterator[str]:
    """Acts that no page could word."""
    for place, act in enumerate(ruled.acts):
        if act.act not in ACTS or not act.rules:
            yield f"acts.{place}: an act that is not known, or without a rule"
        for moment in filter(None, (act.respond_by, act.complete_by)):
            try:
                datetime.fromisoformat(moment)
            except ValueError:
                yield f"acts.{place}: {moment!r} is not a date and time"
    told = [rule for one in ruled.policies for rule in (*one.hit, *one.overridden, *one.open)]
    for rule in (*told, *(rule for act in ruled.acts for rule in act.rules)):
        if any(reason.comparison not in COMPARISONS for reason in rule.because):
            yield f"policies.{rule.policy}: a comparison that is not known"


def _loose_limits(report: ImpactReport) -> Iterator[str]:
    """Limits that nobody could hold against anything."""
    for limit in report.limits:
        if limit.measure not in MEASURES or limit.comparison not in LIMIT_COMPARISONS:
            yield f"limits: {limit.text!r} is of a measure or comparison that is not known"


def _departments_of(limit: LimitFacts) -> Iterator[str]:
    """The departments that a limit names."""
    named = (limit.scope, limit.department, *(key for key, _ in limit.others))
    yield from (key for key in named if key not in {"", ANY, TOTAL})


def _loose_alternatives(compared: Comparison) -> Iterator[str]:
    """Choices, pairs and tables that do not fit one another."""
    choices = {one.key: one for one in compared.choices}
    if len(choices) < len(compared.choices) or not [one for one in compared.choices if not one.declines]:
        yield "alternatives.choices: one of them stands twice, or nothing is proposed"
    if compared.reference not in choices or compared.best not in {"", *choices}:
        yield "alternatives: the reference or the best is not among the choices"
    if compared.ranked_by not in _RANKED or bool(compared.ranked_by) != bool(compared.best):
        yield "alternatives.ranked_by: a way of ranking that is not known, or does not fit the best"
    keys = [one.key for one in compared.departments]
    for choice in compared.choices:
        if [one.key for one in choice.departments] != keys:
            yield f"alternatives.choices.{choice.key}: not one figure for each department"
        yield from (f"alternatives.choices.{choice.key}.{loose}" for loose in _loose_acts(choice))
    for pair in compared.pairs:
        if not {pair.one, pair.other} <= choices.keys() or [one.key for one in pair.departments] != keys:
            yield f"alternatives.pairs: {pair.one!r} and {pair.other!r} are not both there as a whole"
    grid = compared.grid
    if grid and [len(row) for row in grid.rows] != [len(grid.across.values)] * len(grid.down.values):
        yield "alternatives.grid: not one cell for each pair of values"


def _loose_sensitivity(facts: SensitivityFacts) -> Iterator[str]:
    """Figures that no table could place."""
    points = (point.figures for one in facts.swings for point in one.points)
    shown = (facts.base, *points, *(one.swing for one in facts.swings))
    if any(len(figures.felt) != len(facts.departments) for figures in shown):
        yield "sensitivity: not one chance for each of its departments"
    if any(not one.points for one in facts.swings):
        yield "sensitivity.swings: an input without a value that was tried"
    choices = [one.key for one in facts.learning.choices]
    if len(choices) < 2 or facts.learning.best not in choices:  # noqa: PLR2004 - something and something else
        yield "sensitivity.learning: the best choice is not one of several"


def _loose_conditions(conditions: Conditions) -> Iterator[str]:
    """Sets of options that are not told, or held against other limits than the decision as proposed."""
    known = {option.key for option in conditions.options}
    told = [limit.text for limit in conditions.proposed]
    sets = [conditions.chosen, *([conditions.sturdier] if conditions.sturdier else [])]
    for one in sets:
        if not known.issuperset(one.options):
            yield "conditions: a set holds an option that is not told"
        for held in (one.limits, one.fresh):
            if held and [limit.text for limit in held] != told:
                yield "conditions: a set is held against other limits than what is proposed"
    changes = [change.text for option in conditions.options for change in option.last_in.limits]
    if not set(told).issuperset(changes):
        yield "conditions: an option changes the figure of a limit that is not told"
    for limit in (*conditions.proposed, *conditions.proposed_fresh, *conditions.chosen.limits):
        if limit.measure not in MEASURES or limit.comparison not in LIMIT_COMPARISONS:
            yield f"conditions: {limit.text!r} is of a measure or comparison that is not known"


def loose_ends(report: ImpactReport) -> Iterator[str]:
    """What the parts of a result say of each other that is not so; pages rely on it."""
    departments = {department.key for department in report.departments}
    for card in report.model.cards:
        if card not in departments:
            yield f"model.cards: there is no department {card!r}"
    yield from _loose_departments(report)
    yield from _loose_acts(report)
    yield from _loose_limits(report)
    if report.alternatives is not None:
        yield from _loose_alternatives(report.alternatives)
    if report.conditions is not None:
        yield from _loose_conditions(report.conditions)
    if report.sensitivity is not None:
        yield from _loose_sensitivity(report.sensitivity)
    named = (
        *(cell.department for cell in report.cells),
        *(loss.department for loss in report.losses),
        *(trigger.department for trigger in report.decision.sets_off),
        *(key for limit in report.limits for key in _departments_of(limit)),
        *(lever.target for lever in report.levers if lever.target),
    )
    for key in dict.fromkeys(named):
        if key not in departments:
            yield f"there is no department {key!r}"


def _loose_departments(report: ImpactReport) -> Iterator[str]:
    """Figures that are none, and chains or levers with links that are not told."""
    known = {link.id for link in report.links}
    for department in report.departments:
        if len(department.layers) != len(report.model.layers):
            yield f"departments.{department.key}.layers: not one for each layer"
        if department.felt_exact is not None and not 0 <= department.felt_exact <= 1:
            yield f"departments.{department.key}.felt_exact: a chance outside 0 to 1"
        hardest = (department.hardest,) if department.hardest else ()
        for path in (*department.paths, *hardest):
            if len(path.links) != len(path.cells) - 1 or not known.issuperset(path.links):
                yield f"departments.{department.key}.paths: a chain with links that are not told"
    for lever in report.levers:
        measures = {lever.measure, *(one.measure for one in lever.beside)}
        if lever.link not in known or not measures.issubset(LEVER_MEASURES):
            yield f"levers: {lever.link!r} is a link or of a measure that is not known"
