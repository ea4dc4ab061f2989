"""Which dependencies a selector chooses, without holding every one of them against it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Selector
    from anatomy.domain.enterprise import Dependency, Enterprise

    Index = dict[str, list[int]]


@lru_cache(maxsize=2)
def choosing_of(enterprise: Enterprise) -> Choosing:
    """Made once for all who ask."""
    return Choosing(enterprise.dependencies)


class Choosing:
    """The dependencies of a model by their ends, kind and carrier."""

    def __init__(self, dependencies: Sequence[Dependency]) -> None:
        self._dependencies = dependencies
        self._source: Index = {}
        self._target: Index = {}
        self._kind: Index = {}
        self._carried_by: Index = {}
        for place, one in enumerate(dependencies):
            for index, name in (
                *((self._source, address) for address in _addresses(one.source)),
                *((self._target, address) for address in _addresses(one.target)),
                (self._kind, one.kind),
                (self._carried_by, one.carried_by),
            ):
                index.setdefault(name, []).append(place)

    def chosen(self, selector: Selector) -> list[int]:
        """The places of the dependencies that it chooses, ascending."""
        asked = (
            (self._source, selector.source),
            (self._target, selector.target),
            (self._kind, selector.kind),
            (self._carried_by, selector.carried_by),
        )
        fitting = [index.get(name, []) for index, name in asked if name]
        fewest = min(fitting, key=len, default=range(len(self._dependencies)))
        return [place for place in fewest if selector.chooses(self._dependencies[place])]


def _addresses(cell: CellId) -> tuple[str, str, str]:
    part = f"{cell.department}/{cell.sub_function}"
    return cell.department, part, f"{part}/{cell.layer}"
