"""The structural checks of a model: one function each, all in one table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.graph.decision_checks import (
    idle_adjustments,
    loss_owners_out_of_reach,
    losses_that_disagree,
    nothing_set_off,
    unread_parameters,
)
from anatomy.graph.findings import Finding
from anatomy.graph.mitigation_checks import (
    idle_blocks,
    idle_limits,
    idle_mitigations,
    unreached_mitigations,
)
from anatomy.graph.policy_checks import (
    contradictory_times,
    policy_gaps,
    policy_overlaps,
    unreachable_rules,
    untried_rules,
)
from anatomy.graph.radius import model_radii
from anatomy.graph.scaling import LEVELS
from anatomy.graph.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from anatomy.domain.enterprise import Dependency, Enterprise

CRITICAL: Final = 1.0
FRAGILE: Final = 0.8
AS_WRITTEN: Final = LEVELS.index(1.0)


class Check(Struct, frozen=True, kw_only=True):
    """One check: how grave what it finds is, and the function that looks for it."""

    severity: str
    find: Callable[[Enterprise], Iterator[Spot]]


def check_structure(enterprise: Enterprise) -> tuple[Finding, ...]:
    """Everything that the structural checks find in a model that loads, the gravest first."""
    found = (
        Finding(
            code=code,
            severity=check.severity,
            message=spot.message,
            hint=spot.hint,
            position=spot.position,
            subject=spot.subject,
        )
        for code, check in CHECKS.items()
        for spot in check.find(enterprise)
    )
    return tuple(sorted(found, key=Finding.order))


def critical_loops(enterprise: Enterprise) -> Iterator[Spot]:
    """Loops that feed themselves: from a spectral radius of 1 on, everything may hit everyone."""
    radius = model_radii(enterprise)[AS_WRITTEN]
    if radius >= CRITICAL:
        yield Spot(
            message=f"the loops feed themselves: the spectral radius of the likelihoods is {radius:.2f}",
            hint="below 0.8 answers are steady; lower the likelihoods on loops that run through many cells",
        )


def fragile_loops(enterprise: Enterprise) -> Iterator[Spot]:
    """Loops so strong that small errors in the likelihoods decide the answers."""
    radius = model_radii(enterprise)[AS_WRITTEN]
    if FRAGILE <= radius < CRITICAL:
        yield Spot(
            message=f"answers are fragile: the spectral radius of the likelihoods is {radius:.2f}, near 1",
            hint="below 0.8 answers are steady; look at the likelihoods on loops first",
        )


def departments_nothing_reaches(enterprise: Enterprise) -> Iterator[Spot]:
    """Departments that no other department has a dependency into."""
    reached = {row.target.department for row in _crossing(enterprise)}
    for key, department in enterprise.departments.items():
        if key not in reached and len(enterprise.departments) > 1:
            yield Spot(
                message=f"no dependency leads from another department into {department.name}",
                hint="so no decision elsewhere can be felt there; add what reaches it",
                position=enterprise.origin(f"departments|{key}"),
                subject=key,
            )


def departments_that_reach_nothing(enterprise: Enterprise) -> Iterator[Spot]:
    """Departments that have no dependency into another."""
    reaching = {row.source.department for row in _crossing(enterprise)}
    for key, department in enterprise.departments.items():
        if key not in reaching and len(enterprise.departments) > 1:
            yield Spot(
                message=f"no dependency leads from {department.name} to another department",
                hint="so every effect ends there",
                position=enterprise.origin(f"departments|{key}"),
                subject=key,
            )


def self_loops(enterprise: Enterprise) -> Iterator[Spot]:
    """Dependencies from a cell to itself, which can carry nothing."""
    for dependency in enterprise.dependencies:
        if dependency.source == dependency.target:
            yield _at(
                enterprise, dependency, "leads back to its own cell and so carries nothing", "delete it"
            )


def unused_kinds(enterprise: Enterprise) -> Iterator[Spot]:
    """Kinds that no dependency is of."""
    used = {dependency.kind for dependency in enterprise.dependencies}
    for key in enterprise.kinds:
        if key not in used:
            yield Spot(
                message=f"no dependency is of the kind {key!r}",
                position=enterprise.origin(f"kinds|{key}"),
                subject=key,
            )


def sub_functions_without_owner(enterprise: Enterprise) -> Iterator[Spot]:
    """Departments with sub-functions that nobody answers for."""
    for key, department in enterprise.departments.items():
        ownerless = [part.code for part in department.sub_functions.values() if not part.owner]
        if ownerless:
            total = len(department.sub_functions)
            yield Spot(
                message=f"{len(ownerless)} of {total} sub-functions of {department.name} have no owner: "
                f"{_some(ownerless)}",
                position=enterprise.origin(f"departments|{key}"),
                subject=key,
            )


def cells_without_text(enterprise: Enterprise) -> Iterator[Spot]:
    """Departments with cells of which the model says nothing."""
    empty = Counter(cell.department for cell in enterprise.cells() if not enterprise.text(cell).strip())
    total = Counter(cell.department for cell in enterprise.cells())
    for key, count in empty.items():
        yield Spot(
            message=f"{count} of {total[key]} cells of {enterprise.departments[key].name} have no text",
            position=enterprise.origin(f"departments|{key}"),
            subject=key,
        )


def certain_dependencies(enterprise: Enterprise) -> Iterator[Spot]:
    """Likelihoods of 100 % without a doubt."""
    for dependency in _once(enterprise):
        if dependency.likelihood.low >= 1:
            hint = "right for what follows by definition; else give a range"
            yield _at(
                enterprise, dependency, "always crosses: its likelihood is 100 %", hint, field="likelihood"
            )


def dependencies_that_carry_nothing(enterprise: Enterprise) -> Iterator[Spot]:
    """Likelihoods or severity shares of 0."""
    for dependency in _once(enterprise):
        for field, highest in (
            ("likelihood", dependency.likelihood.high),
            ("severity_share", dependency.severity_share.high),
        ):
            if highest <= 0:
                problem = f"carries nothing: its {field.replace('_', ' ')} is 0"
                yield _at(enterprise, dependency, problem, "give it a value, or remove the row", field=field)


CHECKS: Final[Mapping[str, Check]] = {
    "ANA101": Check(severity="error", find=critical_loops),
    "ANA102": Check(severity="warning", find=fragile_loops),
    "ANA103": Check(severity="warning", find=departments_nothing_reaches),
    "ANA104": Check(severity="info", find=departments_that_reach_nothing),
    "ANA105": Check(severity="warning", find=self_loops),
    "ANA106": Check(severity="info", find=unused_kinds),
    "ANA107": Check(severity="info", find=sub_functions_without_owner),
    "ANA108": Check(severity="info", find=cells_without_text),
    "ANA109": Check(severity="warning", find=nothing_set_off),
    "ANA110": Check(severity="warning", find=loss_owners_out_of_reach),
    "ANA111": Check(severity="error", find=losses_that_disagree),
    "ANA112": Check(severity="info", find=certain_dependencies),
    "ANA113": Check(severity="warning", find=dependencies_that_carry_nothing),
    "ANA114": Check(severity="warning", find=unread_parameters),
    "ANA115": Check(severity="warning", find=idle_adjustments),
    "ANA116": Check(severity="warning", find=policy_gaps),
    "ANA117": Check(severity="warning", find=policy_overlaps),
    "ANA118": Check(severity="warning", find=unreachable_rules),
    "ANA119": Check(severity="warning", find=contradictory_times),
    "ANA120": Check(severity="info", find=untried_rules),
    "ANA121": Check(severity="warning", find=idle_mitigations),
    "ANA122": Check(severity="warning", find=idle_blocks),
    "ANA123": Check(severity="warning", find=unreached_mitigations),
    "ANA124": Check(severity="warning", find=idle_limits),
}
"""Code -> check; a code is never given to another check."""


def _crossing(enterprise: Enterprise) -> Iterator[Dependency]:
    for dependency in enterprise.dependencies:
        if dependency.source.department != dependency.target.department:
            yield dependency


def _once(enterprise: Enterprise) -> Iterator[Dependency]:
    """Every row, and of the many that a rule makes with one likelihood only the first."""
    told: set[tuple[object, ...]] = set()
    for one in enterprise.dependencies:
        rule = (one.source.layer, one.target.layer) if one.by_rule else (one.id,)
        if rule not in told:
            told.add(rule)
            yield one


def _at(enterprise: Enterprise, dependency: Dependency, problem: str, hint: str, *, field: str = "") -> Spot:
    ends = f"{enterprise.code(dependency.source)} > {enterprise.code(dependency.target)}"
    rule = ", as every one made by this rule," if dependency.by_rule else ""
    return Spot(
        message=f"{ends} ({dependency.kind}){rule} {problem}",
        hint=hint,
        position=enterprise.dependency_origin(dependency, field),
        subject=dependency.id,
    )


def _some(names: list[str]) -> str:
    shown = 6
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return f"{', '.join(names[:shown])}{more}"
