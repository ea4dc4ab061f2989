"""
How far the answer may move because likelihoods are only known as ranges; apart from the sampling error.

Sources:
    docs/method.md, "Two uncertainties": outer draws of the likelihoods over common coins, less the noise of few worlds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.propagation.question import check_run
from anatomy.propagation.ranges import even_quantiles
from anatomy.propagation.sets import play_sets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from anatomy.propagation.group import Group
    from anatomy.propagation.network import Network
    from anatomy.propagation.ranges import Doubt
    from anatomy.propagation.sets import PlayedSets
    from anatomy.propagation.stakes import Stake
    from anatomy.propagation.trigger import Trigger

    Floats = NDArray[np.float64]

DRAWS: Final = 128  #: sets of likelihoods
WORLDS: Final = 32  #: worlds for each of them; no two play through the same
ENDS: Final = 512  #: worlds for each of the two ends
LOW, HIGH = 0.05, 0.95


class Shift(Struct, frozen=True, kw_only=True):
    """By how much a figure may differ from its value at the point likelihoods, because of the inputs."""

    low: float  #: 5 % of the draws lie below; 0 or less
    high: float  #: 5 % of the draws lie above; 0 or more
    lowest: float  #: all likelihoods at their low ends, as `ENDS` worlds tell it
    highest: float  #: all at their high ends, likewise


class Shifts(Struct, frozen=True, kw_only=True):
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
    point: PlayedSets | None = None,
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
        point: the first worlds of the seed at the point likelihoods, where they have been played through already.

    Raises:
        InputError: a seed or a threshold out of range.
        UnknownNameError: a trigger, member or owner that is not there.
    """
    check_run(seed=seed, felt_at=felt_at)
    drawn = doubt.likelihoods(even_quantiles(sorted(set(doubt.moves_with)), DRAWS, seed=seed))
    blocks = [(number * WORLDS, WORLDS) for number in range(DRAWS)]
    known = point is not None and len(point.felt) >= DRAWS * WORLDS
    again = [] if known else [network.likelihood]
    played = play_sets(
        network,
        triggers,
        np.concatenate([np.array([*again, doubt.low, doubt.high]), drawn]),
        [*([(0, DRAWS * WORLDS)] if again else []), (0, ENDS), (0, ENDS), *blocks],
        groups=groups,
        ledgers=ledgers,
        felt_at=felt_at,
        seed=seed,
    )
    if point is not None and known:
        played = _behind(point, played)
    return Shifts(
        felt={name: _shift(played.felt[:, column]) for column, name in enumerate(played.groups)},
        loss={name: _shift(played.loss[:, column]) for column, name in enumerate(played.ledgers)},
        groups_felt=_shift(played.felt.sum(axis=1)),
    )


def _behind(point: PlayedSets, played: PlayedSets) -> PlayedSets:
    """The played sets with the point set before them."""
    felt, loss = (
        np.concatenate([one[: DRAWS * WORLDS], other])
        for one, other in ((point.felt, played.felt), (point.loss, played.loss))
    )
    return replace(played, felt=felt, loss=loss)


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
    places = np.array([LOW, HIGH]) * (
        DRAWS - 1
    )  # between them, as numpy's `quantile` does, which is slow to start
    low, high = np.interp(places, np.arange(DRAWS), np.sort(middle + (moved - middle) * kept)).tolist()
    lowest, highest = (math.fsum((end - point[:ENDS]).tolist()) / ENDS for end in (least, most))
    return Shift(low=min(0.0, low), high=max(0.0, high), lowest=lowest, highest=highest)
