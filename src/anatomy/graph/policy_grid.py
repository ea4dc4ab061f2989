"""
Every combination of parameter values at which the rules of a policy may change.

Rules compare parameters with constants, so they change only there. Every constant, a point between each pair, and one
beyond either end meet every combination of rules that can occur; of whole numbers, those next to a constant do.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise, product
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.domain.policy_table import apply_policy
from anatomy.domain.response import Condition, Name, ResponseError, evaluate, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from anatomy.domain.decision import Parameter
    from anatomy.domain.policy import Policy, Rule
    from anatomy.domain.response import Value

#: A threshold that no policy can have: what is compared with it stays open.
_OPEN = "?"
_WHOLE_NUMBERS = frozenset({"count", "months"})
_FROM_ZERO = frozenset({"count", "months", "days", "share"})

Point = tuple[int, ...]


class Holding(Struct, frozen=True):
    """The rules at one combination."""

    hit: frozenset[str]  #: keys of rules that hold and count
    open: frozenset[str]  #: keys of rules that nobody can tell of


class Grid:
    """The combinations of one part of a policy on one day."""

    def __init__(self, policy: Policy, parameters: Mapping[str, Parameter], *, day: str) -> None:
        self._policy = policy
        self._day = day
        self.names = sorted(policy.compared())
        self._constants = {name: _constants(policy, name) for name in self.names}
        self._axes = [_axis(self._constants[name], parameters.get(name)) for name in self.names]

    def size(self) -> int:
        """How many combinations there are."""
        return math.prod(len(axis) for axis in self._axes)

    def holding(self) -> Mapping[Point, Holding]:
        """The rules at every combination."""
        points = product(*(range(len(axis)) for axis in self._axes))
        return {point: self._at(point) for point in points}

    def bounds(self) -> Iterator[tuple[int, int]]:
        """Every (axis, place) that is a constant of some rule, with a neighbour on both sides."""
        for number, axis in enumerate(self._axes):
            for place in range(1, len(axis) - 1):
                if axis[place] in self._constants[self.names[number]]:
                    yield number, place

    def said(self, point: Point, *axes: int) -> str:
        """A combination in words, or only some axes of it."""
        numbers = axes or range(len(point))
        return ", ".join(f"{self.names[axis]} = {_said(self._axes[axis][point[axis]])}" for axis in numbers)

    def _at(self, point: Point) -> Holding:
        values = {name: axis[place] for name, axis, place in zip(self.names, self._axes, point, strict=True)}
        outcome = apply_policy(self._policy, values, date=self._day)
        return Holding(
            frozenset(rule.key for rule in outcome.hit), frozenset(rule.key for rule in outcome.open)
        )


def parts_of(policy: Policy) -> list[Policy]:
    """Rules that share no parameter and override no other apart, where every rule that holds counts."""
    if policy.hit != "all":
        return [policy]
    groups: list[tuple[set[str], list[Rule]]] = []
    for rule in policy.rules:
        marks = {f"rule {key}" for key in (rule.key, *rule.overrides)}
        marks |= {condition.parameter for group in rule.when for condition in group}
        joined = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if group not in joined]
        groups.append(
            (
                marks.union(*(names for names, _ in joined)),
                [*(one for _, rules in joined for one in rules), rule],
            )
        )
    order = {rule.key: place for place, rule in enumerate(policy.rules)}
    return [
        replace(policy, rules=tuple(sorted(rules, key=lambda rule: order[rule.key]))) for _, rules in groups
    ]


def days_of(policy: Policy) -> Sequence[str]:
    """One day for every set of rules in force; no day at all where none begins or ends."""
    begins = {date.fromisoformat(rule.valid_from) for rule in policy.rules if rule.valid_from}
    ends = {date.fromisoformat(rule.valid_until) for rule in policy.rules if rule.valid_until}
    changes = begins | {end + timedelta(days=1) for end in ends if end < date.max}
    if not changes:
        return ("",)
    before = {min(changes) - timedelta(days=1)} if min(changes) > date.min else set()
    return tuple(day.isoformat() for day in sorted(changes | before))


def with_open(policy: Policy) -> tuple[Policy, tuple[str, ...]]:
    """The policy with every comparison that is not one with a constant left open, and those parameters."""
    loose: dict[str, None] = {}

    def settled(condition: Condition) -> Condition:
        if _is_constant(condition, policy):
            return condition
        loose[condition.parameter] = None
        return Condition(condition.parameter, condition.comparison, Name(_OPEN))

    rules = tuple(
        replace(rule, when=tuple(tuple(map(settled, group)) for group in rule.when)) for rule in policy.rules
    )
    return replace(policy, rules=rules, thresholds={**policy.thresholds, _OPEN: None}), tuple(loose)


def _is_constant(condition: Condition, policy: Policy) -> bool:
    if isinstance(condition.than, bool | tuple):
        return True
    known = {name for name, value in policy.thresholds.items() if value is not None}
    return names_in(condition.than) <= known and _constant(condition, policy) is not None


def _constant(condition: Condition, policy: Policy) -> float | None:
    if isinstance(condition.than, bool | tuple):
        return None
    known: dict[str, Value] = {name: value for name, value in policy.thresholds.items() if value is not None}
    if not names_in(condition.than) <= known.keys():
        return None
    try:
        return evaluate(condition.than, known)
    except ResponseError:
        return None


def _constants(policy: Policy, name: str) -> frozenset[float]:
    found = (
        _constant(condition, policy)
        for rule in policy.rules
        for group in rule.when
        for condition in group
        if condition.parameter == name
    )
    return frozenset(number for number in found if number is not None)


def _axis(constants: Iterable[float], parameter: Parameter | None) -> Sequence[Value]:
    kind = parameter.kind if parameter else ""
    if parameter and kind == "choice":
        return parameter.choices
    if kind == "yes-no":
        return (False, True)
    low, high = (parameter.low, parameter.high) if parameter else (None, None)
    if low is None and kind in _FROM_ZERO:
        low, high = 0.0, 1.0 if kind == "share" and high is None else high
    inside = sorted(one for one in constants if (low is None or low <= one) and (high is None or one <= high))
    if kind in _WHOLE_NUMBERS:
        return _whole_numbers(inside, low, high)
    return _numbers(inside, low, high)


def _whole_numbers(constants: Sequence[float], low: float | None, high: float | None) -> Sequence[float]:
    near = {
        float(one + step) for c in constants for one in (math.floor(c), math.ceil(c)) for step in (-1, 0, 1)
    }
    kept = [one for one in near if (low is None or low <= one) and (high is None or one <= high)]
    return sorted(kept) or [low or 0.0]


def _numbers(constants: Sequence[float], low: float | None, high: float | None) -> Sequence[float]:
    if not constants:
        return [low if low is not None else high if high is not None else 0.0]
    span = (constants[-1] - constants[0]) or abs(constants[0]) or 1.0
    marks = [
        low if low is not None else constants[0] - span,
        *constants,
        high if high is not None else constants[-1] + span,
    ]
    between = [(left + right) / 2 for left, right in pairwise(marks) if left < right]
    return sorted({*constants, *between})


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
