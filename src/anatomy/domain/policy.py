"""Who must act before a decision may go ahead: policies as decision tables over its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.decision import Parameter
    from anatomy.domain.enterprise import Basis
    from anatomy.domain.response import When

ACTS = ("approve", "review", "sign", "inform", "do", "forbid", "resubmit")
CERTAINTIES = ("stated", "inferred", "ambiguous")
UNITS = ("hours", "working hours", "days", "working days")

#: Acts that nobody carries out: they say what holds.
NOBODYS = frozenset({"forbid", "resubmit"})
#: What every policy may compare besides parameters: how many decisions the deal is made of.
DECISIONS = "decisions"


class Span(Struct, frozen=True, kw_only=True, eq=False):
    """A time limit as people state it; a working day has eight working hours, a weekend none."""

    amount: float  #: the longest, where a range was stated
    unit: str  #: one of UNITS
    text: str = ""  #: as it was written; two that last as long are equal, however they are written

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        return (self.amount, self.unit) == (other.amount, other.unit)

    def __hash__(self) -> int:
        return hash((self.amount, self.unit))


class Role(Struct, frozen=True, kw_only=True):
    """Someone who acts: a role, never a person."""

    key: str
    name: str
    short: str = ""  #: for narrow places, such as CFO
    department: str = ""  #: key of the department, if the model has it
    backup: str = ""  #: key of the role that stands in
    placeholder: bool = False  #: stands for people whom the source does not name


class Act(Struct, frozen=True, kw_only=True):
    """One thing that a rule asks for."""

    act: str  #: one of ACTS
    by: tuple[str, ...] = ()  #: keys of roles; nobody for forbid and resubmit
    mode: str = "all"  #: all of them, any of them, or all in the order given
    respond: Span | None = None  #: until a first answer
    complete: Span | None = None  #: until it is done
    what: str = ""  #: what is to be done, or why it is forbidden
    instead: str = ""  #: the alternative to what is forbidden


class Rule(Struct, frozen=True, kw_only=True):
    """When something holds, who must act."""

    key: str
    when: When  #: any of these, each with all of its conditions; empty: always
    acts: tuple[Act, ...]  #: none: explicitly nobody
    overrides: tuple[str, ...] = ()  #: rules that do not count where this one does; never in a circle
    valid_from: str = ""  #: ISO date
    valid_until: str = ""  #: ISO date, the last day
    certainty: str = "stated"  #: one of CERTAINTIES
    note: str = ""
    basis: Basis


class Policy(Struct, frozen=True, kw_only=True):
    """A decision table: rules over several parameters at once, in the order in which they are read."""

    key: str
    name: str
    applies_to: tuple[str, ...]  #: keys of decision types; empty: any decision that has its parameters
    hit: str  #: first: the first rule that holds; any: one at most should hold; all: every rule that holds
    complete: bool  #: whether some rule must hold for every combination of parameters
    parameters: Mapping[str, Parameter]  #: its own, besides those of the decision types
    roles: Mapping[str, Role]
    thresholds: Mapping[str, float | None] = field(default_factory=dict)  #: None: not public
    rules: tuple[Rule, ...]
    basis: Basis

    def compared(self) -> frozenset[str]:
        """The parameters that its rules compare."""
        return frozenset(
            condition.parameter for rule in self.rules for group in rule.when for condition in group
        )

    def may_be_given(self, decision_type: str) -> Mapping[str, Parameter]:
        """Its own parameters, if a decision of that type may give them."""
        return self.parameters if not self.applies_to or decision_type in self.applies_to else {}
