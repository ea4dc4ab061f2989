"""What differs between two models, as values: entries, their fields, and what that does to decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.errors import Problem

WHATS = ("removed", "added", "changed")


class Change(Struct, frozen=True, kw_only=True):
    """One field of an entry that is in both models."""

    field: str  #: path below the entry, such as `likelihood`, `basis|grade` or `parameters|discount|default`
    old: Any  #: as the old model holds it; None: it is not there
    new: Any
    naming: bool = False  #: a code or name, which people read and nothing is computed from


class Difference(Struct, frozen=True, kw_only=True):
    """One entry that only one of the models has, or that the two hold differently."""

    section: str  #: such as `departments` or `dependencies`
    what: str  #: one of WHATS
    key: str  #: identity: key, slug or id
    title: str  #: in the codes and names of the new model, or of the old where the new has it no more
    changes: tuple[Change, ...] = ()
    goes_with: str = ""  #: slug of the department or sub-function with which it came or went
    alike: int = 1  #: how many, where a rule makes them all and the key names the rule

    @property
    def naming(self) -> bool:
        """Whether nothing but codes and names differ."""
        return self.what == "changed" and all(change.naming for change in self.changes)


class Differences(Struct, frozen=True, kw_only=True):
    """Everything that differs between two models."""

    entries: tuple[Difference, ...]

    def of(self, section: str) -> tuple[Difference, ...]:
        """Those of one section."""
        return tuple(entry for entry in self.entries if entry.section == section)

    def __bool__(self) -> bool:
        return bool(self.entries)


class Figures(Struct, frozen=True, kw_only=True):
    """What one model says of a department, or of the whole enterprise, under one decision."""

    felt: float | None = None  #: P(felt); None for the whole enterprise
    loss: float | None = None  #: expected propagated loss; None: no loss item there


class Shift(Struct, frozen=True, kw_only=True):
    """A department under one decision, in both models; None where a model does not have it."""

    key: str
    name: str
    old: Figures | None
    new: Figures | None


class Consequence(Struct, frozen=True, kw_only=True):
    """What the differences do to one decision, on the same coins."""

    title: str
    source: str  #: key of the decision type, or name of the file
    total: Shift | None = None  #: None: one of the models has no answer
    departments: tuple[Shift, ...] = ()  #: all of them, in the order of the new model
    problems: tuple[tuple[str, Problem], ...] = ()  #: `old` or `new`, and why that model has no answer
    needs: tuple[str, ...] = ()  #: parameters without a default, so that it cannot be asked
