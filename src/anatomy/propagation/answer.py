"""From tallies to an answer: masses become probabilities with intervals, calendars become arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation.delays import to_ticks
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.paths import traced
from anatomy.propagation.spread import Calendar, GroupSpread, GroupWorlds, NodeSpread, Spread, Watched
from anatomy.propagation.tally import GroupRecord, felt_pairs, grouped
from anatomy.propagation.worlds import exactly, fullest, surest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.domain.impact import Chance
    from anatomy.propagation.kernel import Draw
    from anatomy.propagation.paths import Tracer
    from anatomy.propagation.plan import Plan
    from anatomy.propagation.question import Question
    from anatomy.propagation.tally import Members, NodeTally, WatchRecord
    from anatomy.propagation.worlds import Worlds

    Flags = NDArray[np.bool_]

NOTHING: Final = np.zeros(0, dtype=np.int64)
NEVER: Final = NodeSpread(
    probability=0.0,
    low=0.0,
    high=0.0,
    reached=0.0,
    reached_low=0.0,
    reached_high=0.0,
    mean_severity=0.0,
    mean_severity_if_felt=None,
    arrival=None,
    calendar=Calendar(ticks=NOTHING, masses=NOTHING, total=1),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
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
        record = GroupRecord(members, 1)
        record.add(batch, hit)
        reached, felt = np.zeros((2, len(plan.nodes)), dtype=np.bool_)
        reached[batch.node] = True
        felt[batch.node[hit]] = True
        return cls(
            reached=reached, felt=felt, groups_reached=record.reached[:, 0], groups_felt=record.felt[:, 0]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """How the tallies of one run are read."""

    plan: Plan
    worlds: Worlds
    question: Question
    seed: int

    def spread(self, *, tally: NodeTally, record: GroupRecord, watch: WatchRecord, tracer: Tracer) -> Spread:
        """The whole answer."""
        at = self.question.felt_at
        sure = Outcome.of(self.plan, surest(self.plan), record.members, at)
        full = Outcome.of(self.plan, fullest(self.plan), record.members, at)
        return Spread(
            nodes=self._nodes(tally, sure, full),
            groups=self._groups(record, sure, full),
            joints=self._joints(record, sure, full),
            worlds=self.worlds.count,
            seed=self.seed,
            felt_at=at,
            exact=self.worlds.exact,
            weights=self.worlds.mass / self.worlds.total,
            watched={
                name: Watched(severity=watch.severity[row], arrival_days=watch.arrival_days[row])
                for row, name in enumerate(watch.names)
            },
            group_worlds={
                name: GroupWorlds(
                    felt=record.felt[row],
                    arrival_days=record.arrival_days[row],
                    severity=record.severity[row],
                )
                for row, name in enumerate(record.members.names)
            },
            paths=traced(self.plan, self.worlds, tracer.members, tracer.first),
            hardest=traced(self.plan, self.worlds, tracer.members, tracer.hardest),
            horizons=self.question.horizons,
        )

    def _chance(self, mass: int, *, sure: bool, possible: bool) -> Chance:
        """A sampled chance keeps its interval only if there was something to sample."""
        if sure or not possible:
            return exactly(1.0 if sure else 0.0)
        return self.worlds.chance(mass)

    def _nodes(self, tally: NodeTally, sure: Outcome, full: Outcome) -> dict[str, NodeSpread]:
        """Every node of the network in order; those out of reach are never hit."""
        nodes = dict.fromkeys(self.plan.network.nodes, NEVER)
        columns = zip(
            self.plan.nodes.tolist(),
            tally.felt.tolist(),
            tally.reached.tolist(),
            tally.severity.tolist(),
            tally.severity_felt.tolist(),
            tally.calendars(),
            strict=True,
        )
        for row, (place, felt, reached, severity, severity_felt, (ticks, masses)) in enumerate(columns):
            chance = self._chance(felt, sure=bool(sure.felt[row]), possible=bool(full.felt[row]))
            arrives = self._chance(reached, sure=bool(sure.reached[row]), possible=True)
            calendar = Calendar(ticks=ticks, masses=masses, total=self.worlds.total)
            nodes[self.plan.network.nodes[place]] = NodeSpread(
                probability=chance.probability,
                low=chance.low,
                high=chance.high,
                reached=arrives.probability,
                reached_low=arrives.low,
                reached_high=arrives.high,
                mean_severity=self.worlds.share(severity),
                mean_severity_if_felt=severity_felt / felt if felt else None,
                arrival=calendar.arrival(),
                calendar=calendar,
            )
        return nodes

    def _groups(self, record: GroupRecord, sure: Outcome, full: Outcome) -> dict[str, GroupSpread]:
        groups = {}
        for row, name in enumerate(record.members.names):
            felt = self._mass(record.felt[row])
            chance = self._chance(
                felt, sure=bool(sure.groups_felt[row]), possible=bool(full.groups_felt[row])
            )
            arrives = self._chance(
                self._mass(record.reached[row]),
                sure=bool(sure.groups_reached[row]),
                possible=bool(full.groups_reached[row]),
            )
            hurt = np.rint(self.worlds.mass * record.severity[row]).astype(np.int64)
            calendar = self._calendar(record, row)
            groups[name] = GroupSpread(
                probability=chance.probability,
                low=chance.low,
                high=chance.high,
                reached=arrives.probability,
                reached_low=arrives.low,
                reached_high=arrives.high,
                mean_severity=self.worlds.share(int(hurt.sum())),
                mean_severity_if_felt=int(hurt[record.felt[row]].sum()) / felt if felt else None,
                arrival=calendar.arrival(),
                calendar=calendar,
            )
        return groups

    def _mass(self, happens: Flags) -> int:
        return int(self.worlds.mass[happens].sum())

    def _calendar(self, record: GroupRecord, row: int) -> Calendar:
        felt = record.felt[row]
        ticks, masses = grouped(to_ticks(record.arrival_days[row][felt]), self.worlds.mass[felt])
        return Calendar(ticks=ticks, masses=masses, total=self.worlds.total)

    def _joints(self, record: GroupRecord, sure: Outcome, full: Outcome) -> dict[str, Chance]:
        row = {name: number for number, name in enumerate(record.members.names)}
        joints = {}
        for joint in sorted(self.question.joints):
            rows = [row[name] for name in self.question.joints[joint]]
            joints[joint] = self._chance(
                self._mass(np.logical_and.reduce(record.felt[rows], axis=0)),
                sure=bool(sure.groups_felt[rows].all()),
                possible=bool(full.groups_felt[rows].all()),
            )
        return joints
