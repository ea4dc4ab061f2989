"""What parallel edges of a graph file are told apart by, and nodes told by."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from anatomy.loading.gate import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from anatomy.loading.graph_document import GraphEdge

NAME_KEYS: Final = ("name", "label")  #: attributes of a node that name it, the first before the second


def names_of(nodes: Iterable[object]) -> Iterator[tuple[str, str]]:
    """Id and name, in one line, of the nodes that have one; what is no text is none of our business."""
    for row in nodes:
        if isinstance(row, dict):
            names = (row.get(key) for key in NAME_KEYS)
            texts = (" ".join(visible(it).split()) for it in names if isinstance(it, str))
            name = next(filter(None, texts), "")
            if name:
                yield str(row.get("id")), name


def numbered(edges: Sequence[GraphEdge]) -> list[GraphEdge]:
    """
    The edges, with a key for each that has neither id nor key: its number among those between the same nodes.

    They are numbered by what they say, not by where they stand, so that another order of the file draws the same
    coins. The likelihood comes last, so that raising one seldom renumbers its neighbours.
    """
    taken = {(edge.source, edge.target, edge.key) for edge in edges if edge.id is None}
    numbers: dict[tuple[str, str], Iterator[int]] = {}
    keys: dict[int, str] = {}
    nameless = [place for place, edge in enumerate(edges) if edge.id is None and edge.key is None]
    for place in sorted(nameless, key=lambda place: _content(edges[place])):
        ends = edges[place].source, edges[place].target
        free = (str(number) for number in numbers.setdefault(ends, count()))
        keys[place] = next(key for key in free if (*ends, key) not in taken)
    return [replace(edge, key=keys.get(place, edge.key)) for place, edge in enumerate(edges)]


def _content(edge: GraphEdge) -> tuple[Any, ...]:
    return edge.delay_days, sorted(edge.delay_chances.items()), edge.severity_share, edge.likelihood
