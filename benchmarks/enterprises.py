"""
Enterprises to measure on: layers, hubs, likelihoods, and nothing but numbers; the same bytes for a seed everywhere.

All draws are words of 64 random bits from PCG64, whose stream numpy guarantees, turned into whole numbers by
integer arithmetic and one correctly rounded square root. They are taken in the order in which this file reads.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from numpy.random import PCG64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Words = NDArray[np.uint64]

#: Departments by size; each size has ten times the cells and dependencies of the one before.
SIZES: Final = {"E1": 15, "E2": 150, "E3": 1_500, "E4": 15_000}
SUB_FUNCTIONS: Final = 15
LAYERS: Final = 6
PER_DEPARTMENT: Final = SUB_FUNCTIONS * LAYERS
SALES: Final = 8  #: the department in which a decision is taken; D9 counts from 1
SEED: Final = 8  #: one with which decisions reach about the same share of E1 and of E2
SET_OFF: Final = 5  #: cells that a decision sets off

DEPENDENCIES_PER_10_CELLS: Final = 81
SPARE: Final = 8  #: one in so many is drawn in addition, since doubled ones and self-loops are dropped
PARETO_SCALE: Final = 16
LARGEST_HUB: Final = 40  #: times the smallest
#: Of 16 dependencies, how many stay in their layer, go one down, one up, and anywhere.
STAY, DOWN, UP = 6, 6, 2
AT_HOME: Final = 64  #: of 256 dependencies, how many stay in their department
#: (share in percent, from, to): likelihoods in 1/1000, severity shares in 1/100, delays in quarter days.
Bands = tuple[tuple[int, int, int], ...]
LIKELIHOODS: Final[Bands] = ((65, 10, 110), (27, 100, 350), (8, 350, 800))
SEVERITIES: Final[Bands] = ((20, 10, 30), (50, 30, 70), (30, 70, 95))
DELAYS: Final[Bands] = ((15, 0, 0), (50, 1, 20), (30, 20, 120), (5, 120, 360))


class Enterprise(Struct, frozen=True, kw_only=True, eq=False):
    """Cells in order of their names, dependencies in order of source and target, at most one per pair."""

    name: str
    departments: int
    source: Places
    target: Places
    likelihood: Floats  #: (0, 1), in whole thousandths
    severity_share: Floats  #: (0, 1), in whole hundredths
    delay_days: Floats  #: in quarter days

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.departments * PER_DEPARTMENT

    @property
    def dependencies(self) -> int:
        """How many there are."""
        return len(self.source)

    def names(self) -> list[str]:
        """The name of every cell; sorted, since all numbers have leading zeros."""
        inside = [f"f{sub + 1:02}/p{layer + 1}" for sub in range(SUB_FUNCTIONS) for layer in range(LAYERS)]
        return [f"d{department + 1:05}/{rest}" for department in range(self.departments) for rest in inside]

    def ids(self, names: Sequence[str]) -> list[str]:
        """The stable id of every dependency: its ends; sorted."""
        pairs = zip(self.source.tolist(), self.target.tolist(), strict=True)
        return [f"{names[source]}>{names[target]}" for source, target in pairs]

    def department(self, number: int) -> range:
        """The cells of a department, counted from 0."""
        return range(number * PER_DEPARTMENT, (number + 1) * PER_DEPARTMENT)

    def decision(self) -> list[int]:
        """The cells that the headline decision sets off: those at P2 of Sales on which most depends."""
        degree = np.bincount(self.source, minlength=self.cells)
        process = np.array(self.department(SALES))[1::LAYERS]
        return sorted(process[np.argsort(-degree[process], kind="stable")[:SET_OFF]].tolist())

    def digest(self) -> str:
        """A short fingerprint of all numbers."""
        numbers = (self.likelihood * 1000, self.severity_share * 100, self.delay_days * 4)
        columns = (self.source, self.target, *(np.rint(column).astype(np.int64) for column in numbers))
        return hashlib.sha256(b"".join(column.astype("<i8").tobytes() for column in columns)).hexdigest()[:16]


def make(size: str, *, seed: int = SEED) -> Enterprise:
    """The enterprise of that size, E1 to E4; E4 takes about 2 GB and 15 seconds."""
    return make_of(SIZES[size], name=size, seed=seed)


def make_of(departments: int, *, name: str = "", seed: int = SEED) -> Enterprise:
    """
    An enterprise of so many departments, each of 15 sub-functions in 6 layers.

    Every cell has two hub weights, Pareto with exponent 2: how often it is a source and how often a target.
    A source is drawn by weight, then the layer of its target, then the target by weight within that layer, or
    a quarter of the time a cell of the same department. There are 8.1 dependencies a cell; somewhat fewer where
    the enterprise is so small that too many are drawn twice.
    """
    dice = _Dice(seed)
    cells = departments * PER_DEPARTMENT
    wanted = cells * DEPENDENCIES_PER_10_CELLS // 10
    source, target = _pairs(dice, cells, wanted + wanted // SPARE)
    pair = source * cells + target
    _, first = np.unique(pair[source != target], return_index=True)
    pair = np.sort(pair[source != target][np.sort(first)[:wanted]])
    source, target = np.divmod(pair, cells)
    return Enterprise(
        name=name or f"{departments} departments",
        departments=departments,
        source=source,
        target=target,
        likelihood=dice.banded(len(pair), LIKELIHOODS) / 1000,
        severity_share=dice.banded(len(pair), SEVERITIES) / 100,
        delay_days=dice.banded(len(pair), DELAYS) / 4,
    )


def with_unreachable(enterprise: Enterprise, *, times: int) -> Enterprise:
    """The enterprise and so many copies of it behind it, with dependencies into it but none from it."""
    cells = enterprise.cells
    copies = range(times + 1)
    shift = np.concatenate([np.full(enterprise.dependencies, copy * cells) for copy in copies])
    source = np.tile(enterprise.source, times + 1) + shift
    target = np.tile(enterprise.target, times + 1) + shift
    # One in eleven or so leads from a copy into the enterprise itself, which does not make the copy reachable.
    target[(shift > 0) & (source % 11 == 0)] %= cells
    order = np.lexsort((target, source))
    return Enterprise(
        name=f"{enterprise.name} and {times} unreachable copies",
        departments=enterprise.departments * (times + 1),
        source=source[order],
        target=target[order],
        likelihood=np.tile(enterprise.likelihood, times + 1)[order],
        severity_share=np.tile(enterprise.severity_share, times + 1)[order],
        delay_days=np.tile(enterprise.delay_days, times + 1)[order],
    )


def _pairs(dice: _Dice, cells: int, count: int) -> tuple[Places, Places]:
    """Ends of so many dependencies, doubled ones and self-loops among them."""
    giving, taking = dice.pareto(cells), dice.pareto(cells)
    heap = np.cumsum(giving)
    source = np.searchsorted(heap, dice.below(np.full(count, heap[-1])), side="right")
    layer = _target_layers(dice, source % LAYERS)
    heap = np.cumsum(taking.reshape(-1, LAYERS).T.ravel())  # layer by layer
    ends = np.concatenate([[0], heap[cells // LAYERS - 1 :: cells // LAYERS]])
    drawn = ends[layer] + dice.below(np.diff(ends)[layer])
    abroad = np.searchsorted(heap, drawn, side="right") % (cells // LAYERS)
    home = source // PER_DEPARTMENT * SUB_FUNCTIONS + dice.below(np.full(count, SUB_FUNCTIONS))
    stays = dice.below(np.full(count, 256)) < AT_HOME
    return source, np.where(stays, home, abroad) * LAYERS + layer


def _target_layers(dice: _Dice, layer: Places) -> Places:
    way = dice.below(np.full(len(layer), 16))
    anywhere = dice.below(np.full(len(layer), LAYERS))
    down, up = np.minimum(layer + 1, LAYERS - 1), np.maximum(layer - 1, 0)
    limits = np.cumsum([STAY, DOWN, UP]).tolist()
    target: Places = np.select([way < limit for limit in limits], [layer, down, up], anywhere)
    return target


class _Dice:
    """Whole numbers from the raw words of one PCG64."""

    def __init__(self, seed: int) -> None:
        self._bits = PCG64(seed)

    def _words(self, count: int) -> Words:
        return np.asarray(self._bits.random_raw(count), dtype=np.uint64)

    def below(self, limit: Places) -> Places:
        """Per limit (at most 2**31) a whole number from 0 to below it: the upper 32 bits times it, shifted."""
        high = self._words(len(limit)) >> np.uint64(32)
        return ((high * limit.astype(np.uint64)) >> np.uint64(32)).astype(np.int64)

    def pareto(self, count: int) -> Places:
        """Hub weights: 16 over the square root of a uniform number, cut to 40 times the least."""
        uniform = 1 - (self._words(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        weights = np.floor(PARETO_SCALE / np.sqrt(uniform))
        return np.minimum(weights, PARETO_SCALE * LARGEST_HUB).astype(np.int64)

    def banded(self, count: int, bands: Bands) -> Places:
        """Whole numbers, uniform within a band, both ends included."""
        share, low, high = np.array(bands).T
        band = np.searchsorted(np.cumsum(share), self.below(np.full(count, 100)), side="right")
        values: Places = low[band] + self.below((high - low + 1)[band])
        return values
