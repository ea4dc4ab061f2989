"""How triggers spread through a graph, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from anatomy.render.columns import columns, finished, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.propagation import Spread
    from anatomy.views.spreading import SpreadView


def render_spread_json(spread: Spread) -> str:
    """Everything, unrounded, in one versioned shape."""
    return json.dumps(spread.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def render_spread_text(view: SpreadView, *, width: int = 100) -> str:
    """The answer in a line, then the tables."""
    return finished(_lines(view, width))


def _lines(view: SpreadView, width: int) -> Iterator[str]:
    yield view.answer
    for table in view.tables:
        yield ""
        chances = frozenset({1, *range(3, len(table.heads) - 2)})
        for lines in columns([table.heads, *table.rows], width=width, indent="", right=chances):
            yield from lines
    if view.left_out:
        yield view.left_out
    if view.note:
        yield ""
        yield from paragraph(view.note, width=width)
