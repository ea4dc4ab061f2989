"""What could hit a department, sub-function or cell, asked of the engine backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy import __version__
from anatomy.assess.exposure import assess_exposure
from anatomy.deciding import AdjustedDependency, Effects, decide_effects
from anatomy.domain.cell import CellId
from anatomy.domain.directory import directory_of
from anatomy.graph import select_cells
from anatomy.whatif import WORLDS
from anatomy.whatif.targets import cells_at, find_target, target_facts

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.exposure import ExposureReport


def expose_target(
    enterprise: Enterprise,
    to: str,
    *,
    sources: str = "",
    decision: Decision | None = None,
    worlds: int = WORLDS,
    seed: int = 0,
) -> ExposureReport:
    """
    For every cell, the chance that a target feels it if that cell is set off alone, fully and at once.

    Args:
        enterprise: the model.
        to: the address of the department, sub-function or cell that is exposed.
        sources: a selector of the cells to tell of; empty: all but those of the target.
        decision: settled on that model; its adjustments hold, but nothing that it sets off.
        worlds: how many to sample, if the answer is not exact.
        seed: the same seed gives the same worlds as a what-if.

    Raises:
        UnknownNameError: the model has no such address.
        SelectorError: `sources` is not a selector, or names what the model does not have.
        InputError: worlds or seed out of range.
    """
    address = find_target(directory_of(enterprise), to)
    inside = [CellId.parse(slug) for slug in cells_at(enterprise, address)]
    if sources:
        chosen = [one.cell for one in select_cells(enterprise, sources).cells]
    else:
        own = frozenset(inside)
        chosen = [cell for cell in enterprise.cells() if cell not in own]
    return assess_exposure(
        enterprise,
        _untouched(enterprise) if decision is None else decide_effects(enterprise, decision),
        target_facts(enterprise, address),
        inside=inside,
        sources=chosen,
        selector=sources,
        decision="" if decision is None else decision.title,
        worlds=worlds,
        seed=seed,
        tool_version=__version__,
    )


def _untouched(enterprise: Enterprise) -> Effects:
    """The model as it is: nothing adjusted, nothing set off."""
    dependencies = tuple(AdjustedDependency(dependency=one) for one in enterprise.dependencies)
    return Effects(triggers=(), dependencies=dependencies, money=(), at_risk=())
