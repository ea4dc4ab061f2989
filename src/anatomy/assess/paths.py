"""How a department came to feel a decision: chains with their shares, and the kind of link that led."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anatomy.domain.impact import Chance, PathFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.deciding import CellTrigger
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Spread, TracedPath

LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """All chains into one department."""

    listed: tuple[PathFacts, ...]
    other: float  #: share of worlds of the chains that are not listed
    hardest: PathFacts | None
    leading_kind: str
    because: str
    mitigation: str
    carriers: frozenset[str]  #: ids of the dependencies on any chain


class Explaining:
    """Explains departments by the chains that the engine traced."""

    def __init__(
        self,
        enterprise: Enterprise,
        spread: Spread,
        *,
        used: Mapping[str, Dependency],
        triggers: Mapping[str, CellTrigger],
    ) -> None:
        self._enterprise = enterprise
        self._spread = spread
        self._used = used
        self._triggers = triggers

    def ways_into(self, department: str) -> Ways:
        """The chains into a department, the one with the largest share of worlds first."""
        traced = self._spread.paths.get(department, ())
        hardest = self._spread.hardest.get(department, ())
        # What hits hardest is what a leader must hear, even where something milder came first.
        kind, because = self._leading(department, hardest)
        known = self._enterprise.kinds.get(kind)
        return Ways(
            listed=tuple(_facts(path) for path in traced[:LISTED]),
            other=sum((path.share for path in traced[LISTED:]), 0.0),
            hardest=_facts(hardest[0]) if hardest else None,
            leading_kind=kind,
            because=because,
            mitigation=known.mitigation if known else "",
            carriers=frozenset(edge for path in traced for edge in path.edges),
        )

    def _leading(self, department: str, traced: tuple[TracedPath, ...]) -> tuple[str, str]:
        """The kind with the largest share among the links that brought it in, and the likeliest such link's effect."""
        by_kind: dict[str, float] = defaultdict(float)
        by_entrance: dict[str, float] = defaultdict(float)
        own: dict[str, float] = defaultdict(float)
        for path in traced:
            entrance = self._entrance(department, path)
            if entrance is None:
                own[path.nodes[0]] += path.share
            else:
                by_kind[self._used[entrance].kind] += path.share
                by_entrance[entrance] += path.share
        if own and sum(own.values()) >= sum(by_kind.values()):
            return "", self._triggers[_largest(own)].because
        if not by_kind:
            return "", ""
        kind = _largest(by_kind)
        inside = {edge: share for edge, share in by_entrance.items() if self._used[edge].kind == kind}
        return kind, self._used[_largest(inside)].effect

    def _entrance(self, department: str, path: TracedPath) -> str | None:
        """The last link of a chain that comes from another department."""
        for edge in reversed(path.edges):
            if self._used[edge].source.department != department:
                return edge
        return None


def _facts(path: TracedPath) -> PathFacts:
    return PathFacts(
        cells=path.nodes,
        links=path.edges,
        share=Chance(probability=path.share, low=path.low, high=path.high),
        alone=path.alone,
    )


def _largest(shares: Mapping[str, float]) -> str:
    return min(shares, key=lambda name: (-shares[name], name))
