"""The checks of policies, each one kind of what the lint finds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from anatomy.domain.policy_parameters import known_parameters
from anatomy.graph.policies import lint_policy
from anatomy.graph.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.enterprise import Enterprise
    from anatomy.graph.policies import PolicyFinding


def policy_gaps(enterprise: Enterprise) -> Iterator[Spot]:
    """Values for which no rule says anything, though the policy is complete or has rules on both sides."""
    return _spots(enterprise, "gap", "add a rule, or let a bound include its end: at_least or at_most")


def policy_overlaps(enterprise: Enterprise) -> Iterator[Spot]:
    """Rules that hold together where one at most should, or exactly at the bound between them."""
    return _spots(enterprise, "overlap", "let one bound exclude its end, or name one in overrides:")


def unreachable_rules(enterprise: Enterprise) -> Iterator[Spot]:
    """Rules that can never count."""
    return _spots(enterprise, "unreachable", "check its bounds and the rules before it, or delete it")


def contradictory_times(enterprise: Enterprise) -> Iterator[Spot]:
    """A first answer after the end, or different times for the same act of one role."""
    return _spots(enterprise, "times", "make the times agree")


def untried_rules(enterprise: Enterprise) -> Iterator[Spot]:
    """What the lint could not try."""
    return _spots(enterprise, "unchecked", "")


def _spots(enterprise: Enterprise, check: str, hint: str) -> Iterator[Spot]:
    for key, finding in _findings(enterprise):
        if finding.check == check:
            rule = f"|rules|{finding.rule}" if finding.rule else ""
            yield Spot(
                message=f"policy {key}: {finding.message}",
                hint=hint,
                position=enterprise.origin(f"policies|{key}{rule}"),
                subject=f"{key}.{finding.rule}" if finding.rule else key,
            )


@lru_cache(maxsize=2)
def _findings(enterprise: Enterprise) -> tuple[tuple[str, PolicyFinding], ...]:
    """Everything the lint finds in a model, once for all checks."""
    return tuple(
        (key, finding)
        for key, policy in enterprise.policies.items()
        for finding in lint_policy(policy, known_parameters(policy, enterprise.decision_types))
    )
