"""One decision, all stages: decide, propagate, assess."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from anatomy.assess import assess_impact, spread_effects
from anatomy.deciding import decide_effects

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport

WORLDS = 10_000


def what_if(
    enterprise: Enterprise,
    decision: Decision,
    *,
    worlds: int = WORLDS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> ImpactReport:
    """
    What a decision does to the enterprise.

    Args:
        enterprise: the model.
        decision: settled on that model.
        worlds: how many to sample, 1 to 10,000,000; an exact answer needs none.
        seed: the same seed gives the same bytes.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: a response has no value for these parameters, or worlds or seed are out of range.
        CrossCheckError: a sampled chance cannot be right, which is a fault of ours.
    """
    effects = decide_effects(enterprise, decision)
    spread = spread_effects(enterprise, effects, worlds=worlds, seed=seed, progress=progress)
    return assess_impact(enterprise, decision, effects, spread, tool_version=tool_version())


def tool_version() -> str:
    """The version of this installation."""
    try:
        return version("enterprise-anatomy")
    except PackageNotFoundError:
        return "0"
