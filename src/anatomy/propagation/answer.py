"""From tallies to an answer: masses become probabilities with intervals, calendars become arrivals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation.delays import TICKS_PER_DAY
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.paths import traced
from anatomy.propagation.spread import Calendar, GroupSpread, NodeSpread, Spread, Watched
from anatomy.propagation.stats import margins_of
from anatomy.propagation.tally import SEVERITY_STEPS, Hits, felt_pairs
from anatomy.propagation.worlds import exactly, fullest, surest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from anatomy.domain.figures import Chance
    from anatomy.propagation.flood import Draw
    from anatomy.propagation.parts import Parts
    from anatomy.propagation.paths import Tracer
    from anatomy.propagation.plan import Plan
    from anatomy.propagation.question import Question
    from anatomy.propagation.tally import GroupTally, Members, Record, Tally
    from anatomy.propagation.worlds import Worlds

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

NEVER: Final = NodeSpread(
    probability=0.0,
    low=0.0,
    high=0.0,
    reached=0.0,
    reached_low=0.0,
    reached_high=0.0,
    mean_severity=0.0,
    mean_severity_if_felt=None,
    severity=None,
    arrival=None,
    calendar=Calendar(arrivals=None, row=0, total=1),
)


class Outcome(Struct, frozen=True, kw_only=True, eq=False):
    """What happens in one extreme world: nodes of the plan and groups, reached and felt."""

    reached: Flags
    felt: Flags
    groups_reached: Flags
    groups_felt: Flags

    @classmethod
    def of(cls, plan: Plan, draw: Draw, members: Members, felt_at: float) -> Outcome:
        """Evaluate that single world."""
        batch = evaluate(plan, draw, first=0, count=1)
        hit = felt_pairs(batch, felt_at)
        reached, felt = _flags(Hits.of_nodes(batch, hit), len(plan.nodes))
        groups_reached, groups_felt = _flags(Hits.of_groups(members, batch, hit), len(members.names))
        return cls(reached=reached, felt=felt, groups_reached=groups_reached, groups_felt=groups_felt)


def _flags(hits: Hits, rows: int) -> tuple[Flags, Flags]:
    """Per row, whether a single world reaches it and whether it is felt there."""
    reached, felt = np.zeros((2, rows), dtype=np.bool_)
    reached[hits.row] = True
    felt[hits.row[hits.felt]] = True
    return reached, felt


def _watched(record: Record) -> dict[str, Watched]:
    return {
        name: Watched(severity=record.severity[row], arrival_days=record.arrival_days[row])
        for row, name in enumerate(record.names)
    }


class Reading(Struct, frozen=True, kw_only=True, eq=False):
    """How the tallies of one run are read."""

    plan: Plan
    worlds: Worlds
    question: Question
    seed: int

    def spread(
        self,
        *,
        tally: Tally,
        groups: GroupTally,
        parts: Parts,
        records: tuple[Record, Record],
        tracer: Tracer,
    ) -> Spread:
        """The whole answer."""
        at = self.question.felt_at
        nodes, watched_groups = records
        sure = Outcome.of(self.plan, surest(self.plan), groups.members, at)
        full = Outcome.of(self.plan, fullest(self.plan), groups.members, at)
        return Spread(
            nodes=self._nodes(tally, sure, full),
            groups=self._groups(groups, sure, full),
            parts=parts.chances(self._chance, sure=sure.felt, possible=full.felt),
            joints=self._joints(groups, sure, full),
            worlds=self.worlds.count,
            seed=self.seed,
            felt_at=at,
            exact=self.worlds.exact,
            weights=self.worlds.mass / self.worlds.total,
            watched=_watched(nodes),
            watched_groups=_watched(watched_groups),
            paths=traced(self.plan, self.worlds, tracer.members, tracer.first),
            hardest=traced(self.plan, self.worlds, tracer.members, tracer.hardest),
            horizons=self.question.horizons,
        )

    def _chance(self, mass: int, *, sure: bool, possible: bool) -> Chance:
        """A sampled chance keeps its interval only if there was something to sample."""
        if sure or not possible:
            return exactly(1.0 if sure else 0.0)
        return self.worlds.chance(mass)

    def _nodes(self, tally: Tally, sure: Outcome, full: Outcome) -> dict[str, NodeSpread]:
        """Every node of the network in order; those out of reach are never hit."""
        nodes = dict.fromkeys(self.plan.network.nodes, NEVER)
        rows = self._rows(tally, reached=(sure.reached, full.reached), felt=(sure.felt, full.felt))
        for place, row in zip(self.plan.nodes.tolist(), rows, strict=True):
            nodes[self.plan.network.nodes[place]] = NodeSpread(**row)
        return nodes

    def _groups(self, groups: GroupTally, sure: Outcome, full: Outcome) -> dict[str, GroupSpread]:
        rows = self._rows(
            groups.sums,
            reached=(sure.groups_reached, full.groups_reached),
            felt=(sure.groups_felt, full.groups_felt),
        )
        return {
            name: GroupSpread(**self._with_margins(groups.sums, place, row))
            for place, (name, row) in enumerate(zip(groups.members.names, rows, strict=True))
        }

    def _rows(
        self, tally: Tally, *, reached: tuple[Flags, Flags], felt: tuple[Flags, Flags]
    ) -> Iterator[dict[str, Any]]:
        """The figures of each node or group; it is certain in the surest world, or possible in the fullest."""
        columns = zip(
            tally.felt.tolist(),
            tally.reached.tolist(),
            tally.severity.tolist(),
            tally.severity_felt.tolist(),
            range(len(tally.felt)),
            tally.arrivals.quantiles(step=1 / TICKS_PER_DAY, unit=self.worlds.unit),
            tally.severities.quantiles(step=1 / SEVERITY_STEPS, unit=self.worlds.unit),
            *(flags.tolist() for flags in (*felt, *reached)),
            strict=True,
        )
        for mass, arrived, hurt, hurt_felt, row, arrival, severity, *flags in columns:
            chance = self._chance(mass, sure=flags[0], possible=flags[1])
            arrives = self._chance(arrived, sure=flags[2], possible=flags[3])
            yield {
                "probability": chance.probability,
                "low": chance.low,
                "high": chance.high,
                "reached": arrives.probability,
                "reached_low": arrives.low,
                "reached_high": arrives.high,
                "mean_severity": self.worlds.share(hurt),
                "mean_severity_if_felt": hurt_felt / mass if mass else None,
                "severity": severity,
                "arrival": arrival,
                "calendar": Calendar(
                    arrivals=tally.arrivals,
                    row=row,
                    total=self.worlds.total,
                    worlds=self.worlds.count if self.worlds.unit and flags[1] else 0,
                ),
            }

    def _with_margins(self, sums: Tally, row: int, figures: dict[str, Any]) -> dict[str, Any]:
        """The figures of a group, with what sampling leaves open of its quantiles."""
        if not self.worlds.unit or figures["arrival"] is None:
            return figures
        for name, histogram, steps in (
            ("arrival", sums.arrivals, TICKS_PER_DAY),
            ("severity", sums.severities, SEVERITY_STEPS),
        ):
            numbers, masses = histogram.row(row)
            margins = margins_of(numbers / steps, masses // self.worlds.unit, figures[name].mean)
            figures[name] = replace(figures[name], margins=margins)
        return figures

    def _joints(self, groups: GroupTally, sure: Outcome, full: Outcome) -> dict[str, Chance]:
        return {
            joint: self._chance(
                groups.together[joint],
                sure=bool(sure.groups_felt[rows].all()),
                possible=bool(full.groups_felt[rows].all()),
            )
            for joint, rows in groups.joints.items()
        }
