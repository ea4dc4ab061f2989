"""What an answer depends on: inputs by their swing, chances by what moves them, and the bars of a tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.sensitivity import LIKELIHOODS, PARAMETER
from anatomy.views import money
from anatomy.views.basis import setting
from anatomy.views.learning import Learning, learning
from anatomy.views.words import counted, listed, percent, percent_range, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.sensitivity import SensitivityFacts, SwingFacts

BAR_WIDTH: Final = 200.0
TOP: Final = 10
_EITHER: Final = 8  #: inputs by each of the two, where they share a table
_MOVERS: Final = 4  #: inputs named for each department
_TINY: Final = 1e-9


class SwingBar(Struct, frozen=True, kw_only=True):
    """From the lowest to the highest figure, on a scale that all bars share; places from 0 to BAR_WIDTH."""

    left: float
    width: float
    base: float


class SwingRow(Struct, frozen=True, kw_only=True):
    """One input, moved by itself."""

    label: str
    assumed: bool
    tried: str  #: the values between which it was moved
    loss: str  #: hidden cost at both
    swing: str  #: of the hidden cost
    value: str  #: expected value at both
    value_swing: str
    felt: tuple[str, ...]  #: chances, department by department
    bar: SwingBar | None


class SensitivityView(Struct, frozen=True, kw_only=True):
    """Everything that is said, in order."""

    lead: str
    departments: tuple[str, ...]
    rows: tuple[SwingRow, ...]  #: by the swing of the hidden cost
    rest: str  #: how many inputs have no such row
    by_value: tuple[SwingRow, ...]  #: by the swing of the expected value
    chances: tuple[tuple[str, str], ...]  #: department with its chance, and what moves it most
    both: tuple[SwingRow, ...]  #: those that swing either most, by the hidden cost
    beside: str  #: how many have no row there
    learning: Learning
    notes: tuple[str, ...]


def view_sensitivity(facts: SensitivityFacts, *, currency: str, top: int = TOP) -> SensitivityView:
    """
    What a page or terminal says of the sensitivity of an answer.

    Args:
        facts: of one decision.
        currency: of the model.
        top: rows at most, by each figure.
    """
    teller = _Teller(facts, currency)
    by_loss = [one for one in facts.swings if teller.unit.grains(one.swing.loss)][:top]
    valued = [one for one in facts.swings if teller.value_unit.grains(one.swing.value)]
    by_value = sorted(valued, key=lambda one: -one.swing.value)[:top]
    either = [one for one in facts.swings if one in by_loss[:_EITHER] or one in by_value[:_EITHER]]
    return SensitivityView(
        lead=teller.lead(),
        departments=tuple(one.name for one in facts.departments),
        rows=tuple(map(teller.row, by_loss)),
        by_value=tuple(map(teller.row, by_value)),
        rest=_rest(len(facts.swings) - len(by_loss)),
        chances=tuple(teller.chances()),
        both=tuple(map(teller.row, either)),
        beside=_rest(len(facts.swings) - len(either)),
        learning=learning(facts, currency=currency),
        notes=tuple(teller.notes([*by_loss, *by_value])),
    )


def _rest(count: int) -> str:
    return (
        f"{counted(count, 'more input')} {'moves' if count == 1 else 'move'} it less, or not at all."
        if count
        else ""
    )


class _Teller:
    """Words the swings of one decision, with one unit for all losses and one for all values."""

    def __init__(self, facts: SensitivityFacts, currency: str) -> None:
        self.facts, self.currency = facts, currency
        seen = [facts.base, *(point.figures for one in facts.swings for point in one.points)]
        self.unit = money.table_unit([one.loss for one in seen], currency)
        self.value_unit = money.table_unit([one.value for one in seen], currency)
        losses = [one.loss for one in seen]
        self.least, self.most = min(losses), max(losses)

    def lead(self) -> str:
        """The figures as they are, and how inputs are moved."""
        base = self.facts.base
        loss = money.loss_money(base.loss, self.currency)
        value = money.loss_money(-base.value, self.currency)
        chance = percent(self.facts.win_chance)
        given = f"at a chance to win of {chance}" if self.facts.guessed else "if it goes ahead"
        return (
            f"Expected hidden cost {loss}; expected value {value} {given}. Each input is moved by itself, all others "
            "as they are, in the same worlds."
        )

    def row(self, one: SwingFacts) -> SwingRow:
        """One input."""
        low, high = self._ends(one)
        base = self.facts.base
        losses = [base.loss, *(point.figures.loss for point in one.points)]
        return SwingRow(
            label=label(one),
            assumed=one.assumed,
            tried=self._tried(one, low, high),
            loss=self._both(low.loss, high.loss, self.unit),
            swing=self.unit.figure(self.unit.grains(one.swing.loss)),
            value=self._both(-low.value, -high.value, self.value_unit),
            value_swing=self.value_unit.figure(self.value_unit.grains(one.swing.value)),
            felt=tuple(self._chance(one, place) for place in range(len(self.facts.departments))),
            bar=self._bar(min(losses), max(losses)),
        )

    def _ends(self, one: SwingFacts) -> tuple[_Seen, _Seen]:
        """What to tell of an input: a number at its ends, words where the hidden cost is lowest and highest."""
        base = _Seen(at=one.base, loss=self.facts.base.loss, value=self.facts.base.value)
        seen = [
            _Seen(at=point.at, loss=point.figures.loss, value=point.figures.value) for point in one.points
        ]
        if one.span == "choices" or len(seen) == 1:
            ordered = sorted([base, *seen], key=lambda it: (it.loss, it.value))
            return (ordered[0], ordered[-1]) if one.span == "choices" else _rising([base, *seen])
        return seen[0], seen[-1]

    def _tried(self, one: SwingFacts, low: _Seen, high: _Seen) -> str:
        if one.what == LIKELIHOODS:
            return f"{counted(one.dependencies, 'range')}, low to high"
        return f"{self._at(low.at, one.unit)} to {self._at(high.at, one.unit)}"

    def _at(self, value: float | str | bool | None, unit: str) -> str:  # noqa: FBT001 - a value, not a switch
        if value is None:
            return ""
        if unit == "money" and isinstance(value, float):
            return money.plain_money(value, self.currency)
        return setting(value, unit, self.currency)

    @staticmethod
    def _both(low: float, high: float, unit: money.Unit) -> str:
        first, last = unit.loss(low), unit.loss(high)
        return first if first == last else f"{first} to {last}"

    def _bar(self, least: float, most: float) -> SwingBar | None:
        if self.most <= self.least:
            return None

        def across(loss: float) -> float:
            return round(2 + (loss - self.least) / (self.most - self.least) * (BAR_WIDTH - 4), 1)

        left = across(least)
        return SwingBar(
            left=left, width=round(max(1.0, across(most) - left), 1), base=across(self.facts.base.loss)
        )

    def chances(self) -> Iterator[tuple[str, str]]:
        """Every department with the inputs that move its chance by a point or more."""
        for place, department in enumerate(self.facts.departments):
            base = self.facts.base.felt[place]
            movers = [one for one in self.facts.swings if whole_percent(one.swing.felt[place])]
            movers.sort(key=lambda one: -one.swing.felt[place])
            told = [f"{label(one)} {self._chance(one, place)}" for one in movers[:_MOVERS]]
            chance = percent(self._honest(base))
            yield f"{department.name}, {chance}", "; ".join(told) or "nothing moves it by a point"

    def _chance(self, one: SwingFacts, place: int) -> str:
        chances = [self.facts.base.felt[place], *(point.figures.felt[place] for point in one.points)]
        return percent_range(self._honest(min(chances)), self._honest(max(chances)))

    def _honest(self, chance: float) -> float:
        """A sampled 0 or 1 is not called impossible or certain."""
        return chance if self.facts.exact else min(1 - _TINY, max(_TINY, chance))

    def notes(self, shown: Sequence[SwingFacts]) -> Iterator[str]:
        """How far inputs were moved, what is assumed, and how sure the swings are."""
        yield _how(self.facts)
        if any(one.assumed for one in shown):
            yield "Assumed: not given, so at the model’s default."
        if self.facts.left_out:
            yield f"Without an answer at the values tried: {listed(self.facts.left_out)}."
        halves = [one.half.loss for one in shown if one.half]
        if halves and self.unit.grains(max(halves)):
            yield (
                f"Moved in {counted(self.facts.moved, 'world')}; sampling alone may move a swing of the hidden cost by "
                f"up to {self.unit.figure(self.unit.grains(max(halves)))}."
            )


class _Seen(Struct, frozen=True, kw_only=True):
    """One value of an input, and the money at it."""

    at: float | str | bool | None
    loss: float
    value: float


def _rising(seen: list[_Seen]) -> tuple[_Seen, _Seen]:
    """Two values of a number, the smaller first."""
    numbers = sorted(seen, key=lambda one: float(one.at or 0.0))
    return numbers[0], numbers[-1]


def label(one: SwingFacts) -> str:
    """What people call an input."""
    if one.what == LIKELIHOODS:
        return f"Likelihoods of “{one.label}”"
    return one.label


def _how(facts: SensitivityFacts) -> str:
    spans = {one.span for one in facts.swings if one.what == PARAMETER}
    parts = []
    if spans & {"band", "step"}:
        parts.append(
            f"a number goes {percent(facts.band)} to both sides within its bounds, a whole number by one at least"
        )
    if "bounds" in spans:
        only = "one that this leaves where it is" if spans & {"band", "step"} else "a number"
        parts.append(f"{only} goes to its bounds")
    if "choices" in spans:
        parts.append("words are tried one by one, and told where they cost least and most")
    together = "kind" if facts.groups == "kind" else "author"
    parts.append(f"all likelihoods of one {together} go to the same ends of their ranges")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
