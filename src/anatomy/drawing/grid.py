"""
Nodes in columns, and lines between them that run through a note with their number or name.

A note is a little node on the line itself, so that it is never in doubt which line it belongs to, and never
lies on another one. Columns are held by a chain of invisible nodes: Graphviz decides only the order in them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.drawing.dot import Markup, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.drawing.dot import Picture


class End(Struct, frozen=True):
    """Where a line ends: a node, or a row of it, whose ports are w and e with the row's number."""

    node: str
    row: str = ""

    def side(self, letter: str) -> str:
        """The end's west (w) or east (e) side."""
        return f"{self.node}:{letter}{self.row}:{letter}" if self.row else f"{self.node}:{letter}"


class Grid:
    """Columns of nodes, from left to right, with the notes between them."""

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        self._column = {node: place for place, nodes in enumerate(columns) for node in nodes}
        self._ranks: list[list[str]] = [[] for _ in range(2 * len(columns))]
        for place, nodes in enumerate(columns):
            self._ranks[2 * place].extend(nodes)

    def wire(
        self,
        picture: Picture,
        tail: End,
        head: End,
        *,
        note: str,
        arrow: str = "normal",
        look: dict[str, str],
    ) -> None:
        """
        Draws a line with its note, written from left to right: one that runs back points at its tail.

        Args:
            picture: where it is drawn; the note is a node of it already.
            tail: where the line starts.
            head: where its arrow is.
            note: node on the line.
            arrow: shape of the arrow.
            look: attributes of the line.
        """
        source, target = self._column[tail.node], self._column[head.node]
        self._ranks[2 * max(source, target) + (1 if source == target else -1)].append(note)
        if source < target:
            picture.edge(tail.side("e"), f"{note}:w", look | {"dir": "none"})
            picture.edge(f"{note}:e", head.side("w"), look | {"arrowhead": arrow})
            return
        picture.edge(head.side("e"), f"{note}:w", look | {"dir": "back", "arrowtail": arrow})
        if source > target:
            picture.edge(f"{note}:e", tail.side("w"), look | {"dir": "none"})
        else:
            picture.edge(tail.side("e"), f"{note}:w", look | {"dir": "none"})

    def hold(self, picture: Picture) -> None:
        """Keeps columns and notes where they were put; to be called last."""
        ranks = [rank for rank in self._ranks if rank]
        chain = [f"c{number}" for number in range(1, len(ranks) + 1)]
        for name in chain:
            picture.node(name, Markup(""), style="invis", shape="point")
        for left, right in pairwise(chain):
            picture.edge(left, right, {"style": "invis"})
        for name, rank in zip(chain, ranks, strict=True):
            picture.same_rank([name, *rank])


def note(*told: str, colour: str = "") -> Markup:
    """The label of a note: one short text, or several above one another."""
    inside = "<BR/>".join(words(text, most=30) for text in told)
    if colour:
        inside = f'<FONT COLOR="{colour}">{inside}</FONT>'
    return Markup(
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">'
        f'<TR><TD><FONT POINT-SIZE="9">{inside}</FONT></TD></TR></TABLE>'
    )
