"""What is asked of a run, and what no run can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from msgspec import Struct, field

from anatomy.errors import InputError
from anatomy.propagation.group import Group
from anatomy.propagation.network import unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from anatomy.propagation.network import Network

#: "auto" enumerates when few coins matter, "always" insists on it, "never" samples; True and False likewise.
Exactness = Literal["auto", "always", "never"] | bool

MOST_WORLDS: Final = 10_000_000
WIDEST: Final = 0.5  #: half of an interval that holds every chance
MOST_BYTES: Final = 1 << 30  #: what a run may keep world by world
WORLD_BYTES: Final = 64  #: per world: its mass, its weight and what is worked out from them
WATCHED_BYTES: Final = (
    32  #: per world and watched node or group: severity, arrival and what is worked out from them
)


class Question(Struct, frozen=True, kw_only=True):
    """What is asked of a run, beyond the triggers."""

    felt_at: float
    groups: Mapping[str, Collection[str] | Group] = field(default_factory=dict)
    parts: Mapping[str, Collection[str]] = field(default_factory=dict)
    joints: Mapping[str, Collection[str]] = field(default_factory=dict)
    watch: Collection[str] = ()
    trace: Collection[str] = ()
    horizons: tuple[float, ...] = ()
    watch_groups: Collection[str] = ()
    until_groups: Collection[str] | None = None  #: whose intervals are to be narrow; None: of all


def check_run(*, worlds: int = 1, seed: int = 0, felt_at: float = 0.0, exact: Exactness = "auto") -> None:
    """Refuse a number of worlds, a seed, a threshold or a wish for exactness that cannot be."""
    allowed = ("auto", "always", "never", True, False)
    _refuse_unless(
        {
            f"worlds {worlds!r} is not a whole number from 1 to {MOST_WORLDS:,}": _whole(
                worlds, 1, MOST_WORLDS
            ),
            f"seed {seed!r} is not a whole number from 0 to 2**64 - 1": _whole(seed, 0, (1 << 64) - 1),
            f"felt_at {felt_at!r} is not within 0 and 1": 0 <= felt_at <= 1,
            f"exact {exact!r} is not one of auto, always, never": exact in allowed,
        }
    )


def check_settings(
    *,
    worlds: int,
    seed: int,
    felt_at: float,
    exact: Exactness,
    horizons: Collection[float],
    until: float | None = None,
) -> None:
    """Refuse a setting out of range."""
    check_run(worlds=worlds, seed=seed, felt_at=felt_at, exact=exact)
    _refuse_unless(
        {
            f"until {until!r} is not above 0 and at most 0.5": until is None or 0 < until <= WIDEST,
            f"horizon_days {list(horizons)} has a date before the decision, or none": all(
                it >= 0 for it in horizons
            ),
        }
    )


def _refuse_unless(rules: Mapping[str, bool]) -> None:
    for message, fine in rules.items():
        if not fine:
            raise InputError.because("ANA707", message)


def check_memory(question: Question, *, worlds: int) -> None:
    """Refuse a sample that would not fit; only watched nodes are kept world by world."""
    each = WORLD_BYTES + WATCHED_BYTES * len({*question.watch, *question.watch_groups})
    if worlds * each > MOST_BYTES:
        most = MOST_BYTES // each
        raise InputError.because(
            "ANA707",
            f"{worlds:,} worlds of this model need about {worlds * each / 1e9:.1f} GB",
            hint=f"ask for at most {most // 1000 * 1000 or most:,}",
        )


def _whole(value: object, low: int, high: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        return False
    return low <= int(value) <= high


def check_names(network: Network, question: Question) -> None:
    """Refuse a name that is not there, with the nearest one as a hint."""
    nodes, groups = frozenset(network.nodes), frozenset(question.groups)
    check_groups(network, question.groups)
    check_groups_of_any(network, question.parts)
    for joint, names in question.joints.items():
        _refuse_strangers(f"in joint {joint!r}, the group", names, groups)
    _refuse_strangers("the watched node", question.watch, nodes)
    _refuse_strangers("the watched group", question.watch_groups, groups)
    _refuse_strangers("the group to be known well", question.until_groups or (), groups)
    _refuse_strangers("the traced name", question.trace, nodes | groups)


def check_groups(network: Network, groups: Mapping[str, Collection[str] | Group]) -> None:
    """Refuse a member that is not a node."""
    nodes = frozenset(network.nodes)
    for group, members in groups.items():
        _refuse_strangers(f"in group {group!r}, the node", Group.of(members).nodes, nodes)


def check_groups_of_any(network: Network, groups: Mapping[str, Collection[str] | Group]) -> None:
    """Refuse a member that is not a node, and a group that needs several, where groups are hit with any member."""
    check_groups(network, groups)
    for name, members in groups.items():
        need = Group.of(members).need
        if need > 1:
            message = f"group {name!r} needs {need} of its nodes; here a group is hit with any of them"
            raise InputError.because("ANA707", message, hint="ask `run` about it")


def _refuse_strangers(what: str, names: Collection[str], known: frozenset[str]) -> None:
    for name in sorted(names):
        if name not in known:
            raise unknown("ANA706", what, name, sorted(known))
