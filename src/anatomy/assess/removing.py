"""What a place would feel and lose without one link: the same worlds with it and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.assess.asking import network_of_effects, triggers_of_effects
from anatomy.domain.explanation import WithoutFacts
from anatomy.propagation import weigh_removals

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import Portion
    from anatomy.propagation import Stake

_HERE = ""


def without_links(
    enterprise: Enterprise,
    effects: Effects,
    *,
    cells: Collection[str],
    stakes: Sequence[Stake],
    whole: Portion,
    count: int,
    worlds: int,
    seed: int,
) -> tuple[WithoutFacts, ...]:
    """
    The links without which some cells would be felt, or would lose, the least.

    Args:
        enterprise: the model.
        effects: of the decision on that model.
        cells: felt together, as soon as one of them is.
        stakes: what they may lose.
        whole: chance and loss with all links, from the same worlds.
        count: so many by chance, and as many by loss.
        worlds: as in the spread.
        seed: as in the spread.
    """
    found = weigh_removals(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        groups={_HERE: cells},
        ledgers={_HERE: stakes},
        felt_at=enterprise.felt_at,
        worlds=worlds,
        seed=seed,
    )
    felt, loss = found.felt[0], found.loss[0]
    by_chance, by_loss = (_largest(effect.mean[:, 0], count) for effect in (felt, loss))
    at_risk = whole.loss is not None
    return tuple(
        WithoutFacts(
            link=found.network.edge_ids[edge],
            felt=max(0.0, whole.first - float(felt.mean[edge, 0])),
            felt_less=float(felt.mean[edge, 0]),
            felt_half=float(felt.half[edge, 0]),
            loss=max(0.0, (whole.loss or 0.0) - float(loss.mean[edge, 0])) if at_risk else None,
            loss_less=float(loss.mean[edge, 0]) if at_risk else None,
            loss_half=float(loss.half[edge, 0]) if at_risk else None,
        )
        for edge in dict.fromkeys([*by_chance, *by_loss])
    )


def _largest(effect: NDArray[np.float64], count: int) -> list[int]:
    """The places of the largest effects above 0; equal ones in the order of their ids."""
    order = (-effect).argsort(kind="stable")[:count].tolist()
    return [edge for edge in order if effect[edge] > 0]
