"""Why one department, sub-function or cell is hit by a decision: every chain and link, unrounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What is explained."""

    what: str  #: department | sub-function | cell
    address: str  #: by keys
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFacts:
    """One cell on some chain."""

    cell: str  #: slug
    code: str
    name: str  #: department, sub-function and layer


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFacts:
    """One chain taken by itself; the chances of several overlap and must not be added."""

    cells: tuple[str, ...]
    links: tuple[str, ...]
    alone: float  #: chance that every part of it is open
    severity: float  #: that arrives at its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
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
    felt_exact: float | None = (
        None  #: chance of being felt, worked out without sampling where that is possible
    )
    reached_exact: float | None = None  #: likewise of being reached
    format: str = FORMAT
