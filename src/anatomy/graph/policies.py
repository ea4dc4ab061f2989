"""Lint of policies: gaps and overlaps at bounds, rules that can never count, times that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.policy_table import in_force
from anatomy.graph.policy_grid import Grid, days_of, parts_of, with_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.decision import Parameter
    from anatomy.domain.policy import Act, Policy, Span
    from anatomy.graph.policy_grid import Holding, Point

MOST_POINTS = 20_000
EXAMPLES = 3
#: Roughly, in calendar hours: a working day is a day.
HOURS = {"hours": 1.0, "working hours": 3.0, "days": 24.0, "working days": 24.0}


class PolicyFinding(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a policy."""

    check: str  #: gap | overlap | unreachable | times | unchecked
    rule: str  #: key of the rule to look at; empty for the policy as a whole
    message: str


class _Tried(Struct, frozen=True):
    """One part of a policy on one day, with the rules at every combination."""

    grid: Grid
    holding: Mapping[Point, Holding]
    day: str
    rules: frozenset[str]

    def met(self) -> frozenset[str]:
        """The rules that may count somewhere; all of them where there is too much to try."""
        if not self.holding:
            return self.rules
        return frozenset().union(*(cell.hit | cell.open for cell in self.holding.values()))

    def as_of(self) -> str:
        """The day, where rules begin or end."""
        return f" on {self.day}" if self.day else ""


def lint_policy(policy: Policy, parameters: Mapping[str, Parameter]) -> list[PolicyFinding]:
    """
    Every finding of one policy.

    Args:
        policy: the table.
        parameters: its own and those of the decision types it applies to, by name.
    """
    findings = list(_times_of_acts(policy))
    settled, loose = with_open(policy)
    for name in loose:
        message = (
            f"{name} is compared with another parameter or an unknown threshold; such rules are not tried"
        )
        findings.append(PolicyFinding(check="unchecked", rule="", message=message))
    met: set[str] = set()
    for day in days_of(policy):
        tried = [_tried(part, parameters, day) for part in parts_of(settled)]
        findings += _too_many(tried)
        met = met.union(*(one.met() for one in tried))
        if any(in_force(rule, day) for rule in policy.rules):
            findings += _gaps(policy, tried)
            findings += (found for one in tried for found in _of_part(policy, one))
    findings += _unreachable(policy, met)
    return list(dict.fromkeys(findings))


def _tried(part: Policy, parameters: Mapping[str, Parameter], day: str) -> _Tried:
    grid = Grid(part, parameters, day=day)
    holding = grid.holding() if grid.size() <= MOST_POINTS else {}
    return _Tried(grid, holding, day, frozenset(rule.key for rule in part.rules))


def _too_many(tried: Iterable[_Tried]) -> Iterator[PolicyFinding]:
    for one in tried:
        if not one.holding:
            names = ", ".join(one.grid.names)
            message = f"more than {MOST_POINTS:,} combinations of {names} are too many to try"
            yield PolicyFinding(check="unchecked", rule="", message=message)


def _of_part(policy: Policy, tried: _Tried) -> Iterator[PolicyFinding]:
    if policy.hit == "any":
        yield from _overlaps(tried)
    yield from _at_bounds(policy, tried)
    yield from _clashing_times(policy, tried)


def _gaps(policy: Policy, tried: Iterable[_Tried]) -> Iterator[PolicyFinding]:
    """Combinations at which a complete policy says nothing; of parts, each must say nothing."""
    if not policy.complete:
        return
    empty = [
        (one, [point for point, cell in one.holding.items() if not cell.hit and not cell.open])
        for one in tried
    ]
    if not all(points for _, points in empty):
        return
    shown = min(EXAMPLES, *(len(points) for _, points in empty)) if len(empty) > 1 else EXAMPLES
    day = empty[0][0].as_of()
    for place in range(min(shown, len(empty[0][1]))):
        at = ", ".join(one.grid.said(points[place]) for one, points in empty if one.grid.names)
        yield PolicyFinding(check="gap", rule="", message=f"no rule holds at {at}{day}")
    more = len(empty[0][1]) - shown
    if more > 0 and len(empty) == 1:
        yield PolicyFinding(check="gap", rule="", message=f"no rule holds at {more:,} more combinations{day}")


