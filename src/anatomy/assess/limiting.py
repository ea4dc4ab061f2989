"""Limits held against an answer: which figures are beyond them, by how much, and how sure that is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np
from msgspec import Struct

from anatomy.assess.asking import LATE
from anatomy.domain.limit import ANY, MEASURES, TOTAL, overridden
from anatomy.domain.limit_facts import LimitFacts
from anatomy.propagation.stats import (
    sampled_quantiles,
    weighted_mean,
    weighted_quantiles,
    wilson,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import Chance, ImpactReport, Quantiles
    from anatomy.domain.limit import Limit
    from anatomy.propagation import Outcomes

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Interval = tuple[float, float]
_SHARES = {"p05": 0.05, "p10": 0.1, "p50": 0.5, "p90": 0.9, "p95": 0.95}


class Figures(Protocol):
    """Where the figures that limits name come from."""

    @property
    def departments(self) -> tuple[str, ...]:
        """Keys, in the model's order."""

    @property
    def direct(self) -> Collection[str]:
        """Keys of the departments in which the decision itself starts."""

    def value(self, limit: Limit, department: str) -> float | None:
        """The figure of a department, or of all together where the key is empty; None: there is none."""

    def interval(self, limit: Limit, department: str) -> Interval | None:
        """Its 95 % sampling interval; the figure twice where it is exact, None where nobody knows."""


def limits_in_force(
    enterprise: Enterprise, decision: Decision, further: Iterable[Limit] = ()
) -> tuple[Limit, ...]:
    """Those of the model; of two on one figure that of the decision file counts, and that of an option before it."""
    return overridden(overridden(enterprise.limits.values(), decision.limits), further)


def departments_of(limit: Limit, figures: Figures) -> tuple[str, ...]:
    """Whose figures a limit is held against: keys of departments, or one empty key for all together."""
    if limit.scope == TOTAL:
        return ("",)
    if limit.scope != ANY:
        return (limit.scope,)
    if limit.counts_start:
        return figures.departments
    return tuple(key for key in figures.departments if key not in figures.direct)


def hold_limits(limits: Iterable[Limit], figures: Figures) -> tuple[LimitFacts, ...]:
    """Every limit with the figure of whoever is worst off under it, in their order."""
    return tuple(_held(limit, figures) for limit in limits)


def _held(limit: Limit, figures: Figures) -> LimitFacts:
    sign = 1.0 if MEASURES[limit.measure].more_is_worse else -1.0
    found = [(key, figures.value(limit, key)) for key in departments_of(limit, figures)]
    told = [(key, value) for key, value in found if value is not None]
    told.sort(key=lambda one: -sign * one[1])  # stable: of equals the first in the model's order
    worst = told[0] if told else None
    interval = figures.interval(limit, worst[0]) if worst else None
    beyond = [one for one in told if limit.is_exceeded(one[1])]
    return LimitFacts(
        text=str(limit),
        scope=limit.scope,
        measure=limit.measure,
        stat=limit.stat,
        comparison=limit.comparison,
        quantity=limit.quantity,
        key=limit.key,
        why=limit.why,
        owner=limit.owner,
        how=limit.basis.how if limit.basis else "",
        grade=limit.basis.grade if limit.basis else "",
        department=worst[0] if worst else "",
        figure=worst[1] if worst else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        exceeded=bool(beyond),
        excess=sign * (worst[1] - limit.quantity) if worst else None,
        within_error=interval is not None
        and limit.is_exceeded(interval[0]) != limit.is_exceeded(interval[1]),
        others=tuple(beyond[1:]) if limit.scope == ANY else (),
    )


