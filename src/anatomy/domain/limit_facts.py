"""A limit held against an answer: the figure, whether it is exceeded, and what sampling leaves open."""

from __future__ import annotations

from msgspec import Struct


class LimitFacts(Struct, frozen=True, kw_only=True):
    """
    One limit and the figure that it limits, unrounded, in the unit of its measure.

    `low` and `high` are the 95 % sampling interval of the figure: equal to it where it is exact, None where nobody
    knows. Of departments felt it is the widest that the intervals of the departments allow.
    """

    text: str  #: such as `finance.loss.p90 > 50k`; reads back as the same limit
    scope: str  #: key of a department, or any or total
    measure: str
    stat: str
    comparison: str
    quantity: float
    key: str = ""  #: of a limit of the model
    why: str = ""
    owner: str = ""
    how: str = ""  #: of its basis
    grade: str = ""
    department: str = (
        ""  #: key of the one that the figure is of: of `any` the worst off; empty: of all together
    )
    figure: float | None  #: None: there is none, which exceeds nothing
    low: float | None = None
    high: float | None = None
    exceeded: bool
    excess: float | None = None  #: how far beyond the limit; 0 or less: within it
    within_error: bool = False  #: sampling alone may decide whether it is exceeded
    others: tuple[tuple[str, float], ...] = ()  #: further departments beyond a limit on any, worst first

    @property
    def limited(self) -> str:
        """The figure that it limits, such as `finance.loss.p90`."""
        return ".".join(part for part in (self.scope, self.measure, self.stat) if part)
