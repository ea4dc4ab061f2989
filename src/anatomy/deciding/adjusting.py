"""Factors that the parameters of a decision put on dependencies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anatomy.domain.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.deciding.evaluating import Evaluating
    from anatomy.domain.decision import Adjustment, Selector
    from anatomy.domain.enterprise import Dependency

LONGEST_DAYS = 36_500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What one adjustment multiplies."""

    of: Selector
    likelihood: float
    severity_share: float
    delay: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedDependency:
    """A dependency with the numbers that hold for this decision, and why they differ from the model's."""

    dependency: Dependency
    because: tuple[str, ...] = ()


def factors_of(proposals: Iterable[Evaluating]) -> list[Factors]:
    """The factors of every adjustment whose conditions hold."""
    return [
        _factors(proposal, adjustment, f"adjusts|{index}")
        for proposal in proposals
        for index, adjustment in enumerate(proposal.type.adjusts)
        if proposal.all_hold(adjustment.when, f"adjusts|{index}")
    ]


def adjust(dependency: Dependency, factors: Iterable[Factors]) -> AdjustedDependency:
    """A dependency under all factors that choose it; chances and shares stay within [0, 1], delays at 0 or more."""
    because: list[str] = []
    for factor in factors:
        if not factor.of.chooses(dependency):
            continue
        changed = replace(
            dependency,
            likelihood=_scaled(dependency.likelihood, factor.likelihood, 1.0),
            severity_share=_scaled(dependency.severity_share, factor.severity_share, 1.0),
            delay=_scaled(dependency.delay, factor.delay, LONGEST_DAYS),
        )
        if changed != dependency:
            because.append(factor.because)
        dependency = changed
    return AdjustedDependency(dependency=dependency, because=tuple(because))


def _factors(proposal: Evaluating, adjustment: Adjustment, path: str) -> Factors:
    likelihood, share, delay = (
        1.0 if response is None else max(0.0, proposal.number(response, f"{path}|{name}"))
        for name, response in (
            ("likelihood", adjustment.likelihood),
            ("severity_share", adjustment.severity_share),
            ("delay", adjustment.delay),
        )
    )
    return Factors(
        of=adjustment.of, likelihood=likelihood, severity_share=share, delay=delay, because=adjustment.because
    )


def _scaled(range_: Range, factor: float, top: float) -> Range:
    return Range(*(min(top, value * factor) for value in (range_.low, range_.mode, range_.high)))
