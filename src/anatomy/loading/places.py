"""Where the values of a model come from, as JSON: the shape of its tree and the places in it, without the values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as MappingABC
from functools import cached_property
from typing import TYPE_CHECKING, Any

from anatomy.errors import Position
from anatomy.loading.tree import Mapping, Sequence

if TYPE_CHECKING:
    from anatomy.loading.tree import Node

# A node is [file, line, column], and of a container its entries or items after that; a file is a number.
Coded = list[Any]


def encode_places(root: Mapping) -> str:
    """The places of a tree as JSON."""
    files: dict[str, int] = {}
    coded = _coded(root, files)
    return json.dumps([list(files), coded], ensure_ascii=False, separators=(",", ":"))


def _coded(node: Node, files: dict[str, int]) -> Coded:
    here: Coded = [files.setdefault(node.source.name, len(files)), node.line, node.column]
    if isinstance(node, Mapping):
        here.append({key: _coded(entry, files) for key, entry in node.entries.items()})
    elif isinstance(node, Sequence):
        here.append([_coded(item, files) for item in node.items])
    return here


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
        found: Coded = last[part]
        return found
    if isinstance(last, list) and part.isdecimal() and int(part) < len(last):
        item: Coded = last[int(part)]
        return item
    raise KeyError(path)
