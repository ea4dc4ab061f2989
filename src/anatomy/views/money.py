"""
Money as printed: losses are positive inside and get their minus sign here.

One table has one unit, and its printed parts add up to its printed total (largest remainder).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views.words import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anatomy.domain.impact import Quantiles

    _Rung = tuple[float, float, str, int]

MINUS = "\u2212"

_SIGNS = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "CHF": f"CHF{NBSP}",
    "CNY": "CN¥",
    "CAD": "CA$",
    "AUD": "A$",
    "BRL": "R$",
}
_K, _M, _BN = 1e3, 1e6, 1e9
#: Largest magnitude below which a unit holds: bound, divisor, suffix, decimals.
_SINGLE = (
    (999.5, 1.0, "", 0),
    (9_950.0, _K, "k", 1),
    (999_500.0, _K, "k", 0),
    (9_995_000.0, _M, "M", 2),
    (99_950_000.0, _M, "M", 1),
    (999_500_000.0, _M, "M", 0),
    (9_995_000_000.0, _BN, "bn", 2),
    (99_950_000_000.0, _BN, "bn", 1),
    (math.inf, _BN, "bn", 0),
)
_TABLE = (
    (999.5, 1.0, "", 0),
    (9_950.0, _K, "k", 1),
    (9_999_500.0, _K, "k", 0),
    (99_950_000.0, _M, "M", 1),
    (math.inf, _M, "M", 0),
)


class Unit(Struct, frozen=True, kw_only=True):
    """How the amounts of one table are printed."""

    sign: str  #: currency symbol, or its code with a no-break space
    divisor: float
    suffix: str  #: "", k, M or bn
    decimals: int
    strip: bool = False  #: drop trailing zeros after the point; for a figure that stands alone

    @property
    def grain(self) -> float:
        """The smallest amount this unit can show."""
        return self.divisor / 10.0**self.decimals

    def grains(self, amount: float) -> int:
        """An amount in whole grains, halves away from zero."""
        return int(math.copysign(math.floor(round(abs(amount) / self.grain, 9) + 0.5), amount))

    def figure(self, grains: int) -> str:
        """
        The size of an amount without its direction.

        >>> Unit(sign="€", divisor=1e3, suffix="k", decimals=0).figure(-118)
        '€118k'
        """
        if grains == 0:
            return f"{self.sign}0"
        number = f"{abs(grains) / 10**self.decimals:,.{self.decimals}f}"
        if self.strip and "." in number:
            number = number.rstrip("0").rstrip(".")
        return f"{self.sign}{number}{self.suffix}"

    def plain(self, amount: float) -> str:
        """An amount that is neither gain nor loss, such as the value of a deal."""
        sign = MINUS if self.grains(amount) < 0 else ""
        return sign + self.figure(self.grains(amount))

    def loss_of(self, grains: int) -> str:
        """A loss of so many grains: losses carry a minus, gains a plus."""
        sign = MINUS if grains > 0 else "+" if grains < 0 else ""
        return sign + self.figure(grains)

    def loss(self, amount: float) -> str:
        """A loss as printed; one too small for the unit says so."""
        grains = self.grains(amount)
        if grains == 0 and amount:
            return f"<{self.figure(1)}"
        return self.loss_of(grains)

    def range(self, spread: Quantiles) -> str:
        """The middle 90 % of a loss, worst end first: "−€262k to −€31k"."""
        worst, best = self.grains(spread.p95), self.grains(spread.p05)
        return f"{self.loss_of(worst)}{NBSP}to {self.loss_of(best)}"


def currency_sign(code: str) -> str:
    r"""
    What stands before an amount in that currency.

    >>> currency_sign("EUR"), currency_sign("SEK")
    ('€', 'SEK\xa0')
    """
    return _SIGNS.get(code, f"{code}{NBSP}" if code else "")


def table_unit(amounts: Iterable[float], currency: str) -> Unit:
    """The one unit that suits all amounts of a table."""
    return _unit(_TABLE, max((abs(amount) for amount in amounts), default=0.0), currency, strip=False)


def own_unit(amount: float, currency: str) -> Unit:
    """The unit of a figure that stands alone, with two or three significant figures."""
    return _unit(_SINGLE, abs(amount), currency, strip=True)


def _unit(ladder: Sequence[_Rung], largest: float, currency: str, *, strip: bool) -> Unit:
    _, divisor, suffix, decimals = next(rung for rung in ladder if largest < rung[0])
    return Unit(sign=currency_sign(currency), divisor=divisor, suffix=suffix, decimals=decimals, strip=strip)


def plain_money(amount: float, currency: str) -> str:
    """
    An amount that stands alone and is neither gain nor loss.

    >>> plain_money(1_200_000, "EUR"), plain_money(52_300, "USD")
    ('€1.2M', '$52k')
    """
    return own_unit(amount, currency).plain(amount)


def loss_money(amount: float, currency: str) -> str:
    r"""
    A loss that stands alone.

    >>> loss_money(118_200, "EUR"), loss_money(-4_000, "CHF"), loss_money(0, "EUR")
    ('−€118k', '+CHF\xa04k', '€0')
    """
    return own_unit(amount, currency).loss(amount)


def exact_money(amount: float, currency: str) -> str:
    """
    An amount that someone typed: short if that loses nothing, else in full.

    >>> exact_money(1_250_000, "EUR"), exact_money(1_234_567, "EUR")
    ('€1.25M', '€1,234,567')
    """
    unit = own_unit(amount, currency)
    if unit.grains(amount) * unit.grain == amount:
        return unit.plain(amount)
    return f"{MINUS if amount < 0 else ''}{currency_sign(currency)}{abs(amount):,.10g}"


def loss_range(spread: Quantiles, currency: str) -> str:
    """The middle 90 % of a loss that stands alone, worst end first."""
    return own_unit(max(abs(spread.p95), abs(spread.p05)), currency).range(spread)


def apportion(scaled: Sequence[float], *, total: int | None = None) -> tuple[int, ...]:
    """
    Whole numbers that add up to the rounded sum, or to a total near it; largest remainder first.

    >>> apportion([1.4, 1.4, 1.4])
    (2, 1, 1)
    """
    floors = [math.floor(value) for value in scaled]
    if total is None:
        total = math.floor(round(math.fsum(scaled), 9) + 0.5)
    by_remainder = sorted(range(len(scaled)), key=lambda place: (floors[place] - scaled[place], place))
    raised = frozenset(by_remainder[: max(total - sum(floors), 0)])
    return tuple(floor + (place in raised) for place, floor in enumerate(floors))


def share_out(amounts: Sequence[float], unit: Unit) -> tuple[int, ...]:
    """Amounts in whole grains of a unit that add up to their rounded total."""
    return apportion([amount / unit.grain for amount in amounts])
