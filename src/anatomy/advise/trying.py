"""Sets of options played through on the same worlds, each once, and what may be concluded of sets between two."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from anatomy.advise.bounding import Tried, is_conditional, is_surely_beyond, parts_of
from anatomy.assess import OutcomeFigures, play_effects, replay_effects, weaker_dependencies
from anatomy.assess.asking import TOTAL
from anatomy.assess.limiting import departments_of
from anatomy.deciding import Weakening, decide_effects
from anatomy.propagation.stats import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from anatomy.advise.options import Options
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit
    from anatomy.propagation import Outcomes, Replay

EXACT_COINS: Final = (
    12  #: with at most so many coins in the whole model every world is gone through for each set
)
SETTLING: Final = 5  #: what it takes to settle other terms, in sets played through
KEPT: Final = 8  #: combinations of options that change terms whose worlds are kept at hand


class _Terms(Struct, frozen=True, kw_only=True, eq=False):
    """A combination of options that change the terms, and what its worlds are without any weakening option."""

    effects: Effects
    decision: Decision
    weakening: Weakening
    replay: Replay | None  #: None: every world is gone through for each set
    live: int  #: the weakening options that can matter in any of the worlds


class Trials:
    """Plays sets of options through and remembers what they come to."""

    def __init__(
        self,
        enterprise: Enterprise,
        decision: Decision,
        options: Options,
        limits: Sequence[Limit],
        *,
        worlds: int,
        seed: int,
        exact: bool,
        progress: Callable[[int], object] | None = None,
    ) -> None:
        self._progress = progress
        self.enterprise, self.decision, self.options = enterprise, decision, options
        self.limits = tuple(limits)
        self.worlds, self.seed, self.exact = worlds, seed, exact
        self.spent = 0  #: sets played through; other terms count as several
        self.satisfied: list[Tried] = []  #: those that exceed no limit, as they were found
        self._tried: dict[int, Tried] = {}
        self._terms: OrderedDict[int, _Terms] = OrderedDict()
        self._weak = options.weakening
        self._weakening = Weakening.of(enterprise, decision, options.keys(self._weak))

    def tried(self, chosen: int) -> Tried:
        """What a set comes to."""
        if chosen not in self._tried:
            self.spent += 1
            tried = self._tried[chosen] = self._summed(chosen, self.figures(chosen))
            if self._progress is not None:
                self._progress(len(self._tried))
            if not tried.exceeded:
                self.satisfied.append(tried)
        return self._tried[chosen]

    @property
    def count(self) -> int:
        """How many different sets were played through so far."""
        return len(self._tried)

    def live(self, chosen: int) -> int:
        """The weakening options that can matter beside the options of a set that change the terms."""
        return self._of_terms(chosen & ~self._weak).live

    def figures(self, chosen: int) -> OutcomeFigures:
        """The worlds of a set, with the figures that limits name; not remembered."""
        terms = self._of_terms(chosen & ~self._weak)
        keys = self.options.keys(chosen & self._weak)
        stopped = terms.weakening.not_set_off(keys)
        if terms.replay is not None:
            weaker = weaker_dependencies(terms.weakening.dependencies(keys), stopped)
            outcomes = terms.replay.play(weaker)
        else:
            promised = (*terms.decision.mitigations, *keys)
            effects = decide_effects(self.enterprise, replace(terms.decision, mitigations=promised))
            outcomes = self._enumerated(effects)
        return OutcomeFigures(
            outcomes=outcomes,
            departments=tuple(self.enterprise.departments),
            direct=frozenset(
                one.cell.department for one in terms.effects.triggers if one.cell not in stopped
            ),
            material_loss=self.enterprise.material_loss,
        )

    def direct(self, chosen: int) -> float:
        """The certain loss of margin of the decision itself; only options that change the terms move it."""
        money = self._of_terms(chosen & ~self._weak).effects.money
        return math.fsum(line.amount for line in money if line.measure == "margin")

    def refuted(self, least: int, most: int) -> frozenset[int]:
        """
        The limits that every set exceeds that holds all options of `least` and none beyond `most`.

        Args:
            least: a set.
            most: the same with further weakening options.
        """
        worst, best = self.tried(least), self.tried(most)
        return frozenset(
            place for place, limit in enumerate(self.limits) if is_surely_beyond(limit, place, worst, best)
        )

    def _of_terms(self, chosen: int) -> _Terms:
        if chosen not in self._terms:
            self.spent += SETTLING
            self._terms[chosen] = self._settled(chosen)
            if len(self._terms) > KEPT:
                self._terms.popitem(last=False)
        self._terms.move_to_end(chosen)
        return self._terms[chosen]

    def _settled(self, chosen: int) -> _Terms:
        keys = (*self.decision.mitigations, *self.options.keys(chosen))
        decision = replace(self.decision, mitigations=keys)
        effects = decide_effects(self.enterprise, decision)
        weakening = self._weakening.on(self.enterprise, decision)
        if self.exact:
            return _Terms(
                effects=effects, decision=decision, weakening=weakening, replay=None, live=self._weak
            )
        lit = {trigger.cell for trigger in effects.triggers}
        stoppable = frozenset().union(*weakening.stops.values())
        replay = replay_effects(
            self.enterprise,
            effects,
            touched=weakening.touched,
            cells=stoppable,
            worlds=self.worlds,
            seed=self.seed,
        )
        carrying = {
            dependency.id
            for dependency, live in zip(weakening.touched, replay.live().tolist(), strict=True)
            if live
        }
        return _Terms(
            effects=effects,
            decision=decision,
            weakening=weakening,
            replay=replay,
            live=sum(
                1 << bit
                for bit in self.options.bits(self._weak)
                if weakening.touches(key := self.options.each[bit].key) & carrying
                or weakening.stops[key] & lit
            ),
        )

    def _enumerated(self, effects: Effects) -> Outcomes:
        return play_effects(self.enterprise, effects, worlds=1, seed=self.seed, exact="always")

    def _summed(self, chosen: int, figures: OutcomeFigures) -> Tried:
        held = [
            {key: figures.value(limit, key) for key in departments_of(limit, figures)}
            for limit in self.limits
        ]
        outcomes = figures.outcomes
        return Tried(
            chosen=chosen,
            cost=self.options.cost(chosen),
            loss=weighted_mean(outcomes.loss[outcomes.of_ledger(TOTAL)], outcomes.weights),
            direct=self.direct(chosen),
            exceeded=frozenset(
                place
                for place, limit in enumerate(self.limits)
                if any(limit.is_exceeded(figure) for figure in held[place].values())
            ),
            figures=tuple(held),
            parts=tuple(
                {key: parts_of(limit, figures, key) for key in held[place]} if is_conditional(limit) else {}
                for place, limit in enumerate(self.limits)
            ),
        )


def is_small(enterprise: Enterprise) -> bool:
    """Whether every world of whatever set can be gone through: few coins in the whole model, and fixed delays."""
    starts = sum(len(one.sets_off) for one in enterprise.decision_types.values())
    fixed = all(one.delay.low == one.delay.high for one in enterprise.dependencies)
    return fixed and len(enterprise.dependencies) + starts <= EXACT_COINS
