"""Evaluating one response of one proposal, with the place of it in case it has no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.response import ResponseError, evaluate, meets
from anatomy.errors import InputError

if TYPE_CHECKING:
    from anatomy.domain.decision import DecisionType, Proposal
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Response, When


LONGEST_DAYS = 36_500.0
MOST_MONEY = 1e15


class Evaluating(Struct, frozen=True):
    """A proposal held against its decision type."""

    enterprise: Enterprise
    type: DecisionType
    proposal: Proposal
    root: str = ""  #: where in the model the responses are written; empty: at the decision type

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
            hint = "give other parameter values, or guard it with max()"
            raise self._refusal(path, str(error), hint) from None

    def share(self, response: Response, path: str) -> float:
        """A number capped to [0, 1]."""
        return min(1.0, max(0.0, self.number(response, path)))

    def days(self, response: Response, path: str) -> float:
        """
        Days of 0 or more.

        Raises:
            InputError: it has no value, or lies beyond a century.
        """
        days = max(0.0, self.number(response, path))
        if days > LONGEST_DAYS:
            raise self._refusal(path, f"{days:g} days are longer than a century", "bound it with min()")
        return days

    def money(self, response: Response, path: str) -> float:
        """
        An amount of money.

        Raises:
            InputError: it has no value, or is more money than there is.
        """
        amount = self.number(response, path)
        if abs(amount) > MOST_MONEY:
            raise self._refusal(path, f"{amount:g} is too much money", "check its units, such as 28 % for 28")
        return amount

    def meets(self, when: When, path: str) -> bool:
        """
        Whether the conditions hold.

        Raises:
            InputError: a condition has no value for these parameters.
        """
        try:
            return meets(when, self.proposal.values)
        except ResponseError as error:
            raise self._refusal(path, str(error), "give other parameter values") from None

    def _refusal(self, path: str, why: str, hint: str) -> InputError:
        place = self.enterprise.origin(f"{self.root or f'decision_types|{self.type.key}'}|{path}")
        return InputError.because("ANA020", f"{path.replace('|', '.')}: {why}", hint=hint, position=place)
