"""The shape of files that hold mitigations: what may be done against effects, at what cost."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from anatomy.loading.fields import Conditions, Days, MoneyResponse, ParameterSetting  # noqa: TC001 - pydantic reads them at run time
from anatomy.loading.schema import (
    Address,
    AdjustmentEntry,
    BasisEntry,
    ParameterName,
    Slug,
    Strict,
    Text,
    Title,
)


class BlockEntry(Strict):
    """A cell at which a change is stopped."""

    cell: Address
    stops: Literal["spread", "start", "both"] = "spread"
    because: Text | None = None


class MitigationEntry(Strict):
    """One thing that somebody can do."""

    name: Title
    what: Text
    cost: MoneyResponse
    owner: Title
    department: Address | None = None
    lead_time: Days
    applies_to: list[Slug] = Field(default_factory=list)
    when: Conditions = ()
    adjusts: list[AdjustmentEntry] = Field(default_factory=list)
    blocks: list[BlockEntry] = Field(default_factory=list)
    settings: dict[ParameterName, ParameterSetting] = Field(default_factory=dict, alias="set")
    basis: BasisEntry = BasisEntry()
