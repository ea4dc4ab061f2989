"""Which question to ask first: what each uncertain input is worth to know, over all that may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec.structs import replace

from anatomy.advise.drawing import Drawn
from anatomy.advise.inputs import doubtful_groups, with_value
from anatomy.advise.knowing import worth_of_knowing
from anatomy.advise.spans import WHOLE, WORDS, span_of
from anatomy.advise.valuing import certain, certain_if_declined
from anatomy.deciding import decide_effects
from anatomy.domain.decision import DECLINE, PROPOSED
from anatomy.domain.quantity import Range
from anatomy.domain.sensitivity import (
    LIKELIHOODS,
    PARAMETER,
    WIN_CHANCE,
    LearningFacts,
    QuestionFacts,
    ValuedChoice,
)
from anatomy.errors import InputError
from anatomy.propagation import even_quantiles
from anatomy.propagation.pert import pert_quantiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from anatomy.advise.hidden import Playing
    from anatomy.advise.knowing import Knowing
    from anatomy.advise.spans import Span, Spans
    from anatomy.advise.valuing import Certain
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Alternative, Decision, Parameter
    from anatomy.propagation import Correlation

    Floats = NDArray[np.float64]

CHANCE_LEVELS: Final = 64  #: values of a chance to win; they cost nothing to try
PARAMETER_LEVELS: Final = 6
SHUFFLES: Final = 40  #: of the draws, to see what chance alone makes a question worth
ALMOST_ALL: Final = 0.95


def rank_questions(
    playing: Playing,
    decision: Decision,
    *,
    groups: Correlation,
    band: float,
    spans: Spans = "band",
    drawn: int | None = None,
    tell: Callable[[str], object] = str,
) -> LearningFacts:
    """
    What every uncertain input is worth to know, over all that may be done.

    Asked are the likelihoods of every group, every chance to win that has a range, and every numeric parameter that
    is left at its default. A parameter is asked about with the others as they are set.

    Args:
        playing: the model, and the worlds that everything is played in.
        decision: settled on that model, with its alternatives.
        groups: which likelihoods are too low or too high together: those of a kind, or of an author.
        band: share to both sides within which a number that is assumed may lie.
        spans: whether it may lie in that band, or within its bounds.
        drawn: worlds, the first of them, that the draws of likelihoods share out among themselves; None: all.
        tell: is told the label of each parameter before its turn.

    Raises:
        InputError: a response has no value for one of the choices.
    """
    tell("choices")
    asking = _Asking(playing, decision, groups, drawn)
    questions = [*asking.likelihoods(), *asking.win_chances(), *asking.parameters(band, spans, tell)]
    values = asking.values()
    return LearningFacts(
        choices=tuple(
            ValuedChoice(
                key=choice.key,
                title=choice.title,
                win_chance=chance.point,
                guessed=choice.win_chance is not None,
                value=value,
            )
            for choice, chance, value in zip(asking.choices, asking.chances, values.tolist(), strict=True)
        ),
        best=asking.choices[int(values.argmax())].key,
        brings=asking.brings,
        questions=tuple(sorted(questions, key=lambda one: (-one.worth, one.lead, one.key))),
        draws=asking.drawn.draws,
        worlds=asking.drawn.worlds,
        levels=asking.drawn.levels,
        exact=asking.drawn.exact,
    )


class _Asking:
    """Asks one question at a time, of the same choices in the same draws."""

    def __init__(self, playing: Playing, decision: Decision, groups: Correlation, drawn: int | None) -> None:
        self._enterprise, self._seed = playing.enterprise, playing.seed
        self.choices = decision.choices()
        self._decisions = [_as_decided(decision, choice) for choice in self.choices]
        self.chances = [chance_to_win(choice) for choice in self.choices]
        effects = [decide_effects(self._enterprise, one) for one in self._decisions]
        self._counts = [doubtful_groups(one, groups) for one in effects]
        names = sorted(set().union(*self._counts))
        self.drawn = Drawn(playing, effects, names, groups, worlds=drawn)
        self._points = np.array([chance.point for chance in self.chances])
        self._effects = effects
        certains = self._certain(effects)
        self._worth = np.array([one.worth for one in certains])
        self.brings = any(one.known for one in certains)
        #: Choices x draws: what each brings if it goes ahead.
        self._brought = self._worth[:, np.newaxis] - np.stack([self.drawn.hidden(one) for one in effects])

    def _certain(self, effects: Sequence[Effects]) -> list[Certain]:
        """What is certain of each choice if it goes ahead."""
        proposed = next(
            own for own, choice in zip(effects, self.choices, strict=True) if choice.key == PROPOSED
        )
        return [
            certain_if_declined(decision, proposed) if choice.key == DECLINE else certain(decision, own)
            for decision, own, choice in zip(self._decisions, effects, self.choices, strict=True)
        ]

    def values(self) -> Floats:
        """The expected value of every choice."""
        values: Floats = self._points * self._brought.mean(axis=1)
        return values

    def likelihoods(self) -> Iterator[QuestionFacts]:
        """Every group of likelihoods that some choice can reach."""
        values = self._points[:, np.newaxis] * self._brought
        noise = self._noise(values)
        for name in self.drawn.names:
            knowing = worth_of_knowing(values, self.drawn.levels_of(name))
            yield _question(LIKELIHOODS, name, name, knowing, noise=noise)

    def _noise(self, values: Floats) -> float:
        """What a question without any bearing would seem to be worth, in 19 of 20 shuffles of the draws."""
        if self.drawn.exact or not self.drawn.names:
            return 0.0
        names = [f"shuffle {number}" for number in range(SHUFFLES)]
        orders = even_quantiles(names, self.drawn.draws, seed=self._seed)
        worths = [worth_of_knowing(values, self.drawn.to_levels(order)).worth for order in orders.values()]
        return float(np.quantile(worths, ALMOST_ALL))

    def win_chances(self) -> Iterator[QuestionFacts]:
        """Every chance to win that has a range; what is won does not depend on it."""
        at = (np.arange(CHANCE_LEVELS) + 0.5) / CHANCE_LEVELS
        brought = self._brought.mean(axis=1)
        for number, (choice, chance) in enumerate(zip(self.choices, self.chances, strict=True)):
            if chance.low == chance.high:
                continue
            values = np.repeat((self._points * brought)[:, np.newaxis], CHANCE_LEVELS, axis=1)
            values[number] = pert_quantiles(chance.low, chance.mode, chance.high, at) * brought[number]
            knowing = worth_of_knowing(values, np.arange(CHANCE_LEVELS))
            yield _question(WIN_CHANCE, choice.key, choice.title, knowing, ends=(chance.low, chance.high))

    def parameters(self, band: float, spans: Spans, tell: Callable[[str], object]) -> Iterator[QuestionFacts]:
        """Every number that some choice leaves at its default."""
        for kind, name in sorted(set().union(*(one.assumed for one in self._decisions))):
            decision_type = self._enterprise.decision_types[kind]
            parameter = decision_type.parameters.get(name)
            if parameter is None or parameter.kind in WORDS or parameter.default is None:
                continue
            tell(parameter.label or name)
            default = float(parameter.default)
            ends = _ends(default, span_of(parameter, default, band=band, spans=spans))
            try:
                values = self._at_levels(kind, parameter, ends)
            except InputError:
                continue  # the tornado tells that it has no answer there
            if ends[0] < ends[1]:
                knowing = worth_of_knowing(values, np.arange(values.shape[1]))
                yield QuestionFacts(
                    what=PARAMETER,
                    key=f"{kind}.{name}",
                    label=parameter.label or name,
                    decision_type=decision_type.name,
                    unit=parameter.kind,
                    low=ends[0],
                    high=ends[1],
                    assumed=True,
                    worth=knowing.worth,
                    changes=knowing.changes,
                    lead=knowing.lead,
                    noise=0.0,
                )

    def _at_levels(self, kind: str, parameter: Parameter, ends: tuple[float, float]) -> Floats:
        """Choices x levels: the expected value of each with another value wherever it is assumed."""
        at = (np.arange(PARAMETER_LEVELS) + 0.5) / PARAMETER_LEVELS
        levels = pert_quantiles(ends[0], float(parameter.default or 0.0), ends[1], at)
        columns = []
        for level in (np.rint(levels) if parameter.kind in WHOLE else levels).tolist():
            decisions = [_with_assumed(one, kind, parameter.name, level) for one in self._decisions]
            effects = [decide_effects(self._enterprise, one) for one in decisions]
            more = [self.drawn.change(own, base) for own, base in zip(effects, self._effects, strict=True)]
            worth = np.array([one.worth for one in self._certain(effects)])
            brought = self._brought.mean(axis=1) + worth - self._worth - np.array(more)
            columns.append(self._points * brought)
        return np.stack(columns, axis=1)


def chance_to_win(choice: Alternative) -> Range:
    """The chance to win with a choice; one that is not said is certain, or 0 where the decision is declined."""
    return choice.win_chance or Range.exactly(0.0 if choice.key == DECLINE else 1.0)


def _as_decided(decision: Decision, choice: Alternative) -> Decision:
    """The same deal decided in another way; what winning brings is that of the deal, unless the choice says more."""
    decided = decision.instead(choice)
    return (
        decided if decided.value_if_won is not None else replace(decided, value_if_won=decision.value_if_won)
    )


def _with_assumed(decision: Decision, kind: str, name: str, value: float) -> Decision:
    if (kind, name) not in decision.assumed:
        return decision
    place = next(number for number, proposal in enumerate(decision.proposals) if proposal.type == kind)
    return with_value(decision, place, name, value)


def _ends(value: float, span: Span) -> tuple[float, float]:
    """The lowest and highest value that a number may have, itself included."""
    numbers = [value, *(float(point) for point in span.points)]
    return min(numbers), max(numbers)


def _question(
    what: str,
    key: str,
    label: str,
    knowing: Knowing,
    *,
    ends: tuple[float, float] | None = None,
    noise: float = 0.0,
) -> QuestionFacts:
    """A question about chances."""
    low, high = ends or (None, None)
    return QuestionFacts(
        what=what,
        key=key,
        label=label,
        decision_type="",
        unit="share",
        low=low,
        high=high,
        assumed=False,
        worth=knowing.worth,
        changes=knowing.changes,
        lead=knowing.lead,
        noise=noise,
    )
