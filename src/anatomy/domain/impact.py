"""
The whole answer to one what-if: every figure that a page, a table or a file may need, unrounded.

Losses are positive; the minus sign is born in views. Chances are given that the decision goes ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.approval_facts import ActFacts, PolicyFacts  # noqa: TC001 - read back at run time
from anatomy.domain.figures import Chance, Quantiles  # noqa: TC001 - read back at run time
from anatomy.domain.limit_facts import LimitFacts  # noqa: TC001 - read back at run time
from anatomy.domain.verdict import Verdict  # noqa: TC001 - read back at run time

if TYPE_CHECKING:  # advice: an answer without it need not know these; `load_result` does
    from anatomy.domain.alternatives import Comparison
    from anatomy.domain.conditions import Conditions, PromiseFacts
    from anatomy.domain.sensitivity import SensitivityFacts

FORMAT = "anatomy-result/1"


class InputRange(Struct, frozen=True, kw_only=True):
    """
    What a figure may be because the likelihoods are only known as ranges.

    Of the draws of the likelihoods 5 % give less than `low` and 5 % more than `high`; with all of them at one end
    of their ranges, the figure is `lowest` or `highest`: exactly, or about, if that was sampled.
    """

    low: float
    high: float
    lowest: float
    highest: float
    ends_exact: bool = False  #: `lowest` and `highest` were worked out without sampling


class ByDate(Struct, frozen=True, kw_only=True):
    """The chance that something is felt, and has first arrived within a number of days after the decision."""

    days: float
    chance: Chance


class Feeling(Struct, frozen=True, kw_only=True):
    """How likely, how hard and when something is hit."""

    felt: Chance  #: severity of at least the model's felt_at
    reached: Chance  #: at all
    mean_severity: float  #: over all worlds, in [0, 1]
    mean_severity_if_felt: float | None
    arrival_days: Quantiles | None  #: first arrival, given felt
    #: 95 % sampling interval of mean_severity_if_felt; None: exact, or not known
    severity_if_felt_interval: tuple[float, float] | None = None


class ModelFacts(Struct, frozen=True, kw_only=True):
    """The model that was asked, as far as a page needs it."""

    name: str
    version: str
    digest: str
    currency: str
    felt_at: float
    material_loss: float
    cells: int
    dependencies: int  #: rows and ruled ones together
    dependencies_by_rule: int
    cards: tuple[str, ...]  #: department keys
    layers: tuple[LayerFacts, ...]
    severity_words: tuple[tuple[str, float], ...]  #: word and the upper bound of its band, rising


class LayerFacts(Struct, frozen=True, kw_only=True):
    """One layer, in the model's order."""

    key: str
    code: str
    name: str


class ParameterFacts(Struct, frozen=True, kw_only=True):
    """One parameter as it was set."""

    decision_type: str
    name: str
    label: str
    kind: str
    value: float | str | bool
    assumed: bool  #: left at its default


class TriggerFacts(Struct, frozen=True, kw_only=True):
    """One cell that the decision sets off."""

    cell: str  #: slug
    code: str
    name: str
    department: str  #: key
    likelihood: float
    severity: float
    time_days: float
    because: str


class DecisionFacts(Struct, frozen=True, kw_only=True):
    """What was proposed."""

    title: str
    date: str
    requested_by: str
    types: tuple[str, ...]  #: names of the decision types
    questions: tuple[str, ...]
    parameters: tuple[ParameterFacts, ...]
    sets_off: tuple[TriggerFacts, ...]
    adjusted: tuple[str, ...]  #: in words: what the parameters did to dependencies


class RunFacts(Struct, frozen=True, kw_only=True):
    """How it was computed."""

    tool_version: str
    worlds: int
    seed: int
    exact: bool
    correlation: str = (
        ""  #: what is too low or too high together: independent | kind | author | all; empty: not asked
    )


class MoneyFacts(Struct, frozen=True, kw_only=True):
    """One certain money line of the decision itself."""

    key: str
    name: str
    amount: float
    measure: str  #: margin | late-cash


class FigureFacts(Struct, frozen=True, kw_only=True):
    """A number told beside the money."""

    key: str
    name: str
    kind: str  #: share | money | days | months | count
    value: float


class LossFacts(Struct, frozen=True, kw_only=True):
    """One loss item: money at risk in one cell."""

    key: str
    name: str
    owner: str  #: slug of the cell
    owner_code: str
    department: str  #: key
    measure: str
    amount: float  #: at severity 1
    horizon_days: float
    chance: Chance  #: of any loss from it within its horizon
    loss: Quantiles
    how: str  #: of its basis
    grade: str


class LinkFacts(Struct, frozen=True, kw_only=True):
    """One dependency that the answer rests on."""

    id: str
    source: str  #: slug
    source_code: str
    target: str
    target_code: str
    kind: str
    effect: str
    likelihood: float  #: point value used
    likelihood_low: float
    likelihood_high: float
    how: str
    grade: str
    sources: tuple[str, ...]
    carried_by: str
    documented: float
    by_rule: bool
    where: str  #: file:line


class PathFacts(Struct, frozen=True, kw_only=True):
    """One chain by which a department came to feel it."""

    cells: tuple[str, ...]  #: slugs, from a cell set off to the cell hit
    links: tuple[str, ...]  #: ids of LinkFacts, one fewer than cells
    share: Chance  #: share of worlds in which it arrived this way; adds up over paths
    alone: float  #: chance that this path alone is open; overlaps with others


