"""What a graph file holds, once it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping


class GraphEdge(Struct, frozen=True, kw_only=True):
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


class GraphTrigger(Struct, frozen=True, kw_only=True):
    """One node that the file sets off."""

    node: str
    likelihood: float = 1.0  #: [0, 1]
    severity: float = 1.0  #: [0, 1]
    time_days: float = 0.0
    id: str | None = None  #: the address of its coin


class GraphGroup(Struct, frozen=True, kw_only=True):
    """Nodes that are answered for together: hit when at least so many of them are."""

    members: tuple[str, ...]
    at_least: int = 1


class GraphDocument(Struct, frozen=True, kw_only=True):
    """Everything the engine needs from a file."""

    nodes: tuple[str, ...]
    edges: tuple[GraphEdge, ...]
    triggers: tuple[GraphTrigger, ...]
    groups: Mapping[str, GraphGroup]
    joints: Mapping[str, tuple[str, ...]]  #: names of groups that are asked about together
    names: Mapping[str, str] = field(default_factory=dict)  #: id to name, of nodes that have one
