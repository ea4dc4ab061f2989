"""What a drawing of a spread shows of an answer: the likeliest chains into each department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.impact import DepartmentFacts, ImpactReport, PathFacts

_MAIN = 3  #: chains drawn black
_LEAST_FELT = 0.005
_LIKELY = 0.55


class Chains(Struct, frozen=True, kw_only=True):
    """What is drawn."""

    cells: frozenset[str]  #: slugs
    links: frozenset[str]  #: ids
    main: frozenset[str]  #: ids of the links on the likeliest chains
    left_out: int  #: cells felt in at least 1 % of worlds that are not drawn
    likeliest_left_out: float  #: the greatest chance among them; 0 where none is left out
    connecting: int  #: cells felt in under 1 % of worlds, drawn only because a chain runs through them


def choose_chains(report: ImpactReport, *, max_cells: int) -> Chains:
    """
    The cells set off, then chains as long as they fit: hardest ways, first ways, then the others.

    A hardest way is drawn for each department likely hit, whether or not it is among the first. Departments
    come by their chance, the other ways by the chance of the cell they end in, and only if every cell on
    them is felt in 1 % of worlds or more. A chain that would go over the limit is passed over.
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
    chances = _chances(report)
    felt = {cell for cell, chance in chances.items() if chance >= _LEAST_FELT}
    left_out = felt - cells.keys()
    return Chains(
        cells=frozenset(cells),
        links=frozenset(links),
        main=frozenset(link for path in main[:_MAIN] for link in path.links),
        left_out=len(left_out),
        likeliest_left_out=max((chances[cell] for cell in left_out), default=0.0),
        connecting=len(cells.keys() - felt - set(set_off)),
    )


def _chances(report: ImpactReport) -> dict[str, float]:
    return {fact.cell: fact.feeling.felt.probability for fact in report.cells}


def _by_turns(report: ImpactReport) -> Iterator[PathFacts]:
    hit = [fact for fact in report.departments if fact.feeling.felt.probability >= _LEAST_FELT]
    hit.sort(key=lambda fact: (-fact.feeling.felt.probability, fact.key))
    yield from (fact.hardest for fact in hit if fact.hardest and fact.feeling.felt.probability >= _LIKELY)
    chances = _chances(report)
    ways = [_paths(fact) for fact in hit]
    yield from (paths[0] for paths in ways if paths)
    yield from sorted(
        (
            path
            for paths in ways
            for path in paths[1:]
            if all(chances.get(cell, 0.0) >= _LEAST_FELT for cell in path.cells)
        ),
        key=lambda path: (-chances[path.cells[-1]], -path.share.probability, path.cells),
    )


def _paths(fact: DepartmentFacts) -> Sequence[PathFacts]:
    return sorted(fact.paths, key=lambda path: (-path.share.probability, path.cells))
