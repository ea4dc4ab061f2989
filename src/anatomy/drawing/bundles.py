"""Dependencies between departments, gathered into bundles: what an overview draws as one line."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.domain.impact import ImpactReport


class Bundle(Struct, frozen=True, kw_only=True):
    """All dependencies from one department to another."""

    source: str  #: department key
    target: str
    source_layer: str  #: key of the layer where most of them start
    target_layer: str
    count: int
    likelihood: float  #: mean, in [0, 1]
    weight: float  #: expected number of crossings; with a report, by this decision

    @property
    def ends(self) -> tuple[str, str]:
        """The two departments."""
        return self.source, self.target


def gather_bundles(enterprise: Enterprise, report: ImpactReport | None) -> tuple[Bundle, ...]:
    """Every bundle, the heaviest first."""
    felt = {} if report is None else {fact.cell: fact.feeling.felt.probability for fact in report.cells}
    groups: dict[tuple[str, str], list[Dependency]] = defaultdict(list)
    for dependency in sorted(enterprise.dependencies, key=lambda each: each.id):
        if dependency.source.department != dependency.target.department:
            groups[dependency.source.department, dependency.target.department].append(dependency)
    bundles = (_bundle(rows, felt if report is not None else None) for rows in groups.values())
    return tuple(sorted(bundles, key=lambda bundle: (-bundle.weight, -bundle.count, bundle.ends)))


def choose_bundles(bundles: Sequence[Bundle], *, most: int) -> tuple[Bundle, ...]:
    """
    The bundles to draw: the heaviest, but first of all the heaviest of each department.

    A department that hangs on by thin lines alone would otherwise look as if nothing reached it.
    """
    tied: set[str] = set()
    needed = []
    for bundle in bundles:
        if not tied.issuperset(bundle.ends):
            tied.update(bundle.ends)
            needed.append(bundle)
    kept = set((needed + [bundle for bundle in bundles if bundle not in needed])[:most])
    return tuple(bundle for bundle in bundles if bundle in kept)


def _bundle(rows: Sequence[Dependency], felt: Mapping[str, float] | None) -> Bundle:
    likelihoods = [row.likelihood.point for row in rows]
    sources = [1.0 if felt is None else felt.get(str(row.source), 0.0) for row in rows]
    crossings = [likelihood * chance for likelihood, chance in zip(likelihoods, sources, strict=True)]
    return Bundle(
        source=rows[0].source.department,
        target=rows[0].target.department,
        source_layer=_commonest(row.source.layer for row in rows),
        target_layer=_commonest(row.target.layer for row in rows),
        count=len(rows),
        likelihood=math.fsum(likelihoods) / len(rows),
        weight=math.fsum(crossings),
    )


def _commonest(keys: Iterable[str]) -> str:
    counted = Counter(keys)
    return min(counted, key=lambda key: (-counted[key], key))
