"""How it travels: the ways into each department with their shares of worlds, and the links they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views.parts import FAINT, Lookup, Step, felt_percent
from anatomy.views.shares import share_of_parts, share_rounding
from anatomy.views.words import chance_step, chance_words, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.impact import DepartmentFacts, LinkFacts, PathFacts

#: Ways shown per department; the rest is one line.
SHOWN = 3


class Hop(Struct, frozen=True, kw_only=True):
    """One link of a way."""

    number: int  #: in the table of links; 0 when the report does not hold it
    effect: str


class Way(Struct, frozen=True, kw_only=True):
    """One chain into a department."""

    steps: tuple[Step, ...]
    share: str
    alone: str
    hardest: bool  #: hits hardest most often, though another came more often
    hops: tuple[Hop, ...]


class Ways(Struct, frozen=True, kw_only=True):
    """The ways into one department; shares add up to its chance, apart from rounding."""

    place: int
    name: str
    code: str
    chance: str
    step: int
    ways: tuple[Way, ...]
    other: str  #: share of worlds by other chains; empty when there are none
    rounding: str  #: what makes the printed shares add up to the printed chance; empty where they do
    hardest: tuple[Step, ...]  #: the chain that hits hardest, when it is not the first and not shown


class LinkRow(Struct, frozen=True, kw_only=True):
    """One dependency that a shown way uses, with what it rests on."""

    number: int
    source: Step
    target: Step
    kind: str
    effect: str
    chance: str
    between: str  #: the range of the chance, when it has one
    basis: str
    sources: str
    memory: str
    where: str


def ways(look: Lookup) -> tuple[Ways, ...]:
    """Departments on cards and those that are not faint, hardest first; without a way there is no entry."""
    numbers = link_numbers(look)
    return tuple(_ways(look, one, numbers) for one in _told(look))


def _told(look: Lookup) -> Iterator[DepartmentFacts]:
    for one in look.by_severity:
        if any(path.links for path in one.paths) and (
            felt_percent(one) >= FAINT or one.key in look.report.model.cards
        ):
            yield one


def link_numbers(look: Lookup) -> dict[str, int]:
    """Links in the order in which the shown ways use them, counted from 1."""
    used = [link for one in _told(look) for path in _shown(one) for link in path.links if link in look.links]
    return {link: number for number, link in enumerate(dict.fromkeys(used), start=1)}


def _shown(department: DepartmentFacts) -> Sequence[PathFacts]:
    return [
        path for path in department.paths[:SHOWN] if whole_percent(path.share.probability)
    ] or department.paths[:1]


def _ways(look: Lookup, one: DepartmentFacts, numbers: dict[str, int]) -> Ways:
    shown = _shown(one)
    rest = one.other_paths + sum(path.share.probability for path in one.paths[len(shown) :])
    parts = [*(path.share.probability for path in shown), rest]
    felt = honest(one.feeling.felt)
    hardest = one.hardest.cells if one.hardest and one.hardest.cells != one.paths[0].cells else ()
    return Ways(
        place=look.report.departments.index(one) + 1,
        name=one.name,
        code=one.code,
        chance=chance_words(felt),
        step=chance_step(felt),
        ways=tuple(_way(look, path, numbers, hardest=path.cells == hardest) for path in shown),
        other=share_of_parts(rest) if rest > 0 else "",
        rounding=share_rounding(parts, felt),
        hardest=_hardest(look, one),
    )


def _way(look: Lookup, path: PathFacts, numbers: dict[str, int], *, hardest: bool) -> Way:
    return Way(
        steps=tuple(look.step(slug) for slug in path.cells),
        share=share_of_parts(path.share.probability),
        alone=percent(path.alone),
        hardest=hardest,
        hops=tuple(
            Hop(number=numbers.get(link, 0), effect=look.links[link].effect if link in look.links else link)
            for link in path.links
        ),
    )


def _hardest(look: Lookup, one: DepartmentFacts) -> tuple[Step, ...]:
    if one.hardest is None or any(path.cells == one.hardest.cells for path in _shown(one)):
        return ()
    return tuple(look.step(slug) for slug in one.hardest.cells)


def link_rows(look: Lookup) -> tuple[LinkRow, ...]:
    """Every link of the shown ways with its chance, basis, file and line."""
    return tuple(_row(look, look.links[link], number) for link, number in link_numbers(look).items())


def _row(look: Lookup, link: LinkFacts, number: int) -> LinkRow:
    ranged = link.likelihood_low < link.likelihood_high
    between = f"{percent(link.likelihood_low)} to {percent(link.likelihood_high)}" if ranged else ""
    return LinkRow(
        number=number,
        source=look.step(link.source),
        target=look.step(link.target),
        kind=link.kind,
        effect=link.effect,
        chance=percent(link.likelihood),
        between=between,
        basis=f"{link.how}, grade {link.grade}",
        sources=", ".join(link.sources),
        memory=f"{link.carried_by}; {percent(link.documented)} written down" if link.carried_by else "",
        where="made by rule" if link.by_rule and not link.where else link.where,
    )
