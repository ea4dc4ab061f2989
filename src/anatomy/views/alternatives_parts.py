"""What views of choices are made of: letters, entries, rows, and the words for what they bring and when they pay."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from anatomy.views import money
from anatomy.views.words import NBSP, chance_step, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.alternatives import BreakEven, Comparison, Difference
    from anatomy.domain.figures import Chance
    from anatomy.domain.impact import ModelFacts

NONE: Final = "–"
SAME: Final = "same"
_LETTERS: Final = len(ascii_uppercase)


class Entry(Struct, frozen=True, kw_only=True):
    """One figure of one choice."""

    text: str
    low: str = ""  #: lower or worse end of its range
    high: str = ""
    beside: str = ""  #: a second figure: by departments, how it differs from the first choice
    interval: str = ""  #: of that difference, where it could change the printed figure
    quiet: bool = False  #: it differs by nothing that the printed figures show
    step: int | None = None  #: colour of a chance


class Row(Struct, frozen=True, kw_only=True):
    """One figure of several choices."""

    label: str
    entries: tuple[Entry, ...]
    range: str = ""  #: what the range of its figures is
    beside: str = ""  #: what its second figures are
    total: bool = False


class Group(Struct, frozen=True, kw_only=True):
    """Figures of one sort."""

    title: str
    letters: tuple[str, ...]  #: of the choices, in the order of the entries
    rows: tuple[Row, ...]
    beside: str = ""  #: what the differences are
    more: str = ""  #: what is left out


class Named(Struct, frozen=True, kw_only=True):
    """A comparison with the letters by which its choices are called, and its unit of money."""

    comparison: Comparison
    model: ModelFacts
    unit: money.Unit
    letters: Mapping[str, str]

    @classmethod
    def of(cls, comparison: Comparison, model: ModelFacts) -> Named:
        """A for the first, and so on; after Z come A2, B2. One unit for all money."""
        letters = {
            one.key: ascii_uppercase[place % _LETTERS]
            + (str(place // _LETTERS + 1) if place >= _LETTERS else "")
            for place, one in enumerate(comparison.choices)
        }
        amounts = [
            amount
            for one in comparison.choices
            for amount in (one.worth.before_hidden, one.worth.if_won, one.hidden.mean, one.hidden.p95)
        ]
        unit = money.table_unit(amounts, model.currency)
        return cls(comparison=comparison, model=model, unit=unit, letters=letters)

    @property
    def first(self) -> str:
        """The letter of the choice that the others are held against."""
        return self.letters[self.comparison.reference]

    @property
    def names(self) -> Mapping[str, str]:
        """Of departments, by key."""
        return {one.key: one.name for one in self.comparison.departments}

    @property
    def best(self) -> tuple[str, ...]:
        """Keys of those that bring most, as far as the printed figures tell them apart, the best first."""
        comparison = self.comparison
        if not comparison.best:
            return ()
        most = comparison.worth_of(comparison.choice(comparison.best)) or 0.0
        told = [(one.key, comparison.worth_of(one)) for one in comparison.choices]
        ties = [key for key, worth in told if worth is not None and self.worth(worth) == self.worth(most)]
        return (comparison.best, *(key for key in ties if key != comparison.best))

    def worth(self, amount: float) -> str:
        """What a choice brings, as printed."""
        return worth_money(amount, self.unit)

    def lost(self, amount: float) -> str:
        """A loss as printed in a table."""
        return self.unit.loss_of(self.unit.grains(amount))


def shaded(chance: Chance, *, difference: Difference | None = None) -> Entry:
    """A chance in percent with its colour, and how it differs from that of the first choice."""
    probability = honest(chance)
    entry = Entry(text=percent(probability), step=chance_step(probability))
    return differing(entry, difference, points)


def differing(
    entry: Entry, difference: Difference | None, said: Callable[[float], str], *, gain: bool = False
) -> Entry:
    """
    An entry with how it differs, and the interval of that where it could change the printed figure.

    Args:
        entry: a chance or a loss.
        difference: of that; None: it is what others are held against.
        said: how one end is printed.
        gain: what is printed rises where the difference falls, as with losses.
    """
    if difference is None:
        return entry
    mean, low, high = said(difference.mean), said(difference.low), said(difference.high)
    ends = (high, low) if gain else (low, high)
    return replace(
        entry,
        beside=mean if difference.mean else SAME,
        interval="" if low == high else f"{ends[0]}{NBSP}to{NBSP}{ends[1]}",
        quiet=low == high == said(0.0),
    )


def worth_money(amount: float, unit: money.Unit) -> str:
    """
    What something brings: a gain with a plus, a loss with a minus.

    >>> unit = money.Unit(sign="€", divisor=1e3, suffix="k", decimals=0)
    >>> worth_money(144_000.0, unit), worth_money(-35_000.0, unit), worth_money(0.0, unit)
    ('+€144k', '−€35k', '€0')
    """
    return unit.loss(-amount)


def pays_words(pays: BreakEven | None) -> str:
    r"""
    From which chance to win a choice pays, in a few characters.

    >>> from anatomy.domain.alternatives import BreakEven
    >>> pays_words(BreakEven(kind="from", chance=0.3, uplift=0.14))
    '30\xa0%'
    """
    if pays is None:
        return NONE
    if pays.kind == "always":
        return "any"
    if pays.kind == "never" or pays.chance is None:
        return "none"
    return percent(pays.chance) if pays.kind == "from" else f"≤{NBSP}{percent(pays.chance)}"


def uplift_words(pays: BreakEven | None) -> str:
    """By how many points that chance is above the one if declined; nothing where there is no such chance."""
    if pays is None or pays.uplift is None or pays.kind != "from":
        return ""
    return points(pays.uplift)


def points(share: float) -> str:
    """
    A difference of chances in whole points.

    >>> points(-0.5), points(0.137), points(0.001)
    ('−50', '+14', '0')
    """
    whole = whole_percent(abs(share))
    if not whole:
        return "0"
    return f"{'+' if share > 0 else money.MINUS}{whole}"
