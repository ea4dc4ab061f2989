"""From limits and conditions to a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.approval_facts import FORBID, is_approval_unknown
from anatomy.domain.timing import TOO_LATE
from anatomy.domain.verdict import DO_NOT_SIGN, NO_LIMITS, NOT_AS_PROPOSED, SIGN, SIGN_IF, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.domain.approval_facts import ActFacts, PolicyFacts
    from anatomy.domain.conditions import Conditions, SetFacts
    from anatomy.domain.limit_facts import LimitFacts


def judge(
    limits: Sequence[LimitFacts],
    acts: Sequence[ActFacts],
    conditions: Conditions | None,
    policies: Sequence[PolicyFacts] = (),
) -> Verdict:
    """
    Sign, sign if, or do not sign.

    A rule that forbids the decision decides; then the limits: all within bounds is a yes, some beyond it is a yes
    under conditions that bring all of them within bounds on fresh worlds too and mostly come in time, and a no where
    none were found. Conditions of which some mostly come too late are told, but are no yes.

    Args:
        limits: held against the answer.
        acts: that the policies ask for.
        conditions: what was found to help; None: nobody looked.
        policies: that apply.
    """
    exceeded = sum(limit.exceeded for limit in limits)
    forbidden = any(act.act == FORBID for act in acts)
    sought = conditions is not None and conditions.needed
    helping = _helping(conditions) if conditions else None
    late = _too_late(conditions, helping) if conditions and helping else ()
    word = _word(
        len(limits),
        exceeded,
        forbidden=forbidden,
        sought=sought and not late,
        helped=helping is not None,
    )
    found = helping if word == SIGN_IF or (word == NOT_AS_PROPOSED and late) else None
    return Verdict(
        word=word,
        limits=len(limits),
        exceeded=exceeded,
        forbidden=forbidden,
        approval_unknown=is_approval_unknown(acts, policies),
        conditions=found.options if found else (),
        too_late=late if found else (),
        cost=found.cost if found else 0.0,
        proven=conditions is not None and _proven(conditions, found),
    )


def _word(limits: int, exceeded: int, *, forbidden: bool, sought: bool, helped: bool) -> str:
    if forbidden:
        return DO_NOT_SIGN
    if not limits:
        return NO_LIMITS
    if not exceeded:
        return SIGN
    if not sought:
        return NOT_AS_PROPOSED
    return SIGN_IF if helped else DO_NOT_SIGN


def _proven(conditions: Conditions, found: SetFacts | None) -> bool:
    """Of conditions, that none are cheaper; of a no, that there are none."""
    if found is None:
        return conditions.impossible
    return conditions.search.proven and found is conditions.chosen


def _helping(conditions: Conditions) -> SetFacts | None:
    """The set under which every limit holds, on fresh worlds too; rather one that comes in time."""
    helping = [
        found
        for found in (conditions.chosen, conditions.sturdier)
        if found is not None and found.satisfied and found.holds and found.options
    ]
    return min(helping, key=lambda one: bool(_too_late(conditions, one)), default=None)


def _too_late(conditions: Conditions, found: SetFacts) -> tuple[str, ...]:
    late = {one.key for one in conditions.options if one.timing.verdict == TOO_LATE}
    return tuple(key for key in found.options if key in late)
