"""The question put to the engine: anatomy as arrays, decision as triggers, departments, layers as groups."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from anatomy.propagation import Delay, Edge, Network, Trigger, run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from anatomy.deciding import AdjustedDependency, Effects
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Spread


def spread_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    worlds: int,
    seed: int,
    also: Mapping[str, Collection[str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """
    How the effects of a decision spread through the enterprise.

    Departments are groups by key, and a layer of a department is the group that `layer_group` names; the
    owners of money at risk are watched, and every department is traced.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        worlds: how many to sample, if the answer is not exact.
        seed: of the coins.
        also: further groups of cells to trace, by name.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: worlds or seed out of range.
    """
    groups: dict[str, list[str]] = {}
    for cell in enterprise.cells():
        groups.setdefault(cell.department, []).append(str(cell))
        groups.setdefault(layer_group(cell.department, cell.layer), []).append(str(cell))
    further = dict(also or {})
    return run(
        network_of_effects(enterprise, effects),
        _triggers(effects),
        worlds=worlds,
        seed=seed,
        felt_at=enterprise.felt_at,
        groups=groups | further,
        watch=sorted({str(item.owner) for item in effects.at_risk}),
        trace=(*enterprise.departments, *further),
        progress=progress,
    )


def mean_departments_felt(enterprise: Enterprise, effects: Effects, *, worlds: int, seed: int) -> float:
    """
    The mean number of departments that feel the effects; the same figure as in a whole answer, and nothing else.

    Only what the effects can reach is handed to the engine: coins hang on identities, so leaving out the rest
    changes no bit.
    """
    reached, within = _within_reach(effects)
    groups: dict[str, list[str]] = defaultdict(list)
    for cell in reached:
        groups[cell.department].append(str(cell))
    spread = run(
        _network(map(str, reached), within),
        _triggers(effects),
        worlds=worlds,
        seed=seed,
        felt_at=enterprise.felt_at,
        groups=groups,
    )
    return math.fsum(group.probability for group in spread.groups.values())


def _within_reach(effects: Effects) -> tuple[list[CellId], list[AdjustedDependency]]:
    """The cells that the effects can reach, in order, and the dependencies that leave them."""
    leaving: dict[CellId, list[AdjustedDependency]] = defaultdict(list)
    for one in effects.dependencies:
        leaving[one.dependency.source].append(one)
    reached = {trigger.cell for trigger in effects.triggers}
    waiting = list(reached)
    within: list[AdjustedDependency] = []
    while waiting:
        for one in leaving[waiting.pop()]:
            within.append(one)
            if one.dependency.target not in reached:
                reached.add(one.dependency.target)
                waiting.append(one.dependency.target)
    return sorted(reached), within


def question_within_reach(effects: Effects) -> tuple[Network, list[Trigger]]:
    """What the effects can reach, as the engine takes it, and what they set off."""
    reached, within = _within_reach(effects)
    return _network(map(str, reached), within), _triggers(effects)


def network_of_effects(enterprise: Enterprise, effects: Effects) -> Network:
    """The anatomy as the engine takes it: point likelihoods and shares, delays as laws."""
    return _network(map(str, enterprise.cells()), effects.dependencies)


def _network(cells: Iterable[str], dependencies: Iterable[AdjustedDependency]) -> Network:
    edges = [
        Edge(
            id=dependency.id,
            source=str(dependency.source),
            target=str(dependency.target),
            likelihood=dependency.likelihood.point,
            severity_share=dependency.severity_share.point,
            delay=Delay(low=dependency.delay.low, mode=dependency.delay.mode, high=dependency.delay.high),
        )
        for dependency in (adjusted.dependency for adjusted in dependencies)
    ]
    return Network.of(cells, edges)


def _triggers(effects: Effects) -> list[Trigger]:
    return [
        Trigger(node=str(one.cell), likelihood=one.likelihood, severity=one.severity, time_days=one.time_days)
        for one in effects.triggers
    ]


def layer_group(department: str, layer: str) -> str:
    """The group of all cells of one layer of one department; `|` occurs in no key."""
    return f"{department}|{layer}"
