"""A plan as matrix methods see it: one number for every ordered pair of nodes, one for every node set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.domain.comparison import Limits
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Pairs(Struct, frozen=True, kw_only=True, eq=False):
    """
    Direct likelihoods and direct risks, in order of source, then of the first of the dependencies between a pair.

    A matrix has one entry for a pair, so parallel dependencies are joined as independent beforehand; so are
    several triggers of one node.
    """

    size: int  #: nodes are 0 to size - 1, as in the plan
    start: Places  #: pairs out of node n are start[n] to start[n + 1] - 1
    source: Places
    target: Places
    chance: Floats  #: that a change crosses, (0, 1]
    risk: Floats  #: the same times the severity share, joined in the same way
    seed: Places  #: nodes set off, ascending
    seed_chance: Floats
    seed_risk: Floats

    @classmethod
    def of(cls, plan: Plan) -> Pairs:
        """Join what is parallel in a plan."""
        size = len(plan.nodes)
        entry, chance, risk = _joined(
            plan.source * size + plan.target, plan.likelihood, plan.likelihood * plan.severity_share
        )
        source, target = np.divmod(entry, max(1, size))
        seed, seed_chance, seed_risk = _joined(
            plan.trigger_node, plan.trigger_likelihood, plan.trigger_likelihood * plan.trigger_severity
        )
        return cls(
            size=size,
            start=np.searchsorted(source, np.arange(size + 1)),
            source=source,
            target=target,
            chance=chance,
            risk=risk,
            seed=seed,
            seed_chance=seed_chance,
            seed_risk=seed_risk,
        )


class Solved(Struct, frozen=True, kw_only=True, eq=False):
    """What a method makes of pairs."""

    chance: Floats  #: per node, [0, 1]
    risk: Floats  #: per node, [0, 1]
    limits: Limits


def _joined(entry: Places, chance: Floats, risk: Floats) -> tuple[Places, Floats, Floats]:
    """Every entry once, where it came first, with the noisy-OR of its chances and of its risks."""
    distinct, first, which = np.unique(entry, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return distinct[order], _noisy_or(which, chance)[order], _noisy_or(which, risk)[order]


def _noisy_or(which: Places, values: Floats) -> Floats:
    silent = np.ones(int(which.max(initial=-1)) + 1)
    np.multiply.at(silent, which, 1 - values)
    joined: Floats = 1 - silent
    single = np.bincount(which, minlength=len(silent))[which] == 1
    joined[which[single]] = values[single]  # 1 - (1 - p) is not always p
    return joined
