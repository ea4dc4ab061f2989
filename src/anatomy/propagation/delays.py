"""
Delays in quarter days: fixed ones rounded, ranges as beta-PERT laws and choices, in tables of exact 32-bit thresholds.

One rule of rounding: a time goes to the nearest quarter day, halves upward (0.1 days is 0, 0.125 is 0.25).
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.errors import InputError
from anatomy.propagation.pert import SHAPE, beta_mass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

    Choices = tuple[tuple[float, float], ...]
    Law = tuple[float, float, float] | Choices

TICKS_PER_DAY: Final = 4
GUIDE_BITS: Final = 12  #: a guide has 1 << 12 parts per law
PART: Final = np.uint64(1 << (32 - GUIDE_BITS))  #: coins in one of them
LONGEST_DAYS: Final = 36_525.0  #: a century; keeps tables small and sums of delays far inside 64 bits

_EACH_A_CHANCE: Final = "give each number of days a chance above 0"


class Delay(Struct, frozen=True, kw_only=True):
    """
    Calendar days until a target feels a change: low <= mode <= high in [0, 36,525].

    All equal is fixed; else it varies from world to world by the beta-PERT law, or by `choices` where there are any.
    """

    low: float
    mode: float
    high: float
    choices: Choices = ()  #: days and the chance of each, by days; the chances add up to 1

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.mode <= self.high <= LONGEST_DAYS:  # also refuses NaN
            raise InputError.because(
                "ANA702",
                f"a delay of {self.low}, {self.mode}, {self.high} days is not in order within 0 and 36525",
                hint="write low <= mode <= high",
            )
        fault = fault_of_choices(self.choices, low=self.low, high=self.high) if self.choices else ""
        if fault:
            raise InputError.because("ANA702", fault, hint=_EACH_A_CHANCE)

    @classmethod
    def fixed(cls, days: float) -> Delay:
        """The same delay in every world."""
        return cls(low=days, mode=days, high=days)

    @classmethod
    def of_choices(cls, choices: Mapping[float, float]) -> Delay:
        """One of several delays in days, each with its chance."""
        ordered = tuple(sorted(choices.items()))
        if not ordered:
            message = "the chances of no delay do not add up to 1"
            raise InputError.because("ANA702", message, hint=_EACH_A_CHANCE)
        mode = max(ordered, key=lambda one: one[1])[0]
        return cls(low=ordered[0][0], mode=mode, high=ordered[-1][0], choices=ordered)

    @property
    def mean(self) -> float:
        """The point value, in days: the mean of the choices, or the PERT mean (low + 4 mode + high) / 6."""
        if self.choices:
            return math.fsum(days * chance for days, chance in self.choices)
        return (self.low + SHAPE * self.mode + self.high) / (SHAPE + 2)


def fault_of_choices(choices: Choices, *, low: float, high: float) -> str:
    """What is wrong with choices that should go from one end to the other; empty where nothing is."""
    days, chances = [day for day, _ in choices], [chance for _, chance in choices]
    if not all(chance > 0 for chance in chances) or not _is_one(math.fsum(chances)):
        return f"the chances {_listed(chances)} do not add up to 1"
    if not all(one < other for one, other in pairwise(days)):  # also refuses NaN
        return f"the choices {_listed(days)} are not in ascending order of days"
    if not low == days[0] <= days[-1] == high:
        return f"the choices {_listed(days)} do not go from {low:g} to {high:g} days"
    return ""


def _listed(numbers: Iterable[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers) or "of no delay"


def _is_one(total: float) -> bool:
    return math.isclose(total, 1.0, abs_tol=1e-9)


def to_ticks(days: ArrayLike) -> NDArray[np.int64]:
    """Days as whole quarter days, halves upward."""
    return np.floor(np.asarray(days, dtype=np.float64) * TICKS_PER_DAY + 0.5).astype(np.int64)


def pert_ticks(low: float, mode: float, high: float) -> tuple[int, NDArray[np.float64]]:
    """
    The beta-PERT law of a range (days, low < high): the first tick, and the chance of each from there.

    The chance of a tick is the integral of the density over the times that round to it.

    Sources:
        Clark 1962; Vose 2008 for the modified form; in docs/references.md.
    """
    first, last = (int(tick) for tick in to_ticks([low, high]))
    borders = (np.arange(first, last + 2) - 0.5) / TICKS_PER_DAY
    places = np.clip((borders - low) / (high - low), 0.0, 1.0)
    alpha = SHAPE * (mode - low) / (high - low)
    beta = SHAPE * (high - mode) / (high - low)
    mass = beta_mass(places[:-1], places[1:], alpha, beta)
    return first, mass / mass.sum()


class DelayTables(Struct, frozen=True, kw_only=True, eq=False):
    """The inverse of every distinct delay law, one after another in one sorted array of 64-bit thresholds."""

    law: NDArray[np.int64]  #: per dependency, which law
    thresholds: NDArray[np.uint64]  #: law * 2**32 + the first coin of the next tick
    offset: NDArray[np.int64]  #: per law, tick = place found + offset
    fixed: NDArray[np.int64]  #: per dependency, the tick where it never varies, else -1
    #: per law and 1 << GUIDE_BITS equal parts of all coins, the place found for the first of them, and one more
    guide: NDArray[np.int64]

    @classmethod
    def of(cls, laws: Iterable[Law]) -> DelayTables:
        """Tables for one law per dependency: (low, mode, high) in days, or choices; equal laws share a table."""
        rows = list(laws)
        distinct = {row: number for number, row in enumerate(dict.fromkeys(rows))}
        thresholds: list[NDArray[np.uint64]] = []
        offset, fixed, place = [], [], 0
        for number, one in enumerate(distinct):
            first, borders = _borders(one)
            thresholds.append(borders + np.uint64(number << 32))
            offset.append(first - place)
            fixed.append(first if len(borders) == 1 else -1)
            place += len(borders)
        law = np.array([distinct[row] for row in rows], dtype=np.int64)
        table = np.concatenate([*thresholds, np.zeros(0, dtype=np.uint64)])
        beyond = (table + PART - np.uint64(1)) // PART  # the first part that begins there or later
        begins = np.bincount(beyond.astype(np.int64), minlength=(len(distinct) << GUIDE_BITS) + 1)
        return cls(
            law=law,
            thresholds=table,
            guide=np.cumsum(begins),
            offset=np.array(offset, dtype=np.int64),
            fixed=np.array(fixed, dtype=np.int64)[law],
        )

    def ticks(self, dependencies: NDArray[np.int64], coins: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The delay of each (dependency, coin), in ticks."""
        law = self.law.take(dependencies)
        part = (law << GUIDE_BITS) + (coins >> np.uint32(32 - GUIDE_BITS))
        place = self.guide.take(part)
        # Most parts lie within one tick, and there the guide has the answer.
        open_ = np.flatnonzero(place != self.guide.take(part + 1))
        wanted = (law.take(open_).astype(np.uint64) << np.uint64(32)) | coins.take(open_).astype(np.uint64)
        place[open_] = np.searchsorted(self.thresholds, wanted, side="right")
        place += self.offset.take(law)
        return place


