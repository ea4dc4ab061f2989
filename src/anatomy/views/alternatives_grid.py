"""The table over two parameters: what is left if the deal is won, when that pays, and the chance that it costs more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.alternatives_parts import NONE, pays_words, worth_money
from anatomy.views.basis import setting
from anatomy.views.words import chance_step, counted, honest, percent

if TYPE_CHECKING:
    from anatomy.domain.alternatives import AxisFacts, BreakEven, Comparison, GridCell, GridFacts


class GridHead(Struct, frozen=True, kw_only=True):
    """One value of a parameter."""

    text: str
    proposed: bool


class GridEntry(Struct, frozen=True, kw_only=True):
    """One cell."""

    left: str
    pays: str  #: from which chance to win, in a few characters
    paying: str  #: the same as a phrase; empty where nobody can say
    more: str
    step: int
    proposed: bool


class GridRow(Struct, frozen=True, kw_only=True):
    """One value of the parameter that goes down."""

    head: GridHead
    entries: tuple[GridEntry, ...]


class GridView(Struct, frozen=True, kw_only=True):
    """The table."""

    title: str
    basis: str  #: what else holds, and how it was worked out
    caption: str  #: how to read a cell that holds all three figures
    over: str  #: how much hidden cost the chance in each cell is of
    corner: str
    heads: tuple[GridHead, ...]
    rows: tuple[GridRow, ...]
    has_pays: bool


def view_grid(comparison: Comparison, currency: str, material: float) -> GridView | None:
    """The table of a comparison, rounded and worded; None where there is none."""
    grid = comparison.grid
    if grid is None:
        return None
    cells = [cell for row in grid.rows for cell in row if cell]
    unit = money.table_unit([cell.if_won for cell in cells], currency)
    has_pays = any(cell.pays for cell in cells)
    over = f"over {money.plain_money(material, currency)}" if material else "any"
    heads = tuple(_heads(grid.across, currency))
    return GridView(
        title=f"{grid.down.label} and {grid.across.label[:1].lower()}{grid.across.label[1:]}",
        basis=_basis(grid),
        caption=_caption(has_pays=has_pays),
        over=over,
        corner=f"{grid.down.label} ↓ {grid.across.label} →",
        heads=heads,
        rows=tuple(
            GridRow(
                head=head,
                entries=tuple(
                    _entry(cell, unit, proposed=head.proposed and other.proposed)
                    for other, cell in zip(heads, row, strict=True)
                ),
            )
            for head, row in zip(_heads(grid.down, currency), grid.rows, strict=True)
        ),
        has_pays=has_pays,
    )


def _heads(axis: AxisFacts, currency: str) -> tuple[GridHead, ...]:
    return tuple(
        GridHead(text=setting(value, axis.kind, currency), proposed=value == axis.proposed)
        for value in axis.values
    )


def _entry(cell: GridCell | None, unit: money.Unit, *, proposed: bool) -> GridEntry:
    if cell is None:
        return GridEntry(left=NONE, pays=NONE, paying="", more=NONE, step=0, proposed=proposed)
    probability = honest(cell.material)
    return GridEntry(
        left=worth_money(cell.if_won, unit),
        pays=pays_words(cell.pays),
        paying=_paying(cell.pays),
        more=percent(probability),
        step=chance_step(probability),
        proposed=proposed,
    )


def _paying(pays: BreakEven | None) -> str:
    if pays is None:
        return ""
    if pays.kind in ("always", "never"):
        return f"pays {pays.kind}" if pays.kind == "always" else "never pays"
    return f"pays {'from' if pays.kind == 'from' else 'up to'} {percent(pays.chance or 0.0)}"


def _basis(grid: GridFacts) -> str:
    how = "every world there is" if grid.exact else f"{counted(grid.worlds, 'world')}, the same for all cells"
    return f"Everything else as proposed; from {how}."


def _caption(*, has_pays: bool) -> str:
    pays = ", the chance to win from which that beats declining," if has_pays else ""
    return f"Each cell: what is left on average if the deal is won{pays} and the chance that gives the shade."
