"""What groups feel and ledgers lose, world by world and nothing else: for everything that compares decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.propagation.answer import Outcome
from anatomy.propagation.engine import lay_out
from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups, check_run
from anatomy.propagation.stakes import Book
from anatomy.propagation.tally import Hits, Members, Record, felt_pairs
from anatomy.propagation.worlds import fullest, surest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.group import Group
    from anatomy.propagation.network import Network
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger
    from anatomy.propagation.worlds import Worlds

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class Outcomes(Struct, frozen=True, kw_only=True, eq=False):
    """
    One run, world by world; rows are groups or ledgers in the order of their names.

    World n is the same in every sampled run of a seed, so that outcomes of two runs may be subtracted.
    """

    groups: tuple[str, ...]
    reached: Flags  #: groups x worlds, however weakly
    severity: Floats  #: groups x worlds, 0 where not reached
    arrival_days: Floats  #: groups x worlds, first felt; infinite where not felt
    surely_felt: Flags  #: per group, in the world in which only what cannot fail carries, and so in all
    possibly_felt: Flags  #: per group, in the world in which everything carries; if not, then in none
    ledgers: tuple[str, ...]
    loss: Floats  #: ledgers x worlds, money
    weights: Floats  #: probability of each world
    seed: int
    exact: bool

    @property
    def worlds(self) -> int:
        """How many there are."""
        return len(self.weights)

    @property
    def felt(self) -> Flags:
        """Groups x worlds: whether the group feels it."""
        return np.isfinite(self.arrival_days)

    def of_group(self, name: str) -> int:
        """The row of a group; ValueError when there is none."""
        return self.groups.index(name)

    def of_ledger(self, name: str) -> int:
        """The row of a ledger; ValueError when there is none."""
        return self.ledgers.index(name)


def play(
    network: Network,
    triggers: Iterable[Trigger],
    *,
    groups: Mapping[str, Collection[str] | Group],
    ledgers: Mapping[str, Sequence[Stake]] | None = None,
    felt_at: float = 0.0,
    worlds: int = 10_000,
    seed: int = 0,
    exact: Exactness = "never",
) -> Outcomes:
    """
    Play worlds through and keep what groups feel and ledgers lose in each.

    Args:
        network: what may carry a change.
        triggers: what is set off; nothing gives worlds in which nothing happens.
        groups: as in `run`.
        ledgers: name to stakes whose losses are added up.
        felt_at: as in `run`.
        worlds: number of worlds; the worlds of `run`.
        seed: 0 to 2**64 - 1.
        exact: as in `run`; outcomes of two enumerations have different worlds and cannot be subtracted.

    Raises:
        InputError: a setting out of range.
        UnknownNameError: a trigger, member or owner that is not there.
    """
    check_run(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact)
    stakes = checked_stakes(network, ledgers or {})
    check_groups(network, groups)
    plan = Plan.of(network, triggers)
    laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
    return outcomes_of(plan, laid_out, groups=groups, stakes=stakes, felt_at=felt_at, seed=seed)


def checked_stakes(network: Network, ledgers: Mapping[str, Sequence[Stake]]) -> dict[str, tuple[Stake, ...]]:
    """The stakes of every ledger; an owner that is not there is refused."""
    stakes = {name: tuple(some) for name, some in ledgers.items()}
    check_groups(network, {name: [stake.node for stake in some] for name, some in stakes.items()})
    return stakes


def outcomes_of(
    plan: Plan,
    laid_out: Worlds,
    *,
    groups: Mapping[str, Collection[str] | Group],
    stakes: Mapping[str, tuple[Stake, ...]],
    felt_at: float,
    seed: int,
) -> Outcomes:
    """Go through laid-out worlds; everything has been checked."""
    place = {name: number for number, name in enumerate(plan.network.nodes)}
    members = Members.of(plan, groups, place)
    book = Book.of(plan, stakes, place)
    record = Record({name: row for row, name in enumerate(members.names)}, len(members.names), laid_out.count)
    loss = np.zeros((laid_out.count, len(book.names)))
    for first, count in batches(plan, laid_out.count):
        batch = evaluate(plan, laid_out.draw, first=first, count=count)
        record.add(Hits.of_groups(members, batch, felt_pairs(batch, felt_at)), first)
        book.add_losses(loss[first : first + count], batch)
    return Outcomes(
        groups=members.names,
        reached=record.reached,
        severity=record.severity,
        arrival_days=record.arrival_days,
        surely_felt=Outcome.of(plan, surest(plan), members, felt_at).groups_felt,
        possibly_felt=Outcome.of(plan, fullest(plan), members, felt_at).groups_felt,
        ledgers=book.names,
        loss=np.ascontiguousarray(loss.T),
        weights=laid_out.mass / laid_out.total,
        seed=int(seed),
        exact=laid_out.exact,
    )
