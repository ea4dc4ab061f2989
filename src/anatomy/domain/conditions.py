"""
Conditions of a yes: which mitigations bring every limit within bounds, at what cost, and how sure that is.

Unrounded; losses and costs are positive, a change is what there is with it minus what there is without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.limit_facts import LimitFacts  # noqa: TC001 - read back at run time
from anatomy.domain.timing import TimingFacts  # noqa: TC001 - read back at run time

if TYPE_CHECKING:
    from anatomy.domain.impact import DecisionFacts, ModelFacts, RunFacts

FORMAT = "anatomy-conditions/1"


class ChangeFacts(Struct, frozen=True, kw_only=True):
    """A difference on the same worlds with its paired 95 % interval; None: exact, or not known."""

    change: float
    low: float | None = None
    high: float | None = None


class LimitChangeFacts(Struct, frozen=True, kw_only=True):
    """What something does to the figure of one limit."""

    text: str  #: of the limit
    before: float | None
    after: float | None
    change: ChangeFacts | None  #: None: one of the two figures does not exist


class EffectFacts(Struct, frozen=True, kw_only=True):
    """What something does: to the expected hidden loss, to the decision's own margin, and to exceeded limits."""

    loss: ChangeFacts  #: expected propagated loss of margin
    direct: float  #: change of the certain loss of margin of the decision itself
    limits: tuple[LimitChangeFacts, ...]  #: those that are exceeded as proposed


class PromiseFacts(Struct, frozen=True, kw_only=True):
    """One mitigation that is promised with the decision, and so in every figure of its answer."""

    key: str
    name: str
    owner: str
    cost: float  #: money, 0 or more
    lead_days: float  #: calendar days until it works
    timing: TimingFacts  #: against the same deal without any promise


class OptionFacts(Struct, frozen=True, kw_only=True):
    """One thing that may be done."""

    key: str
    name: str
    what: str
    owner: str
    department: str  #: key of the owner's department; empty where the model does not say
    cost: float
    lead_days: float
    how: str  #: of its basis
    grade: str
    changes_terms: (
        bool  #: it sets parameters or makes something stronger, so that it need not help everywhere
    )
    chosen: bool
    alone: EffectFacts  #: it and nothing else, against the decision as proposed
    last_in: EffectFacts  #: on top of the rest of the chosen set
    net_benefit: float  #: what it saves on top of the rest, in hidden and own margin, less its cost
    timing: TimingFacts


class SetFacts(Struct, frozen=True, kw_only=True):
    """A set of options held against the limits, on the worlds of the search and on fresh ones."""

    options: tuple[str, ...]  #: keys, sorted
    cost: float
    loss: float  #: expected propagated loss of margin with it
    effect: EffectFacts  #: against the decision as proposed
    limits: tuple[LimitFacts, ...]  #: all in force, on the worlds of the search
    fresh: tuple[LimitFacts, ...]  #: the same on fresh worlds; empty when exact
    net_benefit: (
        float  #: what it saves against the decision as proposed, in hidden and own margin, less its cost
    )
    satisfied: bool  #: no limit is exceeded on the worlds of the search
    holds: bool  #: nor on the fresh worlds


class SearchFacts(Struct, frozen=True, kw_only=True):
    """How the set was found, and how sure it is that there is none better."""

    options: int  #: that fit the deal and were allowed
    free: int  #: of those, how many need not help everywhere, so that every combination of them counts by itself
    tried: int  #: sets played through
    most: int  #: sets that were allowed to be
    worlds: int
    seed: int
    exact: bool
    fresh_worlds: int  #: 0 when exact
    fresh_seed: int
    proven: bool  #: on the worlds of the search, no set is better
    #: of a set within all limits: none of these costs less; else none that exceeds as few has less hidden loss, own
    #: margin given away and cost together. None: not known
    lower_bound: float | None = None
    gap: float | None = None  #: what is found minus that bound; 0 when proven
    least_exceeded: int = 0  #: no set that is allowed exceeds fewer limits


class Conditions(Struct, frozen=True, kw_only=True):
    """
    The answer to "under which conditions".

    Where no set brings every limit within bounds, or a budget is given, `chosen` is the set that exceeds fewest
    limits, and among those the one with the least expected hidden loss, own margin given away and cost together.
    """

    budget: float | None  #: most that the set may cost; None: no such limit
    promised: tuple[
        str, ...
    ]  #: names of what the decision promises already, which is in the figures as proposed
    proposed: tuple[LimitFacts, ...]  #: limits as proposed, on the worlds of the search
    proposed_fresh: tuple[LimitFacts, ...]  #: the same on fresh worlds; empty when exact
    chosen: SetFacts
    sturdier: (
        SetFacts | None
    )  #: where the chosen set fails on fresh worlds: the next that does not, if one was found
    impossible: bool  #: proven that no set of the options brings every limit within bounds
    options: tuple[OptionFacts, ...]  #: by key
    search: SearchFacts

    @property
    def needed(self) -> bool:
        """Whether the decision as proposed exceeds any limit, on either set of worlds."""
        return any(limit.exceeded for limit in (*self.proposed, *self.proposed_fresh))


class ConditionsAnswer(Struct, frozen=True, kw_only=True):
    """Conditions with what they were asked for."""

    model: ModelFacts
    decision: DecisionFacts
    run: RunFacts
    departments: tuple[tuple[str, str], ...]  #: key and name of each, in the model's order
    conditions: Conditions
    format: str = FORMAT
