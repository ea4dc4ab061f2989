"""The beta-PERT law of a range (low, mode, high): masses for delays, quantiles for what is not known."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHAPE: Final = 4.0  #: the weight of the mode in PERT
POINTS: Final = 16  #: Gauss-Legendre points per half interval
GRID: Final = 512  #: intervals between which quantiles are interpolated


def beta_mass(
    start: NDArray[np.float64], end: NDArray[np.float64], alpha: float, beta: float
) -> NDArray[np.float64]:
    """
    Integral of x**alpha (1-x)**beta over each interval of [0, 1], for alpha and beta of 0 or more.

    By x = sin(t)**2, which is smooth at both ends.
    """
    nodes, weights = _gauss()
    total = np.zeros(len(start))
    borders = np.linspace(np.arcsin(np.sqrt(start)), np.arcsin(np.sqrt(end)), 3)
    for left, right in pairwise(borders):
        angle = left[:, None] + (right - left)[:, None] * (nodes + 1) / 2
        density = np.sin(angle) ** (2 * alpha + 1) * np.cos(angle) ** (2 * beta + 1)
        total += (right - left) * (density @ weights)
    return total


def pert_quantiles(low: float, mode: float, high: float, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    The values below which the range lies with chance `at`, for low <= mode <= high and `at` in [0, 1].

    Sources:
        Vose 2008, in docs/references.md.

    >>> pert_quantiles(0.0, 0.5, 1.0, np.array([0.0, 0.5, 1.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    if low == high:
        return np.full(len(at), low)
    chances, borders = _law(low, mode, high)
    values: NDArray[np.float64] = low + (high - low) * np.interp(at, chances, borders)
    return values


@lru_cache(maxsize=1024)  # ranges are few and asked for again and again
def _law(low: float, mode: float, high: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The chance of lying below each border of a grid on [0, 1], and the borders."""
    # Borders crowd towards both ends, where the law is thin.
    borders = np.sin(np.linspace(0.0, np.pi / 2, GRID + 1)) ** 2
    alpha, beta = SHAPE * (mode - low) / (high - low), SHAPE * (high - mode) / (high - low)
    chances = np.concatenate([[0.0], np.cumsum(beta_mass(borders[:-1], borders[1:], alpha, beta))])
    return chances / chances[-1], borders


@cache
def _gauss() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    return nodes, weights
