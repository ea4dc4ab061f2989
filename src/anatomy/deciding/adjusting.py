"""Factors that the parameters of a decision put on dependencies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.deciding.evaluating import LONGEST_DAYS
from anatomy.domain.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.deciding.evaluating import Evaluating
    from anatomy.domain.decision import Adjustment, Selector
    from anatomy.domain.enterprise import Dependency

HUGE = 1e300  # so that nothing times an endless factor is still nothing


class Factors(Struct, frozen=True, kw_only=True):
    """What one adjustment multiplies, and the days that it adds."""

    of: Selector
    likelihood: float
    severity_share: float
    delay: float
    because: str
    delay_added: float = 0.0  #: days


class AdjustedDependency(Struct, frozen=True, kw_only=True):
    """A dependency with the numbers that hold for this decision, and why they differ from the model's."""

    dependency: Dependency
    because: tuple[str, ...] = ()


def factors_of(proposals: Iterable[Evaluating]) -> list[Factors]:
    """The factors of every adjustment whose conditions hold."""
    return [one for proposal in proposals for one in factors_of_adjustments(proposal, proposal.type.adjusts)]


def factors_of_adjustments(proposal: Evaluating, adjustments: Iterable[Adjustment]) -> list[Factors]:
    """The factors of adjustments whose conditions hold for a proposal."""
    return [
        _factors(proposal, adjustment, f"adjusts|{index}")
        for index, adjustment in enumerate(adjustments)
        if proposal.meets(adjustment.when, f"adjusts|{index}")
    ]


def adjust(dependency: Dependency, factors: Iterable[Factors]) -> AdjustedDependency:
    """
    A dependency under all factors that choose it.

    Factors multiply, and days are added to their product; only the outcome is bounded, chances and shares to
    [0, 1], delays to a century, so that their order means nothing.
    """
    chosen = [factor for factor in factors if factor.of.chooses(dependency)]
    if not chosen:
        return AdjustedDependency(dependency=dependency)
    because = {factor.because for factor in chosen if _scaled(dependency, [factor]) != dependency}
    return AdjustedDependency(dependency=_scaled(dependency, chosen), because=tuple(sorted(because)))


def likelihood_under(likelihood: Range, factors: Iterable[Factors]) -> Range:
    """The likelihood of a dependency that all these factors choose."""
    return _times(likelihood, [factor.likelihood for factor in factors], 1.0)


def share_under(severity_share: Range, factors: Iterable[Factors]) -> Range:
    """The severity share of a dependency that all these factors choose."""
    return _times(severity_share, [factor.severity_share for factor in factors], 1.0)


def adjust_all(
    dependencies: Iterable[Dependency], factors: Iterable[Factors]
) -> tuple[AdjustedDependency, ...]:
    """Every dependency under the factors that choose it; a factor is held only against what leaves its department."""
    leaving: dict[str, list[Factors]] = {}
    for factor in factors:
        leaving.setdefault(factor.of.source.partition("/")[0], []).append(factor)
    anywhere = leaving.pop("", [])
    return tuple(
        adjust(dependency, [*anywhere, *leaving.get(dependency.source.department, ())])
        for dependency in dependencies
    )


def _factors(proposal: Evaluating, adjustment: Adjustment, path: str) -> Factors:
    likelihood, share, delay = (
        1.0 if response is None else max(0.0, proposal.number(response, f"{path}|{name}"))
        for name, response in (
            ("likelihood", adjustment.likelihood),
            ("severity_share", adjustment.severity_share),
            ("delay", adjustment.delay),
        )
    )
    added = adjustment.delay_added
    return Factors(
        of=adjustment.of,
        likelihood=likelihood,
        severity_share=share,
        delay=delay,
        delay_added=0.0 if added is None else proposal.days(added, f"{path}|delay_added"),
        because=adjustment.because,
    )


def _scaled(dependency: Dependency, factors: Iterable[Factors]) -> Dependency:
    factors = list(factors)
    added = math.fsum(factor.delay_added for factor in factors)
    return replace(
        dependency,
        likelihood=_times(dependency.likelihood, [factor.likelihood for factor in factors], 1.0),
        severity_share=_times(dependency.severity_share, [factor.severity_share for factor in factors], 1.0),
        delay=_times(dependency.delay, [factor.delay for factor in factors], LONGEST_DAYS, added=added),
    )


def _times(range_: Range, factors: Iterable[float], top: float, *, added: float = 0.0) -> Range:
    factor = min(math.prod(sorted(factors)), HUGE)
    return Range(*(min(top, value * factor + added) for value in (range_.low, range_.mode, range_.high)))
