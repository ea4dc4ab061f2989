"""What may be done about a decision: the mitigations that fit it, and what may be assumed of their effects."""

from __future__ import annotations

import math
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.deciding import Weakening, promised, weakens_only
from anatomy.errors import Problem, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from anatomy.deciding import Promised
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise


class Option(Struct, frozen=True, kw_only=True):
    """One mitigation that may be promised beside those that are promised already."""

    promised: Promised
    weakens: bool  #: it can only make things better, in every world and whatever else is promised

    @property
    def key(self) -> str:
        """Of the mitigation."""
        return self.promised.mitigation.key

    @property
    def cost(self) -> float:
        """Money, 0 or more."""
        return self.promised.cost


class Options(Struct, frozen=True, kw_only=True):
    """
    All options, by key. A set of them is a whole number: bit n is set iff option n is in it.

    Only sets that differ in nothing but weakening options may be bounded by each other.
    """

    each: tuple[Option, ...]

    @property
    def weakening(self) -> int:
        """The set of all that can only make things better."""
        return sum(1 << bit for bit, option in enumerate(self.each) if option.weakens)

    @property
    def every(self) -> int:
        """The set of all."""
        return (1 << len(self.each)) - 1

    def bits(self, chosen: int) -> tuple[int, ...]:
        """The numbers of the options in a set."""
        return tuple(bit for bit in range(len(self.each)) if chosen >> bit & 1)

    def keys(self, chosen: int) -> tuple[str, ...]:
        """Their keys, sorted."""
        return tuple(self.each[bit].key for bit in self.bits(chosen))

    def cost(self, chosen: int) -> float:
        """What a set costs."""
        return math.fsum(self.each[bit].cost for bit in self.bits(chosen))

    def cheapest_first(self, chosen: int) -> list[int]:
        """The numbers of the options in a set by cost, then by key."""
        return sorted(self.bits(chosen), key=lambda bit: (self.each[bit].cost, bit))


def options_for(
    enterprise: Enterprise, decision: Decision, *, only: Collection[str] = (), without: Collection[str] = ()
) -> Options:
    """
    The mitigations that fit a decision and are not promised already.

    Args:
        enterprise: the model.
        decision: settled on that model.
        only: keys of those to look at; none: all.
        without: keys of those to leave out.

    Raises:
        UnknownNameError: a key that is not there or does not fit.
        InputError: arithmetic that has no value.
    """
    fitting = promised(enterprise, replace(decision, mitigations=tuple(enterprise.mitigations)))
    problems = list(_strangers(enterprise, {one.mitigation.key for one in fitting}, (*only, *without)))
    if problems:
        raise UnknownNameError(problems)
    left = [
        one
        for one in fitting
        if one.mitigation.key not in {*decision.mitigations, *without}
        and (not only or one.mitigation.key in only)
    ]
    weak = {one.mitigation.key for one in left if weakens_only(enterprise, one)}
    capped = bool(weak) and Weakening.of(enterprise, decision, weak).is_capped(sorted(weak))
    return Options(
        each=tuple(Option(promised=one, weakens=one.mitigation.key in weak and not capped) for one in left)
    )


def _strangers(enterprise: Enterprise, fitting: Collection[str], named: Collection[str]) -> Iterator[Problem]:
    for key in dict.fromkeys(named):
        if key not in enterprise.mitigations:
            near = get_close_matches(key, enterprise.mitigations, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else "anatomy decisions TYPE lists what may be done"
            yield Problem(code="ANA031", message=f"there is no mitigation {key!r} in this model", hint=hint)
        elif key not in fitting:
            hint = f"those that do: {', '.join(sorted(fitting)) or 'none'}"
            yield Problem(code="ANA031", message=f"{key!r} does not fit this decision", hint=hint)
