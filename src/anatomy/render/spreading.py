"""How triggers spread through a graph, as text for a terminal, as JSON and as CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from anatomy.render.columns import columns, finished, paragraph
from anatomy.render.sheet import render_rows_csv
from anatomy.render.text import cells, cut, printable
from anatomy.views.spread_rows import spread_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.propagation import Spread
    from anatomy.views.spreading import SpreadTable, SpreadView

_LONGEST: Final = 40  #: columns of a name
_ANY_WIDTH: Final = 10_000


def render_spread_json(spread: Spread, *, names: Mapping[str, str] | None = None) -> str:
    """Everything, unrounded, in one versioned shape; a node with a name has it as `name`."""
    data = spread.to_dict()
    for node, name in (names or {}).items():
        data["nodes"][node] = {"name": name, **data["nodes"][node]}
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def render_spread_csv(spread: Spread, *, names: Mapping[str, str] | None = None) -> str:
    """Nodes, groups and joints, unrounded; safe to open in a spreadsheet."""
    return render_rows_csv(spread_rows(spread, names or {}))


def render_spread_text(view: SpreadView, *, width: int = 100) -> str:
    """The answer in a line, then the tables."""
    return finished(_lines(view, width))


def _lines(view: SpreadView, width: int) -> Iterator[str]:
    yield view.answer
    for table in view.tables:
        yield ""
        yield from _table(table, width)
    if view.left_out:
        yield view.left_out
    if view.note:
        yield ""
        yield from paragraph(view.note, width=width)


def _table(table: SpreadTable, width: int) -> Iterator[str]:
    """The rows, with the ids of those that have another name beside them if they fit the width."""
    chances = frozenset({1, *range(3, len(table.heads) - 2)})
    rows = [table.heads, *table.rows]
    if table.ids:
        rows = [(cut(printable(name), _LONGEST), *others) for name, *others in rows]
        with_ids = [(*row, id_) for row, id_ in zip(rows, ("Id", *table.ids), strict=True)]
        lines = [line for (line, *_) in columns(with_ids, width=_ANY_WIDTH, indent="", right=chances)]
        if max(map(cells, lines)) <= width:
            yield from lines
            return
    for some in columns(rows, width=width, indent="", right=chances):
        yield from some
