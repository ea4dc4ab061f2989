"""
The shape of model files, in one place; the rest of the code never sees raw dictionaries.

Strict: unknown keys are refused, nothing is converted in silence. docs/model-format.md is its readable twin.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from anatomy.loading.fields import (  # noqa: TC001 - pydantic reads them at run time
    Conditions,
    Days,
    DaysResponse,
    DelayRange,
    FactorResponse,
    FigureResponse,
    LikelihoodRange,
    LikelihoodResponse,
    Money,
    MoneyResponse,
    SeverityRange,
    SeverityResponse,
    Share,
)

FORMAT = "anatomy/1"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,4}[0-9]{1,4}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=160)]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Scalar = str | int | float | bool
How = Literal["stated", "judged", "measured", "calibrated"]
Grade = Literal["A", "B", "C"]


class Strict(BaseModel):
    """Everything in a file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class BasisEntry(Strict):
    """Where a number comes from; what is missing is inherited from the section or the file."""

    how: How = "judged"
    grade: Grade = "C"
    source: Address | list[Address] = Field(default_factory=list, description="keys of `sources:`")
    who: Title | None = None
    when: Title | None = None
    note: Text | None = None


class LayerEntry(Strict):
    """One layer of the anatomy."""

    code: Code
    name: Title
    meaning: Text | None = None


class ScalesEntry(Strict):
    """Words and the ranges they stand for."""

    likelihood: dict[Title, LikelihoodRange] = Field(default_factory=dict)
    severity: dict[Title, SeverityRange] = Field(default_factory=dict)
    delay: dict[Title, DelayRange] = Field(default_factory=dict)


class VerticalStep(Strict):
    """From one layer to the next, inside every sub-function."""

    source: Slug = Field(alias="from")
    to: Slug
    likelihood: LikelihoodRange
    severity_share: SeverityRange | None = None
    delay: DelayRange


class VerticalRule(Strict):
    """Dependencies between the layers of every sub-function, made by rule."""

    kind: Slug
    effect: Text
    severity_share: SeverityRange
    basis: BasisEntry = BasisEntry()
    steps: list[VerticalStep] = Field(min_length=1)


class LimitEntry(Strict):
    """What somebody will not accept."""

    limit: Title
    why: Text | None = None
    owner: Title | None = None
    basis: BasisEntry = BasisEntry()


class HeaderEntry(Strict):
    """anatomy.yaml."""

    name: Title
    version: Title = "0"
    extends: Title = "reference"
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    felt_at: Share = 0.10
    material_loss: Money
    cards: list[Address] = Field(default_factory=list, max_length=12)
    limits: dict[Slug, LimitEntry] = Field(default_factory=dict)
    layers: dict[Slug, LayerEntry] = Field(min_length=1)
    scales: ScalesEntry
    sources: dict[Title, Text] = Field(default_factory=dict)
    vertical: VerticalRule | None = None


class SubFunctionEntry(Strict):
    """A sub-function with what each of its layers holds."""

    code: Code
    name: Title
    owner: Title | None = None
    aliases: list[Title] = Field(default_factory=list)
    cells: dict[Slug, Text] = Field(default_factory=dict)


class DepartmentEntry(Strict):
    """A department."""

    code: Code
    name: Title
    short: Title | None = None
    owner: Title | None = None
    aliases: list[Title] = Field(default_factory=list)
    sub_functions: dict[Slug, SubFunctionEntry] = Field(default_factory=dict)


class DependencyEntry(Strict):
    """A change at `from` can reach `to`."""

    source: Address = Field(alias="from")
    to: Address
    kind: Slug
    suffix: Slug | None = None
    effect: Text
    likelihood: LikelihoodRange | None = None
    severity_share: SeverityRange | None = None
    delay: DelayRange | None = None
    carried_by: Title | None = None
    documented: Share = 1.0
    basis: BasisEntry = BasisEntry()


class StyleEntry(Strict):
    """How dependencies of a kind are drawn."""

    line: Literal["solid", "dashed", "dotted"] = "solid"
    arrow: Literal[
        "normal", "vee", "dot", "odot", "diamond", "odiamond", "tee", "empty", "open", "box", "inv"
    ] = "normal"


class KindEntry(Strict):
    """A kind of dependency, with its page."""

    family: Title
    meaning: Text
    direction: Text
    shows: Text
    ask: Text
    mitigation: Text
    source_layers: list[Slug] = Field(default_factory=list)
    target_layers: list[Slug] = Field(default_factory=list)
    likelihood: LikelihoodRange
    severity_share: SeverityRange
    delay: DelayRange
    style: StyleEntry = StyleEntry()


class ParameterEntry(Strict):
    """One thing that a decision lets you set."""

    label: Title
    kind: Literal["share", "money", "days", "months", "count", "choice", "yes-no"]
    help: Text | None = None
    range: Annotated[list[Scalar], Field(min_length=2, max_length=2)] | None = None
    choices: list[Slug] = Field(default_factory=list)
    default: Scalar | None = None


class SetOffEntry(Strict):
    """A cell that the decision sets off."""

    cell: Address
    severity: SeverityResponse
    likelihood: LikelihoodResponse | None = None
    time: DaysResponse | None = None
    when: Conditions = ()
    because: Text | None = None


class SelectorEntry(Strict):
    """Dependencies chosen by their ends, kind or carrier."""

    source: Address | None = Field(default=None, alias="from")
    to: Address | None = None
    kind: Slug | None = None
    carried_by: Title | None = None


class AdjustmentEntry(Strict):
    """Factors on the chosen dependencies."""

    of: SelectorEntry
    likelihood: FactorResponse | None = None
    severity_share: FactorResponse | None = None
    delay: FactorResponse | None = None
    delay_added: DaysResponse | None = None
    when: Conditions = ()
    because: Text | None = None


class MoneyEntry(Strict):
    """Money that moves for certain."""

    name: Title
    amount: MoneyResponse
    measure: Literal["margin", "late-cash"] = "margin"
    either_way: bool = False
    when: Conditions = ()


class FigureEntry(Strict):
    """A number worth telling beside the money."""

    name: Title
    kind: Literal["share", "money", "days", "months", "count"]
    value: FigureResponse
    when: Conditions = ()


class LossEntry(Strict):
    """Money at risk in one cell."""

    name: Title
    owner: Address
    amount: MoneyResponse
    horizon: Days
    measure: Literal["margin", "late-cash"] = "margin"
    when: Conditions = ()
    basis: BasisEntry = BasisEntry()


class DecisionTypeEntry(Strict):
    """A kind of decision."""

    name: Title
    question: Text
    parameters: dict[ParameterName, ParameterEntry] = Field(default_factory=dict)
    sets_off: list[SetOffEntry] = Field(min_length=1)
    adjusts: list[AdjustmentEntry] = Field(default_factory=list)
    money: dict[Slug, MoneyEntry] = Field(default_factory=dict)
    losses: dict[Slug, LossEntry] = Field(default_factory=dict)
    figures: dict[Slug, FigureEntry] = Field(default_factory=dict)
    basis: BasisEntry = BasisEntry()
