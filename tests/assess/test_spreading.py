"""How far worlds are added for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.assess import spread_effects
from anatomy.assess.asking import cells_by_department, network_of_effects, triggers_of_effects
from anatomy.deciding import decide_effects
from anatomy.propagation import run
from builders.tiny import a_decision

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.figures import Chance
    from anatomy.propagation import NodeSpread


def half(one: NodeSpread | Chance) -> float:
    return (one.high - one.low) / 2


def test_worlds_are_added_for_departments_and_not_for_their_layers(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise, "terms", days="180"))
    departments = cells_by_department(enterprise)
    alone = run(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        worlds=500,
        exact="never",
        felt_at=enterprise.felt_at,
        groups=departments,
        until=0.01,
    )

    found = spread_effects(enterprise, effects, worlds=500, seed=0, exact="never", until=0.01)

    assert found.worlds == alone.worlds
    assert max(half(found.groups[key]) for key in departments) <= 0.01
    assert max(map(half, found.parts.values())) > 0.01  # a layer of a department
