"""The verdict in words: what to do, why, under which conditions, and how strong the evidence is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.approval_facts import FORBID
from anatomy.domain.verdict import DO_NOT_SIGN, NO_LIMITS, NOT_AS_PROPOSED, SIGN, SIGN_IF
from anatomy.views import money, time
from anatomy.views.instead import drawbacks, instead
from anatomy.views.limits import furthest, limit_row
from anatomy.views.timing import lateness
from anatomy.views.trust import trust
from anatomy.views.words import counted, listed

if TYPE_CHECKING:
    from anatomy.domain.verdict import Verdict
    from anatomy.views.parts import Lookup

_WORDS: Final = {
    SIGN: "Sign",
    SIGN_IF: "Sign if",
    DO_NOT_SIGN: "Do not sign as proposed",
    NOT_AS_PROPOSED: "Do not sign as proposed",
    NO_LIMITS: "No verdict",
}


class VerdictView(Struct, frozen=True, kw_only=True):
    """A word, its reason, and what it rests on."""

    word: str
    reason: str
    conditions: tuple[str, ...]  #: each with who does it, what it costs and how long it takes
    evidence: str
    rests_on: str  #: what makes the evidence so strong or weak

    def line(self) -> str:
        """All of it in one line."""
        conditions = f" {'; '.join(self.conditions)}." if self.conditions else ""
        return f"{self.word}: {self.reason}{conditions} {self.evidence} ({self.rests_on})."


def verdict(look: Lookup) -> VerdictView | None:
    """The verdict of an answer; None where it holds none."""
    found = look.report.verdict
    if found is None:
        return None
    word, why = trust(look.report.evidence)
    return VerdictView(
        word=_word(found),
        reason=_reason(look, found),
        conditions=tuple(_condition(look, key) for key in found.conditions),
        evidence=f"Evidence: {word.lower()}",
        rests_on=why,
    )


def _word(found: Verdict) -> str:
    """The word; a yes waits for who must agree."""
    settled = ", once it is settled who must approve" if found.word == SIGN and found.approval_unknown else ""
    return f"{_WORDS[found.word]}{settled}"


def _reason(look: Lookup, found: Verdict) -> str:
    if found.forbidden:
        acts = [act for act in look.report.acts if act.act == FORBID]
        told = listed([act.what or act.instead for act in acts if act.what or act.instead])
        return f"a rule forbids it{f': {told}' if told else ''}."
    match found.word:
        case "no-limits":
            return "the model sets no limits to hold the answer against."
        case "sign":
            return f"{_all(found.limits)} holds{drawbacks(look)}."
        case "sign-if":
            several = counted(len(found.conditions), "condition is", "conditions are")
            cost = money.plain_money(found.cost, look.currency)
            proof = ", and nothing cheaper does it" if found.proven else ""
            first = "it is settled who must approve, and " if found.approval_unknown else ""
            then = f"{_all(found.limits)} holds{proof}{drawbacks(look)}"
            return f"{first}{several} met, at {cost} in all; then {then}."
    beyond = _beyond(look)
    if found.too_late:
        return f"{beyond}. {_too_late(look, found)}{instead(look)}"
    if found.word == NOT_AS_PROPOSED:
        narrowly = (
            ". On the worlds that were searched for conditions none is" if look.report.conditions else ""
        )
        return f"{beyond}{narrowly}.{instead(look)}"
    return f"{beyond}. {_no_help(look, found)}{instead(look)}"


def _too_late(look: Lookup, found: Verdict) -> str:
    """That there are conditions under which every limit holds, but not in time."""
    several = counted(len(found.conditions), "condition")
    cost = money.plain_money(found.cost, look.currency)
    late = "it comes" if len(found.conditions) == 1 else f"{len(found.too_late)} of them"
    comes = "" if len(found.conditions) == 1 else " comes" if len(found.too_late) == 1 else " come"
    return f"Under {several}, at {cost} in all, {_all(found.limits)} would hold, but {late}{comes} too late."


def _no_help(look: Lookup, found: Verdict) -> str:
    """That no conditions would do, and how sure that is."""
    conditions = look.report.conditions
    if conditions and conditions.chosen.satisfied:
        return "What would mend that on the worlds of the search does not on fresh ones."
    sure = ", as every combination shows" if found.proven else ", as far as was looked"
    return f"No set of the measures at hand mends that{sure}."


def _all(limits: int) -> str:
    return "the limit" if limits == 1 else f"every one of the {limits} limits"


def _beyond(look: Lookup) -> str:
    """How many limits are exceeded, and the one that is furthest beyond."""
    exceeded = [limit for limit in look.report.limits if limit.exceeded]
    worst = furthest(exceeded) or exceeded[0]
    row = limit_row(worst, currency=look.currency, names=look.names)
    are, whose = ("is", "that of") if len(exceeded) == 1 else ("are", "most of all that of")
    return (
        f"{len(exceeded)} of {counted(len(look.report.limits), 'limit')} {are} exceeded, {whose} "
        f"{row.who}: {row.what} {row.figure}, not acceptable {row.limit}"
    )


def _condition(look: Lookup, key: str) -> str:
    conditions = look.report.conditions
    options = {one.key: one for one in conditions.options} if conditions else {}
    one = options.get(key)
    if one is None:
        return key
    cost = money.plain_money(one.cost, look.currency) if one.cost else "no cost"
    late = lateness(one)
    return f"{one.name} ({one.owner}, {cost}, {time.lasting(one.lead_days)}{f', {late}' if late else ''})"
