"""One decision put to another method as well, department by department and cell by cell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from anatomy.assess.asking import network_of_effects, triggers_of_effects
from anatomy.deciding import decide_effects
from anatomy.domain.comparison import ComparedDecision, ComparedRow
from anatomy.propagation.comparisons import compare
from anatomy.whatif import WORLDS, what_if

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from anatomy.domain.comparison import ComparedFigure
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import CellFacts, DepartmentFacts


def compare_decision(
    enterprise: Enterprise,
    decision: Decision,
    *,
    measure: str,
    depth: int | None = None,
    worlds: int = WORLDS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> ComparedDecision:
    """
    The what-if, and what another method makes of the same cells set off and the same dependencies.

    Args:
        enterprise: the model.
        decision: settled on that model.
        measure: a key of COMPARISONS: cpm or linear.
        depth: the most steps of a path, where the method has such a limit; None: as is usual there.
        worlds: of the what-if.
        seed: of the what-if.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: as `what_if` does, or the method has no answer for this model.
    """
    effects = decide_effects(enterprise, decision)
    departments: dict[str, list[str]] = defaultdict(list)
    for cell in enterprise.cells():
        departments[cell.department].append(str(cell))
    comparison = compare(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        measure=measure,
        groups=departments,
        depth=depth,
    )
    report = what_if(enterprise, decision, worlds=worlds, seed=seed, progress=progress)
    by_department = ((one.key, one) for one in report.departments)
    by_cell = ((one.cell, one) for one in report.cells)
    return ComparedDecision(
        report=report,
        comparison=comparison,
        departments=_rows(by_department, comparison.groups),
        cells=_rows(by_cell, comparison.nodes),
    )


def _rows(
    facts: Iterable[tuple[str, DepartmentFacts | CellFacts]], figures: Mapping[str, ComparedFigure]
) -> tuple[ComparedRow, ...]:
    return tuple(
        ComparedRow(
            key=key,
            code=one.code,
            name=one.name,
            felt=one.feeling.felt,
            reached=one.feeling.reached,
            compared=figures[key],
        )
        for key, one in facts
    )
