"""Evaluating one response of one proposal, with the place of it in case it has no value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anatomy.domain.response import ResponseError, evaluate, holds
from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.decision import DecisionType, Proposal
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Condition, Response


@dataclass(frozen=True, slots=True)
class Evaluating:
    """A proposal held against its decision type."""

    enterprise: Enterprise
    type: DecisionType
    proposal: Proposal

    def number(self, response: Response, path: str) -> float:
        """
        The number a response gives.

        Args:
            response: of this decision type.
            path: of the response below the type, joined by `|`, for messages.

        Raises:
            InputError: it has no value for these parameters, such as a division by zero.
        """
        try:
            return evaluate(response, self.proposal.values)
        except ResponseError as error:
            place = self.enterprise.origin(f"decision_types|{self.type.key}|{path}")
            hint = "give other parameter values, or guard it with max()"
            raise InputError.because(
                "ANA020", f"{path.replace('|', '.')}: {error}", hint=hint, position=place
            ) from None

    def share(self, response: Response, path: str) -> float:
        """A number capped to [0, 1]."""
        return min(1.0, max(0.0, self.number(response, path)))

    def all_hold(self, conditions: Iterable[Condition], path: str) -> bool:
        """
        Whether every condition is true.

        Raises:
            InputError: a condition has no value for these parameters.
        """
        try:
            return all(holds(condition, self.proposal.values) for condition in conditions)
        except ResponseError as error:
            place = self.enterprise.origin(f"decision_types|{self.type.key}|{path}")
            raise InputError.because("ANA020", f"{path.replace('|', '.')}: {error}", position=place) from None
