"""The engine: checks a question, goes through its worlds batch by batch and puts the answer together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from anatomy.errors import InputError
from anatomy.propagation.answer import Reading
from anatomy.propagation.bracket import check_bracket
from anatomy.propagation.exact import AUTO_COINS, coins_that_matter
from anatomy.propagation.flood import batches
from anatomy.propagation.group import Group
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.measures import MEASURES
from anatomy.propagation.parts import Parts
from anatomy.propagation.paths import Tracer
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import MOST_WORLDS, Question, check_memory, check_names, check_settings
from anatomy.propagation.tally import GroupTally, Hits, Members, Record, Tally, felt_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from anatomy.propagation.kernel import Batch
    from anatomy.propagation.network import Network
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.spread import Spread
    from anatomy.propagation.trigger import Trigger
    from anatomy.propagation.worlds import Worlds

    Flags = NDArray[np.bool_]

STEP: Final = 1_000  #: worlds are added in whole thousands
MARGIN: Final = 0.02  #: more than asked for, since the next sample may lie a little wider


def run(
    network: Network,
    triggers: Iterable[Trigger],
    *,
    worlds: int = 10_000,
    seed: int = 0,
    felt_at: float = 0.0,
    exact: Exactness = "auto",
    groups: Mapping[str, Collection[str] | Group] | None = None,
    parts: Mapping[str, Collection[str]] | None = None,
    joints: Mapping[str, Collection[str]] | None = None,
    watch: Collection[str] = (),
    watch_groups: Collection[str] = (),
    trace: Collection[str] = (),
    horizon_days: Collection[float] = (),
    until: float | None = None,
    until_groups: Collection[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """
    How a set of triggers spreads through a network: felt, reached, severity and first arrival of every node.

    Args:
        network: what may carry a change.
        triggers: what is set off; several on one node each have their own coin.
        worlds: number of sampled worlds, 1 to 10,000,000; not used when the answer is exact.
        seed: 0 to 2**64 - 1; the same seed gives the same worlds, whatever else is asked.
        felt_at: severity in [0, 1] from which a node feels it; at 0 every reached node does.
        exact: "auto" enumerates when at most 16 coins matter (varying delays count as coins), "always" (True) insists,
            up to 20 coins, "never" (False) samples.
        groups: name to nodes; a group is felt in a world when any member is, or as many as a `Group` says.
        parts: likewise, where nothing but the chance that any of its nodes feels it is asked.
        joints: name to group names; P(all of those groups are felt).
        watch: nodes whose severity and arrival are kept world by world.
        watch_groups: groups likewise; a group arrives in a world when it comes to feel it.
        trace: groups or nodes to explain by chains; a group goes before a node of the same name.
        horizon_days: dates for which `Spread.to_dict` tells P(felt, and first arrived by then).
        until: half the width, in (0, 0.5], that no 95 % interval of a group may exceed (of a node, if there are no
            groups): worlds are added until none does. None: as many worlds as asked.
        until_groups: the groups of which that is asked; None: of all.
        progress: told now and then how many worlds are done, and of how many; changes nothing.

    Raises:
        InputError: a setting out of range, more worlds than memory is meant for, or an exact answer that cannot be had.
        UnknownNameError: a trigger, member, joint, watched, counted or traced name that is not there.

    Sources:
        Live-edge independent cascade (Kempe, Kleinberg and Tardos 2003), in docs/method.md.
    """
    check_settings(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact, horizons=horizon_days, until=until)
    question = Question(
        felt_at=felt_at,
        groups=dict(groups or {}),
        parts=dict(parts or {}),
        joints=dict(joints or {}),
        watch=tuple(watch),
        watch_groups=tuple(watch_groups),
        until_groups=None if until_groups is None else tuple(until_groups),
        trace=tuple(dict.fromkeys(trace)),
        horizons=tuple(sorted(set(horizon_days))),
    )
    check_names(network, question)
    plan = Plan.of(network, triggers)
    while True:
        laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
        if not laid_out.exact:
            check_memory(question, worlds=worlds)
        spread = survey(plan, laid_out, question, seed=int(seed), progress=progress)
        needed = worlds if until is None or spread.exact else _worlds_until(spread, until, question)
        if needed <= worlds:
            return spread
        worlds = needed


def survey(
    plan: Plan,
    worlds: Worlds,
    question: Question,
    *,
    seed: int,
    batch: int | None = None,
    hits_of: Callable[[Batch, Flags], Hits] = Hits.of_nodes,
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """
    Go through laid-out worlds, `batch` at a time; the size of batches changes nothing but the speed.

    `hits_of` makes the hits of nodes of a batch and of what is felt in it.
    """
    place = {name: number for number, name in enumerate(plan.network.nodes)}
    targets = {name: question.groups.get(name, (name,)) for name in question.trace}
    tally = Tally(len(plan.nodes))
    groups = GroupTally(Members.of(plan, question.groups, place), question.joints)
    parts = Parts(Members.of(plan, question.parts, place))
    tracer = Tracer(Members.of(plan, targets, place))
    records = _records(plan, question, groups.members, worlds.count, place)
    for first, count in batches(plan, worlds.count, batch):
        some = evaluate(plan, worlds.draw, first=first, count=count)
        mass = worlds.mass[first : first + some.count]
        felt = felt_pairs(some, question.felt_at)
        of_nodes, of_groups = hits_of(some, felt), Hits.of_groups(groups.members, some, felt)
        tally.add(of_nodes, mass)
        groups.add(of_groups, mass)
        parts.add(some, mass, felt)
        for record, hits in zip(records, (of_nodes, of_groups), strict=True):
            record.add(hits, first)
        tracer.add(some, mass, felt)
        if progress is not None:
            progress(first + some.count, worlds.count)
    reading = Reading(plan=plan, worlds=worlds, question=question, seed=int(seed))
    spread = reading.spread(tally=tally, groups=groups, parts=parts, records=records, tracer=tracer)
    check_bracket(
        plan,
        spread.nodes,
        spread.groups,
        {name: one.nodes for name, some in question.groups.items() if (one := Group.of(some)).need == 1},
        worlds=0 if worlds.exact else worlds.count,
    )
    return spread


def _worlds_until(spread: Spread, until: float, question: Question) -> int:
    """How many worlds the widest interval that counts asks for; it narrows with the root of their number."""
    figures = spread.groups or spread.nodes
    counted = figures if question.until_groups is None else question.until_groups
    widest = max(((figures[name].high - figures[name].low) / 2 for name in counted), default=0.0)
    if widest <= until:
        return spread.worlds
    worlds = math.ceil(spread.worlds * (widest / until) ** 2 * (1 + MARGIN) / STEP) * STEP
    if worlds > MOST_WORLDS:
        raise InputError.because(
            "ANA707",
            f"intervals as narrow as {until:g} to each side need about {worlds:,} worlds; {MOST_WORLDS:,} are the most",
            hint="ask for a wider one",
        )
    return worlds


def _records(
    plan: Plan, question: Question, members: Members, worlds: int, place: Mapping[str, int]
) -> tuple[Record, Record]:
    """What is kept world by world, of nodes and of groups."""
    reachable = {int(node): row for row, node in enumerate(plan.nodes)}
    nodes = {name: reachable.get(place[name]) for name in question.watch}
    groups: dict[str, int | None] = {
        name: row for row, name in enumerate(members.names) if name in question.watch_groups
    }
    return Record(nodes, len(plan.nodes), worlds), Record(groups, len(members.names), worlds)


def lay_out(plan: Plan, exact: Exactness, *, worlds: int, seed: int) -> Worlds:
    """The worlds of the measure that a plan and a wish for exactness lead to."""
    if exact in ("always", "never", True, False):
        measure = "exact" if exact in ("always", True) else "worlds"
    else:
        coins = coins_that_matter(plan)
        measure = "exact" if coins is not None and coins <= AUTO_COINS else "worlds"
    return MEASURES[measure](plan, worlds=int(worlds), seed=int(seed))
