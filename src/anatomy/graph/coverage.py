"""How far a model is filled in, and what its dependencies rest on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Department, Dependency, Enterprise


class DepartmentCoverage(Struct, frozen=True, kw_only=True):
    """How far one department is filled in; a row is a dependency that is written, not made by rule."""

    key: str
    code: str
    name: str
    sub_functions: int
    sub_functions_with_rows: int  #: with a row at any of their cells
    cells: int
    cells_with_text: int
    rows_in: int  #: from other departments
    rows_out: int  #: to other departments
    rows_inside: int
    ends: tuple[CellId, ...]  #: no dependency leads on from them
    unreached: tuple[CellId, ...]  #: no dependency leads to them
    without_rows: int  #: cells that only the rule joins, or nothing


class Coverage(Struct, frozen=True, kw_only=True):
    """How far a whole model is filled in."""

    departments: tuple[DepartmentCoverage, ...]
    kinds: Mapping[str, tuple[int, int]]  #: kind -> rows, and dependencies made by rule
    rows: int
    by_rule: int
    grades: Mapping[str, int]  #: of the rows
    hows: Mapping[str, int]
    sourced: int  #: rows that name a source
    from_memory: int  #: rows carried by someone and less than half written down
    carriers: Mapping[str, int]  #: who carries those, the most burdened first

    def total(self, figure: str) -> int:
        """The sum of a figure over the departments, of cells their number."""
        values = (getattr(one, figure) for one in self.departments)
        return sum(value if isinstance(value, int) else len(value) for value in values)

    @property
    def memory_share(self) -> float:
        """Share in [0, 1] of the rows that rest on memory; without rows 0."""
        return self.from_memory / self.rows if self.rows else 0.0


def cover_model(enterprise: Enterprise) -> Coverage:
    """What is said of each department, and what the dependencies rest on."""
    rows = [one for one in enterprise.dependencies if not one.by_rule]
    written = Counter(one.kind for one in rows)
    ruled = Counter(one.kind for one in enterprise.dependencies if one.by_rule)
    return Coverage(
        departments=tuple(_departments(enterprise, rows)),
        kinds={kind: (written[kind], ruled[kind]) for kind in enterprise.kinds},
        rows=len(rows),
        by_rule=len(enterprise.dependencies) - len(rows),
        grades=dict(sorted(Counter(one.basis.grade for one in rows).items())),
        hows=dict(sorted(Counter(one.basis.how for one in rows).items())),
        sourced=sum(bool(one.basis.sources) for one in rows),
        from_memory=sum(one.from_memory for one in rows),
        carriers=_ranked(one.carried_by for one in rows if one.from_memory),
    )


def _ranked(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _departments(enterprise: Enterprise, rows: list[Dependency]) -> list[DepartmentCoverage]:
    joined = _Joined(enterprise, rows)
    cells: dict[str, list[CellId]] = {key: [] for key in enterprise.departments}
    for cell in enterprise.cells():
        cells[cell.department].append(cell)
    return [joined.department(department, cells[key]) for key, department in enterprise.departments.items()]


class _Joined:
    """Which cells have dependencies, counted once for all departments."""

    def __init__(self, enterprise: Enterprise, rows: list[Dependency]) -> None:
        self._enterprise = enterprise
        self._leading = {one.source for one in enterprise.dependencies if one.source != one.target}
        self._reached = {one.target for one in enterprise.dependencies if one.source != one.target}
        self._at_rows = {cell for one in rows for cell in (one.source, one.target)}
        self._ways = Counter((one.source.department, one.target.department) for one in rows)

    def department(self, one: Department, cells: list[CellId]) -> DepartmentCoverage:
        """The figures of one department."""
        ways = self._ways
        return DepartmentCoverage(
            key=one.key,
            code=one.code,
            name=one.name,
            sub_functions=len(one.sub_functions),
            sub_functions_with_rows=len({cell.sub_function for cell in cells if cell in self._at_rows}),
            cells=len(cells),
            cells_with_text=sum(bool(self._enterprise.text(cell).strip()) for cell in cells),
            rows_in=sum(count for (source, target), count in ways.items() if source != target == one.key),
            rows_out=sum(count for (source, target), count in ways.items() if target != source == one.key),
            rows_inside=ways[one.key, one.key],
            ends=tuple(cell for cell in cells if cell not in self._leading),
            unreached=tuple(cell for cell in cells if cell not in self._reached),
            without_rows=sum(cell not in self._at_rows for cell in cells),
        )
