"""What a graph file holds, once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEdge:
    """One edge of the file; `key` tells parallel edges apart, and is there where `id` is not."""

    id: str | None
    source: str
    target: str
    key: str | None
    likelihood: float  #: [0, 1]
    severity_share: float  #: [0, 1]
    delay_days: tuple[float, float, float]  #: low, mode, high
    delay_chances: Mapping[float, float] = field(
        default_factory=dict
    )  #: days and the chance of each; instead


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphTrigger:
    """One node that the file sets off."""

    node: str
    likelihood: float = 1.0  #: [0, 1]
    severity: float = 1.0  #: [0, 1]
    time_days: float = 0.0
    id: str | None = None  #: the address of its coin


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphGroup:
    """Nodes that are answered for together: hit when at least so many of them are."""

    members: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphDocument:
    """Everything the engine needs from a file."""

    nodes: tuple[str, ...]
    edges: tuple[GraphEdge, ...]
    triggers: tuple[GraphTrigger, ...]
    groups: Mapping[str, GraphGroup]
    joints: Mapping[str, tuple[str, ...]]  #: names of groups that are asked about together
    names: Mapping[str, str] = field(default_factory=dict)  #: id to name, of nodes that have one
