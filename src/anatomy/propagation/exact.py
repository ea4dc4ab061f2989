"""The measure `exact`: every combination of what the coins that matter may decide, with its probability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.errors import InputError
from anatomy.propagation.delays import law_ticks
from anatomy.propagation.plan import laws_of
from anatomy.propagation.reductions import overtaken_edges, returning_edges, set_off
from anatomy.propagation.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

AUTO_COINS: Final = 16  #: up to here enumeration is chosen by itself: at most 65,536 worlds
MOST_COINS: Final = 20  #: up to here on request: at most 1,048,576 worlds
SEARCHED: Final = 4 * MOST_COINS  #: beyond so many doubtful edges, nobody hopes that most lead back

DEAD: Final = -1  #: instead of a delay: does not carry


class Choice(Struct, frozen=True, kw_only=True, eq=False):
    """What one edge or trigger may do, and how likely each is."""

    row: int  #: place in plan.edges, or the number of edges plus the place of the trigger
    outcomes: Places  #: a delay in quarter days where it is live, else DEAD
    chances: Floats  #: above 0, sum 1


class Combinations(Struct, frozen=True, kw_only=True, eq=False):
    """World number w, written with one digit per choice, the first choice last, says what each of them does."""

    outcomes: Places  #: of every row, one after another
    start: Places  #: per row (edges, then triggers), where its outcomes begin
    radix: Places  #: per row, how many they are
    stride: Places  #: per row, what its digit counts for
    edges: int

    @classmethod
    def of(cls, plan: Plan, idle: Flags, choices: Sequence[Choice]) -> Combinations:
        """Rows without a choice do the same in every world."""
        edges, rows = len(plan.edges), len(plan.edges) + len(plan.trigger_ids)
        settled = np.zeros(rows, dtype=np.int64)
        settled[:edges] = np.where(idle, DEAD, plan.delays.fixed)
        start, radix, stride = np.arange(rows), np.ones(rows, dtype=np.int64), np.ones(rows, dtype=np.int64)
        place, weight = rows, 1
        for choice in choices:
            count = len(choice.outcomes)
            start[choice.row], radix[choice.row], stride[choice.row] = place, count, weight
            place, weight = place + count, weight * count
        outcomes = np.concatenate([settled, *(choice.outcomes for choice in choices)])
        return cls(outcomes=outcomes, start=start, radix=radix, stride=stride, edges=edges)

    def live_edges(self, edges: Places, worlds: Words) -> Flags:
        """Per (edge, world), whether the edge carries."""
        return np.not_equal(self.ticks(edges, worlds), DEAD, dtype=np.bool_)

    def live_trigger(self, trigger: int, worlds: Words) -> Flags:
        """Per world, whether the trigger is live."""
        return self.live_edges(np.full(len(worlds), self.edges + trigger), worlds)

    def ticks(self, edges: Places, worlds: Words) -> Places:
        """Per (edge, world): the delay in quarter days of an edge that carries."""
        digit = worlds.astype(np.int64) // self.stride[edges] % self.radix[edges]
        return self.outcomes[self.start[edges] + digit]


def coins_that_matter(plan: Plan) -> int | None:
    """
    How many coins an enumeration has to go through; None if they are more than MOST_COINS.

    A delay that varies counts as so many coins as it takes to choose among its outcomes.
    """
    if _hopeless(plan):
        return None
    idle = idle_edges(plan)
    if _doubts(plan, idle) > MOST_COINS:
        return None
    coins = _coins(list(_choices(plan, idle)))
    return coins if coins <= MOST_COINS else None


def enumerate_worlds(plan: Plan, *, worlds: int = 0, seed: int = 0) -> Worlds:  # noqa: ARG001 - no sample
    """
    Every world of a plan, each with its probability.

    Raises:
        InputError: there are too many.
    """
    idle = idle_edges(plan)
    coins = _doubts(plan, idle)
    choices = list(_choices(plan, idle)) if coins <= MOST_COINS else []
    coins = max(coins, _coins(choices))
    if coins > MOST_COINS:
        raise InputError.because(
            "ANA708",
            f"an exact answer would have to go through 2**{coins} worlds or more; the limit is 2**{MOST_COINS}",
            hint="sample instead",
        )
    weights = np.ones(1)
    for choice in choices:
        weights = np.concatenate([weights * chance for chance in choice.chances.tolist()])
    return Worlds.weighted(Combinations.of(plan, idle, choices), weights)


def idle_edges(plan: Plan) -> Flags:
    """Edges that can change nothing for anyone: neither whether, nor when, how hard and over which chain."""
    idle = overtaken_edges(plan)
    doubtful = np.flatnonzero(~idle & _doubtful(plan))
    if len(doubtful) <= SEARCHED:
        idle[doubtful] = returning_edges(plan, doubtful)
    return idle


def _hopeless(plan: Plan) -> bool:
    """Whether a glance tells that far too many coins matter, so that large models need no closer look."""
    sure = set_off(plan, (plan.trigger_likelihood >= 1) & (not plan.apart))
    return bool(np.count_nonzero(_doubtful(plan) & ~sure[plan.target]) > SEARCHED)


def _doubtful(plan: Plan) -> Flags:
    return (plan.likelihood < 1) | (plan.delays.fixed < 0)


def _doubts(plan: Plan, idle: Flags) -> int:
    """How many edges and triggers have a choice."""
    edges = np.count_nonzero(_doubtful(plan) & ~idle)
    return int(edges + np.count_nonzero(plan.trigger_likelihood < 1))


def _coins(choices: Sequence[Choice]) -> int:
    """The least number of coins with as many combinations."""
    return (math.prod(len(choice.outcomes) for choice in choices) - 1).bit_length()


def _choices(plan: Plan, idle: Flags) -> Iterator[Choice]:
    """Those of edges by id, not by place: other names for nodes shall not change the order of multiplication."""
    doubtful = np.flatnonzero(_doubtful(plan) & ~idle)
    for edge in doubtful[np.argsort(plan.edges[doubtful])].tolist():
        ticks, chances = _delays(plan, edge)
        yield _choice(edge, ticks, chances, float(plan.likelihood[edge]))
    for trigger, likelihood in enumerate(plan.trigger_likelihood.tolist()):
        if likelihood < 1:
            yield _choice(len(plan.edges) + trigger, np.zeros(1, dtype=np.int64), np.ones(1), likelihood)


def _choice(row: int, ticks: Places, chances: Floats, likelihood: float) -> Choice:
    if likelihood >= 1:
        return Choice(row=row, outcomes=ticks, chances=chances)
    return Choice(
        row=row,
        outcomes=np.concatenate([[DEAD], ticks]),
        chances=np.concatenate([[1 - likelihood], likelihood * chances]),
    )


def _delays(plan: Plan, edge: int) -> tuple[Places, Floats]:
    """The delays an edge may take, in quarter days, with the chance of each."""
    fixed = int(plan.delays.fixed[edge])
    if fixed >= 0:
        return np.array([fixed]), np.ones(1)
    place, network = plan.edges[edge], plan.network
    first, chances = law_ticks(*laws_of(network, np.array([place])))
    possible = np.flatnonzero(chances)  # the last tick has no chance where its range begins at the border
    return first + possible, chances[possible]