class CellFacts(Struct, frozen=True, kw_only=True):
    """One cell that may be reached."""

    cell: str  #: slug
    code: str
    name: str  #: sub-function
    department: str
    layer: str
    feeling: Feeling


class DepartmentFacts(Struct, frozen=True, kw_only=True):
    """What the decision means for one department."""

    key: str
    code: str
    name: str
    direct: bool  #: set off by the decision itself
    feeling: Feeling
    layers: tuple[float, ...]  #: chance that any cell of the layer is felt, in the model's order
    loss: Quantiles | None  #: margin lost here; None: the model holds no loss item here
    late_cash: Quantiles | None
    paths: tuple[PathFacts, ...]  #: how it came, likeliest first
    other_paths: float  #: share of worlds that came by chains not listed
    hardest: PathFacts | None  #: of the chains that hit hardest, the commonest one of the leading kind
    leading_kind: str  #: of the link by which the hardest chains mostly enter the department
    because: str  #: effect of that link
    mitigation: str  #: usual mitigation of the leading kind
    felt_exact: float | None = None  #: chance of being felt, worked out without sampling where that is quick
    mattering: int  #: dependencies that carried something into it in some world
    memory: int  #: of those, how many rest on what someone remembers
    felt_inputs: InputRange | None = None  #: of the chance felt; None: not asked
    loss_inputs: InputRange | None = None  #: of the mean loss
    felt_by: tuple[ByDate, ...] = ()  #: for the dates asked


class KindFacts(Struct, frozen=True, kw_only=True):
    """What a page says of a kind of dependency."""

    key: str
    meaning: str
    mitigation: str
    line: str
    arrow: str


class EvidenceFacts(Struct, frozen=True, kw_only=True):
    """What the answer rests on: the dependencies that the decision can reach."""

    dependencies: int
    grades: tuple[tuple[str, int], ...]  #: grade -> how many
    hows: tuple[tuple[str, int], ...]
    by_rule: int
    from_memory: int  #: carried by someone and less than half written down


class FallFacts(Struct, frozen=True, kw_only=True):
    """By how much one figure falls without a dependency, in the same worlds."""

    measure: str  #: felt | severity | loss
    by: float  #: chance or severity in [0, 1], or money
    low: float  #: paired 95 % interval
    high: float


class LeverFacts(Struct, frozen=True, kw_only=True):
    """One dependency worth weakening: by how much a figure falls without it, in the same worlds."""

    target: str  #: key of a department; empty: the hidden cost of all
    measure: str  #: felt | severity | loss: of the target, what it is ranked by
    link: str  #: id of one of the links of the report
    by: float  #: chance or severity in [0, 1], or money
    low: float  #: paired 95 % interval
    high: float
    without: float  #: what is left of the figure
    owner: str  #: of the sub-function where the dependency starts
    mitigation: str  #: what usually helps against its kind
    beside: tuple[FallFacts, ...] = ()  #: of the other figures of that target


class TotalFacts(Struct, frozen=True, kw_only=True):
    """Money over the whole enterprise."""

    direct: float  #: sum of the certain margin lines
    direct_late_cash: float
    loss: Quantiles  #: propagated, margin
    loss_sd: float
    late_cash: Quantiles
    material: Chance  #: that the propagated loss exceeds the model's material_loss
    loss_inputs: InputRange | None = None  #: of the mean loss; None: not asked
    value_if_won: float | None = None  #: what winning brings beside the lines; None: not said


class ImpactReport(Struct, frozen=True, kw_only=True):
    """The whole answer; `--save` writes it, every renderer reads it."""

    model: ModelFacts
    decision: DecisionFacts
    run: RunFacts
    total: TotalFacts
    money: tuple[MoneyFacts, ...]
    figures: tuple[FigureFacts, ...] = ()
    losses: tuple[LossFacts, ...]
    departments: tuple[DepartmentFacts, ...]  #: all of them, in the model's order
    cells: tuple[CellFacts, ...]  #: that can be reached, in the model's order
    links: tuple[LinkFacts, ...]  #: named by any path, sorted by id
    kinds: tuple[KindFacts, ...]
    evidence: EvidenceFacts
    departments_felt: float  #: mean number of departments that feel it
    departments_felt_inputs: InputRange | None = None
    assumptions: tuple[str, ...]
    acts: tuple[ActFacts, ...] = ()  #: who must act, in order
    policies: tuple[PolicyFacts, ...] = ()  #: those that apply, by key
    promises: tuple[PromiseFacts, ...] = ()  #: mitigations promised with the decision that fit it, by key
    levers: tuple[
        LeverFacts, ...
    ] = ()  #: of all, then of each card department, the largest fall first; where asked
    limits: tuple[LimitFacts, ...] = ()  #: all that are in force, each held against this answer
    alternatives: Comparison | None = None  #: what could be decided instead; None: not asked
    conditions: Conditions | None = None  #: what would bring every limit within bounds; None: not asked
    verdict: Verdict | None = None
    sensitivity: SensitivityFacts | None = None  #: on what it depends; None: not asked
    format: str = FORMAT

    def department(self, key: str) -> DepartmentFacts:
        """The department of that key; KeyError when there is none."""
        for department in self.departments:
            if department.key == key:
                return department
        raise KeyError(key)
