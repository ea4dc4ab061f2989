"""What another method says of the same question, beside the what-if's own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.impact import Chance, ImpactReport

FORMAT = "anatomy-comparison/1"


class BrokenLaw(Struct, frozen=True, kw_only=True):
    """A law of chances that a method breaks."""

    law: str  #: key in LAWS
    because: str  #: one sentence


class ComparedFigure(Struct, frozen=True, kw_only=True):
    """What a method says of one node or group: not a probability, however much it looks like one."""

    chance: float  #: chance-like, in [0, 1]; stands beside P(reached), for no method here knows `felt_at`
    risk: float  #: chance times severity, likewise in [0, 1]

    @property
    def impact(self) -> float | None:
        """Severity, given that it is hit: risk over chance; None where the chance is 0."""
        return self.risk / self.chance if self.chance else None


class Limits(Struct, frozen=True, kw_only=True):
    """What a method left out, or forced into [0, 1], to have an answer."""

    depth: int | None = None  #: the most dependencies in a path; None where paths have no end
    not_followed: int = 0  #: paths that would go on beyond the depth
    beyond: int = 0  #: nodes within reach of longer paths only, which count as 0
    clipped: int = 0  #: nodes that come to more than 1 and count as 1


class Comparison(Struct, frozen=True, kw_only=True):
    """The answer of one method; it has no time, no money and no interval."""

    measure: str  #: cpm | linear
    name: str
    roll_up: str  #: how a group's figure comes of its members', as the end of a sentence
    nodes: Mapping[str, ComparedFigure]
    groups: Mapping[str, ComparedFigure]
    limits: Limits
    breaks: tuple[BrokenLaw, ...]


class ComparedRow(Struct, frozen=True, kw_only=True):
    """One department or cell by the what-if and by the method."""

    key: str  #: of the department, or slug of the cell
    code: str
    name: str
    felt: Chance
    reached: Chance
    compared: ComparedFigure


class ComparedDecision(Struct, frozen=True, kw_only=True):
    """A what-if and the same question put to another method."""

    report: ImpactReport
    comparison: Comparison
    departments: tuple[ComparedRow, ...]  #: in the model's order
    cells: tuple[ComparedRow, ...]  #: that can be reached, in the model's order
