"""Sets of options on worlds that the search has not seen, and when what they protect is first felt there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.advise.timing import cells_acted_on, group_of, timing
from anatomy.assess import OutcomeFigures, hold_limits, play_effects
from anatomy.deciding import Weakening, decide_effects

if TYPE_CHECKING:
    from anatomy.advise.options import Option
    from anatomy.advise.trying import Trials
    from anatomy.deciding import Effects
    from anatomy.domain.limit_facts import LimitFacts
    from anatomy.domain.timing import TimingFacts
    from anatomy.propagation import Outcomes

LAST_SEED = (1 << 64) - 1


class Fresh:
    """Worlds of the next seed; where every world is gone through there are no others, and nothing is to be checked."""

    def __init__(self, trials: Trials, *, worlds: int) -> None:
        """Play the decision as proposed, with the cells that each option protects as groups."""
        self._trials, self._worlds = trials, worlds
        self.seed = 0 if trials.seed == LAST_SEED else trials.seed + 1
        enterprise, decision = trials.enterprise, trials.decision
        self._base = decide_effects(enterprise, decision)
        keys = [one.key for one in trials.options.each if not one.promised.mitigation.sets]
        self._cells = cells_acted_on(
            trials.options,
            Weakening.of(enterprise, decision, keys),
            {trigger.cell for trigger in self._base.triggers},
        )
        self._proposed = self._played(
            self._base,
            {
                group_of(key, department): cells
                for key, by_department in self._cells.items()
                for department, cells in by_department.items()
            },
        )

    def limits(self, chosen: int) -> tuple[LimitFacts, ...]:
        """Every limit under a set of options; nothing where every world is gone through."""
        trials = self._trials
        if trials.exact:
            return ()
        keys = (*trials.decision.mitigations, *trials.options.keys(chosen))
        effects = self._base
        if chosen:
            effects = decide_effects(trials.enterprise, replace(trials.decision, mitigations=keys))
        outcomes = self._played(effects, {}) if chosen else self._proposed
        figures = OutcomeFigures(
            outcomes=outcomes,
            departments=tuple(trials.enterprise.departments),
            direct=frozenset(trigger.cell.department for trigger in effects.triggers),
            material_loss=trials.enterprise.material_loss,
        )
        return hold_limits(trials.limits, figures)

    def timing(self, option: Option) -> TimingFacts:
        """Whether an option works before what it acts on is felt."""
        return timing(option.promised.mitigation, self._cells.get(option.key, {}), self._proposed)

    def _played(self, effects: Effects, also: dict[str, list[str]]) -> Outcomes:
        return play_effects(
            self._trials.enterprise,
            effects,
            worlds=self._worlds,
            seed=self.seed,
            exact="always" if self._trials.exact else "never",
            also=also,
        )
