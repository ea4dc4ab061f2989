"""Conditions with the model and the decision that they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy import __version__
from anatomy.assess.report import decision_facts, model_facts
from anatomy.deciding import decide_effects
from anatomy.domain.conditions import ConditionsAnswer
from anatomy.domain.impact import RunFacts

if TYPE_CHECKING:
    from anatomy.domain.conditions import Conditions
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise


def conditions_answer(enterprise: Enterprise, decision: Decision, conditions: Conditions) -> ConditionsAnswer:
    """
    An answer of their own.

    Args:
        enterprise: the model.
        decision: settled on that model.
        conditions: of that decision.
    """
    search = conditions.search
    return ConditionsAnswer(
        model=model_facts(enterprise),
        decision=decision_facts(enterprise, decision, decide_effects(enterprise, decision)),
        run=RunFacts(tool_version=__version__, worlds=search.worlds, seed=search.seed, exact=search.exact),
        departments=tuple((one.key, one.name) for one in enterprise.departments.values()),
        conditions=conditions,
    )
