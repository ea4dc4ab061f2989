"""Sheets of departments, sub-functions and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.cell import CellId
from anatomy.views.sheet import Field, Sheet, Table, count, words
from anatomy.views.sheet import names as name_list
from anatomy.views.showing_links import link_row

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Dependency, Enterprise


def department_row(enterprise: Enterprise, key: str) -> tuple[Field, ...]:
    """A department in the table of all."""
    one = enterprise.departments[key]
    at = f"departments|{key}"
    cells = [cell for cell in enterprise.cells() if cell.department == key]
    return (
        words("code", "Code", one.code, enterprise.origin(f"{at}|code")),
        words("key", "Key", key, enterprise.origin(at)),
        words("name", "Name", one.name, enterprise.origin(f"{at}|name")),
        count("sub_functions", "Parts", len(one.sub_functions)),
        count("cells_with_text", "Texts", sum(bool(enterprise.text(cell)) for cell in cells)),
        count("incoming", "In", _crossing(enterprise, key, into=True)),
        count("outgoing", "Out", _crossing(enterprise, key, into=False)),
        words("owner", "Owner", one.owner, enterprise.origin(f"{at}|owner")),
    )


def department_sheet(enterprise: Enterprise, key: str) -> Sheet:
    """A department with its sub-functions."""
    one = enterprise.departments[key]
    at = f"departments|{key}"
    return Sheet(
        what="department",
        title=f"{one.name} ({one.code})",
        fields=(
            *_identity(enterprise, at, code=one.code, key=key, name=one.name),
            words("short", "Short", one.short, enterprise.origin(f"{at}|short")),
            words("owner", "Owner", one.owner, enterprise.origin(f"{at}|owner")),
            name_list("aliases", "Also called", one.aliases, enterprise.origin(f"{at}|aliases")),
            count("incoming", "From other departments", _crossing(enterprise, key, into=True)),
            count("outgoing", "To other departments", _crossing(enterprise, key, into=False)),
        ),
        tables=(
            Table(
                key="sub_functions",
                heading="Sub-functions",
                rows=tuple(_part_row(enterprise, key, part) for part in one.sub_functions),
            ),
        ),
    )


def sub_function_sheet(enterprise: Enterprise, department: str, key: str) -> Sheet:
    """A sub-function with its cells."""
    home = enterprise.departments[department]
    one = home.sub_functions[key]
    at = f"departments|{department}|sub_functions|{key}"
    return Sheet(
        what="sub-function",
        title=f"{home.name}, {one.name} ({home.code}.{one.code})",
        fields=(
            *_identity(
                enterprise, at, code=f"{home.code}.{one.code}", key=f"{department}/{key}", name=one.name
            ),
            words("owner", "Owner", one.owner, enterprise.origin(f"{at}|owner")),
            name_list("aliases", "Also called", one.aliases, enterprise.origin(f"{at}|aliases")),
        ),
        tables=(
            Table(
                key="cells",
                heading="Cells",
                rows=tuple(
                    _cell_row(enterprise, CellId(department, key, layer)) for layer in enterprise.layers
                ),
            ),
        ),
    )


def cell_sheet(enterprise: Enterprise, cell: CellId) -> Sheet:
    """A cell with what leads into it and out of it."""
    department = enterprise.departments[cell.department]
    part = department.sub_functions[cell.sub_function]
    layer = enterprise.layers[cell.layer]
    home = f"departments|{cell.department}"
    at = f"{home}|sub_functions|{cell.sub_function}"
    return Sheet(
        what="cell",
        title=f"{enterprise.title(cell)} ({enterprise.code(cell)})",
        fields=(
            words("code", "Code", enterprise.code(cell), enterprise.origin(f"{at}|code")),
            words("cell", "Slug", str(cell), enterprise.origin(at)),
            words("department", "Department", department.name, enterprise.origin(f"{home}|name")),
            words("sub_function", "Sub-function", part.name, enterprise.origin(f"{at}|name")),
            words("layer", "Layer", layer.name, enterprise.origin(f"header|layers|{cell.layer}|name")),
            words(
                "meaning",
                "Layer holds",
                layer.meaning,
                enterprise.origin(f"header|layers|{cell.layer}|meaning"),
            ),
            words("owner", "Owner", part.owner, enterprise.origin(f"{at}|owner")),
            words("text", "Text", enterprise.text(cell), enterprise.origin(f"{at}|cells|{cell.layer}")),
        ),
        tables=(
            _links(enterprise, "incoming", "What leads here", _touching(enterprise, target=cell)),
            _links(enterprise, "outgoing", "Where it leads", _touching(enterprise, source=cell)),
        ),
    )


def _identity(enterprise: Enterprise, at: str, *, code: str, key: str, name: str) -> tuple[Field, ...]:
    return (
        words("code", "Code", code, enterprise.origin(f"{at}|code")),
        words("key", "Key", key, enterprise.origin(at)),
        words("name", "Name", name, enterprise.origin(f"{at}|name")),
    )


def _part_row(enterprise: Enterprise, department: str, key: str) -> tuple[Field, ...]:
    home = enterprise.departments[department]
    one = home.sub_functions[key]
    at = f"departments|{department}|sub_functions|{key}"
    rows = [row for row in enterprise.dependencies if not row.by_rule]
    return (
        words("code", "Code", f"{home.code}.{one.code}", enterprise.origin(f"{at}|code")),
        words("key", "", key, enterprise.origin(at)),
        words("name", "Name", one.name, enterprise.origin(f"{at}|name")),
        count("cells_with_text", "Texts", sum(bool(text) for text in one.cells.values())),
        count("incoming", "In", sum(_in_part(row.target, department, key) for row in rows)),
        count("outgoing", "Out", sum(_in_part(row.source, department, key) for row in rows)),
        words("owner", "Owner", one.owner, enterprise.origin(f"{at}|owner")),
    )


def _cell_row(enterprise: Enterprise, cell: CellId) -> tuple[Field, ...]:
    layer = enterprise.layers[cell.layer]
    at = f"departments|{cell.department}|sub_functions|{cell.sub_function}"
    return (
        words("code", "Code", enterprise.code(cell), enterprise.origin(f"header|layers|{cell.layer}|code")),
        words("layer", "Layer", layer.name, enterprise.origin(f"header|layers|{cell.layer}|name")),
        count("incoming", "In", len(_touching(enterprise, target=cell))),
        count("outgoing", "Out", len(_touching(enterprise, source=cell))),
        words("text", "Text", enterprise.text(cell), enterprise.origin(f"{at}|cells|{cell.layer}")),
    )


def _links(enterprise: Enterprise, key: str, heading: str, links: list[Dependency]) -> Table:
    into = key == "incoming"
    return Table(
        key=key, heading=heading, rows=tuple(link_row(enterprise, one, into=into) for one in links), wide=True
    )


def _touching(
    enterprise: Enterprise, *, source: CellId | None = None, target: CellId | None = None
) -> list[Dependency]:
    return [
        one
        for one in enterprise.dependencies
        if (source is not None and one.source == source) or (target is not None and one.target == target)
    ]


def _crossing(enterprise: Enterprise, key: str, *, into: bool) -> int:
    ends = ((one.source.department, one.target.department) for one in enterprise.dependencies)
    return sum((target if into else source) == key for source, target in ends if source != target)


def _in_part(cell: CellId, department: str, sub_function: str) -> bool:
    return (cell.department, cell.sub_function) == (department, sub_function)
