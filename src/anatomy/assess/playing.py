"""What departments feel and lose world by world, of one decision, of several, and with dependencies weakened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from anatomy.assess.asking import (
    LATE,
    cells_by_department,
    ledgers,
    network_of_effects,
    networks_of_effects,
    triggers_of_effects,
)
from anatomy.propagation import Replay, Variant, Weaker, play, play_together

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from anatomy.deciding import Effects
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Outcomes, Stake
    from anatomy.propagation.question import Exactness


def play_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    worlds: int,
    seed: int,
    exact: Exactness = "never",
    also: Mapping[str, Collection[str]] | None = None,
) -> Outcomes:
    """
    What departments feel and lose of the effects of a decision, world by world.

    Groups are departments by key, and `also` further ones by name; ledgers are those of `ledgers`, of lost margin, and
    with LATE before the name of late cash.

    Raises:
        InputError: worlds or seed out of range.
    """
    return play(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        groups={**cells_by_department(enterprise), **(also or {})},
        ledgers=_all_ledgers(effects),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
        exact=exact,
    )


def play_effects_together(
    enterprise: Enterprise,
    several: Iterable[Effects],
    *,
    worlds: int,
    seed: int,
    exact: Exactness = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Outcomes, ...]:
    """
    What departments feel and lose of each of several decisions in the same worlds, groups and ledgers as above.

    Raises:
        InputError: worlds or seed out of range, or an exact answer that cannot be had.
    """
    several = tuple(several)
    networks = networks_of_effects(enterprise, several)
    return play_together(
        [
            Variant(
                network=network, triggers=tuple(triggers_of_effects(effects)), ledgers=_all_ledgers(effects)
            )
            for network, effects in zip(networks, several, strict=True)
        ],
        groups=cells_by_department(enterprise),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
        exact=exact,
        progress=progress,
    )


def replay_effects(
    enterprise: Enterprise,
    effects: Effects,
    *,
    touched: Iterable[Dependency],
    cells: Iterable[CellId],
    worlds: int,
    seed: int,
) -> Replay:
    """
    The worlds of `play_effects`, to be played again with some dependencies weaker.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        touched: dependencies that may be weaker, by id.
        cells: that may not be set off.
        worlds: how many.
        seed: of the coins.

    Raises:
        InputError: worlds or seed out of range.
    """
    network = network_of_effects(enterprise, effects)
    place = {name: number for number, name in enumerate(network.edge_ids)}
    return Replay(
        network,
        triggers_of_effects(effects),
        edges=[place[dependency.id] for dependency in touched],
        nodes=[str(cell) for cell in cells],
        groups=cells_by_department(enterprise),
        ledgers=_all_ledgers(effects),
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
    )


def weaker_dependencies(dependencies: Collection[Dependency], not_set_off: Collection[CellId]) -> Weaker:
    """What a replay takes: the touched dependencies with other numbers, in their order, and cells not set off."""
    return Weaker(
        likelihood=np.array([one.likelihood.point for one in dependencies], dtype=np.float64),
        severity_share=np.array([one.severity_share.point for one in dependencies], dtype=np.float64),
        delay_low=np.array([one.delay.low for one in dependencies], dtype=np.float64),
        delay_mode=np.array([one.delay.mode for one in dependencies], dtype=np.float64),
        delay_high=np.array([one.delay.high for one in dependencies], dtype=np.float64),
        not_set_off=sorted(map(str, not_set_off)),
    )


def _all_ledgers(effects: Effects) -> dict[str, list[Stake]]:
    books = ledgers(effects.at_risk, "margin")
    late = {f"{LATE}{name}": book for name, book in ledgers(effects.at_risk, "late-cash").items()}
    return {**books, **late}
