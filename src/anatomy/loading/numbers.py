"""Shares, delays and amounts of money as people write them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_DAYS = 36_500
MAX_MONEY = 1e15
MAX_COUNT = 1e9
LARGEST = 1e300
MAX_LENGTH = 60  # of the text of one number

_PERCENT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?|[-+]?\.[0-9]+)\s*%")
_PLAIN = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?")
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(day|week|month|hour)s?", re.IGNORECASE | re.ASCII)
_DAYS_IN = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12}
# Groups of thousands must be whole, so that 1,2M is not taken for twelve million.
_AMOUNT = re.compile(r"([-+]?)\s*([0-9]{1,3}(?:[_,\u00a0 ][0-9]{3})+|[0-9]+)?(\.[0-9]+)?\s*([kKmMbB]?)")
_AMOUNT_UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
_QUOTES = "'\""
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
    share = parse_signed_share(value)
    if not 0 <= share <= 1:
        raise NumberError(f"{said(value)} is not between 0 % and 100 %", "write a share from 0 % to 100 %")
    return share


def parse_signed_share(value: object) -> float:
    """
    A share such as 0.28, "-5 %" or "250 %"; above 1 only with its percent sign.

    Raises:
        NumberError: not a number, or a bare one above 1.
    """
    text = _text(value)
    if text is not None and (found := _PERCENT.fullmatch(text)):
        return float(found.group(1)) / 100
    share = _plain_number(value, "a share such as 0.28 or 28 %")
    if abs(share) > 1:
        raise NumberError(f"{said(value)} is above 1", _mend_share(share))
    return share


def parse_days(value: object) -> float:
    """
    Calendar days from "3 days", "2 weeks", "1 month" or "6 hours".

    Raises:
        NumberError: no unit, negative, or beyond a century.
    """
    text = _text(value)
    if text is not None and (found := _DURATION.fullmatch(text)):
        days = float(found.group(1)) * _DAYS_IN[found.group(2).lower()]
        if days > MAX_DAYS:
            raise NumberError(f"{said(value)} is longer than a century", "write a shorter time")
        return days
    if is_number(value):
        number = _plain_number(value, "a time")
        if number == 0:
            return 0.0
        if number < 0:
            raise NumberError(f"{said(value)} lies in the past", "write a time of 0 days or more")
        raise NumberError(f"{said(value)} has no unit", f"write {said(value).strip(_QUOTES)} days")
    raise NumberError(f"{said(value)} is not a time", 'write it like "3 days" or "2 weeks"')


def parse_money(value: object, *, currency: str) -> float:
    """
    An amount from 250000, "1.2M", "50k" or "EUR 50k".

    Args:
        value: as read from a file or the command line.
        currency: of the model; when empty, any is taken.

    Raises:
        NumberError: not an amount, too large, or in another currency than the model's.
    """
    text = _text(value)
    if text is None or _PLAIN.fullmatch(text):
        amount = _plain_number(value, "an amount of money such as 1.2M")
    else:
        found = _AMOUNT.fullmatch(_without_currency(text, currency))
        # 1,250M could be meant as 1.25 million or as 1,250.
        grouped = found and found.group(4) and not (found.group(2) or "0").isdigit()
        if not found or grouped or not (found.group(2) or found.group(3)):
            hint = "write it like 1.2M, 50k or 250000, with a point before decimals"
            raise NumberError(f"{said(value)} is not an amount of money", hint)
        digits = re.sub(r"[_,\u00a0 ]", "", found.group(2) or "") + (found.group(3) or "")
        amount = float(digits) * _AMOUNT_UNITS[found.group(4).lower()] * (-1 if found.group(1) == "-" else 1)
    if abs(amount) > MAX_MONEY:
        raise NumberError(f"{said(value)} is too large", "write an amount below 1,000,000 B")
    return amount


def parse_amount(value: object, *, currency: str) -> float:
    """
    An amount of money of 0 or more.

    Raises:
        NumberError: not an amount in that currency, or below 0.
    """
    amount = parse_money(value, currency=currency)
    if amount < 0:
        raise NumberError(f"{said(value)} is below 0", "write an amount of 0 or more")
    return amount


def parse_count(value: object) -> float:
    """
    A whole number, 0 or more.

    Raises:
        NumberError: anything else.
    """
    number = _plain_number(value, "a whole number")
    if number < 0 or number != int(number) or number > MAX_COUNT:
        raise NumberError(f"{said(value)} is not a whole number of 0 or more", "write it like 3")
    return number


def is_number(value: object) -> bool:
    """Whether a value is a number, or a text that is nothing but one."""
    text = _text(value)
    if text is not None:
        return _PLAIN.fullmatch(text) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


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
        word = words.get(value.strip().lower())
        if word is not None:
            return word
        begin, to, end = value.partition(" to ")
        if not to:
            return Range.exactly(_one_or_word(value, words, one))
        if is_number(begin):
            begin += _unit_of(end)
        low, high = one(begin), one(end)
        return _rising(low, (low + high) / 2, high, value)
    if isinstance(value, list):
        if len(value) != 3:  # noqa: PLR2004 - low, mode and high
            raise NumberError(
                f"a range has three numbers, not {len(value)}", "write [low, most likely, high]"
            )
        low, mode, high = (one(part) for part in value)
        return _rising(low, mode, high, value)
    return Range.exactly(one(value))


def near_word(text: str, words: Mapping[str, Range]) -> str:
    """The word of a scale that a text was probably meant to be, or nothing."""
    return next(iter(get_close_matches(text.strip().lower(), words, n=1, cutoff=0.6)), "")


def _one_or_word(text: str, words: Mapping[str, Range], one: Callable[[object], float]) -> float:
    try:
        return one(text)
    except NumberError as error:
        near = near_word(text, words)
        if near:
            raise NumberError(f"{said(text)} is not a word of the scale", f"did you mean {near!r}?") from None
        if words and not re.search(r"\d", text):
            hint = f"use one of: {', '.join(words)}"
            raise NumberError(f"{said(text)} is not a word of the scale", hint) from None
        raise error from None


def _rising(low: float, mode: float, high: float, value: object) -> Range:
    if not low <= mode <= high:
        raise NumberError(f"{said(value)} does not rise", "write the lowest first and the highest last")
    return Range(low, mode, high)


def _unit_of(text: str) -> str:
    found = re.search(r"[^0-9.\s].*$", text)
    return " " + found.group() if found else ""


def _text(value: object) -> str | None:
    """The text of a number, stripped; None for anything but text."""
    if not isinstance(value, str):
        return None
    if len(value) > MAX_LENGTH:
        raise NumberError(f"{said(value)} is too long for a number", "shorten it")
    return value.strip()


def _plain_number(value: object, wanted: str) -> float:
    text = _text(value)
    if text is not None and _PLAIN.fullmatch(text):
        value = float(text)
    # Not math.isfinite, which fails on integers beyond all floats.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
        raise NumberError(f"{said(value)} is not {wanted}", f"write {wanted}")
    return float(value)


def _mend_share(share: float) -> str:
    if abs(share) <= 100:  # noqa: PLR2004 - a percentage without its sign
        return f"write {share:g} % or {share / 100:g}"
    return "write a share such as 28 % or 0.28"


def _without_currency(text: str, currency: str) -> str:
    for symbol, code in CURRENCY_SYMBOLS.items():
        if symbol in text:
            _check_currency(text, code, currency)
            return text.replace(symbol, "", 1).strip()
    found = re.match(r"([A-Z]{3})(?![A-Za-z])", text) or re.search(r"(?<![A-Z])([A-Z]{3})$", text)
    if found:
        _check_currency(text, found.group(1), currency)
        return (text[: found.start()] + text[found.end() :]).strip()
    return text


def _check_currency(text: str, code: str, currency: str) -> None:
    if currency and code != currency:
        hint = f"convert it to {currency}"
        raise NumberError(f"{text!r} is in {code}, but the model is in {currency}", hint)


def said(value: object) -> str:
    """A value as messages repeat it."""
    text = repr(value) if isinstance(value, str) else "nothing" if value is None else str(value)
    return text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 3]}..."
