"""
When an act is due: calendar time, or working time of eight hours a day from Monday to Friday.

A decision is taken as asked for at nine in the morning of its day, or of the next working day where working time
counts. Holidays are not known.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anatomy.domain.policy import Span

OPENS = 9
CLOSES = 17
_SATURDAY = 5
_HOURS_A_DAY = CLOSES - OPENS


def begin(date: str) -> datetime | None:
    """The moment from which times run; None without a date."""
    return datetime.fromisoformat(f"{date}T{OPENS:02}:00") if date else None


def due(start: datetime, span: Span) -> datetime:
    """
    The end of a time limit.

    >>> from anatomy.domain.policy import Span
    >>> friday = datetime(2026, 11, 20, 9)
    >>> due(friday, Span(amount=10, unit="working hours")).isoformat()
    '2026-11-23T11:00:00'
    >>> due(friday, Span(amount=1, unit="working days")).isoformat()
    '2026-11-23T09:00:00'
    """
    match span.unit:
        case "hours":
            return start + timedelta(hours=span.amount)
        case "days":
            return start + timedelta(days=span.amount)
        case "working days":
            return _after_working_days(_working(start), span.amount)
        case _:
            return _after_working_hours(_working(start), span.amount)


def _working(moment: datetime) -> datetime:
    """The same moment, or the next at which someone works."""
    if moment.hour >= CLOSES or moment.weekday() >= _SATURDAY:
        return _next_morning(moment)
    return moment if moment.hour >= OPENS else moment.replace(hour=OPENS, minute=0, second=0)


def _next_morning(moment: datetime) -> datetime:
    """Nine o'clock of the next working day."""
    morning = (moment + timedelta(days=1)).replace(hour=OPENS, minute=0, second=0)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return morning


def _after_working_days(start: datetime, days: float) -> datetime:
    """So many working days on, at the same time of day; a part of a day counts as hours."""
    moment = start
    for _ in range(int(days)):
        moment = _next_morning(moment).replace(hour=start.hour, minute=start.minute, second=start.second)
    rest = (days - int(days)) * _HOURS_A_DAY
    return _after_working_hours(moment, rest) if rest else moment


def _after_working_hours(start: datetime, hours: float) -> datetime:
    left = timedelta(hours=hours)
    moment = start
    while left > (today := moment.replace(hour=CLOSES, minute=0, second=0) - moment):
        left -= today
        moment = _next_morning(moment)
    return moment + left
