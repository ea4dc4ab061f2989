"""The comparison `linear`: the inoperability input-output model, which adds up every walk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.domain.comparison import BrokenLaw, Limits
from anatomy.errors import InputError
from anatomy.propagation.pairs import Solved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.pairs import Pairs

    Floats = NDArray[np.float64]

STEPS: Final = 5_000  #: powers of the matrix that are tried: enough for a spectral radius of 0.998
DYING: Final = 0.5  #: what the heaviest sum of walks has to fall to before a bound is drawn from it
HOPELESS: Final = 1e150  #: from here on a sum is given up before it overflows
TOLERANCE: Final = 1e-12  #: proven error of a sum, apart from rounding

BREAKS: Final = (
    BrokenLaw(
        law="answer", because="where loops feed themselves (spectral radius 1 or more) the sum has no limit"
    ),
    BrokenLaw(
        law="series",
        because="one of two parallel dependencies, split in two, becomes a way of its own, and ways are added",
    ),
    BrokenLaw(law="tied", because="two nodes tied for certain are such a loop, so there is no answer at all"),
    BrokenLaw(law="loop", because="a walk counts again every time it has gone round"),
    BrokenLaw(
        law="no loop", because="ways into one node are added, so worlds in which both are open count twice"
    ),
    BrokenLaw(
        law="both ways",
        because="an arc each way is a loop, and a node that is hit feeds itself through its neighbours",
    ),
    BrokenLaw(law="bracket", because="the sum of the ways into a node exceeds the noisy-OR of them"),
    BrokenLaw(
        law="group",
        because="the hardest-hit member stands for all, even where others are hit in other worlds",
    ),
)


def solve_inoperability(pairs: Pairs, *, depth: int | None = None) -> Solved:
    """
    Inoperability of every node: q = A* q + c*, hence q = (I - A*)^-1 c*, clipped to [0, 1].

    A* holds the direct likelihoods from column to row, c* the chances of the nodes set off; for the risk both are
    times their severity. The inverse is the sum of all powers of A*, that is of all walks; it is summed power
    by power until what is left out is proven to be below 1e-12.

    Raises:
        InputError: the spectral radius of A* is not below 1, so that the sum has no limit; or a depth, for walks have
            no end.

    Sources:
        Haimes and Jiang 2001; Santos and Haimes 2004; Haimes et al. 2005, in docs/references.md.
    """
    if depth is not None:
        raise InputError.because("ANA707", "the linear model knows no depth: its walks have no end")
    most = _most_walks(pairs)
    chance = _summed(pairs, pairs.chance, pairs.seed_chance, most)
    risk = _summed(pairs, pairs.risk, pairs.seed_risk, most)
    limits = Limits(clipped=int(np.count_nonzero(chance > 1 + TOLERANCE)))
    return Solved(chance=np.minimum(chance, 1), risk=np.minimum(risk, 1), limits=limits)


def hardest(members: Floats) -> float:
    """
    The inoperability of a group: that of its hardest-hit member.

    Input-output tables weigh members by their output, which changes have none of; no weights would give more.
    """
    return float(members.max(initial=0))


def _carried(pairs: Pairs, weight: Floats, values: Floats) -> Floats:
    """One step of every walk: the matrix times a vector."""
    sums = np.bincount(pairs.target, weights=weight * values[pairs.source], minlength=pairs.size)
    return np.asarray(sums, dtype=np.float64)


def _most_walks(pairs: Pairs) -> float:
    """
    An upper bound on the weight of all walks into any node, the largest row sum of (I - A*)^-1; refused without one.

    Once all walks of k steps into a node weigh at most h < 1, those of mk + j steps weigh at most h^m times the
    heaviest of j steps. That also proves that the spectral radius is at most h^(1/k).
    """
    power, heaviest = np.ones(pairs.size), [1.0]
    while DYING < heaviest[-1] < HOPELESS and len(heaviest) <= STEPS:
        power = _carried(pairs, pairs.chance, power)
        heaviest.append(float(power.max(initial=0)))
    if heaviest[-1] <= DYING:
        return math.fsum(heaviest[:-1]) / (1 - heaviest[-1])
    half = len(heaviest) // 2
    radius = (heaviest[-1] / heaviest[half]) ** (1 / (len(heaviest) - 1 - half))
    raise InputError.because(
        "ANA710",
        f"the linear model has no answer here: the spectral radius of the likelihoods within reach is about "
        f"{radius:.3f}, not shown to be below 1",
        hint="loops cannot feed themselves in the measures worlds and exact, nor in cpm",
    )


def _summed(pairs: Pairs, weight: Floats, start: Floats, most: float) -> Floats:
    """The sum of all walks from the nodes set off, with an error of at most TOLERANCE."""
    step = np.zeros(pairs.size)
    step[pairs.seed] = start
    total = step
    while most * step.max(initial=0) > TOLERANCE:
        step = _carried(pairs, weight, step)
        total = total + step
    return total
