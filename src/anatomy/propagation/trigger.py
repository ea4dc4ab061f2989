"""What sets a spread off, and the stable address of each trigger's coin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from anatomy.errors import InputError
from anatomy.propagation.delays import LONGEST_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A node that is set off: with what chance, how hard, and when."""

    node: str
    likelihood: float = 1.0  #: chance in [0, 1]; 1 is certain
    severity: float = 1.0  #: share in [0, 1]
    time_days: float = 0.0  #: calendar days after the decision

    def __post_init__(self) -> None:
        limits = (("likelihood", self.likelihood, 1.0), ("severity", self.severity, 1.0))
        for name, value, top in (*limits, ("time_days", self.time_days, LONGEST_DAYS)):
            if not 0 <= value <= top:  # also refuses NaN
                says = f"trigger {self.node!r}: {name} {value} is not within 0 and {top:g}"
                raise InputError.because("ANA701", says)


def addressed(triggers: Iterable[Trigger]) -> list[tuple[str, Trigger]]:
    """
    Every trigger with the id of its coin: its node and its number among the triggers of that node.

    The likelihood comes last in the order, so that raising one likelihood seldom renumbers its neighbours.
    """
    ordered = sorted(triggers, key=lambda it: (it.node, it.time_days, it.severity, it.likelihood))
    return [
        (f"{node}#{number}", trigger)
        for node, together in groupby(ordered, key=lambda it: it.node)
        for number, trigger in enumerate(together)
    ]
