"""Limits: figures of an answer that somebody will not accept, as values that compare a number."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from anatomy.domain.enterprise import Basis

ANY: Final = "any"
TOTAL: Final = "total"
ROUNDING: Final = 1e-9  #: figures so close to a limit, relatively or plainly, are on it
STATS: Final = ("mean", "p05", "p10", "p50", "p90", "p95")


class Measure(Struct, frozen=True, kw_only=True):
    """What can be limited: its unit, for whom there is such a figure, and which way is worse."""

    unit: str  #: likelihood | severity | money | days | count
    meaning: str
    of_departments: bool = True  #: one department, or any of them
    of_total: bool = False  #: the whole enterprise
    stats: tuple[str, ...] = ()  #: the default first; none: the measure is a single figure
    more_is_worse: bool = True


#: Name -> measure. Severity and arrival are told of the worlds in which the department feels it.
MEASURES: Final[Mapping[str, Measure]] = {
    "felt": Measure(unit="likelihood", meaning="chance that it is felt"),
    "reached": Measure(unit="likelihood", meaning="chance that it is reached at all"),
    "severity": Measure(unit="severity", meaning="how hard, if felt"),
    "loss": Measure(unit="money", meaning="propagated loss of margin", of_total=True, stats=STATS),
    "late-cash": Measure(unit="money", meaning="propagated late cash", of_total=True, stats=STATS),
    "arrival": Measure(
        unit="days",
        meaning="first arrival, if felt",
        stats=("p50", *(stat for stat in STATS if stat != "p50")),
        more_is_worse=False,
    ),
    "material": Measure(
        unit="likelihood",
        meaning="chance that the propagated loss exceeds what the model calls material",
        of_departments=False,
        of_total=True,
    ),
    "departments-felt": Measure(
        unit="count", meaning="departments that feel it, on average", of_departments=False, of_total=True
    ),
}

_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": lambda figure, quantity: figure > quantity,
    ">=": lambda figure, quantity: figure >= quantity,
    "<": lambda figure, quantity: figure < quantity,
    "<=": lambda figure, quantity: figure <= quantity,
}
COMPARISONS: Final = tuple(_COMPARISONS)


class Limit(Struct, frozen=True, kw_only=True):
    """
    What is not acceptable: met means exceeded.

    Its text, such as `finance.loss.p90 > 100k`, reads back as the same limit.
    """

    scope: str  #: key of a department, or ANY or TOTAL
    measure: str  #: one of MEASURES
    stat: str = ""  #: one of STATS; empty for a measure that is a single figure
    comparison: str  #: one of COMPARISONS; always towards what is worse
    quantity: float  #: a share, money, days or a count; finite, 0 or more
    key: str = ""  #: of a limit of the model; empty for one from elsewhere
    why: str = ""
    owner: str = ""  #: the role that set it
    basis: Basis | None = None

    @property
    def figure(self) -> str:
        """The figure that it limits, such as `finance.loss.p90`."""
        return ".".join(part for part in (self.scope, self.measure, self.stat) if part)

    @property
    def counts_start(self) -> bool:
        """
        Whether `any` includes departments in which the decision itself starts.

        Money does: it is lost wherever it is lost. Chance, severity and arrival do not, since a department where
        the decision starts feels it by definition; to limit them there, it is named.
        """
        return MEASURES[self.measure].unit == "money"

    def is_exceeded(self, figure: float | None) -> bool:
        """
        Whether a figure is beyond what is acceptable.

        Args:
            figure: in the unit of the measure; None where there is none, such as the arrival of what never
                arrives, which is never beyond. One that differs by a rounding alone is on the limit.
        """
        if figure is None:
            return False
        on_it = math.isclose(figure, self.quantity, rel_tol=ROUNDING, abs_tol=ROUNDING)
        return _COMPARISONS[self.comparison](self.quantity if on_it else figure, self.quantity)

    def __str__(self) -> str:
        return f"{self.figure} {self.comparison} {_QUANTITIES[MEASURES[self.measure].unit](self.quantity)}"


def overridden(limits: Iterable[Limit], by: Iterable[Limit]) -> tuple[Limit, ...]:
    """The limits, those on the same figure replaced where they stand, the other new ones behind them."""
    new = {limit.figure: limit for limit in by}
    kept = tuple(new.pop(limit.figure, limit) for limit in limits)
    return (*kept, *new.values())


def _plain(number: float) -> str:
    """Every digit, without an exponent."""
    return f"{Decimal(repr(number)):f}".removesuffix(".0")


def _share(share: float) -> str:
    percent = _plain(float(f"{share * 100:.13g}"))
    return f"{percent} %" if float(percent) / 100 == share else _plain(share)


def _money(amount: float) -> str:
    for letter, unit in (("M", 1e6), ("k", 1e3)):
        scaled = _plain(float(f"{amount / unit:.13g}"))
        if amount >= unit and float(scaled) * unit == amount:
            return f"{scaled}{letter}"
    return _plain(amount)


_QUANTITIES: Final[Mapping[str, Callable[[float], str]]] = {
    "likelihood": _share,
    "severity": _share,
    "money": _money,
    "days": lambda days: f"{_plain(days)} days",
    "count": _plain,
}
