"""Sampled chances held against the same chances worked out without sampling: two roads that have to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.assess.asking import triggers_of_effects, within_reach
from anatomy.errors import EngineFaultError
from anatomy.propagation import exact_chances
from anatomy.propagation.stats import coincidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Network, Spread, Trigger

#: A difference that sampling brings about less often than this, if the exact chance is right, is a fault of ours.
ALARM: Final = 1e-9
QUICK_ARCS: Final = (
    200  #: dependencies that may bear on one department in a what-if, which is not to wait for this
)
QUICK_STATES: Final = 1 << 12  #: numbers in one table, likewise


def felt_exactly(enterprise: Enterprise, effects: Effects, spread: Spread) -> Mapping[str, float | None]:
    """
    The chance that each department feels the effects, without sampling; None where it would take long.

    Args:
        enterprise: the model.
        effects: of a decision on that model.
        spread: of those effects, sampled; one that is exact is not checked again.

    Raises:
        EngineFaultError: a sampled chance is off by more than sampling can explain.
    """
    if spread.exact:
        return {}
    reach, triggers = within_reach(effects), triggers_of_effects(effects)
    groups = reach.departments(enterprise)
    chances = quick_chances(reach.network, triggers, groups, felt_at=spread.felt_at)
    for key, chance in chances.items():
        _compare(f"{key} feels it", spread.groups[key].probability, chance, spread.worlds)
    return chances


def quick_chances(
    network: Network,
    triggers: Iterable[Trigger],
    groups: Mapping[str, Collection[str]],
    *,
    felt_at: float,
) -> Mapping[str, float | None]:
    """`exact_chances` where a what-if need not wait for them, else None."""
    return exact_chances(
        network, triggers, groups, felt_at=felt_at, most_states=QUICK_STATES, most_arcs=QUICK_ARCS
    )


def target_exactly(
    effects: Effects, spread: Spread, name: str, cells: Collection[str]
) -> tuple[float | None, float | None]:
    """
    The chances that one group of a spread feels the effects and that it is reached, without sampling.

    None where the model is too widely woven, or the spread exact already.

    Raises:
        EngineFaultError: as in `felt_exactly`.
    """
    if spread.exact:
        return None, None
    network, triggers = within_reach(effects).network, triggers_of_effects(effects)
    groups = {name: set(cells).intersection(network.nodes)}
    felt = exact_chances(network, triggers, groups, felt_at=spread.felt_at)[name]
    reached = exact_chances(network, triggers, groups)[name]
    _compare(f"{name} feels it", spread.groups[name].probability, felt, spread.worlds)
    _compare(f"{name} is reached", spread.groups[name].reached, reached, spread.worlds)
    return felt, reached


def _compare(what: str, sampled: float, exact: float | None, worlds: int) -> None:
    if exact is None:
        return
    hits = round(sampled * worlds)
    if coincidence(hits, worlds, exact) < ALARM:
        raise EngineFaultError(
            f"{what} in {hits:,} of {worlds:,} worlds, where its exact chance is {exact!r}"
        )
