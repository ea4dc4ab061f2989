"""All likelihoods a little lower or higher, to see how much hangs on them."""

from __future__ import annotations

from typing import Final

from anatomy.domain.quantity import Range

#: Factors on every likelihood: a fifth lower, as written, a fifth higher.
LEVELS: Final = (0.8, 1.0, 1.2)


def scaled(likelihood: Range, factor: float) -> Range:
    """A likelihood times the factor, at most 1."""
    return Range(*(min(1.0, value * factor) for value in (likelihood.low, likelihood.mode, likelihood.high)))
