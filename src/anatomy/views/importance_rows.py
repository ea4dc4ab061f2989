"""A ranking as flat rows for a spreadsheet: what falls at which target without what, unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.domain.importance import DEPENDENCIES

if TYPE_CHECKING:
    from anatomy.domain.importance import ImportanceReport, OwnedCell, OwnedLink, Removal
    from anatomy.views.sheet import Data

_FIGURES: Final = ("felt", "reached", "severity", "loss", "late_cash")
_PARTS: Final = ("", "_falls_by", "_low", "_high", "_without", "_birnbaum")
_LINK: Final = (
    "source_code",
    "target_code",
    "kind",
    "effect",
    "likelihood",
    "owner",
    "how",
    "grade",
    "carried_by",
    "documented",
    "by_rule",
    "where",
    "mitigation",
)
_CELL: Final = ("code", "name", "text", "owner", "set_off", "where")


def importance_heads(report: ImportanceReport) -> list[str]:
    """The heads of the rows, also where there is none."""
    named = ("dependency", "source", "target", *_LINK) if report.of == DEPENDENCIES else ("cell", *_CELL)
    figures = [f"{figure}{part}" for figure in _FIGURES for part in _PARTS]
    return ["to", "to_code", "ranked_by", "rank", *named, *figures, "format"]


def importance_rows(report: ImportanceReport) -> list[dict[str, Data]]:
    """A row for every target and dependency or cell, the largest fall first."""
    links = {link.id: link for link in report.links}
    cells = {cell.cell: cell for cell in report.cells}
    return [
        {
            "to": target.target.name,
            "to_code": target.target.code,
            "ranked_by": target.ranked_by,
            "rank": removal.rank,
            **_named(removal.what, links.get(removal.what), cells.get(removal.what)),
            **_falls(removal),
            "format": report.format,
        }
        for target in report.targets
        for removal in target.removals
    ]


def _named(what: str, link: OwnedLink | None, cell: OwnedCell | None) -> dict[str, Data]:
    if link:
        ends: dict[str, Data] = {
            "source": ", ".join(link.source_names),
            "target": ", ".join(link.target_names),
        }
        return {"dependency": what, **ends, **{name: getattr(link, name) for name in _LINK}}
    return {"cell": what, **{name: getattr(cell, name) for name in _CELL}}


def _falls(removal: Removal) -> dict[str, Data]:
    """Per figure its value, by how much it falls with the interval, and what is left; empty where there is none."""
    flat: dict[str, Data] = {}
    for figure in _FIGURES:
        fall = getattr(removal, figure)
        if fall:
            values = (fall.by + fall.without, fall.by, fall.low, fall.high, fall.without, fall.birnbaum)
            flat |= {f"{figure}{part}": value for part, value in zip(_PARTS, values, strict=True)}
    return flat
