"""The measures: two ways of going through worlds that answer the same questions and obey the same laws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from anatomy.propagation.exact import enumerate_worlds
from anatomy.propagation.sampling import sample_worlds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.propagation.plan import Plan
    from anatomy.propagation.worlds import Worlds


class Measure(Protocol):
    """Lays out the worlds of a plan."""

    def __call__(self, plan: Plan, *, worlds: int, seed: int) -> Worlds:
        """The worlds to go through; a measure that enumerates needs neither number nor seed."""


MEASURES: Final[Mapping[str, Measure]] = {
    "worlds": sample_worlds,
    "exact": enumerate_worlds,
}
