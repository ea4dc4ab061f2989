"""Where the values of a model come from, as JSON: the shape of its tree and the places in it, without the values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as MappingABC
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from anatomy.errors import Position
from anatomy.loading.tree import Mapping, Sequence

if TYPE_CHECKING:
    from anatomy.loading.tree import Node

# A node is [file, line, column], and of a container its entries or items after that; a file is a number. What lies
# PACKED steps below the root is JSON within JSON, since of thousands of rows a command asks for a few.
Coded = list[Any]
PACKED: Final = 2


def encode_places(root: Mapping) -> str:
    """The places of a tree as JSON."""
    files: dict[str, int] = {}
    coded = _coded(root, files, 0)
    return _json([list(files), coded])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _coded(node: Node, files: dict[str, int], depth: int) -> Coded | str:
    here: Coded = [files.setdefault(node.source.name, len(files)), node.line, node.column]
    if isinstance(node, Mapping):
        here.append({key: _coded(entry, files, depth + 1) for key, entry in node.entries.items()})
    elif isinstance(node, Sequence):
        here.append([_coded(item, files, depth + 1) for item in node.items])
    return _json(here) if depth == PACKED else here


class Places(MappingABC[str, Position]):
    """As `Origins`, from what `encode_places` wrote; read when the first place is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _files_and_root(self) -> tuple[list[str], Coded]:
        files, root = json.loads(self._text)
        return files, root

    def __getitem__(self, path: str) -> Position:
        files, node = self._files_and_root
        for part in path.split("|"):
            node = _inside(node, str(int(part)) if part.isdecimal() else part, path)
        file, line, column = node[:3]
        if not files[file]:
            raise KeyError(path)
        return Position(file=files[file], line=line, column=column)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files_and_root[1][3])

    def __len__(self) -> int:
        return len(self._files_and_root[1][3])


def _inside(node: Coded, part: str, path: str) -> Coded:
    """The node of that key, or of that number among items."""
    *_, last = node
    if isinstance(last, dict) and part in last:
        found: Coded | str = last[part]
    elif isinstance(last, list) and part.isdecimal() and int(part) < len(last):
        found = last[int(part)]
    else:
        raise KeyError(path)
    return json.loads(found) if isinstance(found, str) else found
