"""On which inputs an answer depends, and which of them is worth asking about first; unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.domain.impact import DecisionFacts, ModelFacts, RunFacts

FORMAT = "anatomy-sensitivity/1"

#: What an input is.
PARAMETER, LIKELIHOODS, WIN_CHANCE = "parameter", "likelihoods", "win-chance"


class WatchedDepartment(Struct, frozen=True, kw_only=True):
    """A department whose chance is watched."""

    key: str
    code: str
    name: str


class FiguresAt(Struct, frozen=True, kw_only=True):
    """The figures that are watched, at one value of one input, all others as they are."""

    loss: float  #: expected hidden cost: margin lost elsewhere
    value: float  #: expected value: chance to win x (what winning brings - own cost - hidden cost)
    felt: tuple[float, ...]  #: chance of each department of `departments`


class PointFacts(Struct, frozen=True, kw_only=True):
    """One value that was tried."""

    at: float | str | bool  #: of likelihoods: `low` or `high`, all at those ends of their ranges
    figures: FiguresAt


class SwingFacts(Struct, frozen=True, kw_only=True):
    """One input, moved by itself."""

    what: str  #: PARAMETER | LIKELIHOODS | WIN_CHANCE
    key: str  #: `type.parameter`, the kind or author, or the choice
    label: str
    decision_type: str  #: name, of a parameter
    unit: str  #: kind of the parameter; `share` of a chance
    base: float | str | bool | None  #: as it is set; None: every likelihood at its own point
    assumed: bool  #: a parameter left at its default
    span: str  #: band (share to both sides) | step (of one) | bounds | choices | range
    points: tuple[PointFacts, ...]  #: low first
    swing: FiguresAt  #: between the largest and the smallest, the value as it is set included
    half: FiguresAt | None  #: half of the paired 95 % interval of the swing; None: exact
    dependencies: int = 0  #: how many likelihoods with a range it moves


class ValuedChoice(Struct, frozen=True, kw_only=True):
    """One thing that may be done, and what it is expected to bring."""

    key: str
    title: str
    win_chance: float
    guessed: bool  #: whether the chance to win was given
    value: float  #: expected; a gain is positive


class QuestionFacts(Struct, frozen=True, kw_only=True):
    """One group of uncertain inputs, and what it is worth to know it before deciding."""

    what: str  #: PARAMETER | LIKELIHOODS | WIN_CHANCE
    key: str
    label: str
    decision_type: str
    unit: str
    low: float | None  #: of the range; None: several ranges
    high: float | None
    assumed: bool
    worth: float  #: expected value of knowing it, in money, 0 or more
    changes: float  #: chance in [0, 1] that knowing it leads to another choice
    lead: float  #: of the best choice over the next where it is smallest, in money; below 0 where another is better
    noise: float  #: what a question without any bearing would seem worth in 19 of 20 cases; 0: exact


class LearningFacts(Struct, frozen=True, kw_only=True):
    """What may be done, and which question to ask first."""

    choices: tuple[ValuedChoice, ...]  #: as proposed, the alternatives, to decline
    best: str  #: key of the choice of the largest expected value
    brings: bool  #: whether anything says what winning brings; if not, to decline looks best by itself
    questions: tuple[QuestionFacts, ...]  #: the one most worth asking first
    draws: int  #: sets of likelihoods that were drawn, or of all combinations of levels
    worlds: int  #: played through for each of them
    levels: int  #: values that each group of likelihoods was told apart by
    exact: bool  #: every combination of levels and every world was gone through


class SensitivityFacts(Struct, frozen=True, kw_only=True):
    """On what the answer to one decision depends."""

    departments: tuple[WatchedDepartment, ...]  #: those with a card
    base: FiguresAt
    win_chance: float  #: of the decision as proposed, within `base.value`
    guessed: bool  #: whether it was given
    groups: str  #: what the likelihoods are grouped by: kind | author
    band: float  #: share to both sides by which a number was moved
    swings: tuple[SwingFacts, ...]  #: the largest swing of the hidden cost first
    left_out: tuple[str, ...]  #: labels of what has no answer at the values tried
    learning: LearningFacts
    worlds: int  #: of the figures as they are
    moved: int  #: the first of them, in which inputs were moved
    exact: bool


class Sensitivity(Struct, frozen=True, kw_only=True):
    """The answer of `anatomy sensitivity`."""

    model: ModelFacts
    decision: DecisionFacts
    run: RunFacts
    facts: SensitivityFacts
