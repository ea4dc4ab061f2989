"""What may be decided, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Basis, Dependency
    from anatomy.domain.response import Response, Value, When

PARAMETER_KINDS = ("share", "money", "days", "months", "count", "choice", "yes-no")
MEASURES_OF_MONEY = ("margin", "late-cash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that a decision lets you set."""

    name: str
    label: str
    kind: str  #: one of PARAMETER_KINDS
    help: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    default: Value | None = None  #: None: must be given


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOff:
    """A cell that the decision sets off, if its conditions hold."""

    cell: CellId
    likelihood: Response  #: chance in [0, 1]
    severity: Response  #: intensity in [0, 1]; at 0 the cell is not set off
    time: Response  #: days after the decision
    because: str = ""
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Factors on dependencies, evaluated before any world is drawn; results stay within their bounds."""

    of: Selector
    likelihood: Response | None = None
    severity_share: Response | None = None
    delay: Response | None = None
    because: str = ""
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """Money that moves for certain if the decision goes ahead; it never propagates."""

    key: str
    name: str
    amount: Response  #: money; a loss is positive
    measure: str = "margin"  #: margin | late-cash
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number worth telling beside the money, such as the margin that is left; it changes nothing."""

    key: str
    name: str
    kind: str  #: share | money | days | months | count
    value: Response
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LossItem:
    """Money at risk in exactly one cell: amount x severity there, if it is reached within the horizon."""

    key: str
    name: str
    owner: CellId
    amount: Response  #: money at severity 1; a loss is positive
    horizon_days: float
    measure: str = "margin"
    basis: Basis
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionType:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One decision type with a value for every parameter."""

    type: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One deal: one or several proposals decided together."""

    title: str
    proposals: tuple[Proposal, ...]
    date: str = ""  #: ISO date, as the file gives it
    requested_by: str = ""
    assumed: frozenset[tuple[str, str]] = field(
        default_factory=frozenset
    )  #: (type, parameter) left at its default


def _within(slug: str, address: str) -> bool:
    return not address or slug == address or slug.startswith(f"{address}/")
