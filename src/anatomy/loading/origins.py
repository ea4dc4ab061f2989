"""Where the values of a model come from, looked up in its tree when asked."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingABC
from typing import TYPE_CHECKING

from anatomy.loading.places import encode_places
from anatomy.loading.tree import find

if TYPE_CHECKING:
    from anatomy.errors import Position
    from anatomy.loading.tree import Mapping


class Origins(MappingABC[str, "Position"]):
    """Path of keys and indices joined by `|` -> place in a file; lists its first keys only."""

    def __init__(self, root: Mapping) -> None:
        self._root = root

    def __getitem__(self, path: str) -> Position:
        node, rest = find(
            self._root, tuple(int(part) if part.isdecimal() else part for part in path.split("|"))
        )
        if rest or not node.source.name:
            raise KeyError(path)
        return node.source.position(node.line, node.column)

    def places(self) -> str:
        """All of them as JSON, for `Places` to read."""
        return encode_places(self._root)

    def __iter__(self) -> Iterator[str]:
        return iter(self._root.entries)

    def __len__(self) -> int:
        return len(self._root.entries)
