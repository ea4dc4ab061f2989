"""The shape of decision files: one deal, what could be decided instead, and what is known of winning it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from anatomy.loading.schema import Scalar, Slug, Strict, Title

#: A chance, or its range [low, most likely, high]; read with the scales of the model.
Chance = Scalar | Annotated[list[Scalar], Field(min_length=3, max_length=3)]


class ProposalEntry(Strict):
    """One decision type with its values."""

    type: Slug
    values: dict[str, Scalar] = Field(default_factory=dict, alias="with")


class AlternativeEntry(Strict):
    """What could be decided instead."""

    title: Title
    settings: dict[str, Scalar | dict[str, Scalar]] = Field(default_factory=dict, alias="set")
    decisions: list[ProposalEntry] = Field(default_factory=list, max_length=20)
    win_chance: Chance | None = None
    value_if_won: Scalar | None = None


class DecisionEntry(Strict):
    """A decision file: one deal."""

    format: Literal["anatomy/1"]
    title: Title
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    requested_by: Title | None = None
    model: Title | None = None
    decisions: list[ProposalEntry] = Field(min_length=1, max_length=20)
    alternatives: dict[Slug, AlternativeEntry] = Field(default_factory=dict, max_length=12)
    win_chance: Chance | None = None
    win_chance_without: Chance | None = None
    value_if_won: Scalar | None = None
    mitigations: list[Slug] = Field(default_factory=list, max_length=40)
    limits: list[Title] = Field(default_factory=list, max_length=60)
