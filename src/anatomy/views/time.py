"""Calendar days after the decision, in words and on a logarithmic axis."""

from __future__ import annotations

import math

from anatomy.views.words import NBSP

#: Marks of the time axis, in days.
TICKS = ((1.0, "1 d"), (7.0, "1 wk"), (30.0, "30 d"), (90.0, "90 d"), (180.0, "180 d"), (365.0, "1 yr"))

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: Below so many days, this many days make one of them, so named.
_SPANS = ((6.5, 1.0, "day"), (25.0, 7.0, "week"), (350.0, 30.4, "month"), (math.inf, 365.0, "year"))


def day(days: float) -> str:
    r"""
    A point in time for a table.

    >>> day(0.25), day(3.5), day(61.0)
    ('same day', 'day\xa04', 'day\xa061')
    """
    whole = math.floor(days + 0.5)
    return f"day{NBSP}{whole}" if whole else "same day"


def after(days: float) -> str:
    """
    A point in time in a sentence.

    >>> after(0.3), after(2), after(61), after(400)
    ('on the same day', 'after about two days', 'after about two months', 'after about a year')
    """
    if math.floor(days + 0.5) == 0:
        return "on the same day"
    span, name = next((span, name) for bound, span, name in _SPANS if days < bound)
    count = max(1, math.floor(days / span + 0.5))
    if count == 1:
        return f"after about a {name}"
    return f"after about {_SMALL[count] if count < len(_SMALL) else count} {name}s"


def within(days: float) -> str:
    """
    The short span that a time lies in, for a sentence about who feels it first.

    >>> within(0.4), within(5), within(13), within(100)
    ('on the same day', 'within a week', 'within two weeks', 'after about three months')
    """
    if math.floor(days + 0.5) == 0:
        return "on the same day"
    for bound, words in ((1.0, "within a day"), (7.0, "within a week"), (14.0, "within two weeks")):
        if days <= bound:
            return words
    return "within a month" if days <= 30 else after(days)  # noqa: PLR2004 - days of a month


def lasting(days: float) -> str:
    r"""
    A span of time.

    >>> lasting(1), lasting(30), lasting(0.25)
    ('1\xa0day', '30\xa0days', '0.25\xa0days')
    """
    number = f"{days:,.0f}" if days >= 1 or not days else f"{days:.2g}"
    return f"{number}{NBSP}{'day' if number == '1' else 'days'}"


def log_place(days: float, *, longest: float) -> float:
    """
    Where a time lies on the logarithmic axis, 0 (half a day or less) to 1 (the longest).

    >>> log_place(0.5, longest=180), log_place(180, longest=180)
    (0.0, 1.0)
    """
    start = math.log(0.5)
    reach = math.log(max(longest, 1.0)) - start
    return min(1.0, max(0.0, (math.log(max(days, 0.5)) - start) / reach))
