"""How every type of decision, at its defaults, meets every department: the values behind two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.domain.impact import Chance


class Meeting(Struct, frozen=True, kw_only=True):
    """One decision type in one department."""

    department: str  #: key
    felt: Chance  #: P(felt)
    severity: float  #: mean over all worlds
    severity_if_felt: float | None  #: None: never felt


class MatrixRow(Struct, frozen=True, kw_only=True):
    """One decision type over all departments."""

    decision_type: str  #: key
    name: str
    meetings: tuple[Meeting, ...] = ()  #: in the order of the departments; empty when it cannot be asked
    departments_felt: float = 0.0  #: on average, the deciding one included
    needs: tuple[str, ...] = ()  #: parameters without a default, so that it cannot be asked


class Matrix(Struct, frozen=True, kw_only=True):
    """Decision types by departments."""

    rows: tuple[MatrixRow, ...]
    worlds: int
    seed: int


class Affected(Struct, frozen=True, kw_only=True):
    """What a decision type does to one department in its first step."""

    department: str  #: key
    strength: float  #: of the strongest dependency into it; only ranks
    effects: tuple[str, ...]  #: of the dependencies into it, the strongest first
    dependencies: tuple[str, ...]  #: their ids, in the same order


class FirstReach(Struct, frozen=True, kw_only=True):
    """A decision type with the departments that one step leads to, the most affected first."""

    decision_type: str  #: key
    name: str
    affected: tuple[Affected, ...]
