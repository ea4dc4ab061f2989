"""What an answer hangs on: every figure again, in the same worlds, without one dependency or one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.impact import LinkFacts

if TYPE_CHECKING:
    from anatomy.domain.explanation import TargetFacts
    from anatomy.domain.impact import DecisionFacts, Feeling, ModelFacts, RunFacts

FORMAT = "anatomy-importance/1"
MEASURES: Final = ("felt", "reached", "severity", "loss")
"""What may be asked to rank by; late cash ranks only itself."""
DEPENDENCIES, CELLS = "dependencies", "cells"


class Fall(Struct, frozen=True, kw_only=True):
    """
    By how much a mean figure falls without something: a chance or severity in [0, 1], or money.

    The interval is paired: the difference is taken world by world. Falls do not add up.
    """

    by: float  #: 0 or more
    low: float  #: 95 % sampling interval; both ends are `by` when exact
    high: float
    without: float  #: what is left of the figure
    birnbaum: (
        float | None
    )  #: by / likelihood: how much the figure moves from a dead to a sure link; None for a cell


class Removal(Struct, frozen=True, kw_only=True):
    """One dependency or cell, and what falls without it."""

    rank: int  #: from 1
    what: str  #: id of a dependency, or slug of a cell
    felt: Fall | None  #: chance of being felt; None for the enterprise as a whole, as the next two
    reached: Fall | None
    severity: Fall | None  #: mean over all worlds
    loss: Fall | None  #: expected; None: no such money is at risk there
    late_cash: Fall | None

    def fall(self, measure: str) -> Fall:
        """The fall by which it is ranked; a measure that it does not have is an error of the caller."""
        found: Fall | None = getattr(self, measure)
        if found is None:
            raise KeyError(measure)
        return found


class Weighed(Struct, frozen=True, kw_only=True):
    """A department, sub-function, cell or the enterprise, and what it hangs on."""

    target: TargetFacts  #: `what` is "enterprise" for the total
    ranked_by: str  #: felt | reached | severity | loss | late_cash
    feeling: Feeling | None  #: with everything in place; None for the total
    loss: float | None  #: expected; None: no such money is at risk there
    late_cash: float | None
    removals: tuple[Removal, ...]  #: the largest fall first
    further: int  #: how many more lower the figure in some world


class OwnedLink(LinkFacts, frozen=True, kw_only=True):
    """A dependency with who answers for where it starts, and what usually helps against its kind."""

    source_names: tuple[str, str, str]  #: department, sub-function and layer
    target_names: tuple[str, str, str]
    owner: str  #: of the sub-function at its source
    mitigation: str


class OwnedCell(Struct, frozen=True, kw_only=True):
    """A cell with who answers for it."""

    cell: str  #: slug
    code: str
    name: str  #: department, sub-function and layer
    text: str  #: what the layer holds there
    owner: str
    set_off: bool  #: by the decision itself
    where: str  #: file:line


class ImportanceReport(Struct, frozen=True, kw_only=True):
    """Which dependencies, or which cells, matter most."""

    model: ModelFacts
    decision: DecisionFacts
    run: RunFacts
    of: str  #: dependencies | cells
    measure: str  #: that was asked for; empty: the usual ones
    targets: tuple[Weighed, ...]
    links: tuple[OwnedLink, ...]  #: of all rankings, sorted by id
    cells: tuple[OwnedCell, ...]  #: likewise, sorted by slug
    format: str = FORMAT
