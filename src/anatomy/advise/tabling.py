"""
A table over two parameters: the decision as proposed, with other values of these two, on the same worlds.

Severity is the largest and arrival the earliest over the cells set off, so one run for each of those cells, at
severity 1, answers every cell of the table whose dependencies have the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.advise.valuing import certain
from anatomy.assess.figures import chance
from anatomy.assess.spreading import network_of_effects, triggers_of_effects
from anatomy.deciding import decide_effects
from anatomy.domain.alternatives import AxisFacts, GridCell, GridFacts
from anatomy.errors import InputError
from anatomy.propagation import Variant, play_together
from anatomy.propagation.stats import SLACK, weighted_mean

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from anatomy.advise.ranking import Benchmark
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.grid import Axis, Grid
    from anatomy.propagation import Network, Outcomes, Trigger
    from anatomy.propagation.question import Exactness

    Floats = NDArray[np.float64]

MOST_PLAYED: Final = (
    60_000  #: worlds of all runs together, so that a table costs about as much as the choices
)
FEWEST: Final = 500  #: worlds of one run, however many runs there are


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """One cell of the table before it is played: runs, each with the severity to multiply its own by."""

    decision: Decision
    effects: Effects
    runs: tuple[tuple[int, float], ...]


def tabulate(
    enterprise: Enterprise,
    decision: Decision,
    grid: Grid,
    *,
    mark: Benchmark | None,
    worlds: int,
    seed: int,
    exact: Exactness,
) -> GridFacts:
    """
    The table of a decision.

    Args:
        enterprise: the model.
        decision: as proposed.
        grid: which parameters, and at which values.
        mark: what declining brings; None: not said.
        worlds: at most so many; fewer where the table needs many runs.
        seed: the same seed gives the same worlds as a what-if.
        exact: as in `play_together`.

    Raises:
        InputError: a setting is out of range, or an exact answer cannot be had.
    """
    asked = [
        [
            _effects(enterprise, varied(decision, grid.down, down), grid.across, across)
            for across in grid.across.values
        ]
        for down in grid.down.values
    ]
    runs = _Runs(enterprise)
    cells = runs.cells([pair for row in asked for pair in row])
    outcomes = runs.played(worlds=worlds, seed=seed, exact=exact)
    told = iter([None if one is None else _told(enterprise, one, outcomes, mark) for one in cells])
    return GridFacts(
        down=_axis(enterprise, decision, grid.down),
        across=_axis(enterprise, decision, grid.across),
        rows=tuple(tuple(next(told) for _ in row) for row in asked),
        worlds=outcomes[0].worlds if outcomes else 0,
        exact=all(one.exact for one in outcomes),
    )


def varied(decision: Decision, axis: Axis, value: float) -> Decision:
    """The decision with another value of one parameter, in every type that has it."""
    proposals = tuple(
        replace(one, values={**one.values, axis.parameter: value}) if one.type in axis.types else one
        for one in decision.proposals
    )
    return replace(decision, proposals=proposals)


def _effects(
    enterprise: Enterprise, decision: Decision, axis: Axis, value: float
) -> tuple[Decision, Effects] | None:
    """The decision with another value and its effects; None where it has no answer there."""
    decision = varied(decision, axis, value)
    try:
        return decision, decide_effects(enterprise, decision)
    except InputError:
        return None


class _Runs:
    """The runs that a table needs, each once."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._enterprise = enterprise
        self._own = {one.id: one for one in enterprise.dependencies}
        self._networks: list[Network] = []
        self._runs: dict[tuple[int, Trigger | tuple[Trigger, ...]], int] = {}
        self._owners: set[str] = set()

    def cells(self, asked: Sequence[tuple[Decision, Effects] | None]) -> list[_Cell | None]:
        """Every cell with its runs."""
        known = [pair for pair in asked if pair is not None]
        groups: dict[Hashable, list[Effects]] = {}
        for _, effects in known:
            groups.setdefault(self._numbers(effects), []).append(effects)
        runs = {id(effects): own for group in groups.values() for effects, own in self._group(group)}
        self._owners = {str(item.owner) for _, effects in known for item in effects.at_risk}
        return [
            None if pair is None else _Cell(decision=pair[0], effects=pair[1], runs=runs[id(pair[1])])
            for pair in asked
        ]

    def played(self, *, worlds: int, seed: int, exact: Exactness) -> tuple[Outcomes, ...]:
        """The outcomes of every run: a group is one owner of money."""
        variants = [
            Variant(network=self._networks[network], triggers=what if isinstance(what, tuple) else (what,))
            for network, what in self._runs
        ]
        fewer = max(FEWEST, MOST_PLAYED // max(1, len(variants)) // 100 * 100)
        return play_together(
            variants,
            groups={owner: [owner] for owner in self._owners},
            worlds=min(worlds, fewer),
            seed=seed,
            exact=exact,
        )

    def _numbers(self, effects: Effects) -> Hashable:
        """What the parameters made of dependencies; equal where the network is."""
        return tuple(
            (
                one.dependency.id,
                one.dependency.likelihood,
                one.dependency.severity_share,
                one.dependency.delay,
            )
            for one in effects.dependencies
            if one.dependency is not self._own[one.dependency.id]
        )

    def _group(self, group: Sequence[Effects]) -> Iterable[tuple[Effects, tuple[tuple[int, float], ...]]]:
        """The runs for one network: one for each cell of the table, or for each cell set off if these are fewer."""
        network = len(self._networks)
        self._networks.append(network_of_effects(self._enterprise, group[0]))
        triggers = [triggers_of_effects(effects) for effects in group]
        alone = [[replace(one, severity=1.0) for one in some] for some in triggers]
        if len({one for some in alone for one in some}) < len(group):
            for effects, some, ones in zip(group, triggers, alone, strict=True):
                yield (
                    effects,
                    tuple(
                        (self._run(network, one), own.severity) for own, one in zip(some, ones, strict=True)
                    ),
                )
        else:
            for effects, some in zip(group, triggers, strict=True):
                yield effects, ((self._run(network, tuple(some)), 1.0),)

    def _run(self, network: int, what: Trigger | tuple[Trigger, ...]) -> int:
        return self._runs.setdefault((network, what), len(self._runs))


def _told(
    enterprise: Enterprise, cell: _Cell, outcomes: Sequence[Outcomes], mark: Benchmark | None
) -> GridCell:
    lost = _lost(cell, outcomes)
    hidden = weighted_mean(lost, outcomes[0].weights)
    fixed = certain(cell.decision, cell.effects)
    if_won = fixed.worth - hidden
    return GridCell(
        if_won=if_won,
        hidden=hidden,
        material=chance(lost > enterprise.material_loss, outcomes[0]),
        pays=mark.against(if_won) if mark and fixed.known else None,
    )


def _lost(cell: _Cell, outcomes: Sequence[Outcomes]) -> Floats:
    """Propagated loss of margin, world by world."""
    total = np.zeros(outcomes[0].worlds)
    for item in cell.effects.at_risk:
        if item.measure == "margin" and cell.runs:
            row = outcomes[0].of_group(str(item.owner))
            severity = np.max([scale * outcomes[run].severity[row] for run, scale in cell.runs], axis=0)
            arrival = np.min([outcomes[run].arrival_days[row] for run, _ in cell.runs], axis=0)
            total += item.amount * severity * (arrival <= item.horizon_days + SLACK)
    return total


def _axis(enterprise: Enterprise, decision: Decision, axis: Axis) -> AxisFacts:
    parameter = enterprise.parameters_of(axis.types[0])[axis.parameter]
    proposed = {
        one.values[axis.parameter]
        for one in decision.proposals
        if one.type in axis.types and axis.parameter in one.values
    }
    value = next(iter(proposed)) if len(proposed) == 1 else None
    return AxisFacts(
        name=axis.parameter,
        label=parameter.label or axis.parameter,
        kind=parameter.kind,
        values=axis.values,
        proposed=value if isinstance(value, float) else None,
    )
