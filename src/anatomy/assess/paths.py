"""How a department came to feel a decision: chains with their shares, and the kind of link that led."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.domain.impact import Chance, PathFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.deciding import CellTrigger
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Spread, TracedPath

LISTED = 5


class Ways(Struct, frozen=True, kw_only=True):
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
        # What hits hardest is what a leader must hear, even where something milder came first.
        leading = self._leading(department, self._spread.hardest.get(department, ()))
        entrance = self._entrance(department, leading) if leading else None
        kind = self._used[entrance].kind if entrance else ""
        return Ways(
            listed=tuple(_facts(path) for path in traced[:LISTED]),
            other=sum((path.share for path in traced[LISTED:]), 0.0),
            hardest=_facts(leading) if leading else None,
            leading_kind=kind,
            because=self._because(leading, entrance),
            mitigation=self._enterprise.kinds[kind].mitigation if kind else "",
            carriers=frozenset(edge for path in traced for edge in path.edges),
        )

    def _leading(self, department: str, hardest: tuple[TracedPath, ...]) -> TracedPath | None:
        """The commonest chain of the kind of entrance through which most of the hardest chains come."""
        by_kind: dict[str, float] = defaultdict(float)
        for path in hardest:
            by_kind[self._kind(department, path)] += path.share
        if not by_kind:
            return None
        kind = _largest(by_kind)
        return next(path for path in hardest if self._kind(department, path) == kind)

    def _kind(self, department: str, path: TracedPath) -> str:
        """The kind of the link by which a chain enters; none where the department itself was set off."""
        entrance = self._entrance(department, path)
        return self._used[entrance].kind if entrance else ""

    def _because(self, path: TracedPath | None, entrance: str | None) -> str:
        if entrance:
            return self._used[entrance].effect
        return self._triggers[path.nodes[0]].because if path else ""

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
