"""A tornado: every input moved by itself, all others as they are, in the same worlds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.advise.inputs import doubtful_groups, with_value
from anatomy.advise.spans import span_of
from anatomy.advise.valuing import certain
from anatomy.assess.doubting import doubt_of_effects
from anatomy.deciding import decide_effects
from anatomy.domain.sensitivity import (
    LIKELIHOODS,
    PARAMETER,
    WIN_CHANCE,
    FiguresAt,
    PointFacts,
    SwingFacts,
)
from anatomy.errors import InputError
from anatomy.propagation.stats import Z95

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from anatomy.advise.hidden import Consequences, Playing
    from anatomy.advise.spans import Spans
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Value
    from anatomy.propagation import Correlation

    Floats = NDArray[np.float64]

BAND: Final = 0.2  #: share to both sides
WORLDS: Final = 4_000  #: swings are told from the first so many worlds, which is enough where they are paired
LOW, HIGH = "low", "high"


class Swings(Struct, frozen=True, kw_only=True):
    """What moved, and what could not be."""

    base: FiguresAt
    rows: tuple[SwingFacts, ...]  #: the largest swing of the hidden cost first
    left_out: tuple[str, ...]  #: labels of parameters without an answer at the values tried
    exact: bool


class _Seen(Struct, frozen=True, kw_only=True, eq=False):
    """The watched figures of every world: hidden cost, value, then one row per department."""

    rows: Floats
    weights: Floats
    exact: bool

    def means(self) -> Floats:
        return np.array([math.fsum((row * self.weights).tolist()) for row in self.rows])


def swing_inputs(
    playing: Playing,
    decision: Decision,
    *,
    groups: Correlation,
    band: float = BAND,
    spans: Spans = "band",
    moved: int = WORLDS,
    tell: Callable[[str], object] = str,
) -> Swings:
    """
    How far the hidden cost, the expected value and the chances of departments move with each input.

    Args:
        playing: the model, and the worlds that everything is played in.
        decision: settled on that model.
        groups: which likelihoods are moved together: those of a kind, or of an author.
        band: share of a number to both sides.
        spans: whether numbers go by the band or to their bounds.
        moved: worlds, the first of them, in which inputs are moved.
        tell: is told the label of each input before its turn.

    Raises:
        InputError: a response has no value for the decision as it is.
    """
    moving = _Moving(playing, playing.of_at_most(moved), decision, groups, tell)
    rows = [*moving.win_chance(), *moving.parameters(band, spans), *moving.likelihoods()]
    order = sorted(rows, key=lambda one: (-one.swing.loss, -one.swing.value, one.what, one.key))
    return Swings(
        base=_figures(moving.whole),
        rows=tuple(order),
        left_out=tuple(moving.left_out),
        exact=moving.base.exact,
    )


class _Moving:
    """Moves one input at a time."""

    def __init__(
        self,
        whole: Playing,
        playing: Playing,
        decision: Decision,
        groups: Correlation,
        tell: Callable[[str], object],
    ) -> None:
        self._playing, self._decision, self._groups = playing, decision, groups
        self._enterprise: Enterprise = playing.enterprise
        self._tell = tell
        self._chance = decision.win_chance.point if decision.win_chance else 1.0
        self._effects = decide_effects(self._enterprise, decision)
        worth = certain(decision, self._effects).worth
        self.base = self._seen(decision, self._effects)
        self.whole = self._valued(whole.play(self._effects), worth, self._chance).means()
        self.left_out: list[str] = []

    def _seen(self, decision: Decision, effects: Effects, *, likelihood: Floats | None = None) -> _Seen:
        played = self._playing.play(effects, likelihood=likelihood)
        return self._valued(played, certain(decision, effects).worth, self._chance)

    def _valued(self, played: Consequences, worth: float, chance: float) -> _Seen:
        value = chance * (worth - played.loss)
        rows = np.concatenate([[played.loss, value], played.felt])
        return _Seen(rows=rows, weights=played.weights, exact=played.exact)

    def win_chance(self) -> Iterator[SwingFacts]:
        """The chance to win at both ends of its range."""
        chance = self._decision.win_chance
        if chance is None or chance.low == chance.high:
            return
        played = self._playing.play(self._effects)
        worth = certain(self._decision, self._effects).worth
        tried = [(end, self._valued(played, worth, end)) for end in (chance.low, chance.high)]
        yield self._swing(
            tried,
            what=WIN_CHANCE,
            key="",
            label="Chance to win",
            unit="share",
            base=chance.point,
            span="range",
        )

    def parameters(self, band: float, spans: Spans) -> Iterator[SwingFacts]:
        """Every parameter that a decision type reads; those that only policies read change no figure."""
        for place, proposal in enumerate(self._decision.proposals):
            kind = self._enterprise.decision_types[proposal.type]
            for name, parameter in kind.parameters.items():
                value = proposal.values[name]
                span = span_of(parameter, value, band=band, spans=spans)
                label = parameter.label or name
                self._tell(label)
                tried = self._tried(place, name, span.points)
                if span.points and not tried:
                    self.left_out.append(label)
                if not tried:
                    continue
                yield self._swing(
                    tried,
                    what=PARAMETER,
                    key=f"{proposal.type}.{name}",
                    label=label,
                    decision_type=kind.name,
                    unit=parameter.kind,
                    base=value,
                    assumed=(proposal.type, name) in self._decision.assumed,
                    span=span.why,
                )

    def _tried(self, place: int, name: str, points: Iterable[Value]) -> list[tuple[Value, _Seen]]:
        tried = []
        for point in points:
            decision = with_value(self._decision, place, name, point)
            try:
                effects = decide_effects(self._enterprise, decision)
            except InputError:
                return []
            tried.append((point, self._seen(decision, effects)))
        return tried

    def likelihoods(self) -> Iterator[SwingFacts]:
        """Every group of likelihoods with ranges that the decision can reach, all at their low or high ends."""
        doubt = doubt_of_effects(self._effects, self._groups)
        point = np.array([one.dependency.likelihood.point for one in self._effects.dependencies])
        count = doubtful_groups(self._effects, self._groups)
        moves_with = np.array(doubt.moves_with)
        for name in sorted(count):
            self._tell(name)
            mine = moves_with == name
            tried = [
                (end, self._seen(self._decision, self._effects, likelihood=np.where(mine, at, point)))
                for end, at in ((LOW, doubt.low), (HIGH, doubt.high))
            ]
            yield self._swing(
                tried,
                what=LIKELIHOODS,
                key=name,
                label=name,
                unit="share",
                base=None,
                span="range",
                dependencies=count[name],
            )

    def _swing(
        self,
        tried: Sequence[tuple[Value, _Seen]],
        *,
        what: str,
        key: str,
        label: str,
        unit: str,
        base: Value | None,
        span: str,
        decision_type: str = "",
        assumed: bool = False,
        dependencies: int = 0,
    ) -> SwingFacts:
        swing, half = _between([self.base, *(seen for _, seen in tried)])
        shift = self.whole - self.base.means()  # what the further worlds add to every figure alike
        return SwingFacts(
            what=what,
            key=key,
            label=label,
            decision_type=decision_type,
            unit=unit,
            base=base,
            assumed=assumed,
            span=span,
            points=tuple(PointFacts(at=at, figures=_figures(seen.means() + shift)) for at, seen in tried),
            swing=swing,
            half=half,
            dependencies=dependencies,
        )


def _between(seen: Sequence[_Seen]) -> tuple[FiguresAt, FiguresAt | None]:
    """The swing of each figure, and half of its paired interval; None where a mean is exact."""
    means = np.array([one.means() for one in seen])
    lowest, highest = means.argmin(axis=0), means.argmax(axis=0)
    swing = means.max(axis=0) - means.min(axis=0)
    if any(one.exact for one in seen):
        return _figures(swing), None
    halves = []
    for row, (low, high) in enumerate(zip(lowest.tolist(), highest.tolist(), strict=True)):
        less = seen[high].rows[row] - seen[low].rows[row]
        halves.append(Z95 * float(less.std()) / math.sqrt(len(less)))
    return _figures(swing), _figures(halves)


def _figures(values: Sequence[float] | Floats) -> FiguresAt:
    """The figures in the order of the rows; a sample's shift must not lead a loss or a chance beyond its bounds."""
    loss, value, *felt = (float(one) for one in values)
    chances = tuple(min(1.0, max(0.0, one)) for one in felt)
    return FiguresAt(loss=max(0.0, loss), value=value, felt=chances)
