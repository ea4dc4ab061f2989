"""Limits for people: whose figure it is, what it is, what it may be at most, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.limit import ANY, TOTAL
from anatomy.views import money
from anatomy.views.words import NBSP, counted, listed, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anatomy.domain.limit_facts import LimitFacts

_MEASURES: Final = {
    "felt": "chance that it is felt",
    "reached": "chance that it is reached",
    "severity": "severity if felt",
    "loss": "hidden loss",
    "late-cash": "late cash",
    "arrival": "first felt",
    "material": "chance of a material loss",
    "departments-felt": "departments that feel it",
}
_STATS: Final = {"mean": "on average", "p50": "median"}
_BEYOND: Final = {">": "over", ">=": "at or over", "<": "before", "<=": "by"}
_MOST_DIGITS: Final = 4


class LimitRow(Struct, frozen=True, kw_only=True):
    """One limit in words."""

    text: str  #: such as `finance.loss.p90 > 50k`
    who: str  #: a department, or the whole enterprise
    what: str  #: measure and statistic
    figure: str
    limit: str  #: from where on it is not acceptable
    exceeded: bool
    doubt: str  #: that sampling alone may decide; empty where it may not
    others: str  #: who else is beyond a limit on any department
    owner: str
    why: str
    basis: str


def limit_row(limit: LimitFacts, *, currency: str, names: Mapping[str, str]) -> LimitRow:
    """
    A limit in words.

    Args:
        limit: held against an answer.
        currency: of the model.
        names: of departments by key.
    """
    others = [f"{names.get(key, key)} {figure_text(limit, figure, currency)}" for key, figure in limit.others]
    return LimitRow(
        text=limit.text,
        who=whose(limit, names),
        what=what_text(limit),
        figure=figure_text(limit, limit.figure, currency),
        limit=f"{_BEYOND[limit.comparison]} {_text(limit.measure, limit.quantity, currency, digits=_MOST_DIGITS)}",
        exceeded=limit.exceeded,
        doubt="within the sampling error" if limit.within_error else "",
        others=listed(others),
        owner=limit.owner,
        why=limit.why,
        basis=f"{limit.how}, grade {limit.grade}" if limit.how else "",
    )


def furthest(limits: Sequence[LimitFacts]) -> LimitFacts | None:
    """The limit that is exceeded by the largest share of itself; None where none is."""
    exceeded = [limit for limit in limits if limit.exceeded]
    return max(exceeded, key=lambda limit: (limit.excess or 0.0) / (limit.quantity or 1.0), default=None)


def whose(limit: LimitFacts, names: Mapping[str, str]) -> str:
    """Whose figure is limited: the department that is worst off, where any of them is meant."""
    if limit.scope == TOTAL:
        return "All together"
    if limit.scope == ANY:
        return names.get(limit.department, limit.department) or "Any department"
    return names.get(limit.scope, limit.scope)


def what_text(limit: LimitFacts) -> str:
    """Measure and statistic in words, such as "hidden loss, P90"."""
    stat = _STATS.get(limit.stat, limit.stat.upper())
    anyone = " of any department" if limit.scope == ANY else ""
    return f"{_MEASURES[limit.measure]}{anyone}{f', {stat}' if stat else ''}"


def figure_text(limit: LimitFacts, figure: float | None, currency: str) -> str:
    """
    A figure with as many digits as it takes to tell it from the limit.

    One that lies on the limit, or on the other side of it than its first digits, is told in full.
    """
    if figure is None:
        return "none"
    edge = [
        _text(limit.measure, limit.quantity, currency, digits=digits) for digits in range(_MOST_DIGITS + 1)
    ]
    texts = [_text(limit.measure, figure, currency, digits=digits) for digits in range(_MOST_DIGITS + 1)]
    return next((text for text, other in zip(texts, edge, strict=True) if text != other), texts[-1])


def change_range(limit: LimitFacts, low: float | None, high: float | None, currency: str) -> str:
    """The interval of a change of a limited figure; empty where there is none, or nothing between its ends."""
    if low is None or high is None or low == high:
        return ""
    ends = [_change(limit.measure, end, currency) for end in (low, high)]
    unit = {"felt": " points", "reached": " points", "material": " points", "severity": " points"}
    return (
        f"{ends[0]} to {ends[1]}{unit.get(limit.measure, '')}{' days' if limit.measure == 'arrival' else ''}"
    )


def _change(measure: str, change: float, currency: str) -> str:
    size = abs(change)
    if measure in {"loss", "late-cash"}:
        told = money.plain_money(size, currency)
    elif measure in {"arrival", "departments-felt"}:
        told = _plain(size, 1)
    else:
        told = _plain(size * 100, 1)
    return f"{money.MINUS if change < 0 else '+'}{told}" if change else told


def _text(measure: str, figure: float, currency: str, *, digits: int) -> str:
    """A figure in the unit of its measure; the more digits, the more exact."""
    if measure in {"loss", "late-cash"}:
        if digits == 0:
            return money.plain_money(figure, currency)
        return money.exact_money(round(figure, 2 if digits > 1 else 0), currency)
    if measure == "arrival":
        return f"day{NBSP}{_plain(figure, digits)}"
    if measure == "departments-felt":
        return _plain(figure, digits + 1)
    return percent(figure) if digits == 0 else f"{_plain(figure * 100, digits)}{NBSP}%"


def _plain(number: float, digits: int) -> str:
    text = f"{number:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def limit_lines(
    limits: Sequence[LimitFacts], *, currency: str, names: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """
    How many limits are exceeded, and a line for each of them; nothing where there are no limits.

    Args:
        limits: all in force.
        currency: of the model.
        names: of departments by key.
    """
    if not limits:
        return "", ()
    beyond = [limit for limit in limits if limit.exceeded]
    near = sum(limit.within_error for limit in limits if not limit.exceeded)
    closely = f"; {counted(near, 'holds', 'hold')} so closely that sampling alone may decide" if near else ""
    if not beyond:
        head = f"{counted(len(limits), 'limit')} held against this, none exceeded{closely}."
    else:
        verb = "is" if len(beyond) == 1 else "are"
        head = f"{len(beyond)} of {counted(len(limits), 'limit')} {verb} exceeded{closely}."
    rows = (limit_row(limit, currency=currency, names=names) for limit in beyond)
    return head, tuple(map(_line, rows))


def _line(row: LimitRow) -> str:
    doubt = f", {row.doubt}" if row.doubt else ""
    others = f"; also {row.others}" if row.others else ""
    owner = f" ({row.owner})" if row.owner else ""
    return f"{row.who}: {row.what} {row.figure}, limit {row.limit}{doubt}{others}{owner}"
