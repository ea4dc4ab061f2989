"""The question put to the engine: anatomy as arrays, decision as triggers, departments, layers as groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation import (
    Delay,
    Edge,
    Network,
    Replay,
    Stake,
    Trigger,
    Variant,
    Weaker,
    play,
    play_together,
    run,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

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
        watch_groups=tuple(enterprise.departments),
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
        ledgers=_all_ledgers(effects),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
        exact=exact,
    )


def play_effects_together(
    enterprise: Enterprise,
    several: Iterable[Effects],
    *,
    worlds: int,
    seed: int,
    exact: Exactness = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Outcomes, ...]:
    """
    What departments feel and lose of each of several decisions in the same worlds, groups and ledgers as above.

    Raises:
        InputError: worlds or seed out of range, or an exact answer that cannot be had.
    """
    several = tuple(several)
    networks = networks_of_effects(enterprise, several)
    return play_together(
        [
            Variant(
                network=network, triggers=tuple(triggers_of_effects(effects)), ledgers=_all_ledgers(effects)
            )
            for network, effects in zip(networks, several, strict=True)
        ],
        groups=cells_by_department(enterprise),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
        exact=exact,
        progress=progress,
    )


def _all_ledgers(effects: Effects) -> dict[str, list[Stake]]:
    books = ledgers(effects.at_risk, "margin")
    late = {f"{LATE}{name}": book for name, book in ledgers(effects.at_risk, "late-cash").items()}
    return {**books, **late}


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
        ledgers=_all_ledgers(effects),
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


def ledgers(at_risk: Iterable[MoneyAtRisk], measure: str) -> dict[str, list[Stake]]:
    """The loss items of one measure as stakes: those of each department by key, and all of them as TOTAL."""
    books: dict[str, list[Stake]] = {TOTAL: []}
    for item in at_risk:
        if item.measure == measure:
            stake = Stake(node=str(item.owner), amount=item.amount, horizon_days=item.horizon_days)
            books.setdefault(item.owner.department, []).append(stake)
            books[TOTAL].append(stake)
    return books


def cells_by_department(enterprise: Enterprise) -> dict[str, list[str]]:
    """Department key -> its cells, in the model's order."""
    groups: dict[str, list[str]] = {}
    for cell in enterprise.cells():
        groups.setdefault(cell.department, []).append(str(cell))
    return groups


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
    return _network(map(str, reached), (one.dependency for one in within)), triggers_of_effects(effects)


def network_of_effects(enterprise: Enterprise, effects: Effects) -> Network:
    """The anatomy as the engine takes it: point likelihoods and shares, delays as laws."""
    return _network(map(str, enterprise.cells()), (one.dependency for one in effects.dependencies))


def networks_of_effects(enterprise: Enterprise, several: Sequence[Effects]) -> tuple[Network, ...]:
    """The same for several decisions; a dependency that no decision adjusts is laid out once for all."""
    if not several:
        return ()
    first = network_of_effects(enterprise, several[0])
    place = {name: row for row, name in enumerate(first.edge_ids)}
    return (first, *(_renumbered(first, place, several[0], effects) for effects in several[1:]))


def _renumbered(first: Network, place: Mapping[str, int], base: Effects, effects: Effects) -> Network:
    """A network with the numbers of other effects on the same model; most are the same, and the same object."""
    pairs = zip(base.dependencies, effects.dependencies, strict=True)
    changed = [one.dependency for was, one in pairs if one.dependency is not was.dependency]
    rows = [place[dependency.id] for dependency in changed]
    columns = {
        "likelihood": [one.likelihood.point for one in changed],
        "severity_share": [one.severity_share.point for one in changed],
        "delay_low": [one.delay.low for one in changed],
        "delay_mode": [one.delay.mode for one in changed],
        "delay_high": [one.delay.high for one in changed],
    }
    new = {name: getattr(first, name).copy() for name in columns}
    for name, values in columns.items():
        new[name][rows] = values
    return replace(first, **new)


def network_of_model(enterprise: Enterprise) -> Network:
    """The network before any decision has adjusted anything."""
    return _network(map(str, enterprise.cells()), enterprise.dependencies)


def _network(cells: Iterable[str], dependencies: Iterable[Dependency]) -> Network:
    edges = [
        Edge(
            id=dependency.id,
            source=str(dependency.source),
            target=str(dependency.target),
            likelihood=dependency.likelihood.point,
            severity_share=dependency.severity_share.point,
            delay=Delay(low=dependency.delay.low, mode=dependency.delay.mode, high=dependency.delay.high),
        )
        for dependency in dependencies
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
