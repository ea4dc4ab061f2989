"""A what-if beside another method, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from anatomy.render.columns import GAP, columns, finished, headed, paragraph
from anatomy.render.text import cells, cut, printable
from anatomy.views.comparing import comparison_data
from anatomy.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from anatomy.domain.comparison import ComparedDecision
    from anatomy.views.comparing import ComparisonView

_LONGEST, _SHORTEST = 28, 12  #: names are cut to fit, within these bounds


def render_comparison_json(compared: ComparedDecision) -> str:
    """Everything, unrounded, in one versioned shape."""
    return render_data(comparison_data(compared))


def render_data(data: Mapping[str, Any]) -> str:
    """Plain data as JSON."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def render_comparison_text(view: ComparisonView, *, width: int = 100) -> str:
    """The table, what was left out, and the laws that the method breaks."""
    return finished(_lines(view, width))


def _lines(view: ComparisonView, width: int) -> Iterator[str]:
    yield from headed(view.title, view.run, width=width)
    yield from paragraph(view.lead, width=width)
    yield ""
    yield from _table([list(view.heads), *map(list, view.rows)], width)
    if view.left_out:
        yield f"  {counted(view.left_out, 'more department')} under 10 % either way."
    yield ""
    for note in view.notes:
        yield from paragraph(note, width=width)
    yield ""
    yield from paragraph(view.breaks_heading, width=width)
    for broken in view.breaks:
        yield from paragraph(broken, width=width, indent="  ", hanging="    ")


def _table(rows: list[list[str]], width: int) -> Iterator[str]:
    figures = sum(max(map(cells, column)) + len(GAP) for column in [*zip(*rows, strict=True)][1:])
    room = min(_LONGEST, max(_SHORTEST, width - figures - len(GAP)))
    cut_to_fit = [[cut(printable(name), room), *others] for name, *others in rows]
    for lines in columns(cut_to_fit, width=width, right=frozenset(range(2, len(rows[0])))):
        yield from lines
