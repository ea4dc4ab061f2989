"""The shape of policy files: who must act, as decision tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from anatomy.loading.fields import Conditions, Threshold, TimeLimit  # noqa: TC001 - pydantic reads them at run time
from anatomy.loading.schema import (
    Address,
    BasisEntry,
    ParameterEntry,
    ParameterName,
    Slug,
    Strict,
    Text,
    Title,
)

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class RoleEntry(Strict):
    """Someone who acts: a role, never a person."""

    name: Title
    short: Title | None = None
    department: Address | None = None
    backup: Slug | None = None
    placeholder: bool = False


class ActEntry(Strict):
    """One thing that a rule asks for."""

    act: Literal["approve", "review", "sign", "inform", "do", "forbid", "resubmit"]
    by: list[Slug] = Field(default_factory=list, max_length=20)
    mode: Literal["all", "any", "in-order"] = "all"
    respond: TimeLimit | None = None
    complete: TimeLimit | None = None
    what: Text | None = None
    instead: Text | None = None


class RuleEntry(Strict):
    """When something holds, who must act."""

    when: Conditions = ()
    acts: list[ActEntry] = Field(max_length=20)
    overrides: list[Slug] = Field(default_factory=list)
    before: Slug | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    certainty: Literal["stated", "inferred", "ambiguous"] = "stated"
    note: Text | None = None
    basis: BasisEntry = BasisEntry()


class PolicyEntry(Strict):
    """A policy: a decision table over parameters."""

    name: Title
    applies_to: list[Slug] = Field(default_factory=list)
    hit: Literal["first", "any", "all"] = "all"
    complete: bool = False
    parameters: dict[ParameterName, ParameterEntry] = Field(default_factory=dict)
    roles: dict[Slug, RoleEntry] = Field(default_factory=dict)
    thresholds: dict[ParameterName, Threshold] = Field(default_factory=dict)
    rules: dict[Slug, RuleEntry] = Field(min_length=1)
    basis: BasisEntry = BasisEntry()
