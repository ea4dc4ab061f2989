"""Shares, delays and amounts of money as people write them."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_DAYS = 36_500
MAX_MONEY = 1e15

_PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?|[-+]?\.\d+)\s*%")
_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(day|days|week|weeks|month|months|hour|hours)", re.IGNORECASE)
_DAYS_IN = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12}
_AMOUNT = re.compile(r"(-?)\s*(\d[\d_,\u00a0 ]*(?:\.\d+)?|\.\d+)\s*([kKmMbB]?)")
_AMOUNT_UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
CURRENCY_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}


class NumberError(ValueError):
    """The text is not the number wanted; says why, and `hint` how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def parse_share(value: object) -> float:
    """
    A share in [0, 1] from 0.28, "28 %" or "0.28".

    Raises:
        NumberError: not a number, or outside [0, 1]; a bare 28 is told how to be written.
    """
    if isinstance(value, str) and (found := _PERCENT.fullmatch(value.strip())):
        share = float(found.group(1)) / 100
    else:
        share = _plain_number(value, "a share such as 0.28 or 28 %")
        if share > 1:
            raise NumberError(f"{_said(value)} is above 1", _mend_share(share))
    if not 0 <= share <= 1:
        raise NumberError(f"{_said(value)} is not between 0 % and 100 %", "write a share from 0 % to 100 %")
    return share


def parse_days(value: object) -> float:
    """
    Calendar days from "3 days", "2 weeks", "1 month" or "6 hours".

    Raises:
        NumberError: no unit, negative, or beyond a century.
    """
    if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip())):
        days = float(found.group(1)) * _DAYS_IN[found.group(2).lower().removesuffix("s")]
        if days > MAX_DAYS:
            raise NumberError(f"{_said(value)} is longer than a century", "write a shorter time")
        return days
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == 0:
            return 0.0
        raise NumberError(f"{_said(value)} has no unit", f"write {value} days")
    raise NumberError(f"{_said(value)} is not a time", 'write it like "3 days" or "2 weeks"')


def parse_money(value: object, *, currency: str) -> float:
    """
    An amount from 250000, "1.2M", "50k" or "EUR 50k".

    Raises:
        NumberError: not an amount, too large, or in another currency than the model's.
    """
    if isinstance(value, str):
        text = _without_currency(value.strip(), currency)
        found = _AMOUNT.fullmatch(text)
        if not found:
            raise NumberError(
                f"{_said(value)} is not an amount of money", "write it like 1.2M, 50k or 250000"
            )
        digits = re.sub(r"[_,\u00a0 ]", "", found.group(2))
        amount = float(digits) * _AMOUNT_UNITS[found.group(3).lower()] * (-1 if found.group(1) else 1)
    else:
        amount = _plain_number(value, "an amount of money such as 1.2M")
    if abs(amount) > MAX_MONEY:
        raise NumberError(f"{_said(value)} is too large", "write an amount below 1,000,000 B")
    return amount


def parse_count(value: object) -> float:
    """
    A whole number, 0 or more.

    Raises:
        NumberError: anything else.
    """
    number = _plain_number(value, "a whole number")
    if number < 0 or number != int(number) or number > 1e9:
        raise NumberError(f"{_said(value)} is not a whole number of 0 or more", "write it like 3")
    return number


def parse_range(value: object, *, words: Mapping[str, Range], one: Callable[[object], float]) -> Range:
    """
    A range from a word of a scale, one number, "low to high" or [low, mode, high].

    Args:
        value: as read from a file.
        words: the scale.
        one: reads a single number.

    Raises:
        NumberError: not readable by `one`, or not rising.
    """
    if isinstance(value, str):
        if value.strip().lower() in words:
            return words[value.strip().lower()]
        low, to, high = value.partition(" to ")
        if to:
            low = low if re.search(r"[^\d.\s]", low) else low + _unit_of(high)
            return _rising(one(low), None, one(high), value)
        return Range.exactly(_one_or_word(value, words, one))
    if isinstance(value, list):
        if len(value) != 3:  # noqa: PLR2004 - low, mode and high
            raise NumberError(
                f"a range has three numbers, not {len(value)}", "write [low, most likely, high]"
            )
        low, mode, high = (one(part) for part in value)
        return _rising(low, mode, high, value)
    return Range.exactly(one(value))


def _one_or_word(text: str, words: Mapping[str, Range], one: Callable[[object], float]) -> float:
    try:
        return one(text)
    except NumberError as error:
        near = get_close_matches(text.strip().lower(), words, n=1, cutoff=0.6)
        if near:
            raise NumberError(
                f"{_said(text)} is not a word of the scale", f"did you mean {near[0]!r}?"
            ) from None
        if words and not re.search(r"\d", text):
            raise NumberError(
                f"{_said(text)} is not a word of the scale", f"use one of: {', '.join(words)}"
            ) from None
        raise error from None


def _rising(low: float, mode: float | None, high: float, value: object) -> Range:
    middle = (low + high) / 2 if mode is None else mode
    if not low <= middle <= high:
        raise NumberError(f"{_said(value)} does not rise", "write the lowest first and the highest last")
    return Range(low, middle, high)


def _unit_of(text: str) -> str:
    found = re.search(r"[^\d.\s].*$", text)
    return " " + found.group() if found else ""


def _plain_number(value: object, wanted: str) -> float:
    if isinstance(value, str) and _PLAIN.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NumberError(f"{_said(value)} is not {wanted}", f"write {wanted}")
    return float(value)


def _mend_share(share: float) -> str:
    if share <= 100:  # noqa: PLR2004 - a percentage without its sign
        return f"write {share:g} % or {share / 100:g}"
    return "write a share such as 28 % or 0.28"


def _without_currency(text: str, currency: str) -> str:
    for symbol, code in CURRENCY_SYMBOLS.items():
        if symbol in text:
            if code != currency:
                raise NumberError(
                    f"{text!r} is in {code}, but the model is in {currency}", f"convert it to {currency}"
                )
            return text.replace(symbol, "").strip()
    found = re.match(r"([A-Z]{3})\s*(?=[-\d.])|(?<=[\dkMB])\s*([A-Z]{3})$", text) or re.search(
        r"\s+([A-Z]{3})$", text
    )
    if found:
        code = next(group for group in found.groups() if group)
        if code != currency:
            raise NumberError(
                f"{text!r} is in {code}, but the model is in {currency}", f"convert it to {currency}"
            )
        return (text[: found.start()] + text[found.end() :]).strip()
    return text


def _said(value: object) -> str:
    text = repr(value) if isinstance(value, str) else "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - what fits a line
