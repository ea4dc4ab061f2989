"""What an answer hangs on: the engine's removal effects, ranked and put into words' reach."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict

from anatomy.assess.asking import network_of_effects, triggers_of_effects
from anatomy.assess.evidence import links, owner
from anatomy.domain.cell import CellId
from anatomy.domain.importance import (
    CELLS,
    DEPENDENCIES,
    Fall,
    ImportanceReport,
    OwnedCell,
    OwnedLink,
    Removal,
    Weighed,
)
from anatomy.propagation import Stake, weigh_removals
from anatomy.propagation.stats import wilson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import TargetFacts
    from anatomy.domain.impact import Feeling, ImpactReport
    from anatomy.propagation import Removals

    Floats = NDArray[np.float64]

MONEY: Final[Mapping[str, str]] = {"loss": "margin", "late_cash": "late-cash"}
"""Figure -> what its loss items measure."""
NOTICEABLE: Final = 0.01
_CHANCES: Final = ("felt", "reached")
_SIDES: Final = {DEPENDENCIES: 0, CELLS: 1}


class Asked(Struct, frozen=True, kw_only=True):
    """One target, its cells, and what to rank by."""

    target: TargetFacts
    cells: frozenset[str]  #: slugs
    feeling: Feeling | None  #: None: only its money counts
    ranked_by: str
    otherwise: str = (
        ""  #: to rank by where no fall of the first is `NOTICEABLE`; empty: the first all the same
    )


def assess_importance(
    enterprise: Enterprise,
    effects: Effects,
    report: ImpactReport,
    asked: Sequence[Asked],
    *,
    of: str,
    measure: str,
    top: int,
    worlds: int,
) -> ImportanceReport:
    """
    The dependencies or cells without which the most would fall, for every target.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        report: the answer with everything in place, in the same worlds.
        asked: the targets.
        of: "dependencies" or "cells".
        measure: that was asked for, or nothing; each target says itself what it is ranked by.
        top: how many to tell for each target.
        worlds: as asked for the report.
    """
    removals = weigh_removals(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        groups={one.target.address: one.cells for one in asked if one.feeling},
        ledgers=_ledgers(effects, asked),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=report.run.seed,
    )
    ranking = _Ranking(removals, side=_SIDES[of])
    targets = tuple(ranking.weighed(one, report, top=top) for one in asked)
    named = {removal.what for target in targets for removal in target.removals}
    return ImportanceReport(
        model=report.model,
        decision=report.decision,
        run=report.run,
        of=of,
        measure=measure,
        targets=targets,
        links=tuple(_owned_links(enterprise, effects, named)) if of == DEPENDENCIES else (),
        cells=tuple(_owned_cells(enterprise, effects, named)) if of == CELLS else (),
    )


def _ledger(address: str, measure: str) -> str:
    return f"{measure}|{address}"


def _ledgers(effects: Effects, asked: Iterable[Asked]) -> dict[str, list[Stake]]:
    """Per target and measure, the money that hangs on its cells; none where there is no such money."""
    ledgers: dict[str, list[Stake]] = {}
    for address, cells in {one.target.address: one.cells for one in asked}.items():
        for item in effects.at_risk:
            if str(item.owner) in cells:
                stake = Stake(node=str(item.owner), amount=item.amount, horizon_days=item.horizon_days)
                ledgers.setdefault(_ledger(address, item.measure), []).append(stake)
    return ledgers


class _Ranking:
    """Reads the removal effects of dependencies (side 0) or of cells (side 1)."""

    def __init__(self, removals: Removals, *, side: int) -> None:
        self._removals, self._side = removals, side
        network = removals.network
        self._names = network.nodes if side else network.edge_ids
        self._likelihood = None if side else network.likelihood

    def weighed(self, asked: Asked, report: ImpactReport, *, top: int) -> Weighed:
        """One target with its largest falls."""
        base = _base(asked, report)
        means = {figure: self._column(figure, asked.target, half=False) for figure in base}
        ranked_by = asked.ranked_by
        if asked.otherwise and means[ranked_by].max(initial=0.0) < NOTICEABLE:
            ranked_by = asked.otherwise
        order = self._order(ranked_by, means)
        shown = order[:top]
        return Weighed(
            target=asked.target,
            ranked_by=ranked_by,
            feeling=asked.feeling,
            loss=base.get("loss"),
            late_cash=base.get("late_cash"),
            removals=tuple(
                self._removal(asked.target, base, means, rank, row) for rank, row in enumerate(shown, 1)
            ),
            further=len(order) - len(shown),
        )

    def _column(self, figure: str, target: TargetFacts, *, half: bool) -> Floats:
        effects = getattr(self._removals, "loss" if figure in MONEY else figure)[self._side]
        name = _ledger(target.address, MONEY[figure]) if figure in MONEY else target.address
        columns = self._removals.ledgers if figure in MONEY else self._removals.groups
        table: Floats = effects.half if half else effects.mean
        return table[:, columns.index(name)]

    def _order(self, ranked_by: str, means: Mapping[str, Floats]) -> list[int]:
        """Rows that matter, the largest fall first; of equal ones that which matters more elsewhere."""
        if ranked_by not in means:
            return []
        keys = [-means[ranked_by], *(-means[figure] for figure in means if figure != ranked_by)]
        order = np.lexsort([np.arange(len(self._names)), *reversed(keys)])
        return [int(row) for row in order if means[ranked_by][row] > 0]

    def _removal(
        self,
        target: TargetFacts,
        base: Mapping[str, float],
        means: Mapping[str, Floats],
        rank: int,
        row: int,
    ) -> Removal:
        falls: dict[str, Fall | None] = dict.fromkeys((*_CHANCES, "severity", *MONEY))
        for figure, whole in base.items():
            by = float(means[figure][row])
            low, high = self._interval(figure, target, row, by)
            falls[figure] = Fall(
                by=by,
                low=low,
                high=high,
                without=max(0.0, whole - by),
                birnbaum=None if self._likelihood is None else by / float(self._likelihood[row] or 1.0),
            )
        return Removal(rank=rank, what=self._names[row], **falls)

    def _interval(self, figure: str, target: TargetFacts, row: int, by: float) -> tuple[float, float]:
        """A chance falls by a share of worlds, so its interval is that of a share; else by the paired error."""
        if self._removals.exact:
            return by, by
        if figure in _CHANCES:
            return wilson(round(by * self._removals.worlds), self._removals.worlds)
        half = float(self._column(figure, target, half=True)[row])
        return max(0.0, by - half), by + half


def _base(asked: Asked, report: ImpactReport) -> dict[str, float]:
    """The figures with everything in place, those that the target has."""
    base = {}
    if asked.feeling:
        base = {
            "felt": asked.feeling.felt.probability,
            "reached": asked.feeling.reached.probability,
            "severity": asked.feeling.mean_severity,
        }
    for figure, measure in MONEY.items():
        items = [item for item in report.losses if item.measure == measure and item.owner in asked.cells]
        if items:
            base[figure] = math.fsum(item.loss.mean for item in items)
    return base


def _owned_links(enterprise: Enterprise, effects: Effects, named: Collection[str]) -> Iterable[OwnedLink]:
    for link in links(enterprise, [one.dependency for one in effects.dependencies], named):
        source, target = CellId.parse(link.source), CellId.parse(link.target)
        yield OwnedLink(
            **asdict(link),
            source_names=_names(enterprise, source),
            target_names=_names(enterprise, target),
            owner=owner(enterprise, source),
            mitigation=enterprise.kinds[link.kind].mitigation,
        )


def _owned_cells(enterprise: Enterprise, effects: Effects, named: Collection[str]) -> Iterable[OwnedCell]:
    set_off = {trigger.cell for trigger in effects.triggers}
    for slug in sorted(named):
        cell = CellId.parse(slug)
        place = enterprise.origin(
            f"departments|{cell.department}|sub_functions|{cell.sub_function}|cells|{cell.layer}"
        )
        yield OwnedCell(
            cell=slug,
            code=enterprise.code(cell),
            name=enterprise.title(cell),
            text=enterprise.text(cell),
            owner=owner(enterprise, cell),
            set_off=cell in set_off,
            where=f"{place.file}:{place.line}" if place else "",
        )


def _names(enterprise: Enterprise, cell: CellId) -> tuple[str, str, str]:
    department = enterprise.departments[cell.department]
    part = department.sub_functions[cell.sub_function]
    return department.name, part.name, enterprise.layers[cell.layer].name
