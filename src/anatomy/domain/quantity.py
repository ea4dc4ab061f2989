"""Numbers with a range, and the verbal scales that give words to them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class Range(Struct, frozen=True):
    """Lowest, most likely and highest value of one quantity; all three equal for a plain number."""

    low: float
    mode: float
    high: float

    @classmethod
    def exactly(cls, value: float) -> Range:
        """A range without doubt."""
        return cls(value, value, value)

    @property
    def point(self) -> float:
        """
        The single value that stands for the range: the PERT mean.

        Sources:
            Malcolm, Roseboom, Clark and Fazar 1959; docs/method.md.

        >>> Range(0.60, 0.70, 0.85).point
        0.7083333333333334
        """
        if self.low == self.high:
            return self.mode
        return (self.low + 4 * self.mode + self.high) / 6


class Scales(Struct, frozen=True, kw_only=True):
    """Word -> range, for each kind of quantity; words are lower case."""

    likelihood: Mapping[str, Range]  #: chances in [0, 1]
    severity: Mapping[str, Range]  #: shares in [0, 1]
    delay: Mapping[str, Range]  #: calendar days, 0 or more

    def severity_bands(self) -> tuple[tuple[str, float], ...]:
        """Each word for a severity with the upper bound of its band, rising; bands meet halfway."""
        words = sorted(self.severity.items(), key=lambda item: item[1].mode)
        bounds = [(one.high + other.low) / 2 for (_, one), (_, other) in pairwise(words)]
        return tuple(zip((word for word, _ in words), (*bounds, 1.0), strict=False))
