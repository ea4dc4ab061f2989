"""Evaluating one response of one proposal, with the place of it in case it has no value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anatomy.domain.response import ResponseError, evaluate, meets
from anatomy.errors import InputError

if TYPE_CHECKING:
    from anatomy.domain.decision import DecisionType, Proposal
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Response, When


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

    def meets(self, when: When, path: str) -> bool:
        """
        Whether the conditions hold.

        Raises:
            InputError: a condition has no value for these parameters.
        """
        try:
            return meets(when, self.proposal.values)
        except ResponseError as error:
            place = self.enterprise.origin(f"decision_types|{self.type.key}|{path}")
            raise InputError.because("ANA020", f"{path.replace('|', '.')}: {error}", position=place) from None
