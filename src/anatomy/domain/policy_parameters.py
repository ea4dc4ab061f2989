"""The parameters that a policy may compare: its own, those of decision types, and how many decisions there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.domain.decision import Parameter
from anatomy.domain.policy import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.decision import DecisionType
    from anatomy.domain.policy import Policy

HOW_MANY = Parameter(name=DECISIONS, label="Decisions in one deal", kind="count", low=1.0)


def known_parameters(
    policy: Policy,
    decision_types: Mapping[str, DecisionType],
    *,
    complain: Callable[[str, str], object] = lambda _name, _kinds: None,
) -> Mapping[str, Parameter]:
    """
    By name, its own first, then those of the types it applies to, then those of other types of the same deal.

    Args:
        policy: whose.
        decision_types: of the model.
        complain: is told a name that means different things in types it applies to, and its kinds.
    """
    known = {DECISIONS: HOW_MANY, **policy.parameters}
    meant = [decision_types[key] for key in policy.applies_to or decision_types if key in decision_types]
    for one in (*meant, *decision_types.values()):
        for name, parameter in one.parameters.items():
            other = known.setdefault(name, parameter)
            if one in meant and name not in policy.parameters and other.kind != parameter.kind:
                complain(name, f"{other.kind} and {parameter.kind}")
            elif name not in policy.parameters and other.kind == parameter.kind:
                known[name] = _both(other, parameter)
    return known


def _both(one: Parameter, other: Parameter) -> Parameter:
    """Two parameters of one name: all choices of either, and the wider range."""
    lows, highs = (one.low, other.low), (one.high, other.high)
    if (one.choices, one.low, one.high) == (other.choices, other.low, other.high):
        return one
    return replace(
        one,
        choices=tuple(dict.fromkeys((*one.choices, *other.choices))),
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
    )
