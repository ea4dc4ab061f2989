"""
What could be decided, side by side: what each choice is worth, who feels it, and how sure the difference is.

Losses are positive, as everywhere; what a choice is worth is a gain and positive, as `value_if_won` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.approval_facts import FORBID, ActFacts, PolicyFacts
from anatomy.domain.figures import Chance, Quantiles  # noqa: TC001 - read back at run time
from anatomy.domain.limit_facts import LimitFacts  # noqa: TC001 - read back at run time

if TYPE_CHECKING:
    from anatomy.domain.impact import ModelFacts, RunFacts

FORMAT = "anatomy-compare/1"


class ChangeFacts(Struct, frozen=True, kw_only=True):
    """One parameter in which a choice differs from the one that the others are held against."""

    decision_type: str
    name: str
    label: str
    kind: str
    value: float | str | bool
    instead_of: float | str | bool | None  #: None: that one has no such parameter


class WinChance(Struct, frozen=True, kw_only=True):
    """Chance in [0, 1] that the deal is won, as somebody guesses it."""

    low: float
    mode: float
    high: float
    point: float  #: what is computed with: the PERT mean


class BreakEven(Struct, frozen=True, kw_only=True):
    """
    From which chance to win a choice brings at least as much as to decline, on average.

    kind is `from` (that chance or more), `up-to` (that chance or less, for what loses money when it is won),
    `always` or `never`.
    """

    kind: str
    chance: float | None  #: None for always and never
    uplift: (
        float | None
    )  #: by how much that is more than the chance without the decision; below 0: it may be less


class Worth(Struct, frozen=True, kw_only=True):
    """Money that a choice brings, all costs and hidden costs taken off; a gain is positive."""

    known: bool  #: whether anything says what winning brings; if not, only costs are counted
    before_hidden: float  #: if it goes ahead, before the hidden cost
    if_won: float  #: expected, if it goes ahead
    if_won_margin: tuple[float, float]  #: 95 % sampling interval of that
    expected: float | None  #: losing the deal counted; None: no chance to win is said
    expected_low: float | None  #: with the chance to win at the worse end of its range
    expected_high: float | None
    pays: BreakEven | None  #: against declining; None for that itself, and where nobody can say
    regret: (
        float | None
    )  #: expected, losing the deal counted: how much less than the best choice of each world
    regret_if_won: float | None  #: the same if it goes ahead, among what can be proposed; None for declining


class DepartmentOutcome(Struct, frozen=True, kw_only=True):
    """What one choice means for one department."""

    key: str
    felt: Chance
    severity: float  #: mean over all worlds
    severity_if_felt: float | None
    loss: Quantiles | None  #: None: this choice puts no money at risk there


class AlternativeFacts(Struct, frozen=True, kw_only=True):
    """One choice; everything but its expected worth is given that it goes ahead."""

    key: str
    title: str
    declines: bool
    changes: tuple[ChangeFacts, ...]  #: against the one that the others are held against
    dropped: tuple[str, ...]  #: names of decision types that it leaves out
    win_chance: WinChance | None
    value_if_won: float | None
    direct: float  #: sum of its certain margin lines
    direct_late_cash: float
    promised: float  #: cost of mitigations promised with it
    hidden: Quantiles  #: propagated loss of margin
    hidden_late_cash: Quantiles
    material: Chance  #: that the hidden loss exceeds the model's material_loss
    departments_felt: float
    departments: tuple[DepartmentOutcome, ...]  #: all of them, in the model's order
    worth: Worth
    acts: tuple[ActFacts, ...]
    policies: tuple[PolicyFacts, ...]
    limits: tuple[LimitFacts, ...] = ()  #: held against it; none against declining, which exceeds none

    @property
    def exceeded(self) -> int:
        """How many limits it exceeds."""
        return sum(limit.exceeded for limit in self.limits)

    @property
    def forbidden(self) -> bool:
        """Whether a rule of a policy forbids it."""
        return any(act.act == FORBID for act in self.acts)


class Difference(Struct, frozen=True, kw_only=True):
    """One choice minus another, on the same worlds, with the paired 95 % interval; all equal when exact."""

    mean: float
    low: float
    high: float


class DepartmentDifference(Struct, frozen=True, kw_only=True):
    """How much likelier and how much dearer one choice is than another in one department."""

    key: str
    felt: Difference  #: in chances
    loss: Difference | None  #: in money; None: neither puts any at risk there


class Standing(Struct, frozen=True, kw_only=True):
    """One choice against another in what they bring; the rest to 1 are worlds in which they bring the same."""

    difference: Difference  #: a gain is positive
    better: Chance  #: of bringing more, by a cent or more
    worse: Chance


class PairFacts(Struct, frozen=True, kw_only=True):
    """One choice against another."""

    one: str  #: key
    other: str
    departments: tuple[DepartmentDifference, ...]
    hidden: Difference  #: of the hidden loss of margin; a loss is positive
    if_won: Standing | None  #: given that either goes ahead; None against declining
    in_all: Standing | None  #: losing the deal counted; None: a chance to win is not said


class AxisFacts(Struct, frozen=True, kw_only=True):
    """One side of the table."""

    name: str
    label: str
    kind: str
    values: tuple[float, ...]  #: rising
    proposed: float | None  #: as proposed; None where proposals differ in it


class GridCell(Struct, frozen=True, kw_only=True):
    """The decision as proposed with other values of two parameters."""

    if_won: float  #: expected worth if it goes ahead
    hidden: float  #: expected
    material: Chance
    pays: BreakEven | None


class GridFacts(Struct, frozen=True, kw_only=True):
    """Everything else as proposed."""

    down: AxisFacts
    across: AxisFacts
    rows: tuple[tuple[GridCell | None, ...], ...]  #: None: the decision has no answer at these values
    worlds: int
    exact: bool


class NamedDepartment(Struct, frozen=True, kw_only=True):
    """A department as people call it."""

    key: str
    code: str
    name: str


class Comparison(Struct, frozen=True, kw_only=True):
    """Choices side by side on the same worlds."""

    reference: str  #: key of the choice that the others are held against
    best: str  #: key of the one that brings most; empty where nobody can say
    ranked_by: str  #: expected | if-won; empty where nobody can say
    worlds: int
    seed: int
    exact: bool
    departments: tuple[NamedDepartment, ...]
    choices: tuple[AlternativeFacts, ...]  #: the reference first, to decline last
    pairs: tuple[PairFacts, ...]  #: of every other one with the reference, and with the best
    grid: GridFacts | None = None

    def choice(self, key: str) -> AlternativeFacts:
        """The choice of that key; KeyError when there is none."""
        for one in self.choices:
            if one.key == key:
                return one
        raise KeyError(key)

    def worth_of(self, choice: AlternativeFacts) -> float | None:
        """What a choice brings by the figure that ranks; None where nobody can say, as of declining if won."""
        if self.ranked_by == "expected":
            return choice.worth.expected
        return choice.worth.if_won if self.ranked_by == "if-won" and not choice.declines else None

    def pair(self, one: str, other: str) -> PairFacts | None:
        """One choice against another; None where these were not paired."""
        return next((pair for pair in self.pairs if (pair.one, pair.other) == (one, other)), None)


class ComparedChoices(Struct, frozen=True, kw_only=True):
    """A comparison that stands alone."""

    title: str
    model: ModelFacts
    run: RunFacts
    comparison: Comparison
    format: str = FORMAT
