"""What a drawing of a spread shows of an answer: the likeliest chains into each department."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.domain.impact import DepartmentFacts, ImpactReport, PathFacts

_MAIN = 3  #: chains drawn black
_LEAST_FELT = 0.005
_LIKELY = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """What is drawn."""

    cells: frozenset[str]  #: slugs
    links: frozenset[str]  #: ids
    main: frozenset[str]  #: ids of the links on the likeliest chains
    left_out: int  #: cells felt in at least 1 % of worlds that are not drawn


def choose_chains(report: ImpactReport, *, max_cells: int) -> Chains:
    """
    The cells set off, then chains as long as they fit: hardest ways first, then first ways, second ways, ...

    A hardest way is drawn for each department likely hit, whether or not it is among the first. Departments
    come by their chance; a chain that would go over the limit is passed over.
    """
    set_off = [trigger.cell for trigger in report.decision.sets_off][:max_cells]
    cells = dict.fromkeys(set_off)
    links: dict[str, None] = {}
    main: list[PathFacts] = []
    for path in _by_turns(report):
        if len(cells.keys() | set(path.cells)) > max_cells:
            continue
        cells |= dict.fromkeys(path.cells)
        links |= dict.fromkeys(path.links)
        if path.links:
            main.append(path)
    main.sort(key=lambda path: (-path.share.probability, path.cells))
    felt = {fact.cell for fact in report.cells if fact.feeling.felt.probability >= _LEAST_FELT}
    return Chains(
        cells=frozenset(cells),
        links=frozenset(links),
        main=frozenset(link for path in main[:_MAIN] for link in path.links),
        left_out=len(felt - cells.keys()),
    )


def _by_turns(report: ImpactReport) -> Iterator[PathFacts]:
    hit = [fact for fact in report.departments if fact.feeling.felt.probability >= _LEAST_FELT]
    hit.sort(key=lambda fact: (-fact.feeling.felt.probability, fact.key))
    yield from (fact.hardest for fact in hit if fact.hardest and fact.feeling.felt.probability >= _LIKELY)
    for turn in zip_longest(*map(_paths, hit)):
        yield from (path for path in turn if path is not None)


def _paths(fact: DepartmentFacts) -> Iterable[PathFacts]:
    return sorted(fact.paths, key=lambda path: (-path.share.probability, path.cells))
