"""
The expected value of knowing one group of inputs before deciding.

It is E[max_a E[V_a | group]] - max_a E[V_a], over the choices a. Conditional means are taken over levels of the group
within one set of draws, so that their mean is the mean of all draws, and no knowledge is worth less than nothing.

Sources:
    Raiffa and Schlaifer 1961; Strong, Oakley and Brennan 2014; in docs/references.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]


class Knowing(NamedTuple):
    """What it would do to know something before choosing."""

    worth: float  #: expected value of it, 0 or more
    changes: float  #: chance in [0, 1] that it leads to another choice
    lead: (
        float  #: of the best choice over the next, where it is smallest; below 0 where another one is better
    )


def worth_of_knowing(values: Floats, levels: Places) -> Knowing:
    """
    What it is worth to know the level before choosing.

    Args:
        values: choices x draws, money, two choices at least; all draws weigh the same.
        levels: per draw, the level of what would be known; every whole number from 0 on occurs.

    >>> worth_of_knowing(np.array([[4.0, 0.0], [1.0, 1.0]]), np.array([0, 1]))
    Knowing(worth=0.5, changes=0.5, lead=-1.0)
    """
    counts = np.bincount(levels)
    means = np.stack([np.bincount(levels, weights=row) for row in values]) / counts
    share = counts / counts.sum()
    overall = means @ share
    best = int(overall.argmax())
    # Over the best choice, so that knowing what changes nothing is worth exactly nothing.
    ahead = np.delete(means, best, axis=0).max(axis=0) - means[best]
    gain = np.maximum(ahead, 0.0)
    return Knowing(float(gain @ share), float(share[gain > 0].sum()), -float(ahead.max()))
