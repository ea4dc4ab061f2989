"""
An exact chance of being felt or reached, for models too large to enumerate: a check of sampled figures.

A node's level is the highest that any live edge or trigger brings, a noisy maximum; so the chance that it is
no higher than some level is a product over what leads to it. Tables of two variables each hold these factors,
and summing all levels out gives the chance that the target is not hit. The work grows with how wide the model
is woven (its treewidth), not with its size.

Sources:
    Noisy maximum as a product of tables (Takikawa and D'Ambrosio 1999; Díez and Galán 2003), and variable
    elimination (Zhang and Poole 1996), in docs/references.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.propagation.bearing import TARGET, Strengths
from anatomy.propagation.elimination import Table, eliminate
from anatomy.propagation.group import Group
from anatomy.propagation.levels import Levels
from anatomy.propagation.plan import Plan
from anatomy.propagation.question import check_groups_of_any, check_run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.bearing import Bearing
    from anatomy.propagation.network import Network
    from anatomy.propagation.trigger import Trigger

    Places = NDArray[np.int64]

MOST_STATES: Final = 1 << 21  #: numbers in one table: 16 MB
MOST_ARCS: Final = 1_000  #: edges that bear on one group
MOST_LEVELS: Final = 64  #: of one node


def exact_chances(
    network: Network,
    triggers: Iterable[Trigger],
    groups: Mapping[str, Collection[str]],
    *,
    felt_at: float = 0.0,
    most_states: int = MOST_STATES,
    most_arcs: int = MOST_ARCS,
) -> dict[str, float | None]:
    """
    P(any node of a group is felt), at any time, for every group, without sampling.

    Args:
        network: what may carry a change.
        triggers: what is set off.
        groups: name to names of nodes.
        felt_at: severity in [0, 1] from which a node feels it; at 0 the chance is that of being reached.
        most_states: how many numbers one table may hold.
        most_arcs: how many edges may bear on one group.

    Returns:
        per group a chance, exact but for rounding, or None where that would take more than is allowed.

    Raises:
        InputError: a threshold out of range, or a group that needs several of its nodes.
        UnknownNameError: a trigger's node, or a member, that is not there.
    """
    check_run(felt_at=felt_at)
    check_groups_of_any(network, groups)
    place = {name: number for number, name in enumerate(network.nodes)}
    strengths = Strengths.of(Plan.of(network, triggers), felt_at=felt_at)
    chances: dict[str, float | None] = {}
    for name, members in groups.items():
        target = strengths.plan.places(Group.of(members).nodes, place)
        bearing = strengths.bearing_on(target, most_arcs=most_arcs)
        chances[name] = _chance(bearing, most_states=most_states) if bearing else None
    return chances


def _chance(bearing: Bearing, *, most_states: int) -> float | None:
    """The chance that the target is hit, or None if a table would be too large."""
    if any(entry.node == TARGET and entry.likelihood >= 1 for entry in bearing.entries):
        return 1.0
    levels = Levels.of(bearing, most=MOST_LEVELS)
    if levels is None:
        return None
    sizes = {variable: levels.size(node) for node in bearing.nodes for variable in (_is(node), _most(node))}
    missed = eliminate(list(_tables(bearing, levels)), sizes, most_states=most_states)
    return None if missed is None else min(1.0, max(0.0, 1 - missed))


def _is(node: int) -> int:
    """The variable that stands for: the node's level is this."""
    return 2 * node


def _most(node: int) -> int:
    """The variable that stands for: the node's level is at most this."""
    return 2 * node + 1


def _tables(bearing: Bearing, levels: Levels) -> Iterator[Table]:
    """Factors whose product, summed over all levels, is the chance that the target stays at level 0."""
    for entry in bearing.entries:
        brought = np.array([levels.at(entry.node, entry.severity)])
        yield _factor(levels, entry.node, brought, entry.likelihood, ())
    for arc in bearing.arcs:
        yield _factor(levels, arc.target, levels.across(arc), arc.likelihood, (_is(arc.source),))
    for node in bearing.nodes:
        size = levels.size(node)
        exactly = np.eye(size) - np.eye(size, k=1)  # at most this level, less at most the one below
        yield Table(variables=(_most(node), _is(node)), values=exactly)


def _factor(levels: Levels, node: int, brought: Places, likelihood: float, given: tuple[int, ...]) -> Table:
    """The chance that what an edge or trigger brings is at most a level, given the level it comes from."""
    most = np.arange(1 if node == TARGET else levels.size(node))
    values = np.where(brought[:, None] <= most, 1.0, 1 - likelihood)
    if node == TARGET:
        return Table(variables=given, values=values.reshape(values.shape[: len(given)]))
    variables = (*given, _most(node))
    return Table(variables=variables, values=values.reshape(values.shape[-len(variables) :]))
