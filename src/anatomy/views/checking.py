"""What `anatomy check` says of a model: counts, findings, how it behaves, and the verdict."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.graph import LEVELS
from anatomy.views.money import MINUS
from anatomy.views.words import NBSP, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.enterprise import Enterprise
    from anatomy.graph import Finding, Reaction
    from anatomy.graph.coverage import Coverage
    from anatomy.graph.loops import Loops
    from anatomy.views.sheet import Sheet

FORMAT: Final = "anatomy-check/1"
FEW: Final = 3  #: remarks of one code that the text shows before it only counts the rest


class Checked(Struct, frozen=True, kw_only=True):
    """Everything that a check found, unrounded."""

    where: str  #: what the model was called on the command line
    enterprise: Enterprise | None  #: None: it could not be built
    findings: tuple[Finding, ...]
    radii: tuple[float, ...] = ()  #: spectral radius per level
    reactions: tuple[Reaction, ...] | None = None  #: None: not asked
    worlds: int = 0
    seed: int = 0
    strict: bool = False
    coverage: Coverage | None = None  #: None: not asked
    loops: Loops | None = None

    def count(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def passed(self) -> bool:
        """Whether the model is fit for use."""
        return not self.count("error") and not (self.strict and self.count("warning"))


class CheckView(Struct, frozen=True, kw_only=True):
    """Lines of text, not yet aligned."""

    title: str
    where: str
    counts: tuple[str, ...]
    removed: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]  #: line, and the excerpt under it
    levels: tuple[str, ...]
    behaviour: tuple[tuple[str, ...], ...]  #: name, then a figure per level
    behaviour_notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]  #: coverage and loops, where asked for
    verdict: str


def counts_of(enterprise: Enterprise) -> Mapping[str, int]:
    """How much of everything a model holds."""
    ruled = sum(dependency.by_rule for dependency in enterprise.dependencies)
    return {
        "departments": len(enterprise.departments),
        "sub_functions": sum(len(one.sub_functions) for one in enterprise.departments.values()),
        "cells": sum(1 for _ in enterprise.cells()),
        "cells_with_text": sum(bool(enterprise.text(cell).strip()) for cell in enterprise.cells()),
        "rows": len(enterprise.dependencies) - ruled,
        "ruled_dependencies": ruled,
        "kinds": len(enterprise.kinds),
        "decision_types": len(enterprise.decision_types),
    }


def check_data(checked: Checked) -> dict[str, Any]:
    """A check as plain data, in one versioned shape."""
    model = checked.enterprise
    return {
        "format": FORMAT,
        "ok": checked.passed,
        "errors": checked.count("error"),
        "warnings": checked.count("warning"),
        "strict": checked.strict,
        "model": {"name": model.name, "version": model.version, "digest": model.digest} if model else None,
        "counts": dict(counts_of(model)) if model else None,
        "removed": list(model.removed) if model else [],
        "findings": [_finding_data(finding) for finding in checked.findings],
        "levels": list(LEVELS),
        "spectral_radius": list(checked.radii) if model else None,
        "departments_felt": _reaction_data(checked),
        **_more_data(checked),
    }


def _more_data(checked: Checked) -> dict[str, Any]:
    data: dict[str, Any] = {"coverage": None, "loops": None}
    if checked.enterprise and checked.coverage:
        from anatomy.views.coverage import coverage_data  # noqa: PLC0415 - only who asks waits for it

        data["coverage"] = coverage_data(checked.enterprise, checked.coverage)
    if checked.enterprise and checked.loops:
        from anatomy.views.loops import loops_data  # noqa: PLC0415 - as above

        data["loops"] = loops_data(checked.enterprise, checked.loops)
    return data


def _finding_data(finding: Finding) -> dict[str, Any]:
    place = finding.position
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "subject": finding.subject,
        "file": place.file if place else None,
        "line": (place.line or None) if place else None,
        "column": (place.column or None) if place else None,
    }


def _reaction_data(checked: Checked) -> dict[str, Any] | None:
    if checked.reactions is None:
        return None
    return {
        "worlds": checked.worlds,
        "seed": checked.seed,
        "decision_types": [
            {
                "key": one.decision_type,
                "name": one.name,
                "felt": list(one.felt) or None,
                "margin": list(one.margins) or None,
                "needs": list(one.needs),
            }
            for one in checked.reactions
        ],
    }


def view_check(checked: Checked) -> CheckView:
    """A check for people."""
    model = checked.enterprise
    return CheckView(
        title=f"{model.name} {model.version}".strip() if model else "This model cannot be built yet",
        where=checked.where,
        counts=tuple(_counts(counts_of(model))) if model else (),
        removed=model.removed if model else (),
        findings=tuple(_told(checked)),
        levels=tuple(map(_level, LEVELS)),
        behaviour=tuple(_behaviour(checked)),
        behaviour_notes=tuple(_notes(checked)),
        sheets=tuple(_sheets(checked)),
        verdict=_verdict(checked),
    )


def _counts(counts: Mapping[str, int]) -> Iterator[str]:
    yield (
        f"{counted(counts['departments'], 'department')}, "
        f"{counted(counts['sub_functions'], 'sub-function')}, "
        f"{counted(counts['cells'], 'cell')} ({counts['cells_with_text']:,} with text)"
    )
    yield (
        f"{counted(counts['rows'], 'dependency', 'dependencies')} written as rows, "
        f"{counts['ruled_dependencies']:,} made by rule; {counted(counts['kinds'], 'kind')}; "
        f"{counted(counts['decision_types'], 'decision type')}"
    )


def _sheets(checked: Checked) -> Iterator[Sheet]:
    if checked.enterprise and checked.coverage:
        from anatomy.views.coverage import coverage_sheet  # noqa: PLC0415 - only who asks waits for it

        yield coverage_sheet(checked.coverage)
    if checked.enterprise and checked.loops:
        from anatomy.views.loops import loops_sheet  # noqa: PLC0415 - as above

        yield loops_sheet(checked.enterprise, checked.loops)


def _told(checked: Checked) -> Iterator[tuple[str, str]]:
    """Every error and warning; of many remarks alike only the first, and none beside coverage or loops."""
    remarks: list[Finding] = []
    for finding in checked.findings:
        if finding.severity == "info":
            if not (checked.coverage or checked.loops):
                remarks.append(finding)
        else:
            yield finding.first_line(), finding.excerpt
    remarks.sort(key=lambda finding: finding.code)
    for code, alike in groupby(remarks, key=lambda finding: finding.code):
        listed = list(alike)
        yield from ((finding.first_line(), "") for finding in listed[:FEW])
        if len(listed) > FEW:
            yield f"{code} info: {len(listed) - FEW} more like this; --format json lists them", ""


def _level(factor: float) -> str:
    if factor == 1:
        return "as written"
    sign = MINUS if factor < 1 else "+"
    return f"{sign}{abs(factor - 1) * 100:.0f}{NBSP}%"


def _behaviour(checked: Checked) -> Iterator[tuple[str, ...]]:
    if checked.radii:
        yield ("Spectral radius of the likelihoods", *(f"{radius:.2f}" for radius in checked.radii))
    for one in checked.reactions or ():
        if one.felt:
            yield (f"Departments that feel it: {one.name}", *(f"{felt:.1f}" for felt in one.felt))


def _notes(checked: Checked) -> Iterator[str]:
    if checked.radii:
        yield (
            "The radius says how strongly loops feed themselves: below 0.8 answers are steady, "
            "from 1 on everything may hit everyone."
        )
    asked = [one for one in checked.reactions or () if one.felt]
    if asked and checked.enterprise:
        departments = counted(len(checked.enterprise.departments), "department")
        yield (
            f"Of {departments}, so many feel a decision at its defaults on average, the deciding one "
            f"included ({counted(checked.worlds, 'world')}, seed {checked.seed}; by sampling up to "
            f"{_margin(asked)} off, with 95{NBSP}% confidence)."
        )
    for one in checked.reactions or ():
        if one.needs:
            yield f"{one.name} was not asked: it has no default for {', '.join(one.needs)}."


def _margin(reactions: Iterable[Reaction]) -> str:
    """The largest margin, never rounded down."""
    return f"{math.ceil(max(margin for one in reactions for margin in one.margins) * 100) / 100:.2f}"


def _verdict(checked: Checked) -> str:
    errors, warnings = checked.count("error"), checked.count("warning")
    said = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    model = checked.enterprise
    if model is None:
        return said
    dependencies = counted(len(model.dependencies), "dependency", "dependencies")
    return f"{said} in {counted(counts_of(model)['cells'], 'cell')} and {dependencies}"
