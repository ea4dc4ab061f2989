"""
A table over two parameters: the decision as proposed, with other values of these two, on the same worlds.

Severity is the largest and arrival the earliest over the cells set off, so one run for each of those cells, at
severity 1, answers every cell of the table whose dependencies have the same numbers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.advise.valuing import certain
from anatomy.assess.asking import networks_of_effects, triggers_of_effects
from anatomy.assess.figures import chance
from anatomy.deciding import decide_effects
from anatomy.domain.alternatives import AxisFacts, GridCell, GridFacts
from anatomy.errors import InputError
from anatomy.propagation import Variant, play_together
from anatomy.propagation.stats import SLACK, weighted_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from anatomy.advise.ranking import Benchmark
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.grid import Axis, Grid
    from anatomy.propagation import Outcomes, Trigger
    from anatomy.propagation.question import Exactness

    Floats = NDArray[np.float64]

MOST_PLAYED: Final = (
    60_000  #: worlds of all runs together, so that a table costs about as much as the choices
)
FEWEST: Final = 500  #: worlds of one run, however many runs there are


class _Cell(Struct, frozen=True, kw_only=True):
    """One cell of the table before it is played."""

    decision: Decision
    effects: Effects
    runs: tuple[tuple[int, float], ...]  #: number of a run, and what to multiply its severities by


def tabulate(
    enterprise: Enterprise,
    decision: Decision,
    grid: Grid,
    *,
    mark: Benchmark | None,
    worlds: int,
    seed: int,
    exact: Exactness,
    progress: Callable[[int, int], None] | None = None,
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
        progress: as there.

    Raises:
        InputError: a setting is out of range, or an exact answer cannot be had.
    """
    runs = _Runs(enterprise)
    cells = _cells(enterprise, decision, grid, runs)
    known = [cell for cell in cells if cell is not None]
    owners = {str(item.owner) for cell in known for item in cell.effects.at_risk}
    variants = runs.variants()
    fewer = max(FEWEST, MOST_PLAYED // max(1, len(variants)) // 100 * 100)
    outcomes = play_together(
        variants,
        groups={owner: [owner] for owner in owners},
        worlds=min(worlds, fewer),
        seed=seed,
        exact=exact,
        progress=progress,
    )
    told = [None if cell is None else _told(enterprise, cell, outcomes, mark) for cell in cells]
    width = len(grid.across.values)
    return GridFacts(
        down=_axis(enterprise, decision, grid.down),
        across=_axis(enterprise, decision, grid.across),
        rows=tuple(tuple(told[start : start + width]) for start in range(0, len(told), width)),
        worlds=outcomes[0].worlds if outcomes else 0,
        exact=bool(outcomes) and outcomes[0].exact,
    )


def varied(decision: Decision, axis: Axis, value: float) -> Decision:
    """The decision with another value of one parameter, in every type that has it."""
    proposals = tuple(
        replace(one, values={**one.values, axis.parameter: value}) if one.type in axis.types else one
        for one in decision.proposals
    )
    return replace(decision, proposals=proposals)


def _cells(enterprise: Enterprise, decision: Decision, grid: Grid, runs: _Runs) -> list[_Cell | None]:
    """Row by row; None where the decision has no answer at these values."""
    decided: list[tuple[Decision, Effects] | None] = []
    for down in grid.down.values:
        for across in grid.across.values:
            other = varied(varied(decision, grid.down, down), grid.across, across)
            try:
                decided.append((other, decide_effects(enterprise, other)))
            except InputError:
                decided.append(None)
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(decided):
        if one is not None:
            places[runs.numbers(one[1])].append(place)
    cells: list[_Cell | None] = [None] * len(decided)
    for together in places.values():
        pairs = [pair for place in together if (pair := decided[place])]
        for place, (other, effects), own in zip(
            together, pairs, runs.of([effects for _, effects in pairs]), strict=True
        ):
            cells[place] = _Cell(decision=other, effects=effects, runs=own)
    return cells


class _Runs:
    """The runs that a table needs, each once."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._enterprise = enterprise
        self._own = {one.id: one for one in enterprise.dependencies}
        self._networks: list[Effects] = []  #: one decision for each
        self._numbers: dict[tuple[int, tuple[Trigger, ...]], int] = {}

    def numbers(self, effects: Effects) -> Hashable:
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

    def of(self, together: Sequence[Effects]) -> list[tuple[tuple[int, float], ...]]:
        """
        The runs of decisions that have one network.

        There is one for each decision, or one for each cell that they set off if these are fewer.
        """
        network = len(self._networks)
        self._networks.append(together[0])
        triggers = [triggers_of_effects(effects) for effects in together]
        alone = [[replace(one, severity=1.0) for one in some] for some in triggers]
        if len({one for some in alone for one in some}) >= len(together):
            return [((self._number(network, some), 1.0),) for some in triggers]
        return [
            tuple((self._number(network, [one]), own.severity) for own, one in zip(some, ones, strict=True))
            for some, ones in zip(triggers, alone, strict=True)
        ]

    def variants(self) -> list[Variant]:
        """All of them, in the order of their numbers."""
        networks = networks_of_effects(self._enterprise, self._networks)
        return [Variant(network=networks[network], triggers=triggers) for network, triggers in self._numbers]

    def _number(self, network: int, triggers: Sequence[Trigger]) -> int:
        return self._numbers.setdefault((network, tuple(triggers)), len(self._numbers))


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
