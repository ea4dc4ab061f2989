"""Small policies made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anatomy.domain.decision import Parameter
from anatomy.domain.enterprise import Basis
from anatomy.domain.policy import Act, Policy, Role, Rule, Span
from anatomy.loading.responses import parse_conditions

if TYPE_CHECKING:
    from collections.abc import Iterable

GUESS = Basis(how="judged", grade="C")
ROLES = {key: Role(key=key, name=key.upper()) for key in ("ceo", "cfo", "clerk")}
PARAMETERS = {
    "amount": Parameter(name="amount", label="Amount", kind="money"),
    "seats": Parameter(name="seats", label="Seats", kind="count"),
    "share": Parameter(name="share", label="Share", kind="share"),
    "rush": Parameter(name="rush", label="Rush", kind="yes-no"),
    "region": Parameter(name="region", label="Region", kind="choice", choices=("north", "south")),
}


def hours(amount: float, unit: str = "hours") -> Span:
    """A time limit."""
    return Span(amount=amount, unit=unit, text=f"{amount:g} {unit}")


def an_act(act: str = "approve", *by: str, **changes: Any) -> Act:
    """An act by the clerk, unless someone else is named."""
    return Act(act=act, by=by or ("clerk",), **changes)


def a_rule(key: str, when: object = None, *acts: Act, **changes: Any) -> Rule:
    """A rule; its conditions as they stand in a file."""
    return Rule(key=key, when=parse_conditions(when or {}), acts=acts or (an_act(),), basis=GUESS, **changes)


def a_policy(rules: Iterable[Rule], **changes: Any) -> Policy:
    """A policy over amount, seats, share, rush and region, for any decision."""
    values: dict[str, Any] = {
        "key": "limits",
        "name": "Limits",
        "applies_to": (),
        "hit": "all",
        "complete": False,
        "parameters": PARAMETERS,
        "roles": ROLES,
        "basis": GUESS,
    }
    return Policy(**{**values, "rules": tuple(rules), **changes})
