"""
Which rules of a policy hold for given values.

Three-valued: a rule that hangs on a threshold that is not public neither holds nor fails; it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.response import holds, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.policy import Act, Policy, Rule
    from anatomy.domain.response import Condition, Value


class Outcome(Struct, frozen=True, kw_only=True):
    """What a policy says of one set of values."""

    policy: Policy
    hit: tuple[Rule, ...]  #: rules that hold and count, in the order of the policy
    overridden: tuple[Rule, ...]  #: rules that hold but that another one cancels
    open: tuple[Rule, ...]  #: rules that would count, but hang on a threshold that is not public

    def acts(self) -> tuple[tuple[Rule, Act], ...]:
        """Every act with the rule that asks for it."""
        return tuple((rule, act) for rule in self.hit for act in rule.acts)

    @property
    def forbidden(self) -> bool:
        """Whether a rule forbids it."""
        return any(act.act == "forbid" for _, act in self.acts())

    @property
    def uncovered(self) -> bool:
        """Whether the policy claims to be complete and yet says nothing."""
        return self.policy.complete and not self.hit and not self.open


def apply_policy(policy: Policy, values: Mapping[str, Value], *, date: str = "") -> Outcome:
    """
    The rules that hold.

    Args:
        policy: the table.
        values: of parameters; a parameter without a value makes every condition on it false.
        date: ISO date of the decision; without one, rules are taken as in force unless they have an end.

    Raises:
        ResponseError: the arithmetic of a condition has no value.
    """
    known = with_thresholds(policy, values)
    verdicts = {rule.key: _verdict(rule, known, policy) for rule in policy.rules if in_force(rule, date)}
    holding = {rule.key: rule for rule in policy.rules if verdicts.get(rule.key)}
    counting = [rule for rule in holding.values() if not is_overridden(rule, holding)]
    waiting = [rule for rule in policy.rules if rule.key in verdicts and verdicts[rule.key] is None]
    if policy.hit == "first" and counting:
        counting = counting[:1]
        order = [rule.key for rule in policy.rules]
        waiting = [rule for rule in waiting if order.index(rule.key) < order.index(counting[0].key)]
    return Outcome(
        policy=policy,
        hit=tuple(counting),
        overridden=tuple(rule for rule in holding.values() if is_overridden(rule, holding)),
        open=tuple(rule for rule in waiting if not is_overridden(rule, holding)),
    )


def with_thresholds(policy: Policy, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The values of parameters and, beside them, the thresholds that are public."""
    public = {name: value for name, value in policy.thresholds.items() if value is not None}
    return {**public, **values}


def in_force(rule: Rule, date: str) -> bool:
    """Whether a rule is valid on a day; ISO dates compare as text."""
    if not date:
        return not rule.valid_until
    return (not rule.valid_from or rule.valid_from <= date) and (
        not rule.valid_until or date <= rule.valid_until
    )


def is_overridden(rule: Rule, holding: Mapping[str, Rule]) -> bool:
    """Whether a rule that holds, and is not overridden itself, takes this one's place."""
    return any(
        rule.key in other.overrides and not is_overridden(other, holding) for other in holding.values()
    )


def groups_that_hold(
    rule: Rule, values: Mapping[str, Value], policy: Policy
) -> tuple[tuple[Condition, ...], ...]:
    """The alternatives of a rule that hold, or else those that are open; none of a rule that always holds."""
    known = with_thresholds(policy, values)
    verdicts = [(group, _all_hold(group, known, policy)) for group in rule.when]
    wanted = True if any(verdict for _, verdict in verdicts) else None
    return tuple(group for group, verdict in verdicts if verdict is wanted)


def _verdict(rule: Rule, values: Mapping[str, Value], policy: Policy) -> bool | None:
    """True, False, or None where the answer hangs on a threshold that is not public."""
    if not rule.when:
        return True
    verdicts = [_all_hold(group, values, policy) for group in rule.when]
    if any(verdicts):
        return True
    return None if None in verdicts else False


def _all_hold(group: Iterable[Condition], values: Mapping[str, Value], policy: Policy) -> bool | None:
    verdicts = [_holds(condition, values, policy) for condition in group]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _holds(condition: Condition, values: Mapping[str, Value], policy: Policy) -> bool | None:
    if condition.parameter not in values:
        return False
    if not isinstance(condition.than, bool | tuple):
        needed = names_in(condition.than)
        if any(name in policy.thresholds and policy.thresholds[name] is None for name in needed):
            return None
        if not needed <= values.keys():
            return False
    return holds(condition, values)
