"""What may be decided, and what is proposed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Basis, Dependency
    from anatomy.domain.limit import Limit
    from anatomy.domain.quantity import Range
    from anatomy.domain.response import Response, Value, When

PARAMETER_KINDS = ("share", "money", "days", "months", "count", "choice", "yes-no")

#: Keys of the two choices that every decision has besides its alternatives.
PROPOSED = "as-proposed"
DECLINE = "decline"


class Parameter(Struct, frozen=True, kw_only=True):
    """One thing that a decision lets you set."""

    name: str
    label: str
    kind: str  #: one of PARAMETER_KINDS
    help: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    default: Value | None = None  #: None: must be given

    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value, infinite where there is none; a share without a range is 0 % to 100 %."""
        if self.kind == "share" and self.low is None and self.high is None:
            return 0.0, 1.0
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high


class SetOff(Struct, frozen=True, kw_only=True):
    """A cell that the decision sets off, if its conditions hold."""

    cell: CellId
    likelihood: Response  #: chance in [0, 1]
    severity: Response  #: intensity in [0, 1]; at 0 the cell is not set off
    time: Response  #: days after the decision
    because: str = ""
    when: When = ()


class Selector(Struct, frozen=True, kw_only=True):
    """Dependencies chosen by their ends (department, sub-function or cell slug), kind or carrier; all must fit."""

    source: str = ""  #: a slug or the beginning of one, such as `sales` or `sales/discount-control`
    target: str = ""
    kind: str = ""
    carried_by: str = ""

    def chooses(self, dependency: Dependency) -> bool:
        """Whether every part that is given fits the dependency."""
        return (
            _within(str(dependency.source), self.source)
            and _within(str(dependency.target), self.target)
            and self.kind in {"", dependency.kind}
            and self.carried_by in {"", dependency.carried_by}
        )


class Adjustment(Struct, frozen=True, kw_only=True):
    """Factors on dependencies, evaluated before any world is drawn; results stay within their bounds."""

    of: Selector
    likelihood: Response | None = None
    severity_share: Response | None = None
    delay: Response | None = None
    delay_added: Response | None = None  #: days on top of the delay, after its factor
    because: str = ""
    when: When = ()


class MoneyLine(Struct, frozen=True, kw_only=True):
    """Money that moves for certain if the decision goes ahead; it never propagates."""

    key: str
    name: str
    amount: Response  #: money; a loss is positive
    measure: str = "margin"  #: margin | late-cash
    either_way: bool = False  #: it moves as well if the deal is won without the decision
    when: When = ()


class Figure(Struct, frozen=True, kw_only=True):
    """A number worth telling beside the money, such as the margin that is left; it changes nothing."""

    key: str
    name: str
    kind: str  #: share | money | days | months | count
    value: Response
    when: When = ()


class LossItem(Struct, frozen=True, kw_only=True):
    """Money at risk in exactly one cell: amount x severity there, if it is reached within the horizon."""

    key: str
    name: str
    owner: CellId
    amount: Response  #: money at severity 1; a loss is positive
    horizon_days: float
    measure: str = "margin"
    basis: Basis
    when: When = ()


class DecisionType(Struct, frozen=True, kw_only=True):
    """A kind of decision: its question, its parameters, and what it sets off."""

    key: str
    name: str
    question: str
    parameters: Mapping[str, Parameter]
    sets_off: tuple[SetOff, ...]
    adjusts: tuple[Adjustment, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    losses: tuple[LossItem, ...] = ()
    figures: tuple[Figure, ...] = ()
    basis: Basis


class Proposal(Struct, frozen=True, kw_only=True):
    """One decision type with a value for every parameter."""

    type: str
    values: Mapping[str, Value]


class Alternative(Struct, frozen=True, kw_only=True):
    """What could be decided instead; declining has no proposals."""

    key: str
    title: str
    proposals: tuple[Proposal, ...]
    win_chance: Range | None = None  #: chance in [0, 1] to win the deal with it; None: not said
    value_if_won: float | None = None  #: see Decision; None: not said
    assumed: frozenset[tuple[str, str]] = field(default_factory=frozenset)


class Decision(Struct, frozen=True, kw_only=True):
    """One deal: one or several proposals decided together, and what could be decided instead."""

    title: str
    proposals: tuple[Proposal, ...]
    date: str = ""  #: ISO date, as the file gives it
    requested_by: str = ""
    assumed: frozenset[tuple[str, str]] = field(
        default_factory=frozenset
    )  #: (type, parameter) left at its default
    win_chance: Range | None = None  #: chance in [0, 1] to win the deal as proposed; None: not said
    win_chance_without: Range | None = None  #: the same if the decision is declined
    value_if_won: float | None = None  #: margin of the deal that no money line holds; a gain is positive
    alternatives: tuple[Alternative, ...] = ()  #: in the order of the file
    mitigations: tuple[str, ...] = ()  #: keys of those already promised
    limits: tuple[Limit, ...] = ()  #: win over those of the model

    def choices(self) -> tuple[Alternative, ...]:
        """Everything that may be done: as proposed, every alternative, and to decline."""
        proposed = Alternative(
            key=PROPOSED,
            title="As proposed",
            proposals=self.proposals,
            win_chance=self.win_chance,
            value_if_won=self.value_if_won,
            assumed=self.assumed,
        )
        declined = Alternative(
            key=DECLINE,
            title="Decline",
            proposals=(),
            win_chance=self.win_chance_without,
            value_if_won=self.value_if_won,
        )
        return (proposed, *self.alternatives, declined)

    def instead(self, choice: Alternative) -> Decision:
        """The same deal decided in another way, without alternatives of its own."""
        return replace(
            self,
            title=self.title if choice.key == PROPOSED else choice.title,
            proposals=choice.proposals,
            assumed=choice.assumed,
            win_chance=choice.win_chance,
            value_if_won=choice.value_if_won,
            alternatives=(),
        )


def _within(slug: str, address: str) -> bool:
    return not address or slug == address or slug.startswith(f"{address}/")
