"""Money that hangs on nodes: who owns how much of it, and until when it can be lost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from anatomy.errors import InputError
from anatomy.propagation.delays import TICKS_PER_DAY
from anatomy.propagation.kernel import UNREACHED
from anatomy.propagation.stats import SLACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.plan import Plan

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Stake(Struct, frozen=True, kw_only=True):
    """Money lost in proportion to the severity at one node, if that is first hit within the horizon."""

    node: str
    amount: float  #: at severity 1; 0 or more
    horizon_days: float = math.inf  #: 0 or more

    def __post_init__(self) -> None:
        fine = {
            f"amount {self.amount} is not a number from 0 on": 0 <= self.amount < math.inf,
            f"horizon_days {self.horizon_days} is before the decision, or none": self.horizon_days >= 0,
        }
        for says, holds in fine.items():  # a comparison with NaN never holds
            if not holds:
                raise InputError.because("ANA701", f"stake at {self.node!r}: {says}")


class Book(Struct, frozen=True, kw_only=True, eq=False):
    """All stakes in one table; amounts as shares of their ledger's whole."""

    names: tuple[str, ...]
    scale: Floats  #: per ledger, the sum of its amounts
    ledger: Places  #: per stake
    node: Places  #: per stake, a place in plan.nodes
    amount: Floats  #: per stake
    share: Floats  #: per stake, amount / scale of its ledger
    latest: Places  #: per stake, the last tick within its horizon

    @classmethod
    def of(cls, plan: Plan, ledgers: Mapping[str, tuple[Stake, ...]], place: dict[str, int]) -> Book:
        """Stakes at nodes out of reach are never lost, and left out."""
        names = tuple(sorted(ledgers))
        scale = [math.fsum(sorted(stake.amount for stake in ledgers[name])) or 1.0 for name in names]
        rows = [
            (number, int(at[0]), stake.amount, stake.amount / scale[number], _tick(stake.horizon_days))
            for number, name in enumerate(names)
            for stake in ledgers[name]
            if len(at := plan.places([stake.node], place))
        ]
        columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
        ledger, node, amount, share, latest = columns
        return cls(
            names=names,
            scale=np.array(scale, dtype=np.float64),
            ledger=np.array(ledger, dtype=np.int64),
            node=np.array(node, dtype=np.int64),
            amount=np.array(amount, dtype=np.float64),
            share=np.array(share, dtype=np.float64),
            latest=np.array(latest, dtype=np.int64),
        )

    def lost(self, stake: int, severity: Floats, ticks: Places) -> Floats:
        """What a stake loses at these severities and first arrivals, as a share of its ledger."""
        lost: Floats = self.share[stake] * severity * (ticks <= self.latest[stake])
        return lost

    def add_losses(self, money: Floats, batch: Batch) -> None:
        """Add what every ledger loses, in money, to a table of worlds x ledgers."""
        owns = np.zeros(len(batch.plan.nodes), dtype=np.bool_)
        owns[self.node] = True
        owned = np.flatnonzero(owns.take(batch.node))
        owner, ticks = batch.node.take(owned), batch.ticks.take(owned)
        world, severity = batch.world.take(owned), batch.severity.take(owned)
        for stake in range(len(self.node)):
            at = np.flatnonzero((owner == self.node[stake]) & (ticks <= self.latest[stake]))
            # The amount itself, not its share of the ledger: so that a round sum stays round.
            lost = self.amount[stake] * severity.take(at)
            money[world.take(at), int(self.ledger[stake])] += lost


def _tick(days: float) -> int:
    """The last quarter day within a number of days."""
    return UNREACHED if math.isinf(days) else math.floor(days * TICKS_PER_DAY + SLACK)
