"""One decision, all stages: decide, propagate, assess."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """
    # Here, so that whoever needs another file of this room need not wait for all of the engine.
    from anatomy.assess import assess_impact, spread_effects  # noqa: PLC0415
    from anatomy.deciding import decide_effects  # noqa: PLC0415

    effects = decide_effects(enterprise, decision)
    spread = spread_effects(enterprise, effects, worlds=worlds, seed=seed, progress=progress)
    return assess_impact(enterprise, decision, effects, spread, tool_version=tool_version())


def tool_version() -> str:
    """The version of this installation."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import

    try:
        return version("enterprise-anatomy")
    except PackageNotFoundError:
        return "0"
