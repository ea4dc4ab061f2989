"""
How far the answer may move because likelihoods are only known as ranges; apart from the sampling error.

Sources:
    docs/method.md, "Two uncertainties": outer draws of the likelihoods over common coins, less the noise of few worlds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from anatomy.propagation.coins import draw, keys
from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.pert import pert_quantiles
from anatomy.propagation.plan import Plan
from anatomy.propagation.sampling import lay_coins
from anatomy.propagation.scenarios import Scenarios
from anatomy.propagation.stakes import Book
from anatomy.propagation.tally import Hits, Members, felt_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.group import Group
    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.network import Network
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger

    Floats = NDArray[np.float64]

#: What moves together when an input is off: nothing, dependencies of one kind, of one author, or all of them.
Correlation = Literal["independent", "kind", "author", "all"]

DRAWS: Final = 64  #: sets of likelihoods
WORLDS: Final = 128  #: worlds for each of them; no two play through the same
ENDS: Final = 2_048  #: worlds for each of the two ends
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doubt:
    """What is not known of the likelihoods: one range per edge of a network, in its order."""

    low: Floats
    mode: Floats
    high: Floats
    moves_with: Sequence[str]  #: per edge; edges of one name are too low or too high together


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """By how much a figure may differ from its value at the point likelihoods, because of the inputs."""

    low: float  #: 5 % of the draws lie below; 0 or less
    high: float  #: 5 % of the draws lie above; 0 or more
    lowest: float  #: all likelihoods at their low ends
    highest: float  #: all at their high ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """Of groups: the chance of being felt; of ledgers: the mean loss; and the mean number of groups felt."""

    felt: Mapping[str, Shift]
    loss: Mapping[str, Shift]
    groups_felt: Shift


def weigh_doubt(
    network: Network,
    triggers: Iterable[Trigger],
    doubt: Doubt,
    *,
    groups: Mapping[str, Collection[str] | Group],
    ledgers: Mapping[str, Sequence[Stake]] | None = None,
    felt_at: float = 0.0,
    seed: int = 0,
) -> Shifts:
    """
    How far the ranges of the likelihoods let the figures move.

    Args:
        network: with the point likelihoods.
        triggers: what is set off; without doubt.
        doubt: a range per edge, which holds the point.
        groups: as in `run`.
        ledgers: name to stakes whose losses are added up.
        felt_at: as in `run`.
        seed: of the coins, and of the draws of the likelihoods.
    """
    widest = replace(network, likelihood=np.maximum(doubt.high, network.likelihood))
    plan = Plan.of(widest, triggers)
    rows = np.concatenate([[network.likelihood, doubt.low, doubt.high], _draws(doubt, seed=seed)])[
        :, plan.edges
    ]
    blocks = [(number * WORLDS, WORLDS) for number in range(DRAWS)]
    scenarios = Scenarios.of(
        lay_coins(plan, seed=seed), rows, [(0, DRAWS * WORLDS), (0, ENDS), (0, ENDS), *blocks]
    )
    place = {name: number for number, name in enumerate(network.nodes)}
    members = Members.of(plan, groups, place)
    book = Book.of(plan, {name: tuple(some) for name, some in (ledgers or {}).items()}, place)
    felt = np.zeros((len(scenarios.row), len(members.names)))
    lost = np.zeros((len(scenarios.row), len(book.names)))
    for first, count in batches(plan, len(scenarios.row)):
        batch = evaluate(plan, scenarios, first=first, count=count)
        _note_felt(felt[first : first + count], batch, members, felt_at)
        book.add_losses(lost[first : first + count], batch)
    return Shifts(
        felt={name: _shift(felt[:, column]) for column, name in enumerate(members.names)},
        loss={name: _shift(lost[:, column]) for column, name in enumerate(book.names)},
        groups_felt=_shift(felt.sum(axis=1)),
    )


def _draws(doubt: Doubt, *, seed: int) -> Floats:
    """
    Draws x edges: likelihoods at one quantile for each name; the quantiles of a name are spread evenly.

    Sources:
        McKay, Beckman and Conover 1979 (Latin hypercube sampling), in docs/references.md.
    """
    names = sorted(set(doubt.moves_with))
    row = {name: number for number, name in enumerate(names)}
    at = _even_quantiles(names, seed=seed)[[row[name] for name in doubt.moves_with]]
    ranges: dict[tuple[float, float, float], list[int]] = {}
    for edge, law in enumerate(
        zip(doubt.low.tolist(), doubt.mode.tolist(), doubt.high.tolist(), strict=True)
    ):
        ranges.setdefault(law, []).append(edge)
    drawn = np.empty((len(doubt.low), DRAWS))
    for (low, mode, high), edges in ranges.items():
        drawn[edges] = pert_quantiles(low, mode, high, at[edges].reshape(-1)).reshape(-1, DRAWS)
    return drawn.T


def _even_quantiles(names: Sequence[str], *, seed: int) -> Floats:
    """Names x draws: the middles of equal parts of [0, 1], in an order of each name's own."""
    numbers = np.tile(np.arange(DRAWS, dtype=np.uint32), (len(names), 1))
    low, high = (
        np.repeat(half[:, np.newaxis], DRAWS, axis=1) for half in keys(names, seed=seed, stream="doubt")
    )
    order = np.argsort(np.argsort(draw(low, high, numbers), axis=1, kind="stable"), axis=1)
    middles: Floats = (order + 0.5) / DRAWS
    return middles


def _note_felt(felt: Floats, batch: Batch, members: Members, felt_at: float) -> None:
    """Mark the (world, group) places that feel it."""
    hits = Hits.of_groups(members, batch, felt_pairs(batch, felt_at))
    felt[hits.world[hits.felt], hits.row[hits.felt]] = 1.0


def _shift(figure: Floats) -> Shift:
    """From the figure of every world to the shift; the scenarios lie in the order they were laid out."""
    point, least, most, drawn = np.split(figure, np.cumsum([DRAWS * WORLDS, ENDS, ENDS]))
    less = (drawn - point).reshape(DRAWS, WORLDS)
    moved = less.mean(axis=1)
    # A draw's shift is known from few worlds only; what that adds to the spread of the shifts is taken out again.
    noise = float(less.var(axis=1, ddof=1).mean()) / WORLDS
    spread = float(moved.var(ddof=1))
    kept = math.sqrt(max(0.0, 1 - noise / spread)) if spread > 0 else 0.0
    middle = float(moved.mean())
    low, high = (float(np.quantile(middle + (moved - middle) * kept, share)) for share in (LOW, HIGH))
    lowest, highest = (math.fsum((end - point[:ENDS]).tolist()) / ENDS for end in (least, most))
    return Shift(
        low=min(0.0, max(low, lowest)), high=max(0.0, min(high, highest)), lowest=lowest, highest=highest
    )
