"""Time limits as people state them: 6 working hours, 24 hours, 3 to 5 working days."""

from __future__ import annotations

import re

from anatomy.domain.policy import Span
from anatomy.loading.numbers import MAX_LENGTH, NumberError, said

MAX_SPAN = 10_000
_HINT = "write it like 24 hours, 6 working hours or 3 to 5 working days"
_NUMBER = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
_SPAN = re.compile(
    rf"(?:(?P<low>{_NUMBER})\s*(?:to|-|–)\s*)?(?P<high>{_NUMBER})\s*(?P<working>working\s+)?"
    r"(?P<unit>hour|day|week)s?",
    re.IGNORECASE | re.ASCII,
)


def parse_span(value: object) -> Span:
    """
    A time limit; of a range the longest counts, and the text is kept.

    Raises:
        NumberError: not a time limit.

    >>> parse_span("3 to 5 working days").amount, parse_span("1 week").unit
    (5.0, 'days')
    """
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= MAX_LENGTH else None
    if found is None:
        raise NumberError(f"{said(value)} is not a time limit", _HINT)
    low, high = float(found["low"] or 0), float(found["high"])
    if low > high:
        raise NumberError(f"{said(value)} falls", "write the shorter time first")
    unit = f"{found['unit'].lower()}s"
    if unit == "weeks":
        # A working week is five working days.
        high, unit = high * (5 if found["working"] else 7), "days"
    if high > MAX_SPAN:
        raise NumberError(f"{said(value)} is too long", _HINT)
    return Span(amount=high, unit=f"working {unit}" if found["working"] else unit, text=str(value).strip())