@lru_cache(maxsize=1_024)
def _borders(law: Law) -> tuple[int, NDArray[np.uint64]]:
    """First tick, and per tick the first coin beyond it; the last is 2**32, which no coin reaches."""
    first, chances = law_ticks(law)
    cumulated = np.minimum(np.cumsum(chances), 1.0)
    cumulated[-1] = 1.0
    borders = np.rint(cumulated * 2.0**32).astype(np.uint64)
    borders.flags.writeable = False  # one answer may ask for a law several times
    return first, borders


def law_ticks(law: Law) -> tuple[int, NDArray[np.float64]]:
    """Of any law, the first tick, and the chance of each from there."""
    if isinstance(law[0], tuple):
        return choice_ticks(law)
    low, mode, high = law
    first, last = (int(tick) for tick in to_ticks([low, high]))
    return (first, np.ones(1)) if first == last else pert_ticks(low, mode, high)


def choice_ticks(choices: Choices) -> tuple[int, NDArray[np.float64]]:
    """The law of choices: the first tick, and the chance of each from there."""
    ticks = to_ticks([days for days, _ in choices])
    chances = np.zeros(int(ticks[-1] - ticks[0]) + 1)
    np.add.at(chances, ticks - ticks[0], [chance for _, chance in choices])
    return int(ticks[0]), chances
