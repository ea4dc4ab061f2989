"""What an answer rests on: the dependencies that the decision can reach, and who vouches for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from anatomy.domain.impact import EvidenceFacts, LinkFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.propagation import Spread


def evidence(dependencies: Iterable[Dependency], spread: Spread) -> EvidenceFacts:
    """Counts over the dependencies that start where the decision can reach and may cross."""
    reached = [
        dependency
        for dependency in dependencies
        if dependency.likelihood.point > 0 and spread.nodes[str(dependency.source)].reached > 0
    ]
    rows = [dependency for dependency in reached if not dependency.by_rule]
    return EvidenceFacts(
        dependencies=len(reached),
        grades=tuple(sorted(Counter(dependency.basis.grade for dependency in rows).items())),
        hows=tuple(sorted(Counter(dependency.basis.how for dependency in rows).items())),
        by_rule=len(reached) - len(rows),
        from_memory=sum(dependency.from_memory for dependency in reached),
    )


def links(
    enterprise: Enterprise, dependencies: Iterable[Dependency], named: Collection[str]
) -> tuple[LinkFacts, ...]:
    """Facts of the dependencies that paths name, sorted by id."""
    return tuple(_link(enterprise, dependency) for dependency in dependencies if dependency.id in named)


def owner(enterprise: Enterprise, cell: CellId) -> str:
    """The role that answers for a cell: that of its sub-function, else of its department."""
    department = enterprise.departments[cell.department]
    return department.sub_functions[cell.sub_function].owner or department.owner


def _link(enterprise: Enterprise, dependency: Dependency) -> LinkFacts:
    place = enterprise.dependency_origin(dependency)
    return LinkFacts(
        id=dependency.id,
        source=str(dependency.source),
        source_code=enterprise.code(dependency.source),
        target=str(dependency.target),
        target_code=enterprise.code(dependency.target),
        kind=dependency.kind,
        effect=dependency.effect,
        likelihood=dependency.likelihood.point,
        likelihood_low=dependency.likelihood.low,
        likelihood_high=dependency.likelihood.high,
        how=dependency.basis.how,
        grade=dependency.basis.grade,
        sources=dependency.basis.sources,
        carried_by=dependency.carried_by,
        documented=dependency.documented,
        by_rule=dependency.by_rule,
        where=f"{place.file}:{place.line}" if place else "",
    )
