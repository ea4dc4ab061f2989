"""The anatomy of an enterprise: departments x sub-functions x layers, joined by typed dependencies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from anatomy.domain.cell import CellId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.decision import DecisionType, Parameter
    from anatomy.domain.limit import Limit
    from anatomy.domain.mitigation import Mitigation
    from anatomy.domain.policy import Policy
    from anatomy.domain.quantity import Range, Scales
    from anatomy.errors import Position

_HALF = 0.5


class Layer(Struct, frozen=True, kw_only=True):
    """One of the layers, P1 to P6 in the reference."""

    key: str
    code: str
    name: str
    meaning: str = ""


class SubFunction(Struct, frozen=True, kw_only=True):
    """A part of a department with its own strategy, process, logic, carriers, change and running."""

    key: str
    code: str
    name: str
    owner: str = ""  #: a role, not a person
    aliases: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)  #: layer key -> what the layer holds here


class Department(Struct, frozen=True, kw_only=True):
    """A department with its sub-functions, in the order of their codes."""

    key: str
    code: str
    name: str
    short: str = ""
    owner: str = ""
    aliases: tuple[str, ...] = ()
    sub_functions: Mapping[str, SubFunction] = field(default_factory=dict)


class Basis(Struct, frozen=True, kw_only=True):
    """Where a number comes from: who says so, and how sure."""

    how: str  #: stated | judged | measured | calibrated
    grade: str  #: A: a source states the link (not its number); B: assembled from sources; C: judgement alone
    sources: tuple[str, ...] = ()  #: keys of Enterprise.sources, or words
    who: str = ""
    when: str = ""
    note: str = ""


class LineStyle(Struct, frozen=True, kw_only=True):
    """How dependencies of a kind are drawn."""

    line: str  #: solid | dashed | dotted
    arrow: str = "normal"


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of dependency, with its page: what it means, how it shows, what to ask, what helps."""

    key: str
    family: str
    meaning: str
    direction: str
    shows: str  #: how it shows
    ask: str  #: question to ask the owner
    mitigation: str  #: what usually helps
    source_layers: tuple[str, ...] = ()  #: allowed layers at the source; empty: any
    target_layers: tuple[str, ...] = ()
    likelihood: Range
    severity_share: Range
    delay: Range
    style: LineStyle


class Dependency(Struct, frozen=True, kw_only=True):
    """A change at `source` can reach `target`."""

    id: str  #: see anatomy.domain.cell.dependency_id
    source: CellId
    target: CellId
    kind: str
    effect: str  #: what a leader would see happen
    likelihood: Range  #: chance in [0, 1] that a change crosses, given that it happened
    severity_share: Range  #: share in [0, 1] of the source's severity passed on
    delay: Range  #: calendar days until the target feels it
    basis: Basis
    carried_by: str = ""  #: the role or person in whose memory it lives
    documented: float = 1.0  #: share in [0, 1] of it that is written down
    by_rule: bool = False  #: made by the model's vertical rule rather than written as a row

    @property
    def from_memory(self) -> bool:
        """Whether it lives in someone's memory: carried by a person and less than half written down."""
        return bool(self.carried_by) and self.documented < _HALF


class Enterprise(Struct, frozen=True, kw_only=True, dict=True):
    """A whole model, checked: every reference in it leads somewhere."""

    name: str
    version: str
    currency: str  #: ISO 4217 code, such as EUR
    felt_at: float  #: severity in [0, 1] from which a cell counts as felt
    material_loss: float  #: propagated loss, in money, that counts as "costs more than it looks"
    cards: tuple[str, ...]  #: department keys with a card on page one
    layers: Mapping[str, Layer]
    departments: Mapping[str, Department]
    kinds: Mapping[str, Kind]
    dependencies: tuple[Dependency, ...]  #: sorted by id
    decision_types: Mapping[str, DecisionType]
    scales: Scales
    sources: Mapping[str, str]  #: key -> citation
    policies: Mapping[str, Policy] = field(default_factory=dict)  #: who must act before a decision, by key
    mitigations: Mapping[str, Mitigation] = field(default_factory=dict)  #: what may be done, by key, sorted
    limits: Mapping[str, Limit] = field(default_factory=dict)  #: what is not acceptable, by key, as written
    digest: str  #: SHA-256 over names and texts of its files; the order of entries in a file counts, that of files not
    removed: tuple[str, ...] = ()  #: what an overlay took away, and what went with it
    origins: Mapping[str, Position] = field(default_factory=dict)  #: see `origin`

    def __hash__(self) -> int:
        return hash(self.digest)

    def cells(self) -> Iterator[CellId]:
        """Every cell, in the order of the departments, sub-functions and layers."""
        for department in self.departments.values():
            for sub_function in department.sub_functions:
                for layer in self.layers:
                    yield CellId(department.key, sub_function, layer)

    def dependency(self, identity: str) -> Dependency:
        """The dependency of that id; KeyError when there is none."""
        return self._by_id[identity]

    def parameters_of(self, decision_type: str) -> Mapping[str, Parameter]:
        """What a decision of that type may give: its own parameters, then those that only policies read."""
        of_policies = {
            name: parameter
            for policy in self.policies.values()
            for name, parameter in policy.may_be_given(decision_type).items()
        }
        own = self.decision_types[decision_type].parameters
        return {**own, **{name: one for name, one in of_policies.items() if name not in own}}

    def code(self, cell: CellId) -> str:
        """What people call a cell: D9.F7.P2."""
        department = self.departments[cell.department]
        sub_function = department.sub_functions[cell.sub_function]
        return f"{department.code}.{sub_function.code}.{self.layers[cell.layer].code}"

    def title(self, cell: CellId) -> str:
        """The name of a cell in words: "Sales, Discount control, Process"."""
        department = self.departments[cell.department]
        sub_function = department.sub_functions[cell.sub_function]
        return f"{department.name}, {sub_function.name}, {self.layers[cell.layer].name}"

    def text(self, cell: CellId) -> str:
        """What the layer holds in this sub-function, or nothing."""
        return self.departments[cell.department].sub_functions[cell.sub_function].cells.get(cell.layer, "")

    def origin(self, path: str) -> Position | None:
        """
        File, line and column that a value comes from.

        Args:
            path: such as `departments|sales|name`, `header|felt_at`; a value
                that has no place of its own gives the place of the item it belongs to.
        """
        while path:
            if path in self.origins:
                return self.origins[path]
            path = path.rpartition("|")[0]
        return None

    def dependency_origin(self, dependency: Dependency, field: str = "") -> Position | None:
        """Where a dependency, or one field of it, is written: its row, its kind's default or the vertical rule."""
        if dependency.by_rule:
            return self.origin("header|vertical")
        row = f"dependencies|{dependency.id}"
        for path in (f"{row}|{field}", f"kinds|{dependency.kind}|{field}"):
            if field and path in self.origins:
                return self.origins[path]
        return self.origin(row)

    @cached_property
    def _by_id(self) -> Mapping[str, Dependency]:
        return {dependency.id: dependency for dependency in self.dependencies}
