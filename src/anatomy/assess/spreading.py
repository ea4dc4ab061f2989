"""The question put to the engine: anatomy as arrays, decision as triggers, departments, layers as groups."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation import Delay, Edge, Network, Replay, Stake, Trigger, Weaker, play, run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from anatomy.deciding import AdjustedDependency, Effects, MoneyAtRisk
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Outcomes, Spread
    from anatomy.propagation.question import Exactness

TOTAL: Final = ""  #: the ledger of all departments; no department has an empty key
LATE: Final = "late|"  #: before the names of ledgers of late cash; `|` occurs in no key


def spread_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    worlds: int,
    seed: int,
    exact: Exactness = "auto",
    also: Mapping[str, Collection[str]] | None = None,
    until: float | None = None,
    by_days: Collection[float] = (),
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
        exact: whether to go through every world; "auto" does where few coins matter.
        also: further groups of cells to trace, by name.
        until: worlds are added until no 95 % interval of a group's chance is wider to each side; None: none are.
        by_days: dates at which the answer is asked how much is felt by then.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: worlds, seed or until out of range, or an exact answer that cannot be had.
    """
    groups = cells_by_department(enterprise)
    for cell in enterprise.cells():
        groups.setdefault(layer_group(cell.department, cell.layer), []).append(str(cell))
    further = dict(also or {})
    return run(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        exact=exact,
        worlds=worlds,
        seed=seed,
        felt_at=enterprise.felt_at,
        groups={**groups, **further},
        watch=sorted({str(item.owner) for item in effects.at_risk}),
        trace=(*enterprise.departments, *further),
        until=until,
        horizon_days=by_days,
        progress=progress,
    )


def play_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    worlds: int,
    seed: int,
    exact: Exactness = "never",
    also: Mapping[str, Collection[str]] | None = None,
) -> Outcomes:
    """
    What departments feel and lose of the effects of a decision, world by world.

    Groups are departments by key, and `also` further ones by name; ledgers are those of `ledgers`, of lost margin, and
    with LATE before the name of late cash.

    Raises:
        InputError: worlds or seed out of range.
    """
    return play(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        groups={**cells_by_department(enterprise), **(also or {})},
        ledgers=_books(effects),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
        exact=exact,
    )


def replay_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    touched: Iterable[Dependency],
    cells: Iterable[CellId],
    worlds: int,
    seed: int,
) -> Replay:
    """
    The worlds of `play_effects`, to be played again with some dependencies weaker.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        touched: dependencies that may be weaker, by id.
        cells: that may not be set off.
        worlds: how many.
        seed: of the coins.

    Raises:
        InputError: worlds or seed out of range.
    """
    network = network_of_effects(enterprise, effects)
    place = {name: number for number, name in enumerate(network.edge_ids)}
    return Replay(
        network,
        triggers_of_effects(effects),
        edges=[place[dependency.id] for dependency in touched],
        nodes=[str(cell) for cell in cells],
        groups=cells_by_department(enterprise),
        ledgers=_books(effects),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
    )


def weaker_dependencies(dependencies: Collection[Dependency], not_set_off: Collection[CellId]) -> Weaker:
    """What a replay takes: the touched dependencies with other numbers, in their order, and cells not set off."""
    return Weaker(
        likelihood=np.array([one.likelihood.point for one in dependencies], dtype=np.float64),
        severity_share=np.array([one.severity_share.point for one in dependencies], dtype=np.float64),
        delay_low=np.array([one.delay.low for one in dependencies], dtype=np.float64),
        delay_mode=np.array([one.delay.mode for one in dependencies], dtype=np.float64),
        delay_high=np.array([one.delay.high for one in dependencies], dtype=np.float64),
        not_set_off=sorted(map(str, not_set_off)),
    )


def _books(effects: Effects) -> dict[str, list[Stake]]:
    """All ledgers: of margin by their names, of late cash with LATE before."""
    late = {f"{LATE}{name}": book for name, book in ledgers(effects.at_risk, "late-cash").items()}
    return {**ledgers(effects.at_risk, "margin"), **late}


def ledgers(at_risk: Iterable[MoneyAtRisk], measure: str) -> dict[str, list[Stake]]:
    """The loss items of one measure as stakes: those of each department by key, and all of them as TOTAL."""
    books: dict[str, list[Stake]] = {TOTAL: []}
    for item in at_risk:
        if item.measure == measure:
            stake = Stake(node=str(item.owner), amount=item.amount, horizon_days=item.horizon_days)
            books.setdefault(item.owner.department, []).append(stake)
            books[TOTAL].append(stake)
    return books


def mean_departments_felt(enterprise: Enterprise, effects: Effects, *, worlds: int, seed: int) -> float:
    """
    The mean number of departments that feel the effects; the same figure as in a whole answer, and nothing else.

    Only what the effects can reach is handed to the engine: coins hang on identities, so leaving out the rest
    changes no bit.
    """
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
    groups: dict[str, list[str]] = defaultdict(list)
    for cell in sorted(reached):
        groups[cell.department].append(str(cell))
    spread = run(
        _network(map(str, reached), within),
        triggers_of_effects(effects),
        worlds=worlds,
        seed=seed,
        felt_at=enterprise.felt_at,
        groups=groups,
    )
    return math.fsum(group.probability for group in spread.groups.values())


def cells_by_department(enterprise: Enterprise) -> dict[str, list[str]]:
    """Department key -> its cells, in the model's order."""
    groups: dict[str, list[str]] = {}
    for cell in enterprise.cells():
        groups.setdefault(cell.department, []).append(str(cell))
    return groups


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


def triggers_of_effects(effects: Effects) -> list[Trigger]:
    """What the effects set off, as the engine takes it."""
    return [
        Trigger(node=str(one.cell), likelihood=one.likelihood, severity=one.severity, time_days=one.time_days)
        for one in effects.triggers
    ]


def layer_group(department: str, layer: str) -> str:
    """The group of all cells of one layer of one department; `|` occurs in no key."""
    return f"{department}|{layer}"
