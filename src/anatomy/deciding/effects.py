"""Everything that a decision fixes before a single world is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.deciding.acts import Asked, order_acts
from anatomy.deciding.adjusting import AdjustedDependency, adjust_all, factors_of
from anatomy.deciding.approvals import Applied, apply_policies
from anatomy.deciding.evaluating import Evaluating
from anatomy.deciding.mitigating import (
    Promised,
    mitigated_proposals,
    mitigating_factors,
    not_set_off,
    promised,
)
from anatomy.deciding.money import (
    CertainMoney,
    FigureValue,
    MoneyAtRisk,
    certain_money,
    figures,
    money_at_risk,
)
from anatomy.deciding.triggers import CellTrigger, set_off

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.deciding.adjusting import Factors
    from anatomy.domain.decision import Decision, Proposal
    from anatomy.domain.enterprise import Enterprise


class Effects(Struct, frozen=True, kw_only=True):
    """What a decision does by itself."""

    triggers: tuple[CellTrigger, ...]
    dependencies: tuple[AdjustedDependency, ...]  #: all of the model, sorted by id
    money: tuple[CertainMoney, ...]
    at_risk: tuple[MoneyAtRisk, ...]
    figures: tuple[FigureValue, ...] = ()
    policies: tuple[Applied, ...] = ()
    acts: tuple[Asked, ...] = ()
    promises: tuple[Promised, ...] = ()  #: mitigations that are in all of this


def decide_effects(enterprise: Enterprise, decision: Decision) -> Effects:
    """
    The cells set off, the adjusted dependencies, the money and the acts that a decision needs.

    The mitigations that it promises are in all of them: parameters are set first, then everything is evaluated.

    Raises:
        InputError: a response has no value for the parameters given.
    """
    promises = promised(enterprise, decision)
    if promises:
        settled = mitigated_proposals(enterprise, decision.proposals, promises)
        decision = replace(decision, proposals=settled)
    proposals = _held(enterprise, decision.proposals)
    factors = [*factors_of(proposals), *mitigating_factors(enterprise, promises)]
    stopped = not_set_off(promises)
    policies = apply_policies(enterprise, decision)
    return Effects(
        triggers=tuple(trigger for trigger in set_off(proposals) if trigger.cell not in stopped),
        dependencies=adjust_all(enterprise.dependencies, factors),
        money=certain_money(proposals),
        at_risk=money_at_risk(proposals),
        figures=figures(proposals),
        policies=policies,
        acts=order_acts(policies, date=decision.date),
        promises=promises,
    )


def decide_factors(enterprise: Enterprise, decision: Decision) -> list[Factors]:
    """
    The factors that parameters and promised mitigations put on dependencies.

    Raises:
        InputError: a response has no value for the parameters given.
    """
    promises = promised(enterprise, decision)
    proposals = mitigated_proposals(enterprise, decision.proposals, promises)
    return [*factors_of(_held(enterprise, proposals)), *mitigating_factors(enterprise, promises)]


def _held(enterprise: Enterprise, proposals: Iterable[Proposal]) -> list[Evaluating]:
    return [Evaluating(enterprise, enterprise.decision_types[one.type], one) for one in proposals]
