"""Which dependencies a selector chooses, without holding every one of them against it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from anatomy.graph.index import index_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.decision import Selector
    from anatomy.domain.enterprise import Enterprise


@lru_cache(maxsize=2)
def choosing_of(enterprise: Enterprise) -> Choosing:
    """Made once for all who ask."""
    return Choosing(enterprise)


class Choosing:
    """The dependencies of a model, ready to be chosen among."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._dependencies = enterprise.dependencies
        self._index = index_of(enterprise)
        self._cell = {str(cell): number for cell, number in self._index.number.items()}
        self._carried_by: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(enterprise.dependencies):
            if one.carried_by:
                self._carried_by[one.carried_by].append(number)

    def chosen(self, selector: Selector) -> list[int]:
        """The numbers of the dependencies that it chooses, ascending."""
        fewest = min(self._lists(selector), key=len, default=range(len(self._dependencies)))
        return [number for number in fewest if selector.chooses(self._dependencies[number])]

    def _lists(self, selector: Selector) -> Iterator[Sequence[int]]:
        """Dependencies among which all of them are, by every part that names a single thing."""
        if selector.source in self._cell:
            yield self._index.leaving[self._cell[selector.source]]
        if selector.target in self._cell:
            yield self._index.entering[self._cell[selector.target]]
        if selector.carried_by:
            yield self._carried_by.get(selector.carried_by, ())
