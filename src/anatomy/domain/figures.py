"""Figures that answers of every sort are made of: a chance, and a quantity with its quantiles."""

from __future__ import annotations

from msgspec import Struct


class Chance(Struct, frozen=True, kw_only=True):
    """A probability in [0, 1] with its 95 % sampling interval; all three equal when exact."""

    probability: float
    low: float
    high: float


class Margins(Struct, frozen=True, kw_only=True):
    """95 % sampling intervals of a mean and of quantiles, from low to high; None: too few worlds to tell."""

    mean: tuple[float, float] | None
    p05: tuple[float, float] | None
    p10: tuple[float, float] | None
    p50: tuple[float, float] | None
    p90: tuple[float, float] | None
    p95: tuple[float, float] | None


class Quantiles(Struct, frozen=True, kw_only=True):
    """Mean and quantiles of one quantity, such as days until felt or money lost."""

    mean: float
    p05: float
    p10: float
    p50: float
    p90: float
    p95: float
    margins: Margins | None = None  #: None: exact, or not known
