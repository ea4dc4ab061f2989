"""The comparisons: other methods asked the same question, kept apart from the measures for the laws they break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from msgspec import Struct

from anatomy.domain.comparison import ComparedFigure, Comparison
from anatomy.propagation import cpm, linear
from anatomy.propagation.group import Group
from anatomy.propagation.network import unknown
from anatomy.propagation.pairs import Pairs
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups_of_any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from anatomy.domain.comparison import BrokenLaw
    from anatomy.propagation.network import Network
    from anatomy.propagation.pairs import Solved
    from anatomy.propagation.trigger import Trigger

    Floats = NDArray[np.float64]


class Solver(Protocol):
    """What makes figures of pairs."""

    def __call__(self, pairs: Pairs, /, *, depth: int | None) -> Solved:
        """The answer; refuses pairs for which there is none, and a depth that means nothing."""


class Method(Struct, frozen=True, kw_only=True):
    """One comparison."""

    name: str
    solve: Solver
    join: Callable[[Floats], float]  #: the figure of a group from those of its members
    roll_up: str  #: the same in words
    breaks: tuple[BrokenLaw, ...]


COMPARISONS: Final[Mapping[str, Method]] = {
    "cpm": Method(
        name="Change Prediction Method",
        solve=cpm.predict_changes,
        join=cpm.join,
        roll_up="joins its members as if they were independent, 1 - prod(1 - L)",
        breaks=cpm.BREAKS,
    ),
    "linear": Method(
        name="inoperability input-output model",
        solve=linear.solve_inoperability,
        join=linear.hardest,
        roll_up="takes its hardest-hit member",
        breaks=linear.BREAKS,
    ),
}


def compare(
    network: Network,
    triggers: Iterable[Trigger],
    *,
    measure: str,
    groups: Mapping[str, Collection[str]] | None = None,
    depth: int | None = None,
) -> Comparison:
    """
    What another method says of how a set of triggers spreads; it has no time, no money and no interval.

    Args:
        network: what may carry a change.
        triggers: what is set off; their times are not used.
        measure: a key of COMPARISONS.
        groups: name to nodes; joined by the method's own convention.
        depth: the most steps of a path, 1 or more, of the method that has such a limit; None: as is usual there.

    Raises:
        InputError: the method has no answer for this network, for a group that needs several of its nodes, or no depth.
        UnknownNameError: a trigger, a member or a measure that is not there.
    """
    if measure not in COMPARISONS:
        raise unknown("ANA706", "the comparison", measure, sorted(COMPARISONS))
    check_groups_of_any(network, groups or {})
    method = COMPARISONS[measure]
    plan = Plan.of(network, triggers)
    pairs = Pairs.of(plan)
    solved = method.solve(pairs, depth=depth)
    chance, risk = (_of_all(plan, values) for values in (solved.chance, solved.risk))
    place = {name: number for number, name in enumerate(network.nodes)}
    return Comparison(
        measure=measure,
        name=method.name,
        roll_up=method.roll_up,
        nodes={
            name: ComparedFigure(chance=float(chance[number]), risk=float(risk[number]))
            for name, number in place.items()
        },
        groups={
            name: _joined(method, chance, risk, sorted({place[member] for member in Group.of(members).nodes}))
            for name, members in sorted((groups or {}).items())
        },
        limits=solved.limits,
        breaks=method.breaks,
    )


def _of_all(plan: Plan, values: Floats) -> Floats:
    """The values of the plan's nodes among all nodes, with 0 for those out of reach."""
    everywhere = np.zeros(len(plan.network.nodes))
    everywhere[plan.nodes] = values
    return everywhere


def _joined(method: Method, chance: Floats, risk: Floats, members: list[int]) -> ComparedFigure:
    return ComparedFigure(chance=method.join(chance[members]), risk=method.join(risk[members]))
