"""What a set of worlds weighs, in whole numbers, so that no order of adding can change a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.domain.figures import Chance
from anatomy.propagation.stats import wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from anatomy.propagation.flood import Draw
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

MASS_BITS: Final = 62  #: all worlds together weigh about 2**62, the most that 64 bits can add up


def exactly(probability: float) -> Chance:
    """A probability without sampling error."""
    return Chance(probability=probability, low=probability, high=probability)


class Worlds(Struct, frozen=True, kw_only=True, eq=False):
    """
    How many worlds, which coins are live in each, and the mass of each.

    A sampled world weighs one `unit`; an enumerated one in proportion to its probability.
    """

    draw: Draw
    count: int
    exact: bool
    unit: int  #: mass of one sampled world; 0 when enumerated
    mass: Places  #: per world
    total: int

    @classmethod
    def equal(cls, draw: Draw, count: int) -> Worlds:
        """Worlds of the same weight, as a sample gives them."""
        unit = 1 << (MASS_BITS - count.bit_length())
        mass = np.full(count, unit, dtype=np.int64)
        return cls(draw=draw, count=count, exact=False, unit=unit, mass=mass, total=unit * count)

    @classmethod
    def weighted(cls, draw: Draw, weights: NDArray[np.float64]) -> Worlds:
        """Every world there is, each with its probability."""
        mass = np.rint(weights * 2.0**MASS_BITS).astype(np.int64)
        total = int(mass.sum())
        return cls(draw=draw, count=len(mass), exact=True, unit=0, mass=mass, total=total)

    def share(self, mass: int) -> float:
        """The probability that a mass stands for."""
        return mass / self.total

    def chance(self, mass: int) -> Chance:
        """The probability that a mass stands for, with its interval."""
        if self.exact:
            return exactly(self.share(mass))
        low, high = wilson(mass // self.unit, self.count)
        return Chance(probability=self.share(mass), low=low, high=high)


class Extreme(Struct, frozen=True, kw_only=True):
    """
    A world at the edge of the possible: every coin live, or only those that cannot fail.

    What happens in the world of the sure coins is certain; what does not happen with all coins is impossible.
    """

    plan: Plan
    enough: Callable[[NDArray[np.float64]], Flags]

    def live_edges(self, edges: Places, worlds: Words) -> Flags:  # noqa: ARG002 - the same in every world
        """Per edge, whether it is likely enough."""
        return self.enough(self.plan.likelihood[edges])

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Whether the trigger is likely enough."""
        likely = self.enough(self.plan.trigger_likelihood[trigger : trigger + 1])
        return np.repeat(likely, len(worlds))

    def ticks(self, edges: Places, worlds: Words) -> Places:  # noqa: ARG002 - nobody asks when
        """No delay; these worlds answer only whether."""
        return np.zeros(len(edges), dtype=np.int64)


def surest(plan: Plan) -> Extreme:
    """Only what cannot fail."""
    return Extreme(plan=plan, enough=lambda likelihood: likelihood >= 1)


def fullest(plan: Plan) -> Extreme:
    """Everything that can happen."""
    return Extreme(plan=plan, enough=lambda likelihood: likelihood > 0)
