"""Why a decision hits one department, sub-function or cell, asked of the engine anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy import __version__
from anatomy.assess import assess_impact, spread_effects
from anatomy.assess.asking import network_of_effects, triggers_of_effects
from anatomy.assess.crosscheck import target_exactly
from anatomy.assess.evidence import links
from anatomy.assess.figures import feeling
from anatomy.assess.removing import without_links
from anatomy.assess.shares import Chain, Crossing, added, split_figures
from anatomy.deciding import decide_effects
from anatomy.domain.cell import CellId
from anatomy.domain.directory import directory_of
from anatomy.domain.explanation import ChainFacts, Explanation, Portion, StopFacts
from anatomy.domain.impact import Chance, PathFacts
from anatomy.graph import Start, build_graph, likeliest_chains
from anatomy.propagation import Stake, carried_losses
from anatomy.whatif import WORLDS
from anatomy.whatif.targets import cells_at, find_target, target_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import PartFacts
    from anatomy.propagation import Spread, TracedPath

PATHS = 5


def explain_decision(
    enterprise: Enterprise,
    decision: Decision,
    to: str,
    *,
    paths: int = PATHS,
    worlds: int = WORLDS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Explanation:
    """
    How a decision comes to be felt somewhere, from worlds drawn anew: chains, shares, and what single links do.

    Args:
        enterprise: the model.
        decision: settled on that model.
        to: the address of a department, sub-function or cell.
        paths: how many chains of each sort to tell.
        worlds: how many to sample.
        seed: the same seed gives the same worlds as the what-if.
        progress: told how many worlds are done, and of how many.

    Raises:
        UnknownNameError: the model has no such address.
        InputError: as in `what_if`.
        EngineFaultError: a sampled chance cannot be right, which is a fault of ours.
    """
    address = find_target(directory_of(enterprise), to)
    goals = cells_at(enterprise, address)
    effects = decide_effects(enterprise, decision)
    spread = spread_effects(
        enterprise, effects, worlds=worlds, seed=seed, also={str(address): goals}, progress=progress
    )
    report = assess_impact(enterprise, decision, effects, spread, tool_version=__version__)
    traced = spread.paths.get(str(address), ())
    listed = tuple(map(_path, traced[:paths]))
    hardest = next(map(_path, spread.hardest.get(str(address), ())), None)
    felt = feeling(spread.groups[str(address)])
    felt_exact, reached_exact = target_exactly(effects, spread, str(address), goals)
    # Where nothing is felt, the chains that arrive too mildly say why.
    least = enterprise.felt_at if felt.felt.probability else 0.0
    likeliest = _likeliest(enterprise, effects, goals, count=paths, least=least)
    stakes = _stakes(effects, goals)
    chains = list(_chains(enterprise, effects, spread, str(address), stakes))
    whole = added([chain.portion for chain in chains] or [_nothing(stakes)])
    splits = split_figures(chains, department=address.department, links=_crossings(effects), count=paths)
    without = (
        without_links(
            enterprise,
            effects,
            cells=goals,
            stakes=stakes,
            whole=whole,
            count=paths,
            worlds=worlds,
            seed=seed,
        )
        if chains
        else ()
    )
    told: list[PathFacts | ChainFacts | PartFacts] = [
        *listed,
        *([hardest] if hardest else []),
        *likeliest,
        *(part for split in splits for part in split.parts),
    ]
    named = links(
        enterprise,
        [one.dependency for one in effects.dependencies],
        {link for chain in told for link in chain.links} | {one.link for one in without},
    )
    ends = {end for link in named for end in (link.source, link.target)}
    return Explanation(
        target=target_facts(enterprise, address),
        feeling=felt,
        model=report.model,
        decision=report.decision,
        run=report.run,
        paths=listed,
        other_paths=sum((path.share for path in traced[paths:]), 0.0),
        hardest=hardest,
        likeliest=likeliest,
        links=named,
        stops=tuple(_stops(enterprise, {cell for chain in told for cell in chain.cells} | ends)),
        whole=whole,
        splits=splits,
        without=without,
        felt_exact=felt_exact,
        reached_exact=reached_exact,
    )


def _stakes(effects: Effects, goals: list[str]) -> list[Stake]:
    """What the goals may lose of margin."""
    return [
        Stake(node=str(item.owner), amount=item.amount, horizon_days=item.horizon_days)
        for item in effects.at_risk
        if item.measure == "margin" and str(item.owner) in goals
    ]


def _chains(
    enterprise: Enterprise, effects: Effects, spread: Spread, name: str, stakes: list[Stake]
) -> Iterator[Chain]:
    """Every chain that came first or hit hardest, and every one that carried a loss; zeros for the other figures."""
    nothing = _nothing(stakes)
    for path in spread.paths.get(name, ()):
        yield Chain(cells=path.nodes, links=path.edges, portion=replace(nothing, first=path.share))
    for path in spread.hardest.get(name, ()):
        yield Chain(cells=path.nodes, links=path.edges, portion=replace(nothing, hardest=path.share))
    if not stakes:
        return
    carried = carried_losses(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        stakes,
        worlds=spread.worlds,
        seed=spread.seed,
        exact="always" if spread.exact else "never",
    )
    for one in carried:
        yield Chain(cells=one.nodes, links=one.edges, portion=replace(nothing, loss=one.loss))


def _nothing(stakes: list[Stake]) -> Portion:
    return Portion(first=0.0, hardest=0.0, loss=0.0 if stakes else None)


def _crossings(effects: Effects) -> dict[str, Crossing]:
    dependencies = (one.dependency for one in effects.dependencies)
    return {one.id: Crossing(source=one.source.department, kind=one.kind) for one in dependencies}


def _likeliest(
    enterprise: Enterprise, effects: Effects, goals: list[str], *, count: int, least: float
) -> tuple[ChainFacts, ...]:
    """The likeliest chains of at least some severity, with the numbers that hold for this decision."""
    adjusted = replace(enterprise, dependencies=tuple(one.dependency for one in effects.dependencies))
    chains = likeliest_chains(
        build_graph(adjusted),
        [
            Start(node=str(one.cell), likelihood=one.likelihood, severity=one.severity)
            for one in effects.triggers
        ],
        goals,
        count=count,
        felt_at=least,
    )
    return tuple(
        ChainFacts(cells=chain.nodes, links=chain.edges, alone=chain.alone, severity=chain.severity)
        for chain in chains
    )


def _path(path: TracedPath) -> PathFacts:
    share = Chance(probability=path.share, low=path.low, high=path.high)
    return PathFacts(cells=path.nodes, links=path.edges, share=share, alone=path.alone)


def _stops(enterprise: Enterprise, cells: Iterable[str]) -> Iterable[StopFacts]:
    for slug in sorted(cells):
        cell = CellId.parse(slug)
        yield StopFacts(cell=slug, code=enterprise.code(cell), name=enterprise.title(cell))
