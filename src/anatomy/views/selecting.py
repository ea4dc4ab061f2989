"""What `anatomy show` says of a selection: its cells, each with why it was selected."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from anatomy.domain.directory import UnknownAddressError, directory_of
from anatomy.graph.selector_syntax import METHODS, SelectorError
from anatomy.graph.selectors import select_cells
from anatomy.views.sheet import Field, Sheet, Table, count, names, words
from anatomy.views.showing_links import link_row
from anatomy.views.words import counted, listed, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.graph.selectors import Reason, Selected, Selection

EVERYTHING: Final = "*"
"""The selector of all cells."""

_LIMIT = re.compile(r"felt:[<>]=?")
_ARROW = re.compile(r"[>→]")
_SIGNS = re.compile(rf"[*?,]|(^|\s)(@|\d*\+)\S|\S\+\d*(\s|\[|$)|(^|[\s,+@])({'|'.join(METHODS)}):")


def is_selector(enterprise: Enterprise, text: str) -> bool:
    """
    Whether a text selects cells rather than naming one thing that has a page.

    What names a place is a page, whatever signs its name holds; so is a dependency. Else the signs of a selector
    decide, or that each of several words names a place.
    """
    if not text.strip() or _has_page(enterprise, text):
        return False
    if _ARROW.search(_LIMIT.sub("", text)):
        return False
    return bool(_SIGNS.search(text)) or (len(text.split()) > 1 and _selects(enterprise, text))


def _has_page(enterprise: Enterprise, text: str) -> bool:
    try:
        directory_of(enterprise).find(" ".join(text.split()))
    except UnknownAddressError:
        return any(one.id == text for one in enterprise.dependencies)
    return True


def _selects(enterprise: Enterprise, text: str) -> bool:
    try:
        select_cells(enterprise, text)
    except SelectorError:
        return False
    return True


def view_selection(
    enterprise: Enterprise,
    text: str,
    *,
    exclude: str = "",
    felt: Mapping[CellId, float] | None = None,
    whole: bool = False,
) -> Sheet:
    """
    The sheet of a selection.

    Args:
        enterprise: the model.
        text: a selector.
        exclude: a selector of what is left out.
        felt: the chance in [0, 1] that each cell feels a decision, where a result is given.
        whole: with the reasons one by one and the dependencies among the cells, for JSON.

    Raises:
        SelectorError: not a selector, or a name that the model does not have.
    """
    selection = select_cells(enterprise, text, exclude=exclude, felt=felt)
    cells = Table(
        key="cells",
        heading="",
        rows=tuple(_row(enterprise, one, felt) for one in selection.cells),
    )
    return Sheet(
        what="selection",
        title=_title(selection),
        fields=(
            Field(key="selector", label="", value=selection.text),
            Field(key="exclude", label="", value=selection.exclude),
            _among(selection),
        ),
        tables=(cells, *(_details(enterprise, selection) if whole else ())),
    )


def _title(selection: Selection) -> str:
    without = f" without {selection.exclude}" if selection.exclude else ""
    return f"{selection.text}{without}: {counted(len(selection.cells), 'cell')}"


def _among(selection: Selection) -> Field:
    kinds = Counter(one.kind for one in selection.dependencies)
    told = [
        f"{kind} {number:,}" for kind, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    ]
    total = counted(len(selection.dependencies), "dependency", "dependencies")
    text = f"{total}: {', '.join(told)}" if told else ""
    return Field(key="dependencies", label="Among them", value=len(selection.dependencies), text=text)


def _row(enterprise: Enterprise, one: Selected, felt: Mapping[CellId, float] | None) -> tuple[Field, ...]:
    cell = one.cell
    department = enterprise.departments[cell.department]
    part = department.sub_functions[cell.sub_function]
    layer = enterprise.layers[cell.layer]
    at = f"departments|{cell.department}|sub_functions|{cell.sub_function}"
    chance = felt.get(cell, 0.0) if felt is not None else 0.0
    return (
        words("code", "Code", enterprise.code(cell), enterprise.origin(f"{at}|code")),
        words("cell", "", str(cell), enterprise.origin(at)),
        words("department", "", department.name, enterprise.origin(f"departments|{cell.department}|name")),
        Field(
            key="sub_function",
            label="Cell",
            value=part.name,
            text=f"{part.name}, {layer.name}",
            origin=enterprise.origin(f"{at}|name"),
        ),
        words("layer", "", layer.name, enterprise.origin(f"header|layers|{cell.layer}|name")),
        words("owner", "", part.owner, enterprise.origin(f"{at}|owner")),
        words("text", "", enterprise.text(cell), enterprise.origin(f"{at}|cells|{cell.layer}")),
        *([Field(key="felt", label="Felt", value=chance, text=percent(chance))] if felt is not None else []),
        count("steps", "Steps", one.steps),
        names("terms", "", tuple(reason.term for reason in one.reasons)),
        names("chain", "", tuple(link for reason in one.reasons for link in reason.chain)),
        words("why", "Why", "; ".join(_why(enterprise, reason) for reason in one.reasons)),
    )


def _why(enterprise: Enterprise, reason: Reason) -> str:
    """The term, the dependency whose end it starts from, and the chain; `>` with a dependency, `<` against it."""
    end = enterprise.dependency(reason.end_of) if reason.end_of else None
    parts = [reason.term]
    if end:
        parts.append(f"an end of {enterprise.code(end.source)} > {enterprise.code(end.target)}")
    if reason.chain:
        parts.append(_way(enterprise, reason))
    return ": ".join([parts[0], listed(parts[1:], last="then")]) if parts[1:] else parts[0]


def _way(enterprise: Enterprise, reason: Reason) -> str:
    here = reason.start
    way = enterprise.code(here)
    for link in reason.chain:
        one = enterprise.dependency(link)
        along = one.source == here
        here = one.target if along else one.source
        way += f" {'>' if along else '<'} {enterprise.code(here)}"
    return way


def _details(enterprise: Enterprise, selection: Selection) -> tuple[Table, Table]:
    reasons = tuple(
        (
            words("cell", "Cell", str(one.cell)),
            words("term", "Term", reason.term),
            words("method", "Method", reason.method or "address"),
            words("from", "From", str(reason.start)),
            words("end_of", "End of", reason.end_of),
            count("steps", "Steps", len(reason.chain)),
            names("chain", "Chain", reason.chain),
        )
        for one in selection.cells
        for reason in one.reasons
    )
    links = tuple(link_row(enterprise, one) for one in selection.dependencies)
    return (
        Table(key="reasons", heading="Reasons", rows=reasons, wide=True),
        Table(key="dependencies", heading="Dependencies among them", rows=links, wide=True),
    )
