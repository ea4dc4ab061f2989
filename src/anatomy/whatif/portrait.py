"""How a model behaves: how many departments feel each decision type, also with likelihoods a fifth off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.assess import mean_departments_felt
from anatomy.deciding import decide_effects
from anatomy.errors import InputError
from anatomy.graph import LEVELS, Reaction, scale_likelihoods
from anatomy.loading import draft_of_type, missing_parameters, settle_decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anatomy.domain.enterprise import Enterprise

WORLDS = 2_000


def portray_reactions(
    enterprise: Enterprise, *, worlds: int = WORLDS, seed: int = 0, tell: Callable[[str], object] = str
) -> tuple[Reaction, ...]:
    """
    Every decision type of a model at its defaults, at each level of likelihoods.

    A type that needs values is not asked; one that has no answer at its defaults tells why.

    Args:
        enterprise: the model.
        worlds: per what-if.
        seed: of all of them.
        tell: is told the name of each type before its turn.
    """
    return tuple(_reactions(enterprise, worlds=worlds, seed=seed, tell=tell))


def _reactions(
    enterprise: Enterprise, *, worlds: int, seed: int, tell: Callable[[str], object]
) -> Iterator[Reaction]:
    levels = [scale_likelihoods(enterprise, factor) for factor in LEVELS]
    for key, decision_type in enterprise.decision_types.items():
        tell(decision_type.name)
        draft = draft_of_type(enterprise, key)
        needs = tuple(parameter.name for _, parameter in missing_parameters(draft, enterprise, {}))
        if needs:
            yield Reaction(decision_type=key, name=decision_type.name, needs=needs)
            continue
        try:
            decision = settle_decision(draft, enterprise)
            felt = tuple(
                mean_departments_felt(one, decide_effects(one, decision), worlds=worlds, seed=seed)
                for one in levels
            )
        except InputError as error:
            yield Reaction(decision_type=key, name=decision_type.name, problems=error.problems)
        else:
            yield Reaction(decision_type=key, name=decision_type.name, felt=felt)
