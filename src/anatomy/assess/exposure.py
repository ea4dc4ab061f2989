"""What could hit one place: the engine's sweep backwards, read cell by cell, by sub-function and by department."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anatomy.assess.asking import network_of_effects
from anatomy.assess.evidence import owner
from anatomy.assess.figures import feeling
from anatomy.domain.exposure import AskedModel, ExposureReport, SourceFacts, SourceGroup
from anatomy.domain.impact import RunFacts
from anatomy.propagation import exposure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from anatomy.deciding import Effects
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import TargetFacts
    from anatomy.propagation import NodeSpread


def assess_exposure(
    enterprise: Enterprise,
    effects: Effects,
    target: TargetFacts,
    *,
    inside: Collection[CellId],
    sources: Sequence[CellId],
    selector: str,
    decision: str,
    worlds: int,
    seed: int,
    tool_version: str,
) -> ExposureReport:
    """
    The chance that a target feels it, for every cell set off alone, fully and at once.

    Args:
        enterprise: the model.
        effects: whose dependencies hold; what they set off plays no part.
        target: what is exposed.
        inside: its cells.
        sources: the cells to tell of, in the model's order.
        selector: that chose them; empty where none did.
        decision: title of the decision that adjusts the dependencies; empty where none does.
        worlds: how many to sample, if the answer is not exact.
        seed: of the coins.
        tool_version: told in the answer.

    Raises:
        InputError: worlds or seed out of range.
    """
    spread = exposure(
        network_of_effects(enterprise, effects),
        [str(cell) for cell in inside],
        worlds=worlds,
        seed=seed,
        felt_at=enterprise.felt_at,
    )
    own = frozenset(inside)
    cells = {cell: _source(enterprise, cell, spread.nodes[str(cell)], own=cell in own) for cell in sources}
    return ExposureReport(
        target=target,
        model=AskedModel(
            name=enterprise.name,
            version=enterprise.version,
            digest=enterprise.digest,
            felt_at=enterprise.felt_at,
            severity_words=enterprise.scales.severity_bands(),
        ),
        run=RunFacts(tool_version=tool_version, worlds=spread.worlds, seed=spread.seed, exact=spread.exact),
        sources=selector,
        decision=decision,
        departments=_grouped(enterprise, cells, lambda cell: (cell.department,)),
        sub_functions=_grouped(enterprise, cells, lambda cell: (cell.department, cell.sub_function)),
        cells=_likeliest(cells.values()),
    )


def _source(enterprise: Enterprise, cell: CellId, node: NodeSpread, *, own: bool) -> SourceFacts:
    return SourceFacts(
        cell=str(cell),
        code=enterprise.code(cell),
        name=enterprise.title(cell),
        text=enterprise.text(cell),
        owner=owner(enterprise, cell),
        own=own,
        feeling=feeling(node),
    )


def _likeliest(sources: Iterable[SourceFacts]) -> tuple[SourceFacts, ...]:
    """By falling chance, then severity; equal ones in the model's order."""
    return tuple(sorted(sources, key=lambda one: (-one.feeling.felt.probability, -one.feeling.mean_severity)))


def _grouped(
    enterprise: Enterprise,
    cells: dict[CellId, SourceFacts],
    key: Callable[[CellId], tuple[str, ...]],
) -> tuple[SourceGroup, ...]:
    groups: dict[tuple[str, ...], list[SourceFacts]] = {}
    for cell, facts in cells.items():
        groups.setdefault(key(cell), []).append(facts)
    rows = [_group(enterprise, address, some) for address, some in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.highest.feeling.felt.probability, -row.mean)))


def _group(enterprise: Enterprise, address: tuple[str, ...], some: Sequence[SourceFacts]) -> SourceGroup:
    department = enterprise.departments[address[0]]
    part = department.sub_functions[address[1]] if len(address) > 1 else None
    return SourceGroup(
        what="sub-function" if part else "department",
        address="/".join(address),
        code=f"{department.code}.{part.code}" if part else department.code,
        name=f"{department.name}, {part.name}" if part else department.name,
        cells=len(some),
        able=sum(one.feeling.felt.high > 0 for one in some),
        mean=math.fsum(one.feeling.felt.probability for one in some) / len(some),
        highest=_likeliest(some)[0],
    )
