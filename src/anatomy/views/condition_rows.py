"""One option of a decision in words: what it costs, what it saves, and whether it works in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.timing import SOMETIMES_LATE, TOO_LATE
from anatomy.views import money, time
from anatomy.views.limits import change_range, figure_text, limit_row
from anatomy.views.timing import late_words, timing_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.conditions import ChangeFacts, OptionFacts
    from anatomy.domain.limit_facts import LimitFacts

LATE: Final = (TOO_LATE, SOMETIMES_LATE)
_NOTHING: Final = "nothing"


class ConditionRow(Struct, frozen=True, kw_only=True):
    """One option in words."""

    key: str
    name: str
    what: str
    owner: str
    cost: str
    takes: str  #: lead time
    timing: str  #: that, against the day on which what it acts on is first felt
    late: str  #: too late, or late in some worlds; empty where it is not
    alone: str  #: hidden loss that it takes away by itself
    last_in: str  #: on top of the rest of the chosen set
    interval: str  #: of that; empty where it is exact
    net: str
    effects: tuple[str, ...]  #: what it does, on top of the rest, to each exceeded limit's figure
    basis: str


def condition_row(
    option: OptionFacts, *, limits: Mapping[str, LimitFacts], currency: str, names: Mapping[str, str]
) -> ConditionRow:
    """
    An option in words.

    Args:
        option: as it was found.
        limits: as proposed, by text.
        currency: of the model.
        names: of departments by key.
    """
    change = option.last_in.loss
    return ConditionRow(
        key=option.key,
        name=option.name,
        what=option.what,
        owner=option.owner,
        cost=money.plain_money(option.cost, currency),
        takes=time.lasting(option.lead_days),
        timing=timing_words(option.timing, option.lead_days, names, saves=bool(option.alone.loss.change)),
        late=late_words(option.timing),
        alone=_saved(option.alone.loss.change, currency),
        last_in=_saved(change.change, currency),
        interval=_interval(change, currency),
        net=_gain(option.net_benefit, currency),
        effects=tuple(_effects(option, limits, currency, names)),
        basis=f"{option.how}, grade {option.grade}",
    )


def _saved(change: float, currency: str) -> str:
    """A loss that is taken away, or with a minus one that is added."""
    return money.plain_money(-change, currency) if change else _NOTHING


def _interval(change: ChangeFacts, currency: str) -> str:
    if change.low is None or change.high is None or change.low == change.high:
        return ""
    return f"{money.plain_money(-change.high, currency)} to {money.plain_money(-change.low, currency)}"


def _gain(amount: float, currency: str) -> str:
    sign = "+" if money.own_unit(amount, currency).grains(amount) > 0 else ""
    return f"{sign}{money.plain_money(amount, currency)}"


def _effects(
    option: OptionFacts, limits: Mapping[str, LimitFacts], currency: str, names: Mapping[str, str]
) -> Iterator[str]:
    for one in option.last_in.limits:
        if one.change is None or not one.change.change:
            continue
        limit = limits[one.text]
        row = limit_row(limit, currency=currency, names=names)
        before, after = (figure_text(limit, figure, currency) for figure in (one.before, one.after))
        between = change_range(limit, one.change.low, one.change.high, currency)
        told = f" ({between})" if between else ""
        yield f"{row.who}, {row.what}: {before} without it, {after} with it{told}"