class ReportFigures(Struct, frozen=True):
    """The figures of a whole answer, fresh or saved."""

    report: ImpactReport

    @property
    def departments(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(one.key for one in self.report.departments)

    @property
    def direct(self) -> frozenset[str]:
        """Those in which the decision itself starts."""
        return frozenset(one.key for one in self.report.departments if one.direct)

    def value(self, limit: Limit, department: str) -> float | None:
        """The figure as the answer tells it."""
        if limit.measure == "departments-felt":
            return self.report.departments_felt
        if limit.stat:
            quantiles = self._quantiles(limit, department)
            return None if quantiles is None else float(getattr(quantiles, limit.stat))
        if limit.measure == "severity":
            return self.report.department(department).feeling.mean_severity_if_felt
        return self._chance(limit, department).probability

    def interval(self, limit: Limit, department: str) -> Interval | None:
        """The sampling interval as far as the answer tells it."""
        value = self.value(limit, department)
        if self.report.run.exact or value is None:
            return None if value is None else (value, value)
        if limit.measure == "departments-felt":
            chances = [one.feeling.felt for one in self.report.departments]
            return math.fsum(one.low for one in chances), math.fsum(one.high for one in chances)
        if limit.stat:
            margins = getattr(self._quantiles(limit, department), "margins", None)
            return getattr(margins, limit.stat, None)
        if limit.measure == "severity":
            return self.report.department(department).feeling.severity_if_felt_interval
        chance = self._chance(limit, department)
        return chance.low, chance.high

    def _chance(self, limit: Limit, department: str) -> Chance:
        if limit.measure == "material":
            return self.report.total.material
        feeling = self.report.department(department).feeling
        return feeling.felt if limit.measure == "felt" else feeling.reached

    def _quantiles(self, limit: Limit, department: str) -> Quantiles | None:
        if limit.measure == "arrival":
            return self.report.department(department).feeling.arrival_days
        holder = self.report.department(department) if department else self.report.total
        return holder.loss if limit.measure == "loss" else holder.late_cash


class OutcomeFigures(Struct, frozen=True, kw_only=True):
    """The same figures out of worlds kept one by one."""

    outcomes: Outcomes
    departments: tuple[str, ...]
    direct: frozenset[str]
    material_loss: float

    def value(self, limit: Limit, department: str) -> float | None:
        """The figure, to the last bits that of a whole answer on the same worlds."""
        if limit.measure == "departments-felt":
            felt = self.outcomes.felt
            return math.fsum(self._share(felt[self.outcomes.of_group(key)]) for key in self.departments)
        if limit.stat:
            return self._stat(limit, department)
        if limit.measure == "severity":
            row = self.outcomes.of_group(department)
            felt = self.outcomes.felt[row]
            return (
                weighted_mean(self.outcomes.severity[row][felt], self.outcomes.weights[felt])
                if felt.any()
                else None
            )
        return self._share(self._happens(limit, department))

    def interval(self, limit: Limit, department: str) -> Interval | None:
        """The sampling interval of the figure."""
        value = self.value(limit, department)
        if self.outcomes.exact or value is None:
            return None if value is None else (value, value)
        if limit.measure == "departments-felt":
            ends = [self._felt_interval(key) for key in self.departments]
            return math.fsum(low for low, _ in ends), math.fsum(high for _, high in ends)
        if limit.stat or limit.measure == "severity":
            values, _ = self._sample(limit, department)
            margins = sampled_quantiles(*np.unique(values, return_counts=True)).margins
            return getattr(margins, limit.stat or "mean", None)
        if limit.measure == "felt":
            return self._felt_interval(department)
        return self._wilson(self._happens(limit, department))

    def _felt_interval(self, department: str) -> Interval:
        """Of the chance that a department feels it; what is certain or impossible has no sampling error."""
        row = self.outcomes.of_group(department)
        sure = bool(self.outcomes.surely_felt[row])
        if sure or not self.outcomes.possibly_felt[row]:
            return float(sure), float(sure)
        return self._wilson(self.outcomes.felt[row])

    def _stat(self, limit: Limit, department: str) -> float | None:
        values, weights = self._sample(limit, department)
        if not len(values):
            return None
        if limit.stat == "mean":
            return weighted_mean(values, weights)
        return weighted_quantiles(values, weights, [_SHARES[limit.stat]])[0]

    def _sample(self, limit: Limit, department: str) -> tuple[Floats, Floats]:
        """The values that a statistic is taken over, with their weights; none where there is no such figure."""
        outcomes = self.outcomes
        if MEASURES[limit.measure].unit != "money":
            row = outcomes.of_group(department)
            felt = outcomes.felt[row]
            table = outcomes.severity if limit.measure == "severity" else outcomes.arrival_days
            return table[row][felt], outcomes.weights[felt]
        name = department if limit.measure == "loss" else f"{LATE}{department}"
        if name not in outcomes.ledgers:
            return np.zeros(0), np.zeros(0)
        return outcomes.loss[outcomes.of_ledger(name)], outcomes.weights

    def _happens(self, limit: Limit, department: str) -> Flags:
        outcomes = self.outcomes
        if limit.measure == "material":
            beyond: Flags = outcomes.loss[outcomes.of_ledger("")] > self.material_loss
            return beyond
        flags: Flags = outcomes.felt if limit.measure == "felt" else outcomes.reached
        row: Flags = flags[outcomes.of_group(department)]
        return row

    def _share(self, happens: Flags) -> float:
        if self.outcomes.exact:
            return math.fsum(self.outcomes.weights[happens].tolist())
        return int(np.count_nonzero(happens)) / len(happens)

    def _wilson(self, happens: Flags) -> Interval:
        return wilson(int(np.count_nonzero(happens)), len(happens))
