"""Strongly connected components: parts of a graph whose nodes all lead to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


def strong_components(onward: Sequence[Collection[int]]) -> list[list[int]]:
    """
    The strongly connected components, each with its nodes ascending; a node without a loop is one by itself.

    Args:
        onward: per node, those that it leads to.

    Sources:
        Tarjan 1972, with a stack of its own in place of recursion; in docs/references.md.

    >>> strong_components([[1], [0, 2], []])
    [[2], [0, 1]]
    """
    return list(_Search(onward).components())


class _Search:
    """Depth first; `low` is the earliest node, by number of visit, that a node is known to lead back to."""

    def __init__(self, onward: Sequence[Collection[int]]) -> None:
        self._onward = onward
        self._visit = [0] * len(onward)  #: number of the visit, from 1; 0 while there was none
        self._low = [0] * len(onward)
        self._pending: list[int] = []  #: visited, its component not known yet
        self._is_pending = [False] * len(onward)
        self._visits = 0

    def components(self) -> Iterator[list[int]]:
        for root in range(len(self._onward)):
            if self._visit[root]:
                continue
            path = [(root, self._enter(root))]
            while path:
                node, ways = path[-1]
                following = next((one for one in ways if self._is_new(node, one)), None)
                if following is not None:
                    path.append((following, self._enter(following)))
                    continue
                path.pop()
                if path:
                    before = path[-1][0]
                    self._low[before] = min(self._low[before], self._low[node])
                if self._low[node] == self._visit[node]:
                    yield self._close(node)

    def _enter(self, node: int) -> Iterator[int]:
        self._visits += 1
        self._visit[node] = self._low[node] = self._visits
        self._pending.append(node)
        self._is_pending[node] = True
        return iter(self._onward[node])

    def _is_new(self, node: int, other: int) -> bool:
        if not self._visit[other]:
            return True
        if self._is_pending[other]:
            self._low[node] = min(self._low[node], self._visit[other])
        return False

    def _close(self, first: int) -> list[int]:
        """The component that was entered by its first node: all that is still pending from there on."""
        component: list[int] = []
        while self._is_pending[first]:
            component.append(self._pending.pop())
            self._is_pending[component[-1]] = False
        return sorted(component)
