"""The engine: checks a question, goes through its worlds batch by batch and puts the answer together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.propagation.answer import Reading
from anatomy.propagation.exact import AUTO_COINS, coins_that_matter
from anatomy.propagation.flood import batches
from anatomy.propagation.kernel import evaluate
from anatomy.propagation.measures import MEASURES
from anatomy.propagation.paths import Tracer
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import Question, check_memory, check_names, check_settings
from anatomy.propagation.tally import GroupTally, Hits, Members, Tally, WatchRecord, felt_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from anatomy.propagation.network import Network
    from anatomy.propagation.question import Exactness
    from anatomy.propagation.spread import Spread
    from anatomy.propagation.trigger import Trigger
    from anatomy.propagation.worlds import Worlds


def run(
    network: Network,
    triggers: Iterable[Trigger],
    *,
    worlds: int = 10_000,
    seed: int = 0,
    felt_at: float = 0.0,
    exact: Exactness = "auto",
    groups: Mapping[str, Collection[str]] | None = None,
    joints: Mapping[str, Collection[str]] | None = None,
    watch: Collection[str] = (),
    trace: Collection[str] = (),
    horizon_days: Collection[float] = (),
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
        exact: "auto" enumerates when at most 16 coins matter and no delay varies, "always" (True) insists,
            up to 20 coins, "never" (False) samples.
        groups: name to nodes; a group is felt in a world when any member is.
        joints: name to group names; P(all of those groups are felt).
        watch: nodes whose severity and arrival are kept world by world.
        trace: groups or nodes to explain by chains; a group goes before a node of the same name.
        horizon_days: dates for which `Spread.to_dict` tells P(felt by then).
        progress: told now and then how many worlds are done, and of how many; changes nothing.

    Raises:
        InputError: a setting out of range, more worlds than memory is meant for, or an exact answer that cannot be had.
        UnknownNameError: a trigger, member, joint, watched or traced name that is not there.

    Sources:
        Live-edge independent cascade (Kempe, Kleinberg and Tardos 2003), in docs/method.md.
    """
    check_settings(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact, horizons=horizon_days)
    question = Question(
        felt_at=felt_at,
        groups=dict(groups or {}),
        joints=dict(joints or {}),
        watch=tuple(watch),
        trace=tuple(dict.fromkeys(trace)),
        horizons=tuple(sorted(set(horizon_days))),
    )
    check_names(network, question)
    plan = Plan.of(network, triggers)
    laid_out = lay_out(plan, exact, worlds=worlds, seed=seed)
    if not laid_out.exact:
        check_memory(question, worlds=worlds)
    return survey(plan, laid_out, question, seed=int(seed), progress=progress)


def survey(
    plan: Plan,
    worlds: Worlds,
    question: Question,
    *,
    seed: int,
    batch: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """Go through laid-out worlds, `batch` at a time; the size of batches changes nothing but the speed."""
    place = {name: number for number, name in enumerate(plan.network.nodes)}
    targets = {name: question.groups.get(name, (name,)) for name in question.trace}
    tally = Tally(len(plan.nodes))
    groups = GroupTally(Members.of(plan, question.groups, place), question.joints)
    watch = WatchRecord(plan, question.watch, place, worlds.count)
    tracer = Tracer(Members.of(plan, targets, place))
    for first, count in batches(plan, worlds.count, batch):
        some = evaluate(plan, worlds.draw, first=first, count=count)
        mass = worlds.mass[first : first + some.count]
        felt = felt_pairs(some, question.felt_at)
        tally.add(Hits.of_nodes(some, felt), mass)
        groups.add(some, mass, felt)
        watch.add(some)
        tracer.add(some, mass, felt)
        if progress is not None:
            progress(first + some.count, worlds.count)
    reading = Reading(plan=plan, worlds=worlds, question=question, seed=int(seed))
    return reading.spread(tally=tally, groups=groups, watch=watch, tracer=tracer)


def lay_out(plan: Plan, exact: Exactness, *, worlds: int, seed: int) -> Worlds:
    """The worlds of the measure that a plan and a wish for exactness lead to."""
    if exact in ("always", "never", True, False):
        measure = "exact" if exact in ("always", True) else "worlds"
    else:
        coins = coins_that_matter(plan)
        measure = "exact" if coins is not None and coins <= AUTO_COINS else "worlds"
    return MEASURES[measure](plan, worlds=worlds, seed=int(seed))
