"""The shape of a whole model: all its files, and those of what it extends, merged."""

from __future__ import annotations

from pydantic import Field

from anatomy.loading.mitigation_schema import MitigationEntry  # noqa: TC001 - pydantic reads it at run time
from anatomy.loading.policy_schema import PolicyEntry  # noqa: TC001 - pydantic reads it at run time
from anatomy.loading.schema import (
    DecisionTypeEntry,
    DepartmentEntry,
    DependencyEntry,
    HeaderEntry,
    KindEntry,
    Slug,
    Strict,
)


class ModelEntry(Strict):
    """All files of a model and of what it extends, merged."""

    header: HeaderEntry
    departments: dict[Slug, DepartmentEntry] = Field(min_length=1)
    kinds: dict[Slug, KindEntry] = Field(default_factory=dict)
    decision_types: dict[Slug, DecisionTypeEntry] = Field(default_factory=dict)
    policies: dict[Slug, PolicyEntry] = Field(default_factory=dict)
    mitigations: dict[Slug, MitigationEntry] = Field(default_factory=dict)
    dependencies: dict[str, DependencyEntry] = Field(default_factory=dict)
