"""What is not known of the likelihoods: ranges, which of them move together, and values drawn from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct

from anatomy.errors import InputError
from anatomy.propagation.coins import draw, keys
from anatomy.propagation.pert import pert_quantiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: What moves together when an input is off: nothing, dependencies of one kind, of one author, or all of them.
Correlation = Literal["independent", "kind", "author", "all"]


class Doubt(Struct, frozen=True, kw_only=True, eq=False):
    """What is not known of the likelihoods: one range per edge of a network, in its order, within 0 and 1."""

    low: Floats
    mode: Floats
    high: Floats
    moves_with: Sequence[str]  #: per edge; edges of one name are too low or too high together

    def __post_init__(self) -> None:
        fine = (self.low >= 0) & (self.low <= self.mode) & (self.mode <= self.high) & (self.high <= 1)
        for edge in np.flatnonzero(~fine).tolist()[:1]:  # NaN is in no order
            ends = f"{self.low[edge]:g}, {self.mode[edge]:g}, {self.high[edge]:g}"
            message = f"the range {ends} of likelihood number {edge} is not in order within 0 and 1"
            raise InputError.because("ANA701", message, hint="write low <= mode <= high")

    def likelihoods(self, quantiles: Mapping[str, Floats]) -> Floats:
        """
        Draws x edges: the values of the ranges at one quantile for each name.

        Args:
            quantiles: name -> one in [0, 1] per draw; every name that occurs, each with as many draws.
        """
        draws = len(next(iter(quantiles.values()))) if quantiles else 0
        laws: dict[tuple[float, float, float, str], list[int]] = {}
        columns = zip(self.low.tolist(), self.mode.tolist(), self.high.tolist(), self.moves_with, strict=True)
        for edge, law in enumerate(columns):
            laws.setdefault(law, []).append(edge)
        drawn = np.empty((len(self.low), draws))
        for (low, mode, high, name), edges in laws.items():
            drawn[edges] = pert_quantiles(low, mode, high, quantiles[name])
        return drawn.T


def even_quantiles(names: Sequence[str], count: int, *, seed: int) -> dict[str, Floats]:
    """
    Per name, the middles of `count` equal parts of [0, 1], in an order of the name's own.

    Sources:
        McKay, Beckman and Conover 1979 (Latin hypercube sampling), in docs/references.md.
    """
    numbers = np.tile(np.arange(count, dtype=np.uint32), (len(names), 1))
    low, high = (
        np.repeat(half[:, np.newaxis], count, axis=1) for half in keys(names, seed=seed, stream="doubt")
    )
    order = np.argsort(np.argsort(draw(low, high, numbers), axis=1, kind="stable"), axis=1)
    return dict(zip(names, (order + 0.5) / count, strict=True))