def _overlaps(tried: _Tried) -> Iterator[PolicyFinding]:
    """Rules that hold together where one at most should."""
    seen: set[frozenset[str]] = set()
    for point, cell in tried.holding.items():
        if len(cell.hit) > 1 and cell.hit not in seen:
            seen.add(cell.hit)
            at = f"{tried.grid.said(point)}{tried.as_of()}"
            message = f"{_listed(cell.hit)} hold together at {at}, though one at most should"
            yield PolicyFinding(check="overlap", rule=max(cell.hit), message=message)


def _at_bounds(policy: Policy, tried: _Tried) -> Iterator[PolicyFinding]:
    """Rules on both sides of a bound and none, or those of both sides, exactly at it."""
    for axis, place in tried.grid.bounds():
        for point in (point for point in tried.holding if point[axis] == place):
            below, here, above = (tried.holding[_moved(point, axis, step)] for step in (-1, 0, 1))
            if below.open | here.open | above.open:
                continue
            only_below, only_above = below.hit - above.hit, above.hit - below.hit
            either = only_below | only_above
            at = f"at {tried.grid.said(point, axis)} exactly"
            if only_below and only_above and not here.hit & either:
                if here.hit - below.hit - above.hit or (policy.complete and not here.hit):
                    continue  # a rule of its own, or told as a gap of the whole
                message = f"{at} neither {_listed(only_below, 'nor')} nor {_listed(only_above, 'nor')} holds"
                yield PolicyFinding(check="gap", rule=min(only_above), message=message)
            elif here.hit & only_below and here.hit & only_above and policy.hit == "all":
                message = (
                    f"{at} both {_listed(here.hit & only_below)} and {_listed(here.hit & only_above)} hold"
                )
                yield PolicyFinding(check="overlap", rule=min(here.hit & only_above), message=message)


def _unreachable(policy: Policy, met: set[str]) -> Iterator[PolicyFinding]:
    for rule in policy.rules:
        if rule.key not in met:
            instead = (
                "an earlier rule or one that overrides it"
                if policy.hit == "first"
                else "one that overrides it"
            )
            message = (
                f"the rule {rule.key!r} can never count: its conditions never hold, or {instead} always does"
            )
            yield PolicyFinding(check="unreachable", rule=rule.key, message=message)


def _times_of_acts(policy: Policy) -> Iterator[PolicyFinding]:
    for rule in policy.rules:
        for act in rule.acts:
            if act.respond and act.complete and _hours(act.respond) > _hours(act.complete):
                message = f"the rule {rule.key!r} allows more time for a first answer to {act.act} than for all of it"
                yield PolicyFinding(check="times", rule=rule.key, message=message)


def _clashing_times(policy: Policy, tried: _Tried) -> Iterator[PolicyFinding]:
    """Rules that hold together and give one role different times for the same act."""
    rules = {rule.key: rule for rule in policy.rules}
    told: set[tuple[str, str, str, str]] = set()
    for point, cell in tried.holding.items():
        limits: dict[tuple[str, str, str], tuple[str, Act]] = {}
        for key in (rule.key for rule in policy.rules if rule.key in cell.hit):
            for role, act in ((role, one) for one in rules[key].acts for role in one.by):
                first, other = limits.setdefault((role, act.act, act.what), (key, act))
                clash = (first, key, role, act.act)
                if _differ(other, act) and clash not in told:
                    told.add(clash)
                    rest = f"different times to {act.act}{f' at {said}' if (said := tried.grid.said(point)) else ''}"
                    who = f"{first} and {key} give" if first != key else f"{key} gives"
                    yield PolicyFinding(check="times", rule=key, message=f"{who} {role} {rest}")


def _differ(one: Act, other: Act) -> bool:
    return any(
        mine is not None and theirs is not None and mine != theirs
        for mine, theirs in ((one.respond, other.respond), (one.complete, other.complete))
    )


def _hours(span: Span) -> float:
    return span.amount * HOURS[span.unit]


def _moved(point: Point, axis: int, step: int) -> Point:
    return (*point[:axis], point[axis] + step, *point[axis + 1 :])


def _listed(keys: Iterable[str], joint: str = "and") -> str:
    return f" {joint} ".join(sorted(keys))
