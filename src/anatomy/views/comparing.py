"""A what-if beside another method: figures, differences in points, and what the method cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from anatomy.domain.comparison import FORMAT
from anatomy.domain.laws import LAWS
from anatomy.views.method import computed
from anatomy.views.parts import FAINT, Lookup
from anatomy.views.words import chance_word, counted, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.comparison import ComparedDecision, ComparedRow, Comparison, Limits

MINUS = "−"


class ComparisonView(Struct, frozen=True, kw_only=True):
    """Lines of text, not yet aligned."""

    title: str
    run: str
    lead: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int  #: departments that are faint by every figure
    notes: tuple[str, ...]
    breaks_heading: str
    breaks: tuple[str, ...]


def view_comparison(compared: ComparedDecision) -> ComparisonView:
    """Card departments and all that are not faint by either way, hardest first."""
    report, comparison = compared.report, compared.comparison
    model = report.model
    rows = {row.key: row for row in compared.departments}
    hardest_first = [rows[one.key] for one in Lookup(report).by_severity]
    shown = [row for row in hardest_first if row.key in model.cards or not _is_faint(row)]
    measure = comparison.measure
    breaks_heading, breaks = breaks_of(comparison)
    return ComparisonView(
        title=report.decision.title or "What-if",
        run=f"model {model.name} {model.version} · seed {report.run.seed} · {computed(report)}",
        lead=(
            f"The {comparison.name} ({measure}) beside the what-if. It breaks laws of chances, told below, and knows "
            "no threshold of severity: compare it with “reached” first. Both differences are in points."
        ),
        heads=heads_of("Department", measure),
        rows=tuple(row_of(row) for row in shown),
        left_out=len(rows) - len(shown),
        notes=(
            f"For a department, {measure} {comparison.roll_up}; the what-if counts worlds in which any cell is hit.",
            *limits_of(comparison.limits, what="cell"),
            f"{measure} tells neither when nor for how much money, and gives no interval.",
        ),
        breaks_heading=breaks_heading,
        breaks=breaks,
    )


def comparison_data(compared: ComparedDecision) -> dict[str, Any]:
    """A comparison as plain data, unrounded, in one versioned shape."""
    report, comparison = compared.report, compared.comparison
    return {
        "format": FORMAT,
        "model": {"name": report.model.name, "version": report.model.version, "digest": report.model.digest},
        "decision": to_builtins(report.decision),
        "run": to_builtins(report.run),
        "felt_at": report.model.felt_at,
        **method_data(comparison),
        "departments": [data_of(row) for row in compared.departments],
        "cells": [data_of(row) for row in compared.cells],
    }


def method_data(comparison: Comparison) -> dict[str, Any]:
    """What a method is, what it left out, and the laws that it breaks."""
    return {
        "measure": comparison.measure,
        "name": comparison.name,
        "roll_up": comparison.roll_up,
        "limits": to_builtins(comparison.limits),
        "breaks": [
            {"law": broken.law, "says": LAWS[broken.law], "because": broken.because}
            for broken in comparison.breaks
        ],
    }


def heads_of(what: str, measure: str) -> tuple[str, ...]:
    """The heads of a table of rows."""
    return (what, "Felt", "Reached", measure, f"{MINUS} felt", f"{MINUS} reached")


def breaks_of(comparison: Comparison) -> tuple[str, tuple[str, ...]]:
    """The laws that a method breaks, and the line above them."""
    return (
        f"Laws of chances that {comparison.measure} breaks (see docs/comparisons.md):",
        tuple(f"{broken.law}: {broken.because}" for broken in comparison.breaks),
    )


def _is_faint(row: ComparedRow) -> bool:
    figures = (honest(row.felt), row.compared.chance)
    return max(map(whole_percent, figures)) < FAINT


def row_of(row: ComparedRow) -> tuple[str, ...]:
    """Name, felt, reached, the method's figure, and how far that is from both, in points."""
    felt, reached, other = honest(row.felt), honest(row.reached), row.compared.chance
    return (
        row.name,
        f"{chance_word(felt)} {percent(felt)}",
        percent(reached),
        percent(other),
        _points(other, felt),
        _points(other, reached),
    )


def _points(one: float, other: float) -> str:
    """The difference of two printed percents."""
    points = whole_percent(one) - whole_percent(other)
    return f"{'+' if points > 0 else MINUS if points else ''}{abs(points)}"


def limits_of(limits: Limits, *, what: str) -> Iterator[str]:
    """What was cut off or clipped, in sentences."""
    if limits.not_followed:
        was = "was" if limits.not_followed == 1 else "were"
        yield f"{counted(limits.not_followed, 'path')} {was} not followed beyond {limits.depth} steps."
    if limits.beyond:
        lies, it = ("lies", "counts") if limits.beyond == 1 else ("lie", "count")
        yield f"{counted(limits.beyond, what)} within reach {lies} further away than that and {it} as 0."
    if limits.clipped:
        it = "comes to more than 1 and counts" if limits.clipped == 1 else "come to more than 1 and count"
        yield f"{counted(limits.clipped, what)} {it} as 1."


def data_of(row: ComparedRow) -> dict[str, Any]:
    """All figures of a row, unrounded, with the differences."""
    data: dict[str, Any] = to_builtins(row)
    compared = data.pop("compared")
    return data | {
        "compared": compared | {"impact": row.compared.impact},
        "difference": {
            "felt": row.compared.chance - row.felt.probability,
            "reached": row.compared.chance - row.reached.probability,
        },
    }
