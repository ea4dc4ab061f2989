"""When it is felt: one bar per department on a logarithmic axis of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import time
from anatomy.views.parts import FAINT, Lookup, felt_percent
from anatomy.views.words import NBSP, chance_step, honest, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTH = 480.0
_NAMES, _LABELS = 134.0, 84.0  #: room for names on the left and labels on the right
_APART = 38.0  #: between two marks of the axis
_LONGEST = 21  #: signs of a name; the tables have it in full
_ROW, _TOP, _FOOT = 24.0, 6.0, 24.0


class Span(Struct, frozen=True, kw_only=True):
    """The middle 90 % of one department's first arrival."""

    name: str
    y: float  #: top of the bar
    text_y: float
    left: float
    width: float
    median: float
    label_x: float
    label: str
    step: int


class Tick(Struct, frozen=True, kw_only=True):
    """A mark of the axis."""

    x: float
    label: str


class Timeline(Struct, frozen=True, kw_only=True):
    """A drawing of fixed places; the table of all departments says the same in figures."""

    width: float
    height: float
    names_x: float
    foot: float
    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]


def timeline(look: Lookup) -> Timeline | None:
    """Departments that are not faint, soonest first; nothing if no department is."""
    timed = [
        (one, one.feeling.arrival_days)
        for one in look.report.departments
        if one.feeling.arrival_days and felt_percent(one) >= FAINT
    ]
    if not timed:
        return None
    timed.sort(key=lambda pair: (pair[1].p50, -pair[0].feeling.felt.probability))
    longest = max(30.0, *(arrival.p95 for _, arrival in timed))

    def across(days: float) -> float:
        return round(_NAMES + (WIDTH - _NAMES - _LABELS) * time.log_place(days, longest=longest), 1)

    spans = []
    for place, (one, arrival) in enumerate(timed):
        left, right = across(arrival.p05), across(arrival.p95)
        chance = honest(one.feeling.felt)
        spans.append(
            Span(
                name=one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1]}…",
                y=_TOP + place * _ROW + 4,
                text_y=_TOP + place * _ROW + 16,
                left=left,
                width=round(max(right - left, 4.0), 1),
                median=across(arrival.p50),
                label_x=round(max(right, left + 4) + 8, 1),
                label=f"{_days(arrival.p50)} · {percent(chance)}",
                step=chance_step(chance),
            )
        )
    foot = _TOP + len(spans) * _ROW + 4
    return Timeline(
        width=WIDTH,
        height=foot + _FOOT,
        names_x=_NAMES - 10,
        foot=foot,
        spans=tuple(spans),
        ticks=tuple(_ticks(across, longest)),
    )


def _ticks(across: Callable[[float], float], longest: float) -> Iterator[Tick]:
    last = -_APART
    for days, label in time.TICKS:
        x = across(days)
        if days <= longest and x - last >= _APART:
            yield Tick(x=x, label=label)
            last = x


def _days(days: float) -> str:
    return f"{int(days + 0.5)}{NBSP}d"
