"""What `--to` names: an address in the model, or in what a saved result still knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.assess.shares import Chain, Crossing, split_figures
from anatomy.domain.directory import Directory, Names, UnknownAddressError
from anatomy.domain.explanation import Explanation, Portion, StopFacts, TargetFacts
from anatomy.errors import Problem, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.directory import Address
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import PartFacts
    from anatomy.domain.impact import CellFacts, DepartmentFacts, ImpactReport, PathFacts


def find_target(directory: Directory, to: str) -> Address:
    """
    The address that a text names.

    Raises:
        UnknownNameError: with a hint at the nearest.
    """
    try:
        return directory.find(to)
    except UnknownAddressError as error:
        raise _unknown(str(error), error.hint) from None


def target_facts(enterprise: Enterprise, address: Address) -> TargetFacts:
    """What people call the department, sub-function or cell at an address."""
    department = enterprise.departments[address.department]
    cell = address.cell()
    if cell is not None:
        return TargetFacts(
            what="cell", address=str(cell), code=enterprise.code(cell), name=enterprise.title(cell)
        )
    if address.sub_function:
        part = department.sub_functions[address.sub_function]
        code, name = f"{department.code}.{part.code}", f"{department.name}, {part.name}"
        return TargetFacts(what="sub-function", address=str(address), code=code, name=name)
    return TargetFacts(what="department", address=department.key, code=department.code, name=department.name)


def cells_at(enterprise: Enterprise, address: Address) -> list[str]:
    """The slugs of all cells of a department or sub-function, or that of one cell."""
    return [str(cell) for cell in enterprise.cells() if f"{cell}/".startswith(f"{address}/")]


def explain_result(report: ImpactReport, to: str, *, paths: int) -> Explanation:
    """
    How a department or cell came to feel it, as far as a saved result tells: paths per department only.

    Raises:
        UnknownNameError: the result holds no such department or cell.
    """
    address = _address(report, to)
    if address.sub_function and not address.layer:
        hint = "name its department or one of its cells"
        raise _unknown("a saved result tells of departments and cells, not of sub-functions", hint)
    if not address.layer:
        return _of_department(report, report.department(address.department), paths)
    cell = next((one for one in report.cells if one.cell == str(address)), None)
    if cell is None:
        raise _unreached(to)
    return _of_cell(report, cell)


def _of_department(report: ImpactReport, one: DepartmentFacts, paths: int) -> Explanation:
    listed = one.paths[:paths]
    splits = split_figures(
        [
            Chain(cells=path.cells, links=path.links, portion=_first(path.share.probability))
            for path in one.paths
        ],
        department=one.key,
        links={
            link.id: Crossing(source=link.source.partition("/")[0], kind=link.kind) for link in report.links
        },
        count=paths,
        unknown=one.other_paths,
    )
    chains: list[PathFacts | PartFacts] = [
        *listed,
        *([one.hardest] if one.hardest else []),
        *(part for split in splits for part in split.parts),
    ]
    named = {link for chain in chains for link in chain.links}
    return Explanation(
        target=TargetFacts(what="department", address=one.key, code=one.code, name=one.name),
        feeling=one.feeling,
        model=report.model,
        decision=report.decision,
        run=report.run,
        paths=listed,
        other_paths=one.other_paths + sum(path.share.probability for path in one.paths[paths:]),
        hardest=one.hardest,
        likeliest=None,
        links=tuple(link for link in report.links if link.id in named),
        stops=tuple(_stops(report, {cell for chain in chains for cell in chain.cells})),
        felt_exact=one.felt_exact,
        whole=_first(one.feeling.felt.probability),
        splits=splits,
        without=None,
    )


def _first(share: float) -> Portion:
    """A saved result knows of its paths only how often they arrived first."""
    return Portion(first=share, hardest=None, loss=None)


def _of_cell(report: ImpactReport, cell: CellFacts) -> Explanation:
    return Explanation(
        target=TargetFacts(what="cell", address=cell.cell, code=cell.code, name=_title(report, cell)),
        feeling=cell.feeling,
        model=report.model,
        decision=report.decision,
        run=report.run,
        paths=None,
        other_paths=0.0,
        hardest=None,
        likeliest=None,
        links=(),
        stops=(),
        whole=_first(cell.feeling.felt.probability),
        splits=(),
        without=None,
    )


def _stops(report: ImpactReport, slugs: set[str]) -> Iterator[StopFacts]:
    for cell in sorted(report.cells, key=lambda one: one.cell):
        if cell.cell in slugs:
            yield StopFacts(cell=cell.cell, code=cell.code, name=_title(report, cell))


def _title(report: ImpactReport, cell: CellFacts) -> str:
    layer = next((one.name for one in report.model.layers if one.key == cell.layer), cell.layer)
    department = next((one.name for one in report.departments if one.key == cell.department), cell.department)
    return f"{department}, {cell.name}, {layer}"


def _address(report: ImpactReport, to: str) -> Address:
    """The address; a result does not know the sub-functions that nothing reaches."""
    directory = _directory(report)
    try:
        return directory.find(to)
    except UnknownAddressError as error:
        first = to.split("/" if "/" in to else ".", maxsplit=1)[0]
        if first != to and _known(directory, first):
            raise _unreached(to) from None
        raise _unknown(str(error), error.hint) from None


def _known(directory: Directory, name: str) -> bool:
    try:
        directory.find(name)
    except UnknownAddressError:
        return False
    return True


def _directory(report: ImpactReport) -> Directory:
    parts: dict[str, dict[str, Names]] = {}
    for cell in report.cells:
        key = cell.cell.partition("/")[2].partition("/")[0]
        code = cell.code.partition(".")[2].partition(".")[0]
        parts.setdefault(cell.department, {})[key] = Names(key=key, code=code, others=(cell.name,))
    departments = [
        Names(key=one.key, code=one.code, others=(one.name,), parts=parts.get(one.key, {}))
        for one in report.departments
    ]
    layers = [Names(key=one.key, code=one.code, others=(one.name,)) for one in report.model.layers]
    return Directory(departments, layers)


def _unreached(to: str) -> UnknownNameError:
    hint = "a saved result holds only the cells that the decision can reach"
    return _unknown(f"{to!r} is not in this result: it is not reached, or does not exist", hint)


def _unknown(message: str, hint: str) -> UnknownNameError:
    return UnknownNameError([Problem(code="ANA031", message=message, hint=hint)])
