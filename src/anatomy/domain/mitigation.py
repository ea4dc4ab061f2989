"""What may be done against the effects of a decision, at a cost: the conditions under which a yes is wise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.domain.decision import Adjustment, Selector
from anatomy.domain.response import Number, evaluate, meets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Parameter, Proposal
    from anatomy.domain.enterprise import Basis
    from anatomy.domain.response import Response, Value, When


class Block(Struct, frozen=True, kw_only=True):
    """A cell at which a change is stopped, in one of two ways or both."""

    cell: CellId
    spread: bool = True  #: no dependency out of it carries anything; it may still be reached itself
    start: bool = False  #: the decision does not set it off; it may still be reached from elsewhere
    because: str = ""


class ParameterChange(Struct, frozen=True, kw_only=True):
    """Another value of a parameter: a fixed one, or the old one kept within bounds."""

    parameter: str
    to: Response | str | bool | None = None  #: None: the old value, within the bounds
    at_least: Response | None = None
    at_most: Response | None = None

    def changed(self, parameter: Parameter, values: Mapping[str, Value]) -> Value:
        """
        The new value, within the range of the parameter.

        Args:
            parameter: what is changed.
            values: of all parameters, before any change.

        Raises:
            ResponseError: the arithmetic of the change has no value.
        """
        if isinstance(self.to, str | bool):
            return self.to
        value = values[self.parameter] if self.to is None else evaluate(self.to, values)
        if isinstance(value, str | bool):
            return value
        lowest, highest = parameter.bounds()
        if self.at_least is not None:
            value = max(value, evaluate(self.at_least, values))
        if self.at_most is not None:
            value = min(value, evaluate(self.at_most, values))
        return min(highest, max(lowest, value))


class Mitigation(Struct, frozen=True, kw_only=True):
    """
    One thing that somebody can do, with what it costs, how long it takes and what it changes.

    All that it reads are parameters of the proposal that it fits.
    """

    key: str
    name: str  #: what a leader would call it
    what: str  #: what is done, in a sentence
    cost: Response  #: money; below 0 counts as 0
    lead_days: float  #: calendar days until it works
    owner: str  #: a role, not a person
    department: str = ""  #: key of the department that the owner belongs to, if the model has it
    applies_to: tuple[str, ...] = ()  #: keys of decision types; empty: any
    when: When = ()
    adjusts: tuple[Adjustment, ...] = ()
    blocks: tuple[Block, ...] = ()
    sets: tuple[ParameterChange, ...] = ()
    basis: Basis

    def fits(self, proposals: Iterable[Proposal]) -> Proposal | None:
        """
        The proposal of a deal that it can be done for, or None.

        It is the first, in the order of `applies_to`, whose values meet the conditions.

        Raises:
            ResponseError: the arithmetic of a condition has no value.
        """
        of_type = {proposal.type: proposal for proposal in proposals}
        for key in self.applies_to or of_type:
            if key in of_type and meets(self.when, of_type[key].values):
                return of_type[key]
        return None

    def changed(self, proposal: Proposal, parameters: Mapping[str, Parameter]) -> Proposal:
        """
        The proposal that it fits, with other values of parameters.

        Args:
            proposal: of a deal.
            parameters: of the type of the proposal.

        Raises:
            ResponseError: the arithmetic of a change has no value.
        """
        new = {one.parameter: one.changed(parameters[one.parameter], proposal.values) for one in self.sets}
        return replace(proposal, values={**proposal.values, **new}) if new else proposal

    def all_adjusts(self) -> tuple[Adjustment, ...]:
        """Its adjustments, with a factor of 0 on everything that leads out of a blocked cell."""
        blocked = (
            Adjustment(of=Selector(source=str(block.cell)), likelihood=Number(0.0), because=block.because)
            for block in self.blocks
            if block.spread
        )
        return (*self.adjusts, *blocked)

    def not_set_off(self) -> frozenset[CellId]:
        """The cells that the decision does not set off any more."""
        return frozenset(block.cell for block in self.blocks if block.start)
