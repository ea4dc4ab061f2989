"""The mitigations promised with a decision, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views import money, time
from anatomy.views.timing import timing_words

if TYPE_CHECKING:
    from anatomy.views.parts import Lookup


def promises(look: Lookup) -> tuple[str, ...]:
    """A line for each: name, owner, cost, lead time, and whether it works in time."""
    return tuple(
        f"{one.name} ({one.owner}, {money.plain_money(one.cost, look.currency) if one.cost else 'no cost'}, "
        f"{time.lasting(one.lead_days)}): {timing_words(one.timing, one.lead_days, look.names)}"
        for one in look.report.promises
    )
