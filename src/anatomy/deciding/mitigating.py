"""The mitigations promised with a decision: what they cost, and what they change before anything spreads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.deciding.adjusting import factors_of_adjustments
from anatomy.deciding.evaluating import Evaluating
from anatomy.domain.response import ResponseError
from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.deciding.adjusting import Factors
    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Decision, Proposal
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.mitigation import Mitigation


class Promised(Struct, frozen=True, kw_only=True):
    """One mitigation that fits the deal, held against the proposal that it fits."""

    mitigation: Mitigation
    proposal: Proposal  #: as it was before any mitigation
    cost: float  #: money, 0 or more


def promised(enterprise: Enterprise, decision: Decision) -> tuple[Promised, ...]:
    """
    The promised mitigations that fit the deal, by key; one that does not fit changes nothing and costs nothing.

    Raises:
        InputError: the arithmetic of one has no value for these parameters.
    """
    found = []
    for key in sorted(set(decision.mitigations)):
        mitigation = enterprise.mitigations[key]
        try:
            proposal = mitigation.fits(decision.proposals)
        except ResponseError as error:
            raise _refusal(enterprise, key, "when", error) from None
        if proposal is not None:
            cost = _held_against(enterprise, mitigation, proposal).money(mitigation.cost, "cost")
            found.append(Promised(mitigation=mitigation, proposal=proposal, cost=max(0.0, cost)))
    return tuple(found)


def mitigated_proposals(
    enterprise: Enterprise, proposals: Iterable[Proposal], promises: Iterable[Promised]
) -> tuple[Proposal, ...]:
    """
    The proposals with the parameters that the mitigations set.

    Raises:
        InputError: the arithmetic of a change has no value.
    """
    changed = {proposal.type: proposal for proposal in proposals}
    for one in promises:
        kind = one.proposal.type
        parameters = enterprise.parameters_of(kind)
        try:
            new = one.mitigation.changed(one.proposal, parameters).values
        except ResponseError as error:
            raise _refusal(enterprise, one.mitigation.key, "sets", error) from None
        own = {change.parameter: new[change.parameter] for change in one.mitigation.sets}
        changed[kind] = replace(changed[kind], values={**changed[kind].values, **own})
    return tuple(changed.values())


def mitigating_factors(enterprise: Enterprise, promises: Iterable[Promised]) -> list[Factors]:
    """The factors that mitigations put on dependencies."""
    return [
        factors
        for one in promises
        for factors in factors_of_adjustments(
            _held_against(enterprise, one.mitigation, one.proposal), one.mitigation.all_adjusts()
        )
    ]


def not_set_off(promises: Iterable[Promised]) -> frozenset[CellId]:
    """The cells that the decision does not set off any more."""
    return frozenset().union(*(one.mitigation.not_set_off() for one in promises))


def _held_against(enterprise: Enterprise, mitigation: Mitigation, proposal: Proposal) -> Evaluating:
    kind = enterprise.decision_types[proposal.type]
    return Evaluating(enterprise, kind, proposal, root=f"mitigations|{mitigation.key}")


def _refusal(enterprise: Enterprise, key: str, path: str, error: ResponseError) -> InputError:
    place = enterprise.origin(f"mitigations|{key}|{path}")
    return InputError.because(
        "ANA020", f"{path}: {error}", hint="give other parameter values", position=place
    )
