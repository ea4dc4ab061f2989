"""What could hit one place: every cell set off alone, fully and at once, and what that place feels of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.domain.explanation import TargetFacts
    from anatomy.domain.impact import Feeling, RunFacts

FORMAT = "anatomy-exposure/1"


class AskedModel(Struct, frozen=True, kw_only=True):
    """The model that was asked, as far as a table needs it."""

    name: str
    version: str
    digest: str
    felt_at: float
    severity_words: tuple[tuple[str, float], ...]  #: word and the upper bound of its band, rising


class SourceFacts(Struct, frozen=True, kw_only=True):
    """One cell, and what the target feels if it is set off."""

    cell: str  #: slug
    code: str
    name: str  #: department, sub-function and layer
    text: str  #: what the layer holds there
    owner: str
    own: bool  #: whether it is a cell of the target itself
    feeling: Feeling  #: of the target; the arrival is the first of anything there, felt or not yet


class SourceGroup(Struct, frozen=True, kw_only=True):
    """The cells of a department or sub-function, each set off by itself."""

    what: str  #: department | sub-function
    address: str  #: by keys
    code: str
    name: str
    cells: int  #: that were asked
    able: int  #: of those, how many could make the target feel it
    mean: float  #: chance that the target feels it, on average over the cells
    highest: SourceFacts  #: the cell with the highest chance


class ExposureReport(Struct, frozen=True, kw_only=True):
    """What could hit the target; everything by falling chance."""

    target: TargetFacts
    model: AskedModel
    run: RunFacts
    sources: str  #: the selector of the cells asked; empty: all but the target's own
    decision: str  #: title of the decision whose adjustments hold; empty: the model as it is
    departments: tuple[SourceGroup, ...]
    sub_functions: tuple[SourceGroup, ...]
    cells: tuple[SourceFacts, ...]
    format: str = FORMAT
