"""How a decision spreads: departments, their layers and the owners of money at risk, in one run of the engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from anatomy.assess.asking import cells_by_department, layer_part, network_of_effects, triggers_of_effects
from anatomy.propagation import run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Spread
    from anatomy.propagation.question import Exactness


def spread_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    worlds: int,
    seed: int,
    exact: Exactness = "auto",
    also: Mapping[str, Collection[str]] | None = None,
    until: float | None = None,
    by_days: Collection[float] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """
    How the effects of a decision spread through the enterprise.

    Departments are groups by key, and a layer of a department is the part that `layer_part` names; the
    owners of money at risk are watched, and every department is traced.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        worlds: how many to sample, if the answer is not exact.
        seed: of the coins.
        exact: whether to go through every world; "auto" does where few coins matter.
        also: further groups of cells to trace, by name.
        until: worlds are added until no 95 % interval of a department's chance is wider to each side; None: none are.
        by_days: dates at which the answer is asked what is felt and has first arrived by then.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: worlds, seed or until out of range, or an exact answer that cannot be had.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for cell in enterprise.cells():
        parts[layer_part(cell.department, cell.layer)].append(str(cell))
    further = dict(also or {})
    return run(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        exact=exact,
        worlds=worlds,
        seed=seed,
        felt_at=enterprise.felt_at,
        groups={**cells_by_department(enterprise), **further},
        parts=parts,
        watch=sorted({str(item.owner) for item in effects.at_risk}),
        watch_groups=tuple(enterprise.departments),
        trace=(*enterprise.departments, *further),
        until=until,
        until_groups=tuple(enterprise.departments),
        horizon_days=by_days,
        progress=progress,
    )
