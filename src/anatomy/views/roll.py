"""The table of all departments, hardest expected severity first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money, time
from anatomy.views.uncertainty import felt_by_inputs, inputs_range, sampling
from anatomy.views.words import (
    chance_step,
    chance_words,
    fine_percent,
    honest,
    percent,
    severity_words,
)

if TYPE_CHECKING:
    from anatomy.domain.impact import DepartmentFacts, InputRange
    from anatomy.views.parts import Lookup


class RollRow(Struct, frozen=True, kw_only=True):
    """One department."""

    place: int
    name: str
    code: str
    direct: bool
    felt: str
    step: int
    inputs: str  #: range of the chance that the inputs give; empty where that was not asked
    money_inputs: str
    sampling: str  #: only where it could change the rounded figure
    exact: str  #: the chance without sampling, beside that, where it was worked out
    reached: str
    severity: str
    if_felt: str
    first_felt: str
    first_range: str
    money: str
    range: str
    late_cash: str


class Roll(Struct, frozen=True, kw_only=True):
    """All departments with their total."""

    rows: tuple[RollRow, ...]
    total: str
    total_range: str
    total_late: str
    has_late: bool
    has_sampling: bool
    has_inputs: bool
    total_inputs: str
    inputs_mean: str  #: what those ranges mean
    has_exact: bool
    felt_on_average: str  #: departments


def roll(look: Lookup) -> Roll:
    """All departments, none left out."""
    total = look.report.total
    rows = tuple(_row(look, one) for one in look.by_severity)
    late = [one.late_cash for one in look.report.departments if one.late_cash]
    return Roll(
        rows=rows,
        total=total_loss(look),
        total_range=look.unit.range(total.loss),
        total_late=money.plain_money(total.late_cash.mean, look.currency) if late else "",
        has_late=bool(late),
        felt_on_average=f"{look.report.departments_felt:.1f}",
        has_inputs=bool(look.report.run.correlation),
        total_inputs=_money_inputs(look, total.loss_inputs),
        inputs_mean=inputs_range(look.report),
        has_sampling=any(row.sampling for row in rows),
        has_exact=any(row.exact for row in rows),
    )


def total_loss(look: Lookup) -> str:
    """The printed sum of the printed expected losses."""
    return look.unit.loss_of(sum(look.department_grains.values()))


def _row(look: Lookup, one: DepartmentFacts) -> RollRow:
    feeling = one.feeling
    felt, bands = honest(feeling.felt), look.report.model.severity_words
    arrival = feeling.arrival_days
    return RollRow(
        place=look.report.departments.index(one) + 1,
        name=one.name,
        code=one.code,
        direct=one.direct,
        felt=chance_words(felt),
        step=chance_step(felt),
        inputs=felt_by_inputs(one),
        money_inputs=_money_inputs(look, one.loss_inputs),
        sampling=sampling(feeling.felt),
        exact=fine_percent(one.felt_exact) if sampling(feeling.felt) and one.felt_exact is not None else "",
        reached=percent(honest(feeling.reached)),
        severity=severity_words(feeling.mean_severity, bands),
        if_felt=severity_words(feeling.mean_severity_if_felt, bands) if feeling.mean_severity_if_felt else "",
        first_felt=time.day(arrival.p50) if arrival else "–",
        first_range=_days(arrival.p05, arrival.p95) if arrival else "",
        money=look.department_loss(one) or "no loss item",
        range=look.department_range(one),
        late_cash=money.plain_money(one.late_cash.mean, look.currency) if one.late_cash else "",
    )


def _money_inputs(look: Lookup, inputs: InputRange | None) -> str:
    """Expected losses, the smaller first; nothing where both are nothing."""
    if inputs is None or not inputs.high:
        return ""
    return f"{look.unit.loss(inputs.low)} to {look.unit.loss(inputs.high)}"


def _days(low: float, high: float) -> str:
    first, last = int(low + 0.5), int(high + 0.5)
    return f"{first}–{last}" if first < last else ""
