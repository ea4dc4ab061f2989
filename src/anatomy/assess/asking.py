"""The question put to the engine: anatomy as arrays, decision as triggers, departments as groups, money as ledgers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation import Network, Stake, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from anatomy.deciding import Effects, MoneyAtRisk
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise

TOTAL: Final = ""  #: the ledger of all departments; no department has an empty key
LATE: Final = "late|"  #: before the names of ledgers of late cash; `|` occurs in no key


class Reach(Struct, frozen=True, kw_only=True):
    """The part of the anatomy that a decision can reach; it is a fraction of the whole, and all that a figure needs."""

    network: Network  #: with the owners of money at risk, reached or not
    dependencies: tuple[Dependency, ...]  #: in the order of the network's edges
    cells: Mapping[str, Sequence[str]]  #: department key -> those of its cells that can be reached, in order

    def departments(self, enterprise: Enterprise) -> dict[str, Sequence[str]]:
        """Every department's key, with those of its cells that can be reached."""
        return {key: self.cells.get(key, ()) for key in enterprise.departments}


def cells_by_department(enterprise: Enterprise) -> dict[str, list[str]]:
    """Department key -> its cells, in the model's order."""
    groups: dict[str, list[str]] = {}
    for cell in enterprise.cells():
        groups.setdefault(cell.department, []).append(str(cell))
    return groups


def ledgers(at_risk: Iterable[MoneyAtRisk], measure: str) -> dict[str, list[Stake]]:
    """The loss items of one measure as stakes: those of each department by key, and all of them as TOTAL."""
    books: dict[str, list[Stake]] = {TOTAL: []}
    for item in at_risk:
        if item.measure == measure:
            stake = Stake(node=str(item.owner), amount=item.amount, horizon_days=item.horizon_days)
            books.setdefault(item.owner.department, []).append(stake)
            books[TOTAL].append(stake)
    return books


def triggers_of_effects(effects: Effects) -> list[Trigger]:
    """What the effects set off, as the engine takes it."""
    return [
        Trigger(node=str(one.cell), likelihood=one.likelihood, severity=one.severity, time_days=one.time_days)
        for one in effects.triggers
    ]


def layer_part(department: str, layer: str) -> str:
    """The name of all cells of one layer of one department; `|` occurs in no key."""
    return f"{department}|{layer}"


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


def within_reach(effects: Effects) -> Reach:
    """What the effects can reach, as the engine takes it."""
    leaving: dict[CellId, list[Dependency]] = defaultdict(list)
    for one in effects.dependencies:
        leaving[one.dependency.source].append(one.dependency)
    reached = {trigger.cell for trigger in effects.triggers}
    waiting = list(reached)
    dependencies: list[Dependency] = []
    while waiting:
        for dependency in leaving[waiting.pop()]:
            dependencies.append(dependency)
            if dependency.target not in reached:
                reached.add(dependency.target)
                waiting.append(dependency.target)
    cells: dict[str, list[str]] = defaultdict(list)
    for cell in sorted(reached):
        cells[cell.department].append(str(cell))
    dependencies.sort(key=lambda one: one.id)
    owners = {item.owner for item in effects.at_risk}
    return Reach(
        network=_network(map(str, reached | owners), dependencies),
        dependencies=tuple(dependencies),
        cells=cells,
    )


def _network(cells: Iterable[str], dependencies: Iterable[Dependency]) -> Network:
    nodes = tuple(sorted(cells))
    place = {name: number for number, name in enumerate(nodes)}
    rows = sorted(dependencies, key=lambda one: one.id)
    return Network(
        nodes=nodes,
        edge_ids=tuple(one.id for one in rows),
        source=np.array([place[str(one.source)] for one in rows], dtype=np.int64),
        target=np.array([place[str(one.target)] for one in rows], dtype=np.int64),
        likelihood=np.array([one.likelihood.point for one in rows], dtype=np.float64),
        severity_share=np.array([one.severity_share.point for one in rows], dtype=np.float64),
        delay_low=np.array([one.delay.low for one in rows], dtype=np.float64),
        delay_mode=np.array([one.delay.mode for one in rows], dtype=np.float64),
        delay_high=np.array([one.delay.high for one in rows], dtype=np.float64),
    )
