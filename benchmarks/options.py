"""Twenty options for a decision on a model, and limits that only some sets of them keep; the same everywhere."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from anatomy.advise import options_for
from anatomy.advise.trying import Trials
from anatomy.assess import spread_effects
from anatomy.deciding import decide_effects
from anatomy.domain.decision import Adjustment, Selector
from anatomy.domain.enterprise import Basis
from anatomy.domain.mitigation import Mitigation
from anatomy.domain.response import Number
from anatomy.loading import parse_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit

OPTIONS: Final = 20
COSTS: Final = (500.0, 1_000.0, 2_000.0, 3_000.0, 5_000.0)
FACTORS: Final = (0.2, 0.4, 0.6)  #: on likelihoods
LIKELY: Final = 0.3  #: how often a source is reached, and its change crosses, to be worth weakening
WEAKENED: Final = 6  #: dependencies, by each option that is made
LIMITED: Final = (
    "Support.loss.p90 > 1",
    "total.loss.p90 > 1",
    "Legal.loss.p90 > 1",
    "departments felt > 1",
    "Legal.severity > 1 %",
)  #: the figures; the quantities are placed
PLACED_AT: Final = 0.35  #: of the way from the figure with all options to that with none


def with_options(enterprise: Enterprise, decision: Decision, *, seed: int = 3) -> Enterprise:
    """The model with its own mitigations that change terms, and others that weaken what carries the decision on."""
    dice = random.Random(seed)
    own = {
        key: one for key, one in enterprise.mitigations.items() if one.sets and one.fits(decision.proposals)
    }
    likely = _likely(enterprise, decision)
    made = {
        key: _mitigation(key, dice.sample(likely, WEAKENED), dice)
        for key in (f"m{number:02}" for number in range(OPTIONS - len(own)))
    }
    return replace(enterprise, mitigations=made | own)


def _likely(enterprise: Enterprise, decision: Decision) -> list[tuple[CellId, CellId]]:
    """Ends of the dependencies that likely carry the decision on."""
    effects = decide_effects(enterprise, decision)
    spread = spread_effects(enterprise, effects, worlds=300, seed=0)
    return [
        (row.source, row.target)
        for row in (one.dependency for one in effects.dependencies)
        if spread.nodes[str(row.source)].reached > LIKELY and row.likelihood.point > LIKELY
    ]


def _mitigation(key: str, weakened: Sequence[tuple[CellId, CellId]], dice: random.Random) -> Mitigation:
    return Mitigation(
        key=key,
        name=key,
        what=key,
        cost=Number(dice.choice(COSTS)),
        lead_days=1.0,
        owner="Somebody",
        adjusts=tuple(
            Adjustment(
                of=Selector(source=str(source), target=str(target)), likelihood=Number(dice.choice(FACTORS))
            )
            for source, target in weakened
        ),
        basis=Basis(how="judged", grade="C"),
    )


def placed_limits(model: Enterprise, decision: Decision) -> list[Limit]:
    """Limits that some sets of options keep and others exceed: each between its figures with all and with none."""
    limits = [parse_limit(text, model) for text in LIMITED]
    options = options_for(model, decision)
    trials = Trials(model, decision, options, limits, worlds=500, seed=0, exact=False)
    ends = trials.tried(0), trials.tried(options.every)
    for place, limit in enumerate(limits):
        high, low = (max(figure or 0.0 for figure in one.figures[place].values()) for one in ends)
        limits[place] = replace(limit, quantity=low + (high - low) * PLACED_AT)
    return limits
