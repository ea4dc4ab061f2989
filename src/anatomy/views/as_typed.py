"""Ranges in words and numbers, and values of parameters as one would type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.decision import Parameter
    from anatomy.domain.quantity import Range
    from anatomy.domain.response import Value

_UNITS = ((1e6, "M"), (1e3, "k"))


def share_range(one: Range, words: Mapping[str, Range]) -> str:
    """
    A range of shares with its word, where the scale has one.

    >>> from anatomy.domain.quantity import Range
    >>> share_range(Range(0.3, 0.45, 0.6), {})
    '30 to 60 %, most likely 45 %'
    >>> share_range(Range.exactly(0.8), {"major": Range(0.6, 0.8, 1)})
    'about major (80 %)'
    """
    return _with_word(one, words, lambda value: f"{value * 100:.4g}", " %")


def delay_range(one: Range, words: Mapping[str, Range]) -> str:
    """
    A range of times with its word, where the scale has one.

    >>> from anatomy.domain.quantity import Range
    >>> delay_range(Range(5, 12, 25), {"weeks": Range(5, 12, 25)})
    'weeks (5 to 25 days, most likely 12 days)'
    """
    return _with_word(one, words, lambda value: f"{value:.4g}", " days")


def _with_word(one: Range, words: Mapping[str, Range], number: Callable[[float], str], unit: str) -> str:
    figures = _figures(one, number, unit)
    word = next((word for word, meant in words.items() if meant == one), "")
    if not word:
        holding = [word for word, meant in words.items() if meant.low <= one.point <= meant.high]
        word = f"about {holding[-1]}" if holding else ""
    return f"{word} ({figures})" if word else figures


def _figures(one: Range, number: Callable[[float], str], unit: str) -> str:
    if one.low == one.high:
        return f"{number(one.mode)}{unit}"
    return f"{number(one.low)} to {number(one.high)}{unit}, most likely {number(one.mode)}{unit}"


def typed(parameter: Parameter, value: Value) -> str:
    """
    A value as one would type it after `name=`, without spaces; it reads back as the same value.

    >>> from anatomy.domain.decision import Parameter
    >>> typed(Parameter(name="discount", label="Discount", kind="share"), 0.28)
    '28%'
    >>> typed(Parameter(name="list_value", label="List value", kind="money"), 1_200_000.0)
    '1.2M'
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if parameter.kind == "share":
        return f"{value * 100:.12g}%"
    if parameter.kind == "money":
        return _amount(value)
    return f"{value:.12g}"


def _amount(value: float) -> str:
    size = abs(value)
    for unit, sign in _UNITS:
        if size >= unit and len(f"{value / unit:.12g}") <= len("1234.5"):
            return f"{value / unit:.12g}{sign}"
    return f"{value:.15g}"
