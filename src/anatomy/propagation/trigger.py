"""What sets a spread off, and the stable address of each trigger's coin."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.errors import InputError, Problem
from anatomy.propagation.delays import LONGEST_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Trigger(Struct, frozen=True, kw_only=True):
    """
    A node that is set off: with what chance, how hard, and when.

    Several on one node need an `id` each, if a harder or later one is to keep its coin: without, they are numbered by
    time, severity and likelihood, so that a change of one can change the coins of all, and lower a sampled chance.
    """

    node: str
    likelihood: float = 1.0  #: chance in [0, 1]; 1 is certain
    severity: float = 1.0  #: share in [0, 1]
    time_days: float = 0.0  #: calendar days after the decision
    id: str | None = None  #: the address of its coin; None: made from the node

    def __post_init__(self) -> None:
        limits = (("likelihood", self.likelihood, 1.0), ("severity", self.severity, 1.0))
        for name, value, top in (*limits, ("time_days", self.time_days, LONGEST_DAYS)):
            if not 0 <= value <= top:  # also refuses NaN
                says = f"trigger {self.node!r}: {name} {value} is not within 0 and {top:g}"
                raise InputError.because("ANA701", says)


def addressed(triggers: Iterable[Trigger]) -> list[tuple[str, Trigger]]:
    """
    Every trigger with the address of its coin: its id, else its node and its number among those of the node without.

    The likelihood comes last in the order, so that raising one likelihood seldom renumbers its neighbours.

    Raises:
        InputError: two triggers with the same address.
    """
    ordered = sorted(
        triggers,
        key=lambda it: (it.node, it.id is not None, it.id or "", it.time_days, it.severity, it.likelihood),
    )
    named = [
        (f"{node}#{number}" if trigger.id is None else trigger.id, trigger)
        for (node, _), together in groupby(ordered, key=lambda it: (it.node, it.id))
        for number, trigger in enumerate(together)
    ]
    twice = sorted(name for name, number in Counter(name for name, _ in named).items() if number > 1)
    if twice:
        raise InputError(
            [Problem(code="ANA703", message=f"trigger id {it!r} occurs more than once") for it in twice]
        )
    return named
