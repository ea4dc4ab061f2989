"""What could hit a place, for people: departments, sub-functions and cells by falling chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.views import time
from anatomy.views.words import (
    NBSP,
    chance_word,
    chance_words,
    counted,
    honest,
    percent,
    severity_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.exposure import ExposureReport, SourceFacts, SourceGroup
    from anatomy.domain.impact import Chance
    from anatomy.views.sheet import Data


class Ranked(Struct, frozen=True, kw_only=True):
    """One table, the likeliest first; the last column may take lines of its own."""

    heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: str  #: what is left out; may be empty


class ExposureView(Struct, frozen=True, kw_only=True):
    """Everything that is said, in order."""

    title: str
    run: str
    intro: str
    answer: str
    tables: tuple[Ranked, ...]


_GROUP_HEADS: Final = ("Highest chance", "By cell", "Average", "Able cells")
_HUNDRED: Final = 100
_CELL_HEADS: Final = ("Chance", "Severity", "First arrives", "Cell")


def view_exposure(report: ExposureReport, *, top: int) -> ExposureView:
    """
    An exposure, rounded and worded.

    Args:
        report: what to say.
        top: rows of the tables of sub-functions and of cells.
    """
    able = [one for one in report.cells if one.feeling.felt.high > 0]
    parts = [one for one in report.sub_functions if one.able]
    places = [one for one in report.departments if one.able]
    run = "exact" if report.run.exact else counted(report.run.worlds, "world")
    return ExposureView(
        title=f"What could hit {report.target.name} ({report.target.code})?",
        run=f"model {report.model.name} {report.model.version} · seed {report.run.seed} · {run}",
        intro=" ".join(_assumed(report)),
        answer=_answer(report, able),
        tables=tuple(
            table
            for table in (
                Ranked(
                    heading="By department",
                    heads=(*_GROUP_HEADS, "Department"),
                    rows=tuple(map(_group, places)),
                    after=_rest(len(places), len(report.departments), "department"),
                ),
                Ranked(
                    heading="By sub-function",
                    heads=(*_GROUP_HEADS, "Sub-function"),
                    rows=tuple(map(_group, parts[:top])),
                    after=_more(len(parts) - top),
                ),
                Ranked(
                    heading="By cell",
                    heads=_CELL_HEADS,
                    rows=tuple(_cell(report, one) for one in able[:top]),
                    after=_more(len(able) - top),
                ),
            )
            if table.rows
        ),
    )


def _assumed(report: ExposureReport) -> Iterator[str]:
    yield (
        "Each cell is taken as set off by itself: surely, fully (severity 100 %) and at once. The chance is that "
        f"{report.target.name} then feels it, at a severity of {percent(report.model.felt_at)} or more."
    )
    if report.sources:
        yield f"Asked of the cells that {report.sources} selects."
    else:
        yield "Its own cells are left out."
    if report.decision:
        yield f"Dependencies stand as {report.decision} adjusts them."


def _answer(report: ExposureReport, able: Sequence[SourceFacts]) -> str:
    asked = counted(len(report.cells), "cell")
    if not report.cells:
        return "No cell is selected."
    if not able:
        return f"None of {asked} can make it feel anything."
    first = able[0]
    chance = chance_words(honest(first.feeling.felt))
    return (
        f"{len(able):,} of {asked} could hit it; most of all {first.name} ({first.code}): {chance}."
        f"{_sampling(report)}"
    )


def _sampling(report: ExposureReport) -> str:
    widest = max(one.feeling.felt.high - one.feeling.felt.low for one in report.cells) * _HUNDRED / 2
    return f" Sampling leaves a chance open by at most {widest:.1f} points." if widest else ""


def _words(chance: Chance) -> str:
    return f"{chance_word(honest(chance))} {percent(honest(chance))}"


def _hard(severity: float, report: ExposureReport) -> str:
    return f"{severity_word(severity, report.model.severity_words)} {percent(severity)}"


def _group(group: SourceGroup) -> tuple[str, ...]:
    felt = group.highest.feeling.felt
    return (
        _words(felt),
        group.highest.code,
        percent(group.mean) if group.mean else f"<1{NBSP}%",
        f"{group.able} of {group.cells}",
        f"{group.name} ({group.code})",
    )


def _cell(report: ExposureReport, one: SourceFacts) -> tuple[str, ...]:
    feeling, arrival = one.feeling, one.feeling.arrival_days
    severity = feeling.mean_severity_if_felt
    return (
        _words(feeling.felt),
        "–" if severity is None else _hard(severity, report),
        "–" if arrival is None else time.day(arrival.p50),
        f"{one.name} ({one.code})",
    )


def _rest(shown: int, asked: int, what: str) -> str:
    return f"{counted(asked - shown, f'more {what}')} could not hit it." if asked > shown else ""


def _more(left: int) -> str:
    return f"{left:,} more: --top, or all of them by --format csv." if left > 0 else ""


EXPOSURE_HEADS: Final = (
    "what",
    "address",
    "code",
    "name",
    "felt",
    "felt_low",
    "felt_high",
    "reached",
    "mean_severity",
    "mean_severity_if_felt",
    "arrival_p05",
    "arrival_p50",
    "arrival_p95",
    "mean_chance",
    "cells",
    "able",
    "highest",
    "owner",
    "own",
    "format",
)


def exposure_rows(report: ExposureReport) -> list[dict[str, Data]]:
    """A row for every department, sub-function and cell, unrounded."""
    groups = (*report.departments, *report.sub_functions)
    return [*(_group_row(report, one) for one in groups), *(_cell_row(report, one) for one in report.cells)]


def _group_row(report: ExposureReport, group: SourceGroup) -> dict[str, Data]:
    return {
        "what": group.what,
        "address": group.address,
        "code": group.code,
        "name": group.name,
        **_figures(group.highest),
        "mean_chance": group.mean,
        "cells": group.cells,
        "able": group.able,
        "highest": group.highest.cell,
        "format": report.format,
    }


def _cell_row(report: ExposureReport, one: SourceFacts) -> dict[str, Data]:
    return {
        "what": "cell",
        "address": one.cell,
        "code": one.code,
        "name": one.name,
        **_figures(one),
        "owner": one.owner,
        "own": one.own,
        "format": report.format,
    }


def _figures(one: SourceFacts) -> dict[str, Any]:
    feeling, arrival = one.feeling, one.feeling.arrival_days
    return {
        "felt": feeling.felt.probability,
        "felt_low": feeling.felt.low,
        "felt_high": feeling.felt.high,
        "reached": feeling.reached.probability,
        "mean_severity": feeling.mean_severity,
        "mean_severity_if_felt": feeling.mean_severity_if_felt,
        "arrival_p05": arrival.p05 if arrival else None,
        "arrival_p50": arrival.p50 if arrival else None,
        "arrival_p95": arrival.p95 if arrival else None,
    }
