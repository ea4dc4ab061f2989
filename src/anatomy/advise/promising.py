"""The mitigations promised with a decision: what they cost, and whether they work before what they act on is felt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.advise.options import options_for
from anatomy.advise.timing import cells_acted_on, group_of, timing
from anatomy.assess import play_effects
from anatomy.deciding import Weakening, decide_effects
from anatomy.domain.conditions import PromiseFacts

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise


def promise_facts(
    enterprise: Enterprise, decision: Decision, *, worlds: int, seed: int, exact: bool
) -> tuple[PromiseFacts, ...]:
    """
    Every promised mitigation that fits the deal, by key.

    Its lead time is held against the first arrivals of the same deal without any promise: what a promise keeps away
    tells no day any more.

    Args:
        enterprise: the model.
        decision: settled on that model.
        worlds: how many to sample where not all are gone through.
        seed: of the coins.
        exact: whether to go through every world.

    Raises:
        InputError: a response has no value for these parameters.
    """
    if not decision.mitigations:
        return ()
    bare = replace(decision, mitigations=())
    options = options_for(enterprise, bare)
    options = replace(options, each=tuple(one for one in options.each if one.key in decision.mitigations))
    effects = decide_effects(enterprise, bare)
    acting = [one.key for one in options.each if not one.promised.mitigation.sets]
    weakening = Weakening.of(enterprise, bare, acting)
    cells = cells_acted_on(options, weakening, {trigger.cell for trigger in effects.triggers})
    outcomes = play_effects(
        enterprise,
        effects,
        worlds=worlds,
        seed=seed,
        exact="always" if exact else "never",
        also={group_of(key, where): found for key, each in cells.items() for where, found in each.items()},
    )
    return tuple(
        PromiseFacts(
            key=one.key,
            name=one.promised.mitigation.name,
            owner=one.promised.mitigation.owner,
            cost=one.cost,
            lead_days=one.promised.mitigation.lead_days,
            timing=timing(one.promised.mitigation, cells.get(one.key, ()), outcomes),
        )
        for one in options.each
    )
