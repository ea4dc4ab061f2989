"""
Several sets of triggers, each on a network of its own, played through in the same worlds, so that they may be compared.

Sampled worlds are the same by the address of their coins. Enumerated ones are made the same here: a coin falls into
one of the segments between the likelihoods that its edge has in the several networks, and an edge is live where its
coin fell below its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from anatomy.errors import InputError
from anatomy.propagation.exact import AUTO_COINS, MOST_COINS
from anatomy.propagation.outcomes import checked_stakes, outcomes_of
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups, check_run
from anatomy.propagation.sampling import sample_worlds
from anatomy.propagation.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.group import Group
    from anatomy.propagation.network import Network
    from anatomy.propagation.outcomes import Outcomes
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Words = NDArray[np.uint32]
    Coin = tuple[str, str]  #: what it decides, and the id of that


class Variant(Struct, frozen=True, kw_only=True, eq=False):
    """One of the things to be compared."""

    network: Network
    triggers: tuple[Trigger, ...]
    ledgers: Mapping[str, Sequence[Stake]] = field(default_factory=dict)


def play_together(
    variants: Sequence[Variant],
    *,
    groups: Mapping[str, Collection[str] | Group],
    felt_at: float = 0.0,
    worlds: int = 10_000,
    seed: int = 0,
    exact: Exactness = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Outcomes, ...]:
    """
    The outcomes of every variant; world n of one is world n of every other, so that they may be subtracted.

    Args:
        variants: their networks may differ in their numbers; the nodes of the groups are in all of them.
        groups: as in `play`.
        felt_at: as in `play`.
        worlds: number of worlds, where they are sampled; those of `run`.
        seed: 0 to 2**64 - 1.
        exact: as in `run`; "auto" enumerates up to 65,536 worlds of all variants together.
        progress: told after every variant how many worlds are done, and of how many.

    Raises:
        InputError: a setting out of range, or an exact answer that cannot be had.
        UnknownNameError: a trigger, member or owner that is not there.
    """
    check_run(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact)
    stakes = [checked_stakes(one.network, one.ledgers) for one in variants]
    for one in variants:
        check_groups(one.network, groups)
    plans = [Plan.of(one.network, one.triggers) for one in variants]
    laid_out = _lay_out(plans, exact, worlds=worlds, seed=seed)
    found = []
    for plan, some, books in zip(plans, laid_out, stakes, strict=True):
        found.append(outcomes_of(plan, some, groups=groups, stakes=books, felt_at=felt_at, seed=seed))
        if progress is not None:
            progress(len(found) * some.count, len(plans) * some.count)
    return tuple(found)


def _lay_out(plans: Sequence[Plan], exact: Exactness, *, worlds: int, seed: int) -> list[Worlds]:
    insists = exact in ("always", True)
    if exact not in ("never", False):
        coins = _cuts(plans)
        most = MOST_COINS if insists else AUTO_COINS
        if coins is not None and math.prod(len(cuts) + 1 for cuts in coins.values()) <= 1 << most:
            return _enumerated(plans, coins)
        if insists:
            why = "a delay varies" if coins is None else f"there are more than 2**{most} of them"
            raise InputError.because(
                "ANA708", f"these cannot be compared in every world: {why}", hint="sample instead"
            )
    return [sample_worlds(plan, worlds=worlds, seed=int(seed)) for plan in plans]


def _cuts(plans: Iterable[Plan]) -> dict[Coin, list[float]] | None:
    """The coins of all plans, and the likelihoods below 1 that each is held against; None: a delay varies."""
    cuts: dict[Coin, set[float]] = defaultdict(set)
    for plan in plans:
        if (plan.delays.fixed < 0).any():
            return None
        for coin, likelihood in (*_edge_coins(plan), *_trigger_coins(plan)):
            if likelihood < 1:
                cuts[coin].add(likelihood)
    return {coin: sorted(cuts[coin]) for coin in sorted(cuts)}


def _edge_coins(plan: Plan) -> list[tuple[Coin, float]]:
    names = [("dependency", plan.network.edge_ids[place]) for place in plan.edges.tolist()]
    return list(zip(names, plan.likelihood.tolist(), strict=True))


def _trigger_coins(plan: Plan) -> list[tuple[Coin, float]]:
    names = [("trigger", name) for name in plan.trigger_ids]
    return list(zip(names, plan.trigger_likelihood.tolist(), strict=True))


def _enumerated(plans: Sequence[Plan], coins: Mapping[Coin, list[float]]) -> list[Worlds]:
    """Every combination of the segments of all coins, each with its probability."""
    weights, strides = np.ones(1), {}
    for coin, cuts in coins.items():
        strides[coin] = len(weights)
        widths = np.diff([0.0, *cuts, 1.0])
        weights = np.concatenate([weights * width for width in widths])
    return [Worlds.weighted(Segments.of(plan, coins, strides), weights) for plan in plans]


class _Digits(Struct, frozen=True, kw_only=True, eq=False):
    """
    For every edge or trigger: where its coin stands in the number of a world, and up to which segment it is live.

    A sure one has a coin of one segment.
    """

    stride: Places
    base: Places
    level: Places

    @classmethod
    def of(
        cls,
        named: Sequence[tuple[Coin, float]],
        coins: Mapping[Coin, list[float]],
        strides: Mapping[Coin, int],
    ) -> _Digits:
        """The digits of edges or triggers with their likelihoods."""
        rows = [
            (1, 1, 1)
            if likelihood >= 1
            else (strides[coin], len(coins[coin]) + 1, coins[coin].index(likelihood) + 1)
            for coin, likelihood in named
        ]
        stride, base, level = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return cls(stride=stride, base=base, level=level)

    def live(self, at: Places, worlds: Words) -> Flags:
        """Per (edge or trigger, world), whether the coin fell into a segment that is live."""
        live: Flags = worlds.astype(np.int64) // self.stride[at] % self.base[at] < self.level[at]
        return live


class Segments(Struct, frozen=True, kw_only=True, eq=False):
    """World number w: its digits, one for each coin, say into which segment the coin fell."""

    plan: Plan
    edges: _Digits
    triggers: _Digits

    @classmethod
    def of(cls, plan: Plan, coins: Mapping[Coin, list[float]], strides: Mapping[Coin, int]) -> Segments:
        """The coins of one plan among those of all."""
        return cls(
            plan=plan,
            edges=_Digits.of(_edge_coins(plan), coins, strides),
            triggers=_Digits.of(_trigger_coins(plan), coins, strides),
        )

    def live_edges(self, edges: Places, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""
        return self.edges.live(edges, worlds)

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether the trigger is live."""
        return self.triggers.live(np.full(len(worlds), trigger), worlds)

    def ticks(self, edges: Places, worlds: Words) -> Places:  # noqa: ARG002 - fixed in every world
        """Per edge: its fixed delay in quarter days."""
        return self.plan.delays.fixed[edges]
