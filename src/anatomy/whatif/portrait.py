"""How a model behaves: how many departments feel each decision type, also with likelihoods a fifth off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.deciding.adjusting import factors_of
from anatomy.deciding.effects import decide_effects
from anatomy.deciding.evaluating import Evaluating
from anatomy.errors import InputError
from anatomy.graph import Reaction
from anatomy.loading import draft_of_type, missing_parameters, settle_decision
from anatomy.whatif.counting import DepartmentCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anatomy.domain.enterprise import Enterprise

WORLDS = 4_000


def portray_reactions(
    enterprise: Enterprise, *, worlds: int = WORLDS, seed: int = 0, tell: Callable[[str], object] = str
) -> tuple[Reaction, ...]:
    """
    Every decision type of a model at its defaults, at each level of likelihoods.

    A type that needs values is not asked; one that has no answer at its defaults tells why. The figures are those
    of `what_if` with as many worlds, where that samples.

    Args:
        enterprise: the model.
        worlds: per decision type.
        seed: of all of them.
        tell: is told the name of each type before its turn.
    """
    return tuple(_reactions(enterprise, worlds=worlds, seed=seed, tell=tell))


def _reactions(
    enterprise: Enterprise, *, worlds: int, seed: int, tell: Callable[[str], object]
) -> Iterator[Reaction]:
    departments = DepartmentCount(enterprise, worlds=worlds, seed=seed)
    # Nothing that a decision fixes hangs on dependencies; what it does to them is left to the count.
    bare = replace(enterprise, dependencies=())
    for key, decision_type in enterprise.decision_types.items():
        tell(decision_type.name)
        draft = draft_of_type(enterprise, key)
        needs = tuple(parameter.name for _, parameter in missing_parameters(draft, enterprise, {}))
        if needs:
            yield Reaction(decision_type=key, name=decision_type.name, needs=needs)
            continue
        try:
            decision = settle_decision(draft, enterprise)
            effects = decide_effects(bare, decision)
        except InputError as error:
            yield Reaction(decision_type=key, name=decision_type.name, problems=error.problems)
            continue
        factors = factors_of(Evaluating(bare, decision_type, proposal) for proposal in decision.proposals)
        felt = departments.count(effects.triggers, factors)
        yield Reaction(
            decision_type=key,
            name=decision_type.name,
            felt=tuple(one.mean for one in felt),
            margins=tuple(one.margin for one in felt),
        )
