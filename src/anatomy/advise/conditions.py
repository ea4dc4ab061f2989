"""Under which conditions a decision stays within all limits: the search, its check on fresh worlds, the options."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from anatomy.advise.cheapest import Cheapest, without_idle
from anatomy.advise.fresh import Fresh
from anatomy.advise.measuring import Compared, effect
from anatomy.advise.options import options_for
from anatomy.advise.trying import Trials, is_small
from anatomy.advise.within import BestWithin
from anatomy.assess import hold_limits
from anatomy.deciding import promised
from anatomy.domain.conditions import Conditions, OptionFacts, SearchFacts, SetFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from anatomy.advise.bounding import Tried
    from anatomy.domain.conditions import EffectFacts
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit

WORLDS: Final = 2_000  #: of the search
FRESH_WORLDS: Final = 10_000  #: of the check
MOST: Final = 600  #: sets played through by the searches
SHARE: Final = 0.6  #: of these, that the search for a set within all limits may take
CHECKED: Final = 5  #: sets looked at on fresh worlds after the first has failed there


class _Outcome(Struct, frozen=True, kw_only=True):
    """What the searches came to."""

    chosen: Tried
    impossible: bool
    proven: bool
    bound: float | None
    gap: float | None
    least_exceeded: int


def find_conditions(
    enterprise: Enterprise,
    decision: Decision,
    *,
    limits: Sequence[Limit],
    budget: float | None = None,
    only: Collection[str] = (),
    without: Collection[str] = (),
    worlds: int = WORLDS,
    fresh_worlds: int = FRESH_WORLDS,
    seed: int = 0,
    most: int = MOST,
    progress: Callable[[int], object] | None = None,
) -> Conditions:
    """
    The cheapest set of mitigations under which no limit is exceeded, or the best one within a budget.

    Args:
        enterprise: the model.
        decision: settled on that model; what it promises already is part of it.
        limits: all in force.
        budget: most that the set may cost; None: the set is to bring every limit within bounds.
        only: keys of the mitigations to look at; none: all that fit.
        without: keys of those to leave out.
        worlds: of the search; a small model with fixed delays needs none, all its worlds are gone through.
        fresh_worlds: of another seed, on which the set is checked.
        seed: of the worlds of the search; that of the fresh ones is the next.
        most: how many sets the search may play through, other terms counting as several; bounds its time.
        progress: told how many sets are done; changes nothing.

    Raises:
        InputError: a key that is not there or does not fit, a setting out of range, or arithmetic without a value.
    """
    options = options_for(enterprise, decision, only=only, without=without)
    trials = Trials(
        enterprise,
        decision,
        options,
        limits,
        worlds=worlds,
        seed=seed,
        exact=is_small(enterprise),
        progress=progress,
    )
    fresh = Fresh(trials, worlds=fresh_worlds)
    cheapest = Cheapest(trials, most=math.ceil(SHARE * most))
    found = _cheapest(trials, cheapest, most=most) if budget is None else _within(trials, budget, most=most)
    tried = trials.count
    best = without_idle(trials, found.chosen)
    telling = _Telling(trials, fresh, best.chosen)
    chosen = telling.of_set(best.chosen)
    sturdier = None
    if budget is None and chosen.satisfied and not chosen.holds:
        sturdier = _sturdier(telling, cheapest, best.chosen)
    return Conditions(
        budget=budget,
        promised=tuple(one.mitigation.name for one in promised(enterprise, decision)),
        proposed=telling.proposed,
        proposed_fresh=telling.proposed_fresh,
        chosen=chosen,
        sturdier=sturdier,
        impossible=found.impossible,
        options=tuple(telling.of_option(bit) for bit in range(len(options.each))),
        search=SearchFacts(
            options=len(options.each),
            free=(options.every & ~options.weakening).bit_count(),
            tried=tried,
            most=most,
            worlds=len(telling.base.whole.outcomes.weights),
            seed=seed,
            exact=trials.exact,
            fresh_worlds=0 if trials.exact else fresh_worlds,
            fresh_seed=fresh.seed,
            proven=found.proven,
            lower_bound=found.bound,
            gap=found.gap,
            least_exceeded=found.least_exceeded,
        ),
    )


def _cheapest(trials: Trials, search: Cheapest, *, most: int) -> _Outcome:
    """The cheapest set that will do; where there is none, the one that does best."""
    found = search.next_best()
    best = found.best
    if best is None:
        instead = _within(trials, math.inf, most=most)
        if instead.chosen.exceeded:
            return replace(instead, impossible=found.proven)
        best = (
            instead.chosen
        )  # it will do, though only a search without end could tell whether one is cheaper
    return _Outcome(
        chosen=best,
        impossible=False,
        proven=found.proven,
        bound=found.bound,
        gap=None if found.bound is None else max(0.0, best.cost - found.bound),
        least_exceeded=0,
    )


def _within(trials: Trials, budget: float, *, most: int) -> _Outcome:
    found = BestWithin(trials, budget=budget, most=most).search()
    return _Outcome(
        chosen=found.best,
        impossible=False,
        proven=found.proven,
        bound=found.bound,
        gap=None if found.bound is None else max(0.0, found.best.net - found.bound),
        least_exceeded=found.least_exceeded,
    )


def _sturdier(telling: _Telling, search: Cheapest, failed: int) -> SetFacts | None:
    """The cheapest of the next few sets that exceeds no limit on fresh worlds either."""
    for _ in range(CHECKED):
        search.turn_down(failed)
        best = search.next_best().best
        if best is None:
            return None
        told = telling.of_set(best.chosen)
        if told.holds:
            return told
        failed = best.chosen
    return None


class _Telling:
    """Sets and options as facts, against the decision as proposed."""

    def __init__(self, trials: Trials, fresh: Fresh, chosen: int) -> None:
        self._trials, self._fresh, self._chosen = trials, fresh, chosen
        self.base = self._compared(0)
        self._with_all = self._compared(chosen)
        self.proposed = hold_limits(trials.limits, self.base.whole)
        self.proposed_fresh = fresh.limits(0)
        exceeded = {one.text for one in (*self.proposed, *self.proposed_fresh) if one.exceeded}
        self._limits = [limit for limit in trials.limits if str(limit) in exceeded]

    def of_set(self, chosen: int) -> SetFacts:
        """A set held against the limits, on both sets of worlds."""
        compared = self._with_all if chosen == self._chosen else self._compared(chosen)
        held = hold_limits(self._trials.limits, compared.whole)
        fresh = self._fresh.limits(chosen)
        tried = self._trials.tried(chosen)
        done = effect(self.base, compared, self._limits)
        return SetFacts(
            options=self._trials.options.keys(chosen),
            cost=tried.cost,
            loss=tried.loss,
            effect=done,
            limits=held,
            fresh=fresh,
            net_benefit=_saved(done) - tried.cost,
            satisfied=not any(one.exceeded for one in held),
            holds=not any(one.exceeded for one in (*held, *fresh)),
        )

    def of_option(self, bit: int) -> OptionFacts:
        """An option by itself and on top of the rest of the chosen set."""
        option = self._trials.options.each[bit]
        mitigation = option.promised.mitigation
        this, chosen = 1 << bit, bool(self._chosen >> bit & 1)
        without = self._compared(self._chosen & ~this) if chosen else self._with_all
        with_it = self._with_all if chosen else self._compared(self._chosen | this)
        last_in = effect(without, with_it, self._limits)
        return OptionFacts(
            key=mitigation.key,
            name=mitigation.name,
            what=mitigation.what,
            owner=mitigation.owner,
            department=mitigation.department,
            cost=option.cost,
            lead_days=mitigation.lead_days,
            how=mitigation.basis.how,
            grade=mitigation.basis.grade,
            changes_terms=not option.weakens,
            chosen=chosen,
            alone=effect(self.base, self._compared(this), self._limits),
            last_in=last_in,
            net_benefit=_saved(last_in) - option.cost,
            timing=self._fresh.timing(option),
        )

    def _compared(self, chosen: int) -> Compared:
        return Compared(self._trials.figures(chosen), direct=self._trials.direct(chosen))


def _saved(done: EffectFacts) -> float:
    """Hidden loss and own margin that are not lost."""
    return -(done.loss.change + done.direct)
