"""An explanation as text for a terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.as_json import write_versioned
from anatomy.render.columns import columns, finished, headed, paragraph
from anatomy.views.shares import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.explanation import Explanation
    from anatomy.views.explaining import ExplanationView, Telling


def render_explanation_json(explanation: Explanation) -> str:
    """Everything, unrounded, in one versioned shape."""
    return write_versioned(explanation)


def render_explanation_text(view: ExplanationView, *, width: int = 100) -> str:
    """The answer, the ways, the hardest way, the likeliest chains and their links."""
    return finished(_lines(view, width))


def _lines(view: ExplanationView, width: int) -> Iterator[str]:
    yield from headed(view.title, view.run, width=width)
    yield from paragraph(view.answer, width=width)
    yield from _ways(view, width)
    if view.hardest is not None:
        yield ""
        yield "Hardest way: the chain that hits hardest most often"
        yield from _telling(view.hardest, "", width)
    yield from _split(view, width)
    if view.without:
        yield ""
        yield from paragraph("Without one link, on the same worlds", width=width)
    for sentence in view.without:
        yield from paragraph(sentence, width=width, indent="  ", hanging="     ")
    if view.likeliest:
        yield ""
        heading = "Likeliest chains, each this path alone: they overlap, so never add them up"
        yield from paragraph(heading, width=width)
        for lines in columns(view.likeliest, width=width, right=frozenset({0})):
            yield from lines
    yield from _links(view, width)
    for note in view.notes:
        yield ""
        yield from paragraph(note, width=width)


def _ways(view: ExplanationView, width: int) -> Iterator[str]:
    if view.ways:
        yield ""
        yield from paragraph(view.came, width=width)
    for number, way in enumerate(view.ways, start=1):
        yield from _telling(way, f"{number}. ", width)
    if view.other:
        yield f"  {view.other} by other paths"
    if view.rounding:
        yield f"  {view.rounding} {ROUNDING}"


def _telling(way: Telling, number: str, width: int) -> Iterator[str]:
    yield from paragraph(
        f"{number}{way.share} of worlds ({way.note})", width=width, indent="  ", hanging="     "
    )
    for place, stop in enumerate(way.stops):
        mark = "> " if place else ""
        yield from paragraph(f"{mark}{stop.cell}", width=width, indent="     ", hanging="       ")
        link = f" [{stop.link}]" if stop.link else ""
        yield from paragraph(f"{stop.how}{link}", width=width, indent="         ", hanging="         ")


def _split(view: ExplanationView, width: int) -> Iterator[str]:
    """All blocks in the same columns, the figures first."""
    table = view.split
    if table is None:
        return
    yield ""
    yield from paragraph(table.lead, width=width)
    rows = [(*table.heads, ""), *(row for block in table.blocks for row in block.rows), table.whole]
    right = frozenset(range(len(table.heads)))
    heads, *lines = columns(rows, width=width, right=right)
    yield from heads
    *parts, whole = lines
    for block in table.blocks:
        yield from paragraph(block.heading, width=width, indent="  ")
        for _ in block.rows:
            yield from parts.pop(0)
    yield from whole


def _links(view: ExplanationView, width: int) -> Iterator[str]:
    if not view.links:
        return
    yield ""
    yield "Links"
    for link in view.links:
        start = f"  [{link.number}] "
        room = " " * len(start)
        yield from paragraph(f"{link.ends}: {link.effect}", width=width, indent=start, hanging=room)
        for text in (link.figures, f"{link.basis}; {link.where}".removesuffix("; ")):
            yield from paragraph(text, width=width, indent=room)
