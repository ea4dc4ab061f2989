"""How far a model is filled in, for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anatomy.views.sheet import Field, Sheet, Table, count, words
from anatomy.views.words import counted, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.graph.coverage import Coverage, DepartmentCoverage

_CARRIERS = 5


def coverage_sheet(coverage: Coverage) -> Sheet:
    """The coverage of a model: facts, a table of departments and one of kinds."""
    return Sheet(what="coverage", title="Coverage", fields=_facts(coverage), tables=_tables(coverage))


def _facts(coverage: Coverage) -> tuple[Field, ...]:
    cells, parts = coverage.total("cells"), coverage.total("sub_functions")
    return (
        _fact("Cells with text", _of(coverage.total("cells_with_text"), cells)),
        _fact("Sub-functions with rows", _of(coverage.total("sub_functions_with_rows"), parts)),
        _fact("Cells without a row", _of(coverage.total("without_rows"), cells)),
        _fact("Nothing depends on", _of(coverage.total("ends"), cells, "cells: no dependency leads on")),
        _fact("Nothing reaches", _of(coverage.total("unreached"), cells, "cells: no dependency leads there")),
        _fact("Dependencies", f"{coverage.rows:,} written as rows, {coverage.by_rule:,} made by rule"),
        _fact("Evidence of the rows", _shares({f"grade {key}": n for key, n in coverage.grades.items()})),
        _fact("Their numbers are", _shares(coverage.hows)),
        _fact("Rows with a source", _of(coverage.sourced, coverage.rows)),
        _fact("Rest on memory", _of(coverage.from_memory, coverage.rows, _carriers(coverage))),
    )


def _tables(coverage: Coverage) -> tuple[Table, ...]:
    kinds = sorted(coverage.kinds.items(), key=lambda item: -item[1][0])
    return (
        Table(
            key="departments",
            heading="Departments (cells and sub-functions; rows from, within and to others)",
            rows=tuple(map(_department, coverage.departments)),
        ),
        Table(
            key="kinds",
            heading="Kinds",
            rows=tuple(
                (
                    words("kind", "Kind", kind),
                    count("rows", "Rows", rows),
                    count("by_rule", "By rule", ruled),
                )
                for kind, (rows, ruled) in kinds
            ),
        ),
    )


def _department(one: DepartmentCoverage) -> tuple[Field, ...]:
    return (
        words("name", "Department", f"{one.code} {one.name}"),
        count("cells", "Cells", one.cells),
        count("cells_with_text", "Texts", one.cells_with_text),
        count("without_rows", "No row", one.without_rows),
        count("ends", "Lead nowhere", len(one.ends)),
        count("unreached", "Unreached", len(one.unreached)),
        count("sub_functions", "Parts", one.sub_functions),
        count("sub_functions_with_rows", "With rows", one.sub_functions_with_rows),
        count("rows_in", "In", one.rows_in),
        count("rows_inside", "Inside", one.rows_inside),
        count("rows_out", "Out", one.rows_out),
    )


def _fact(label: str, text: str) -> Field:
    return Field(key="", label=label, value=text, text=text)


def _of(part: int, whole: int, what: str = "") -> str:
    share = f" ({percent(part / whole)})" if whole else ""
    return f"{part:,} of {whole:,}{share}{' ' if what and what[0].isalpha() else ''}{what}"


def _shares(counts: Mapping[str, int]) -> str:
    whole = sum(counts.values())
    return ", ".join(f"{name} {number:,} ({percent(number / whole)})" for name, number in counts.items())


def _carriers(coverage: Coverage) -> str:
    shown = [f"{name} {number:,}" for name, number in coverage.carriers.items()]
    more = len(shown) - _CARRIERS
    rest = f" and {counted(more, 'other')}" if more > 0 else ""
    return f": {', '.join(shown[:_CARRIERS])}{rest}" if shown else ""


def coverage_data(enterprise: Enterprise, coverage: Coverage) -> dict[str, Any]:
    """The same as data, with the codes of the cells that lie at an end."""
    return {
        "rows": coverage.rows,
        "by_rule": coverage.by_rule,
        "grades": dict(coverage.grades),
        "hows": dict(coverage.hows),
        "sourced": coverage.sourced,
        "from_memory": coverage.from_memory,
        "memory_share": coverage.memory_share,
        "carriers": dict(coverage.carriers),
        "kinds": {kind: {"rows": rows, "by_rule": ruled} for kind, (rows, ruled) in coverage.kinds.items()},
        "departments": [_department_data(enterprise, one) for one in coverage.departments],
    }


def _department_data(enterprise: Enterprise, one: DepartmentCoverage) -> dict[str, Any]:
    return {
        "key": one.key,
        "code": one.code,
        "name": one.name,
        "sub_functions": one.sub_functions,
        "sub_functions_with_rows": one.sub_functions_with_rows,
        "cells": one.cells,
        "cells_with_text": one.cells_with_text,
        "cells_without_rows": one.without_rows,
        "rows_in": one.rows_in,
        "rows_inside": one.rows_inside,
        "rows_out": one.rows_out,
        "leading_nowhere": _codes(enterprise, one.ends),
        "unreached": _codes(enterprise, one.unreached),
    }


def _codes(enterprise: Enterprise, cells: Iterable[CellId]) -> list[str]:
    return [enterprise.code(cell) for cell in cells]
