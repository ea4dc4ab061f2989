"""Who must act: the fact on page one, the line for a terminal, the table, and what stays open."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from anatomy.domain.approval_facts import FORBID, NEEDED, is_approval_unknown
from anatomy.views.basis import setting
from anatomy.views.words import capital, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from anatomy.domain.approval_facts import ActFacts, PolicyFacts, ReasonFacts, RoleFacts, RuleFacts
    from anatomy.views.parts import Lookup

_ACTS = {"approve": "approves", "review": "reviews", "sign": "signs", "inform": "is told", "do": "does"}
_NOUNS = {"sign": "signature", "review": "review"}
#: Characters of a figure on one line of a page on paper.
_NARROW = 15
_COMPARISONS = {
    "above": "is above",
    "at_least": "is at least",
    "below": "is below",
    "at_most": "is at most",
    "is": "is",
    "is_not": "is not",
}
DUE_NOTE = (
    "Times run from nine in the morning of the decision’s day; working time is eight hours from Monday to Friday, "
    "and holidays are not known. An approval waits for the reviews of its own policy; signatures, and what is to be "
    "done or told, wait for all."
)


class RuleNote(Struct, frozen=True, kw_only=True):
    """Why an act is asked for, and where that is written."""

    why: str
    rule: str  #: policy and rule
    doubt: str  #: empty where the source states it
    where: str  #: file:line


class ActRow(Struct, frozen=True, kw_only=True):
    """One act."""

    order: str
    who: str
    backup: str
    act: str
    what: str
    limit: str  #: the time allowed
    due: str  #: by when
    rules: tuple[RuleNote, ...]


class Needs(Struct, frozen=True, kw_only=True):
    """The approval that a decision needs, in a few words."""

    value: str  #: who, shortly
    who: str  #: everyone
    note: str  #: why, shortly
    more: str  #: why, with all reasons
    by: str = ""  #: the day on which all of it is due; empty where nobody can say


class Acts(Struct, frozen=True, kw_only=True):
    """The section on who must act."""

    rows: tuple[ActRow, ...]
    forbidden: tuple[ActRow, ...]
    resubmit: tuple[ActRow, ...]
    nobody: tuple[RuleNote, ...]  #: rules that say that nobody must act
    open: tuple[RuleNote, ...]
    overridden: tuple[RuleNote, ...]
    uncovered: tuple[str, ...]  #: names of policies
    note: str


class Ruled(Protocol):
    """Something with the acts that it needs, and the policies that say so."""

    @property
    def acts(self) -> tuple[ActFacts, ...]:
        """In order."""

    @property
    def policies(self) -> tuple[PolicyFacts, ...]:
        """Those that apply."""


def needs(look: Lookup) -> Needs | None:
    """Who must agree, and why; None where no policy applies."""
    return needs_of(look.report, look.currency)


def needs_of(ruled: Ruled, currency: str) -> Needs | None:
    """Who must agree to one of several choices, and why; None where no policy applies."""
    if not ruled.policies:
        return None
    forbidden = [one for one in ruled.acts if one.act == FORBID]
    if forbidden:
        return _said("Not allowed", _reasons(forbidden, currency))
    for kind in NEEDED:
        asked = [one for one in ruled.acts if one.act == kind]
        if asked:
            names = _called(asked, ruled.acts)
            kindly = f" ({_NOUNS[kind]})" if kind in _NOUNS else ""
            ends = [one.complete_by for one in asked]
            by = day(max(ends)) if all(ends) else ""
            who = " + ".join(names) + kindly + _after_reviews(ruled, asked)
            return _said(_shortly(names) + kindly, _reasons(asked, currency), by=by, who=who)
    return _said(
        "Not known" if is_approval_unknown(ruled.acts, ruled.policies) else "Nobody’s",
        [_quiet_note(ruled, currency)],
    )


def _after_reviews(ruled: Ruled, asked: Sequence[ActFacts]) -> str:
    """Who must have looked at it first; empty where nobody must."""
    first = min(one.order for one in asked)
    before = [one for one in ruled.acts if one.act == "review" and one.order < first]
    names = _called(before, ruled.acts)
    return f", after review by {listed(names)}" if names else ""


def _shortly(names: Sequence[str]) -> str:
    """As many names as fit on one line of a narrow column, at least one."""
    joined = " + ".join(names)
    return joined if len(names) == 1 or len(joined) <= _NARROW else f"{names[0]} + {len(names) - 1} more"


def _said(value: str, reasons: Sequence[str], *, by: str = "", who: str = "") -> Needs:
    first, *others = reasons
    note = f"{first}, and {len(others)} more" if others else first
    return Needs(value=value, who=who or value, note=note, more="; ".join(reasons), by=by)


def acts(look: Lookup) -> Acts | None:
    """Everything about who must act; None where no policy applies."""
    report = look.report
    if not report.policies:
        return None
    rows = tuple(_row(look, one) for one in report.acts)
    kinds = [one.act for one in report.acts]
    return Acts(
        rows=tuple(row for row, kind in zip(rows, kinds, strict=True) if kind not in {"forbid", "resubmit"}),
        forbidden=tuple(row for row, kind in zip(rows, kinds, strict=True) if kind == "forbid"),
        resubmit=tuple(row for row, kind in zip(rows, kinds, strict=True) if kind == "resubmit"),
        nobody=tuple(_note(look, rule) for rule in _without_acts(look.report)),
        open=tuple(_note(look, rule) for one in report.policies for rule in one.open),
        overridden=tuple(_note(look, rule) for one in report.policies for rule in one.overridden),
        uncovered=tuple(one.name for one in report.policies if one.uncovered),
        note=DUE_NOTE,
    )


def _row(look: Lookup, one: ActFacts) -> ActRow:
    return ActRow(
        order=str(one.order) if one.order else "",
        who=listed([_named(role) for role in one.who], last="or"),
        backup=listed([role.name for role in one.backups], last="or"),
        act=_ACTS.get(one.act, one.act),
        what=f"{capital(one.what)}; instead: {one.instead}" if one.instead else capital(one.what),
        limit=one.complete or (f"first answer {one.respond}" if one.respond else ""),
        due=_due(one),
        rules=tuple(_note(look, rule) for rule in one.rules),
    )


def _named(role: RoleFacts) -> str:
    """As others name it: shortly, with the whole name beside it where that is another."""
    name = f"{role.short} ({role.name})" if role.short != role.name else role.name
    return f"{name} (not named by the source)" if role.placeholder else name


def _called(asked: Iterable[ActFacts], every: Iterable[ActFacts]) -> list[str]:
    """
    Who is asked, shortly and once each.

    Policies are written apart, so that one person may have several short names, and one short name mean several: of all
    who must act, a person keeps the first, and those who would share one are called by their whole names.
    """
    shorts: dict[str, str] = {}
    for role in (role for one in every for role in one.who):
        shorts.setdefault(role.name, role.short)
    shared = Counter(shorts.values())
    labels = {name: short if shared[short] == 1 else name for name, short in shorts.items()}
    return list(dict.fromkeys(" or ".join(labels[role.name] for role in one.who) for one in asked))


def _due(one: ActFacts) -> str:
    if one.complete_by:
        return day(one.complete_by)
    if one.complete:
        return "after those before" if one.after_unknown else "no date given"
    return "no time stated"


def day(moment: str) -> str:
    r"""
    A day as printed, from an ISO date and time; anything else as it is.

    >>> day("2026-11-24T09:00")
    'Tue\xa024\xa0Nov\xa02026'
    """
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[at.month - 1]
    return f"{weekday}\u00a0{at.day}\u00a0{month}\u00a0{at.year}"


def _note(look: Lookup, rule: RuleFacts) -> RuleNote:
    doubt = "" if rule.certainty == "stated" else rule.certainty
    return RuleNote(
        why=_why(look, rule) or "always",
        rule=f"{rule.policy_name}, {rule.rule}",
        doubt=f"{doubt}: {rule.note}" if doubt and rule.note else doubt or rule.note,
        where=rule.where,
    )


def _why(look: Lookup, rule: RuleFacts) -> str:
    return _because(rule, look.currency)


def _because(rule: RuleFacts, currency: str) -> str:
    """All that a rule compared."""
    return listed([reason_words(reason, currency) for reason in rule.because])


def reason_words(one: ReasonFacts, currency: str) -> str:
    r"""
    A condition with its values.

    >>> from anatomy.domain.approval_facts import ReasonFacts
    >>> reason_words(ReasonFacts(parameter="discount", label="Discount", kind="share", value=0.28,
    ...     comparison="above", than=0.2), "EUR")
    'discount 28\xa0% is above 20\xa0%'
    """
    label = one.label if one.label[1:2].isupper() else f"{one.label[:1].lower()}{one.label[1:]}"
    value = setting(one.value, one.kind, currency)
    if one.than is None:
        return f"{label} {value} against a threshold that is not public"
    if isinstance(one.value, bool | str):
        return f"{label} is {value}{_against(one, currency) if one.comparison == 'is_not' else ''}"
    than = one.than if isinstance(one.than, float | bool) else " or ".join(one.than)
    return f"{label} {value} {_COMPARISONS.get(one.comparison, one.comparison)} {setting(than, one.kind, currency)}"


def _against(one: ReasonFacts, currency: str) -> str:
    if isinstance(one.than, tuple):
        return f", not {' or '.join(one.than)}"
    return f", not {setting(one.than, one.kind, currency)}" if one.than is not None else ""


def _reasons(asked: Sequence[ActFacts], currency: str) -> Sequence[str]:
    """Why: all that each rule compared, the same reason once."""
    reasons = dict.fromkeys(_because(rule, currency) for one in asked for rule in one.rules if rule.because)
    return list(reasons) or [asked[0].what or asked[0].rules[0].policy_name]


def _quiet_note(ruled: Ruled, currency: str) -> str:
    """Why nobody need approve, or why nobody can say."""
    if any(one.open for one in ruled.policies):
        return "it hangs on a threshold that is not public"
    if uncovered := [one.name for one in ruled.policies if one.uncovered]:
        return f"no rule of {listed(uncovered)} holds"
    reasons = [_because(rule, currency) for rule in _without_acts(ruled) if rule.because]
    return reasons[0] if reasons else f"by {listed([one.name for one in ruled.policies])}"


def _without_acts(ruled: Ruled) -> Iterator[RuleFacts]:
    asking = {(rule.policy, rule.rule) for one in ruled.acts for rule in one.rules}
    for policy in ruled.policies:
        yield from (rule for rule in policy.hit if (rule.policy, rule.rule) not in asking)
