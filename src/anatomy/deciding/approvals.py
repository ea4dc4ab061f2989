"""What every policy that applies says of a decision: rules that hold, that are overridden, that stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.policy import DECISIONS
from anatomy.domain.policy_parameters import known_parameters
from anatomy.domain.policy_table import Outcome, apply_policy, groups_that_hold, with_thresholds
from anatomy.domain.response import ResponseError, evaluate, names_in
from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.decision import Decision, Parameter, Proposal
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.policy import Policy, Rule
    from anatomy.domain.response import Condition, Value


class Reason(Struct, frozen=True, kw_only=True):
    """One condition that holds, with what was compared."""

    parameter: Parameter
    comparison: str
    value: Value
    than: float | tuple[str, ...] | bool | None  #: None: not public


class Ruling(Struct, frozen=True, kw_only=True):
    """One rule of a policy, and why it holds or may hold."""

    policy: Policy
    rule: Rule
    because: tuple[Reason, ...]  #: of the first alternative that holds; none for a rule that always does


class Applied(Struct, frozen=True, kw_only=True):
    """What one policy says of a decision."""

    policy: Policy
    hit: tuple[Ruling, ...]
    overridden: tuple[Ruling, ...]
    open: tuple[Ruling, ...]  #: hang on a threshold that is not public
    uncovered: bool  #: it claims to be complete, and no rule holds


def apply_policies(enterprise: Enterprise, decision: Decision) -> tuple[Applied, ...]:
    """
    Every policy that applies to any proposal, in the order of the proposals, then by key.

    A policy reads all parameters of the deal; where several proposals have one of the same name, it is held against
    each proposal that it applies to, whose own values win. What holds for one of them holds for the deal.

    Raises:
        InputError: the arithmetic of a condition has no value for these parameters.
    """
    applying = [policy for policy in enterprise.policies.values() if _meant(policy, decision)]
    applying.sort(key=lambda policy: decision.proposals.index(_meant(policy, decision)[0]))
    return tuple(_apply(enterprise, policy, decision) for policy in applying)


def _apply(enterprise: Enterprise, policy: Policy, decision: Decision) -> Applied:
    parameters = known_parameters(policy, enterprise.decision_types)
    found: list[tuple[Outcome, Mapping[str, Value]]] = []
    for proposal in _meant(policy, decision):
        values = _values(policy, decision, proposal)
        try:
            found.append((apply_policy(policy, values, date=decision.date), values))
        except ResponseError as error:
            place = enterprise.origin(f"policies|{policy.key}|rules")
            hint = "give other parameter values, or guard it with max()"
            raise InputError.because("ANA020", f"{policy.key}: {error}", hint=hint, position=place) from None

    def rulings(which: str) -> tuple[Ruling, ...]:
        return tuple(
            _once(
                Ruling(policy=policy, rule=rule, because=tuple(_because(policy, rule, values, parameters)))
                for outcome, values in found
                for rule in getattr(outcome, which)
            )
        )

    return Applied(
        policy=policy,
        hit=rulings("hit"),
        overridden=rulings("overridden"),
        open=rulings("open"),
        uncovered=all(outcome.uncovered for outcome, _ in found),
    )


def _meant(policy: Policy, decision: Decision) -> list[Proposal]:
    """The proposals that a policy applies to."""
    if policy.applies_to:
        return [proposal for proposal in decision.proposals if proposal.type in policy.applies_to]
    compared = policy.compared()
    return [proposal for proposal in decision.proposals if compared & proposal.values.keys()]


def _values(policy: Policy, decision: Decision, proposal: Proposal) -> Mapping[str, Value]:
    values: dict[str, Value] = {
        name: one.default for name, one in policy.parameters.items() if one.default is not None
    }
    for other in (*reversed(decision.proposals), proposal):
        values |= other.values
    return {**values, DECISIONS: float(len(decision.proposals))}


def _once(rulings: Iterable[Ruling]) -> Iterator[Ruling]:
    seen: set[str] = set()
    for ruling in rulings:
        if ruling.rule.key not in seen:
            seen.add(ruling.rule.key)
            yield ruling


def _because(
    policy: Policy, rule: Rule, values: Mapping[str, Value], parameters: Mapping[str, Parameter]
) -> Iterator[Reason]:
    """The conditions of the first alternative that holds; of one that is open, those that can be told."""
    for condition in next(iter(groups_that_hold(rule, values, policy)), ()):
        yield Reason(
            parameter=parameters[condition.parameter],
            comparison=condition.comparison,
            value=values[condition.parameter],
            than=_than(condition, policy, values),
        )


def _than(
    condition: Condition, policy: Policy, values: Mapping[str, Value]
) -> float | tuple[str, ...] | bool | None:
    """What was compared with; None for a threshold that is not public."""
    if isinstance(condition.than, bool | tuple):
        return condition.than
    known = with_thresholds(policy, values)
    return evaluate(condition.than, known) if names_in(condition.than) <= known.keys() else None
