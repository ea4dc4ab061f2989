"""Likelihoods, severity shares and delays of the model in words and numbers, with their ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views.words import NBSP, chance_words, percent, severity_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.domain.quantity import Range


def likelihood_words(likelihood: Range) -> str:
    r"""
    A likelihood as word, point value and range.

    >>> from anatomy.domain.quantity import Range
    >>> likelihood_words(Range(0.6, 0.7, 0.85))
    'likely (71\xa0%), between 60\xa0% and 85\xa0%'
    """
    return f"{chance_words(likelihood.point)}{_between(likelihood)}"


def share_words(share: Range, bands: Sequence[tuple[str, float]]) -> str:
    """A severity share as word of the model, point value and range."""
    return f"{severity_words(share.point, bands)}{_between(share)}"


def delay_words(delay: Range) -> str:
    r"""
    A delay as point value and range.

    >>> from anatomy.domain.quantity import Range
    >>> delay_words(Range(1, 2, 5)), delay_words(Range.exactly(1)), delay_words(Range.exactly(0))
    ('2.3\xa0days, from 1 to 5', '1\xa0day', 'at once')
    """
    if delay.high <= 0:
        return "at once"
    point = f"{delay.point:,.2g}" if delay.point < 10 else f"{delay.point:,.0f}"  # noqa: PLR2004 - two digits
    text = f"{point}{NBSP}{'day' if point == '1' else 'days'}"
    return text if delay.low == delay.high else f"{text}, from {delay.low:g} to {delay.high:g}"


def range_data(value: Range) -> dict[str, float]:
    """A range as data, with the point value that is computed with."""
    return {"point": value.point, "low": value.low, "mode": value.mode, "high": value.high}


def _between(value: Range) -> str:
    if value.low == value.high:
        return ""
    return f", between {percent(value.low)} and {percent(value.high)}"
