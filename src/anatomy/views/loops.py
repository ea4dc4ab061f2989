"""The feedback loops of a model, for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anatomy.views.sheet import Field, Sheet, Table, count, words
from anatomy.views.words import counted, listed, percent

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.graph.loops import Cycle, Knot, Loops

SHOWN = 20  #: cycles that the text tells
_CODES = 12  #: cells of a knot that the text names


def loops_sheet(enterprise: Enterprise, loops: Loops) -> Sheet:
    """The loops in words: the knots that they form, then the cycles with each of their steps."""
    if not loops.knots:
        none = "no change can come back to where it began"
        return Sheet(what="loops", title=f"Feedback loops: {none}", fields=())
    return Sheet(
        what="loops",
        title=f"Feedback loops: {_counted(loops)}",
        fields=(),
        tables=(
            Table(
                key="knots",
                heading="Cells that all lead to one another",
                rows=tuple(_knot(enterprise, knot) for knot in loops.knots),
            ),
            Table(
                key="cycles",
                heading="Ways round, the shortest first, then the strongest",
                rows=tuple(_cycle(enterprise, cycle) for cycle in loops.cycles[:SHOWN]),
                wide=True,
            ),
        ),
    )


def _counted(loops: Loops) -> str:
    ways = counted(len(loops.cycles), "way round", "ways round")
    knots = counted(len(loops.knots), "knot of cells", "knots of cells")
    told = (
        f", {SHOWN} told here; --format json lists {len(loops.cycles):,}" if len(loops.cycles) > SHOWN else ""
    )
    return f"{'at least ' if loops.more else ''}{ways} in {knots}{told}"


def _knot(enterprise: Enterprise, knot: Knot) -> tuple[Field, ...]:
    codes = [enterprise.code(cell) for cell in knot.cells]
    names = dict.fromkeys(enterprise.departments[cell.department].name for cell in knot.cells)
    more = f" and {len(codes) - _CODES} more" if len(codes) > _CODES else ""
    chance = knot.strongest.chance
    return (
        Field(key="strongest", label="Strongest", value=chance, text=percent(chance)),
        count("cells", "Cells", len(codes)),
        count("dependencies", "Dependencies", knot.dependencies),
        words("codes", "Where", f"{listed(list(names))}: {', '.join(codes[:_CODES])}{more}"),
    )


def _cycle(enterprise: Enterprise, cycle: Cycle) -> tuple[Field, ...]:
    codes = [enterprise.code(cell) for cell in (*cycle.cells, cycle.cells[0])]
    way = f"{' > '.join(codes)}, {percent(cycle.chance)} all the way round"
    return (words("way", "", way), *(_step(enterprise, one) for one in cycle.dependencies))


def _step(enterprise: Enterprise, one: Dependency) -> Field:
    text = f"{enterprise.title(one.source)}; {one.kind} {percent(one.likelihood.point)}: {one.effect}"
    return Field(key="step", label=enterprise.code(one.source), value=one.id, text=text)


def loops_data(enterprise: Enterprise, loops: Loops) -> dict[str, Any]:
    """The same as data, unrounded."""
    return {
        "knots": [
            {
                "cells": [enterprise.code(cell) for cell in knot.cells],
                "dependencies": knot.dependencies,
                "strongest": _cycle_data(enterprise, knot.strongest),
            }
            for knot in loops.knots
        ],
        "cycles": [_cycle_data(enterprise, cycle) for cycle in loops.cycles],
        "more": loops.more,
    }


def _cycle_data(enterprise: Enterprise, cycle: Cycle) -> dict[str, Any]:
    return {
        "cells": [enterprise.code(cell) for cell in cycle.cells],
        "kinds": [one.kind for one in cycle.dependencies],
        "dependencies": [one.id for one in cycle.dependencies],
        "chance": cycle.chance,
    }
