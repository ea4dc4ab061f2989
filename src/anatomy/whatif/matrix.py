"""Every type of decision at its defaults: what each department feels of it, and where its first step leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.deciding import decide_effects
from anatomy.domain.matrix import Affected, FirstReach, Matrix, MatrixRow, Meeting
from anatomy.graph import first_steps
from anatomy.loading import draft_of_type, missing_parameters, settle_decision
from anatomy.whatif import WORLDS, what_if

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.graph import FirstStep


def ask_all(
    enterprise: Enterprise, *, worlds: int = WORLDS, seed: int = 0, tell: Callable[[str], object] = str
) -> Matrix:
    """
    The answer of every department to every decision type at its defaults.

    Args:
        enterprise: the model.
        worlds: per decision type.
        seed: of all of them.
        tell: is told the name of each type before its turn.
    """
    rows = []
    for key, decision_type in enterprise.decision_types.items():
        tell(decision_type.name)
        rows.append(_row(enterprise, key, worlds=worlds, seed=seed))
    return Matrix(rows=tuple(rows), worlds=worlds, seed=seed)


def first_reaches(enterprise: Enterprise) -> tuple[FirstReach, ...]:
    """
    Where the first step of every decision type leads, at its defaults.

    A type that has parameters without a default is taken with everything that it may set off.
    """
    return tuple(_reach(enterprise, key) for key in enterprise.decision_types)


def _row(enterprise: Enterprise, key: str, *, worlds: int, seed: int) -> MatrixRow:
    name = enterprise.decision_types[key].name
    needs = _needs(enterprise, key)
    if needs:
        return MatrixRow(decision_type=key, name=name, needs=needs)
    report = what_if(enterprise, _at_defaults(enterprise, key), worlds=worlds, seed=seed)
    meetings = tuple(
        Meeting(
            department=one.key,
            felt=one.feeling.felt,
            severity=one.feeling.mean_severity,
            severity_if_felt=one.feeling.mean_severity_if_felt,
        )
        for one in report.departments
    )
    return MatrixRow(
        decision_type=key, name=name, meetings=meetings, departments_felt=report.departments_felt
    )


def _reach(enterprise: Enterprise, key: str) -> FirstReach:
    begins: Mapping[CellId, float]
    dependencies: tuple[Dependency, ...]
    if _needs(enterprise, key):
        begins = {one.cell: 1.0 for one in enterprise.decision_types[key].sets_off}
        dependencies = enterprise.dependencies
    else:
        effects = decide_effects(enterprise, _at_defaults(enterprise, key))
        begins = {trigger.cell: trigger.severity for trigger in effects.triggers}
        dependencies = tuple(one.dependency for one in effects.dependencies)
    by_department: dict[str, list[FirstStep]] = {}
    for step in first_steps(begins, dependencies):
        by_department.setdefault(step.dependency.target.department, []).append(step)
    return FirstReach(
        decision_type=key,
        name=enterprise.decision_types[key].name,
        affected=tuple(_affected(department, steps) for department, steps in by_department.items()),
    )


def _affected(department: str, steps: list[FirstStep]) -> Affected:
    return Affected(
        department=department,
        strength=steps[0].strength,
        effects=tuple(dict.fromkeys(step.dependency.effect for step in steps)),
        dependencies=tuple(step.dependency.id for step in steps),
    )


def _needs(enterprise: Enterprise, key: str) -> tuple[str, ...]:
    missing = missing_parameters(draft_of_type(enterprise, key), enterprise, {})
    return tuple(parameter.name for _, parameter in missing)


def _at_defaults(enterprise: Enterprise, key: str) -> Decision:
    return settle_decision(draft_of_type(enterprise, key), enterprise)
