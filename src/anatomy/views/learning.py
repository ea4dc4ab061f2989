"""Which question to ask first, in words: what an answer would be worth, and what it could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.decision import DECLINE
from anatomy.domain.sensitivity import LIKELIHOODS, WIN_CHANCE
from anatomy.views import money
from anatomy.views.basis import setting
from anatomy.views.words import NBSP, counted, listed, percent, percent_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.sensitivity import LearningFacts, QuestionFacts, SensitivityFacts

ASKED: Final = 5
_BLIND: Final = (
    "Nothing says what winning brings, so to decline looks best whatever is learnt. Give value_if_won in the decision "
    "file, or a money line that brings something."
)


class QuestionRow(Struct, frozen=True, kw_only=True):
    """One question."""

    question: str
    assumed: bool
    worth: str
    changes: str  #: chance that the answer leads to another choice
    lead: str  #: of the best choice, at the answer that suits it least


class Learning(Struct, frozen=True, kw_only=True):
    """Which question to ask first."""

    best: str  #: what to choose as things stand, and by how much it leads
    rows: tuple[QuestionRow, ...]
    verdict: str  #: where no answer changes anything; else empty
    notes: tuple[str, ...]


def learning(facts: SensitivityFacts, *, currency: str, top: int = ASKED) -> Learning:
    """
    The questions most worth asking.

    Args:
        facts: of one decision.
        currency: of the model.
        top: questions at most.
    """
    told = facts.learning
    if not told.brings:
        return Learning(best=_BLIND, rows=(), verdict="", notes=())
    useful = [one for one in told.questions if one.worth > 0]
    verdict = ""
    if not useful:
        verdict = "No single answer leads to another choice; those that come nearest:"
    return Learning(
        best=_best(told, currency),
        rows=tuple(_row(one, facts, currency) for one in (useful or told.questions)[:top]),
        verdict=verdict if told.questions else "No input has a range, so there is nothing to ask.",
        notes=tuple(_notes(facts, currency)),
    )


def _best(told: LearningFacts, currency: str) -> str:
    first, second, *_ = sorted(told.choices, key=lambda one: (one.key != told.best, -one.value))
    lead = money.plain_money(first.value - second.value, currency)
    return f"As things stand, “{first.title}” is best, {lead} ahead of “{second.title}” in expected value."


def _row(one: QuestionFacts, facts: SensitivityFacts, currency: str) -> QuestionRow:
    worth = money.plain_money(one.worth, currency) if one.worth else "nothing"
    if 0 < one.worth <= one.noise:
        worth = f"{worth}, within noise"
    return QuestionRow(
        question=_question(one, facts, currency),
        assumed=one.assumed,
        worth=worth,
        changes=percent(one.changes),
        lead=money.plain_money(one.lead, currency),
    )


def _question(one: QuestionFacts, facts: SensitivityFacts, currency: str) -> str:
    if one.what == LIKELIHOODS:
        whose = "of kind" if facts.groups == "kind" else "as judged by"
        return f"How likely links {whose} “{one.label}” really are"
    low, high = one.low or 0.0, one.high or 0.0
    if one.what == WIN_CHANCE:
        chance = percent_range(low, high)
        if one.key == DECLINE:
            return f"The chance to win without it ({chance})"
        return f"The chance to win with “{one.label}” ({chance})"
    if one.unit == "money":
        ends = [money.plain_money(end, currency) for end in (low, high)]
    else:
        ends = [setting(end, one.unit, currency) for end in (low, high)]
    return f"{one.label} ({ends[0]} to {ends[1]})"


def _notes(facts: SensitivityFacts, currency: str) -> Iterator[str]:
    told = facts.learning
    yield (
        "Worth: by how much knowing the answer for certain before choosing raises the expected value, over "
        f"{counted(len(told.choices), 'choice')}; never below nothing. “Ahead” is the lead of the best choice at the "
        "answer that suits it least. A parameter is asked about with the others as they are."
    )
    if told.exact:
        yield f"Exact: every combination of {told.levels} levels of each group, in every world."
    else:
        noise = max((one.noise for one in told.questions), default=0.0)
        seeming = (
            f", up to {money.plain_money(noise, currency)} for a question without any bearing"
            if noise
            else ""
        )
        yield (
            f"From {counted(told.draws, 'draw')} of all likelihoods in {counted(told.worlds, 'world')} each, told "
            f"apart by {told.levels} levels; noise only ever adds to what a question seems worth{seeming}."
        )
    sure = [one.title for one in told.choices if not one.guessed and one.key != DECLINE]
    if sure:
        yield f"No chance to win is given, so it counts as certain, for: {listed([f'“{one}”' for one in sure])}."
    if any(one.key == DECLINE and not one.guessed for one in told.choices):
        yield f"No chance to win without the decision is given, so declining brings nothing (0{NBSP}%)."
    if any(one.assumed and one.span == "choices" and one.swing.value for one in facts.swings):
        yield "Words that are assumed have no range to weigh; their swings above say what hangs on them."
