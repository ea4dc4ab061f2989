"""The section of a page on limits, and on the conditions of a yes where they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views.conditions import view_conditions
from anatomy.views.limits import limit_lines, limit_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.views.conditions import ConditionsView, HeldRow
    from anatomy.views.limits import LimitRow
    from anatomy.views.parts import Lookup


class PageConditions(Struct, frozen=True, kw_only=True):
    """What a page says of limits and conditions."""

    head: str  #: how many limits are exceeded
    limits: tuple[LimitRow, ...]  #: all in force, those exceeded first
    view: ConditionsView | None
    chosen: Mapping[str, HeldRow]  #: by text of the limit, with the chosen set


def page_conditions(look: Lookup) -> PageConditions | None:
    """What a page says of limits and conditions; None where no limit is in force."""
    report = look.report
    if not report.limits:
        return None
    head, _ = limit_lines(report.limits, currency=look.currency, names=look.names)
    first = sorted(report.limits, key=lambda limit: not limit.exceeded)
    view = None
    if report.conditions is not None:
        view = view_conditions(report.conditions, currency=look.currency, names=look.names)
    return PageConditions(
        head=head,
        limits=tuple(limit_row(limit, currency=look.currency, names=look.names) for limit in first),
        view=view,
        chosen={row.text: row for row in view.limits} if view else {},
    )
