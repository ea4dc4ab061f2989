"""What further mitigations change of a decision: only the dependencies that they choose are adjusted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.deciding.adjusting import adjust
from anatomy.deciding.effects import decide_factors
from anatomy.deciding.evaluating import LONGEST_DAYS
from anatomy.deciding.mitigating import mitigating_factors, not_set_off, promised

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from anatomy.deciding.adjusting import Factors
    from anatomy.deciding.mitigating import Promised
    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Dependency, Enterprise


def weakens_only(enterprise: Enterprise, one: Promised) -> bool:
    """
    Whether a mitigation can make nothing likelier, harder or earlier, whatever else is promised.

    One that sets a parameter may: everything that follows from it is evaluated anew.

    Raises:
        InputError: the arithmetic of a factor has no value.
    """
    return not one.mitigation.sets and all(
        factors.likelihood <= 1 and factors.severity_share <= 1 and factors.delay >= 1
        for factors in mitigating_factors(enterprise, [one])
    )


class Weakening(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """
    A decision, and mitigations that may be promised beside those that it promises already.

    None of them sets a parameter. What holds with some of them equals what `decide_effects` gives with these keys
    among the promised ones, bit for bit.
    """

    touched: tuple[Dependency, ...]  #: of the model; those that any of the mitigations chooses, by id
    base: tuple[Factors, ...]  #: of the decision as it is
    factors: Mapping[str, tuple[Factors, ...]]  #: of each mitigation, by key
    stops: Mapping[str, frozenset[CellId]]  #: cells that each keeps from being set off

    @classmethod
    def of(cls, enterprise: Enterprise, decision: Decision, keys: Collection[str]) -> Weakening:
        """
        Evaluate the factors of the decision and of each mitigation once.

        Args:
            enterprise: the model.
            decision: with what it promises.
            keys: of mitigations that fit, set no parameter and are not promised yet.

        Raises:
            InputError: a response has no value for the parameters given.
        """
        offered = promised(enterprise, replace(decision, mitigations=tuple(keys)))
        factors = {one.mitigation.key: tuple(mitigating_factors(enterprise, [one])) for one in offered}
        every = [one for some in factors.values() for one in some]
        return cls(
            touched=tuple(
                dependency
                for dependency in enterprise.dependencies
                if any(one.of.chooses(dependency) for one in every)
            ),
            base=tuple(decide_factors(enterprise, decision)),
            factors=factors,
            stops={one.mitigation.key: not_set_off([one]) for one in offered},
        )

    def on(self, enterprise: Enterprise, decision: Decision) -> Weakening:
        """
        The same mitigations beside other promises.

        What they do depends on the proposals before any mitigation alone, so only the factors of the rest are anew.

        Args:
            enterprise: the model.
            decision: the same proposals, promising other mitigations.

        Raises:
            InputError: a response has no value for the parameters given.
        """
        return replace(self, base=tuple(decide_factors(enterprise, decision)))

    def dependencies(self, keys: Collection[str]) -> tuple[Dependency, ...]:
        """Those that are touched, adjusted under some of the mitigations, in the order of `touched`."""
        factors = [*self.base, *(one for key in sorted(keys) for one in self.factors[key])]
        return tuple(adjust(dependency, factors).dependency for dependency in self.touched)

    def not_set_off(self, keys: Collection[str]) -> frozenset[CellId]:
        """The cells that some of the mitigations keep from being set off."""
        return frozenset().union(*(self.stops[key] for key in keys))

    def touches(self, key: str) -> frozenset[str]:
        """Ids of the dependencies that a mitigation chooses."""
        return frozenset(
            dependency.id
            for dependency in self.touched
            if any(one.of.chooses(dependency) for one in self.factors[key])
        )

    def is_capped(self, keys: Sequence[str]) -> bool:
        """
        Whether a delay would run into the longest that there is.

        A range that is cut off there is another law, which need not come later in every world.
        """
        return any(one.delay.high >= LONGEST_DAYS for one in self.dependencies(keys))
