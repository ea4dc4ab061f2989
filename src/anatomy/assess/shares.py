"""Figures split by kind, by first link and by path, so that the parts add up to the figure."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.domain.explanation import PartFacts, Portion, SplitFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Key = tuple[tuple[str, ...], tuple[str, ...], str]

_FIGURES: Final = ("first", "hardest", "loss")


class Chain(Struct, frozen=True, kw_only=True):
    """One chain from a cell that is set off, with what it comes to."""

    cells: tuple[str, ...]
    links: tuple[str, ...]  #: one fewer than the cells
    portion: Portion


class Crossing(Struct, frozen=True, kw_only=True):
    """What a split has to know of a link."""

    source: str  #: key of the department that it leaves
    kind: str


def split_figures(
    chains: Iterable[Chain],
    *,
    department: str,
    links: Mapping[str, Crossing],
    count: int,
    unknown: float = 0.0,
) -> tuple[SplitFacts, ...]:
    """
    The figures of all chains into one place, split in three ways.

    Args:
        chains: every chain, or those that are known; one may stand several times, with other figures.
        department: key of the department that they lead into.
        links: every link of the chains.
        count: the parts to tell of each figure; all kinds are told. The others are the rest.
        unknown: share of worlds that came first by chains that are not known.
    """
    known = list(chains)
    ways: dict[str, tuple[Callable[[Chain], Key], int | None]] = {
        "kind": (lambda chain: ((), (), _entrance(chain, department, links)), None),
        "first-link": (lambda chain: (chain.cells[:2], chain.links[:1], ""), count),
        "path": (lambda chain: (chain.cells, chain.links, ""), count),
    }
    return tuple(_split(by, known, key=key, count=most, unknown=unknown) for by, (key, most) in ways.items())


def _entrance(chain: Chain, department: str, links: Mapping[str, Crossing]) -> str:
    """The kind of the last link of a chain that comes from another department."""
    crossed = (links[link] for link in reversed(chain.links))
    return next((one.kind for one in crossed if one.source != department), "")


def _split(
    by: str, chains: list[Chain], *, key: Callable[[Chain], Key], count: int | None, unknown: float
) -> SplitFacts:
    together: dict[Key, list[Portion]] = defaultdict(list)
    for chain in chains:
        together[key(chain)].append(chain.portion)
    sums = {one: added(portions) for one, portions in together.items()}
    told = _largest(sums, count)
    rest = [portion for one, portion in sums.items() if one not in told]
    return SplitFacts(
        by=by,
        parts=tuple(
            PartFacts(cells=cells, links=links, kind=kind, portion=sums[cells, links, kind])
            for cells, links, kind in sorted(told, key=lambda one: (_falling(sums[one]), one))
        ),
        rest=added([*rest, Portion(first=unknown, **_nothing(chains))]),
    )


def _largest(sums: Mapping[Key, Portion], count: int | None) -> set[Key]:
    """The parts that are largest in some figure."""
    told: set[Key] = set()
    for figure in _FIGURES:
        some = {key: value for key, one in sums.items() if (value := getattr(one, figure))}
        told.update(sorted(some, key=lambda key: (-some[key], key))[:count])
    return told


def added(portions: Iterable[Portion]) -> Portion:
    """Portions together; a figure that one of them does not know is not known."""
    some = list(portions)
    sums: list[float | None] = []
    for figure in _FIGURES:
        values = [getattr(one, figure) for one in some]
        sums.append(None if not values or None in values else math.fsum(values))
    first, hardest, loss = sums
    return Portion(first=first or 0.0, hardest=hardest, loss=loss)


def _nothing(chains: list[Chain]) -> dict[str, float | None]:
    """Nothing, of the figures that the chains know."""
    whole = added(chain.portion for chain in chains)
    return {name: None if getattr(whole, name) is None else 0.0 for name in ("hardest", "loss")}


def _falling(portion: Portion) -> tuple[float, float, float]:
    return -portion.first, -(portion.hardest or 0.0), -(portion.loss or 0.0)
