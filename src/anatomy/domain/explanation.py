"""Why one department, sub-function or cell is hit by a decision: every chain and link, unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.domain.impact import (
        DecisionFacts,
        Feeling,
        LinkFacts,
        ModelFacts,
        PathFacts,
        RunFacts,
    )

FORMAT = "anatomy-explain/1"


class TargetFacts(Struct, frozen=True, kw_only=True):
    """What is explained."""

    what: str  #: department | sub-function | cell
    address: str  #: by keys
    code: str
    name: str


class StopFacts(Struct, frozen=True, kw_only=True):
    """One cell on some chain."""

    cell: str  #: slug
    code: str
    name: str  #: department, sub-function and layer


class ChainFacts(Struct, frozen=True, kw_only=True):
    """One chain taken by itself; the chances of several overlap and must not be added."""

    cells: tuple[str, ...]
    links: tuple[str, ...]
    alone: float  #: chance that every part of it is open
    severity: float  #: that arrives at its end


class Portion(Struct, frozen=True, kw_only=True):
    """What one part of the chains comes to; the same part of three figures."""

    first: float  #: share of worlds that it arrived by first; adds up to the chance that it is felt
    hardest: float | None  #: share of worlds that it hit hardest by; adds up likewise; None: not known
    loss: (
        float | None
    )  #: expected loss of margin that it carried; None: not known, or nothing is at risk there


class PartFacts(Struct, frozen=True, kw_only=True):
    """The chains that have something in common, with what they come to."""

    cells: tuple[str, ...]  #: of the chain or of its first link; a single one where nothing was crossed
    links: tuple[str, ...]
    kind: str  #: of the link that enters the department; empty where none does, or where the parts are others
    portion: Portion


class SplitFacts(Struct, frozen=True, kw_only=True):
    """Figures split by one property of their chains: parts and rest add up to the whole."""

    by: str  #: kind (of the link that enters the department) | first-link (out of a cell set off) | path
    parts: tuple[PartFacts, ...]
    rest: Portion  #: of all parts that are not told one by one


class WithoutFacts(Struct, frozen=True, kw_only=True):
    """What is left without one link: the same worlds with it and without it."""

    link: str
    felt: float  #: chance without it
    felt_less: float  #: by how much it falls
    felt_half: float  #: half of the paired 95 % interval of that; 0 when exact
    loss: float | None  #: expected loss of margin without it; None: nothing is at risk there
    loss_less: float | None
    loss_half: float | None


class Explanation(Struct, frozen=True, kw_only=True):
    """How something comes to feel a decision."""

    target: TargetFacts
    feeling: Feeling
    model: ModelFacts
    decision: DecisionFacts
    run: RunFacts
    paths: (
        tuple[PathFacts, ...] | None
    )  #: how it came, largest share first; None: the result does not hold them
    other_paths: float  #: share of worlds of all further chains
    hardest: PathFacts | None  #: the chain that hits hardest most often
    likeliest: tuple[ChainFacts, ...] | None  #: None: only the model can tell
    links: tuple[LinkFacts, ...]  #: of all those chains, sorted by id
    stops: tuple[StopFacts, ...]  #: cells of all those chains, sorted by slug
    whole: Portion  #: the figures that are split
    splits: tuple[
        SplitFacts, ...
    ]  #: by kind, first link and path; none where the result does not hold the paths
    without: tuple[WithoutFacts, ...] | None  #: the links that matter most; None: only the model can tell
    felt_exact: float | None = (
        None  #: chance of being felt, worked out without sampling where that is possible
    )
    reached_exact: float | None = None  #: likewise of being reached
    format: str = FORMAT
