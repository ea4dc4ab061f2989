"""The choices that are held against one another: those of one decision file, or several decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.domain.alternatives import ChangeFacts
from anatomy.domain.decision import DECLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.decision import Alternative, Decision
    from anatomy.domain.enterprise import Enterprise


class Option(Struct, frozen=True, kw_only=True):
    """One choice; a decision without proposals is to decline."""

    key: str
    title: str
    decision: Decision

    @property
    def declines(self) -> bool:
        """Whether nothing is decided."""
        return not self.decision.proposals


def options_of(decision: Decision) -> tuple[Option, ...]:
    """As proposed, every alternative that the decision names, and to decline; winning brings all the same."""
    return tuple(
        Option(key=one.key, title=one.title, decision=_instead(decision, one)) for one in decision.choices()
    )


def options_among(decisions: Sequence[tuple[str, Decision]]) -> tuple[Option, ...]:
    """
    Several decisions as alternatives of one another, and to decline what the first one proposes.

    Args:
        decisions: at least one, each with a key of its own; the first is what the others are held against, and
            says what declining means. The alternatives that they name themselves are left out.
    """
    first = decisions[0][1]
    declined = next(one for one in options_of(first) if one.key == DECLINE)
    told = (
        Option(key=key, title=one.title or key, decision=replace(one, alternatives=()))
        for key, one in decisions
    )
    return (*told, declined)


def _instead(decision: Decision, choice: Alternative) -> Decision:
    """The decision of a choice, with what winning brings, unless that choice says so itself."""
    own = decision.instead(choice)
    if own.value_if_won is None:
        return replace(own, value_if_won=decision.value_if_won)
    return own


def changes(enterprise: Enterprise, option: Option, than: Option) -> tuple[ChangeFacts, ...]:
    """Every parameter in which a choice differs from another, in the order of its proposals."""
    return tuple(_changes(enterprise, option, than))


def dropped(enterprise: Enterprise, option: Option, than: Option) -> tuple[str, ...]:
    """Names of the decision types of another choice that this one leaves out."""
    kept = {proposal.type for proposal in option.decision.proposals}
    return tuple(
        enterprise.decision_types[proposal.type].name
        for proposal in than.decision.proposals
        if proposal.type not in kept
    )


def _changes(enterprise: Enterprise, option: Option, than: Option) -> Iterator[ChangeFacts]:
    before = {proposal.type: proposal.values for proposal in than.decision.proposals}
    for proposal in option.decision.proposals:
        known = before.get(proposal.type)
        for name, parameter in enterprise.parameters_of(proposal.type).items():
            if name not in proposal.values:
                continue
            value, old = proposal.values[name], None if known is None else known.get(name)
            assumed = (proposal.type, name) in option.decision.assumed
            if value != old and not (known is None and assumed):
                yield ChangeFacts(
                    decision_type=enterprise.decision_types[proposal.type].name,
                    name=name,
                    label=parameter.label or name,
                    kind=parameter.kind,
                    value=value,
                    instead_of=old,
                )
