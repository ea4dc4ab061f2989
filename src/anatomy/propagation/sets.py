"""Several sets of likelihoods played through in chosen worlds: what groups feel and ledgers lose in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.outcomes import checked_stakes
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups, check_run
from anatomy.propagation.sampling import lay_coins
from anatomy.propagation.scenarios import Scenarios
from anatomy.propagation.stakes import Book
from anatomy.propagation.tally import Hits, Members, felt_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.group import Group
    from anatomy.propagation.network import Network
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger

    Floats = NDArray[np.float64]


class PlayedSets(Struct, frozen=True, kw_only=True, eq=False):
    """Every world of every set, one after another in the order of the sets."""

    groups: tuple[str, ...]
    felt: Floats  #: worlds x groups: 1 where the group feels it, else 0
    ledgers: tuple[str, ...]
    loss: Floats  #: worlds x ledgers, money


def play_sets(
    network: Network,
    triggers: Iterable[Trigger],
    likelihoods: Floats,
    worlds: Sequence[tuple[int, int]],
    *,
    groups: Mapping[str, Collection[str] | Group],
    ledgers: Mapping[str, Sequence[Stake]] | None = None,
    felt_at: float = 0.0,
    seed: int = 0,
) -> PlayedSets:
    """
    Sets of likelihoods on the same coins, so that where two share a world they differ by nothing else.

    Args:
        network: what may carry a change; its own likelihoods are not used.
        triggers: what is set off, the same in every set.
        likelihoods: sets x edges of the network, each in [0, 1].
        worlds: per set, the first world to play through, and how many; the worlds of `run`.
        groups: as in `run`.
        ledgers: name to stakes whose losses are added up.
        felt_at: as in `run`.
        seed: of the coins.

    Raises:
        InputError: a seed or a threshold out of range.
        UnknownNameError: a trigger, member or owner that is not there.
    """
    check_run(seed=seed, felt_at=felt_at)
    check_groups(network, groups)
    stakes = checked_stakes(network, ledgers or {})
    plan = Plan.of(replace(network, likelihood=likelihoods.max(axis=0)), triggers)
    scenarios = Scenarios.of(lay_coins(plan, seed=seed), likelihoods[:, plan.edges], worlds)
    place = {name: number for number, name in enumerate(network.nodes)}
    members = Members.of(plan, groups, place)
    book = Book.of(plan, stakes, place)
    felt = np.zeros((len(scenarios.row), len(members.names)))
    lost = np.zeros((len(scenarios.row), len(book.names)))
    for first, count in batches(plan, len(scenarios.row)):
        batch = evaluate(plan, scenarios, first=first, count=count)
        hits = Hits.of_groups(members, batch, felt_pairs(batch, felt_at))
        felt[first + hits.world[hits.felt], hits.row[hits.felt]] = 1.0
        book.add_losses(lost[first : first + count], batch)
    return PlayedSets(groups=members.names, felt=felt, ledgers=book.names, loss=lost)
