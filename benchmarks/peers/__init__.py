"""Public libraries doing the same jobs, one file each, as their users would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Hits(Struct, frozen=True, kw_only=True, eq=False):
    """What worlds add up to, per cell: all that a peer tells of severity and arrival."""

    felt: NDArray[np.int64]  #: worlds in which it is felt
    severity: NDArray[np.float64]  #: sum over all worlds
    arrival_days: NDArray[np.float64]  #: sum over the worlds in which it is felt
