"""The comparison `cpm`: the Change Prediction Method, which evaluates a tree of self-avoiding paths."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from anatomy.domain.comparison import BrokenLaw, Limits
from anatomy.errors import InputError
from anatomy.propagation.pairs import Solved
from anatomy.propagation.plan import spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation.pairs import Pairs

    Places = NDArray[np.int64]
    Floats = NDArray[np.float64]

DEPTH: Final = 4  #: dependencies in a path; four or fewer are usual (Clarkson, Simons and Eckert 2004)
MOST_BRANCHES: Final = 1_000_000  #: of the tree; one that would have more is refused

BREAKS: Final = (
    BrokenLaw(law="answer", because=f"a tree of more than {MOST_BRANCHES:,} branches is not gone through"),
    BrokenLaw(law="series", because=f"a path of {DEPTH} steps, one of them split, is too long and lost"),
    BrokenLaw(law="certain", because=f"what is certain but more than {DEPTH} steps away counts as 0"),
    BrokenLaw(law="tree", because=f"the product along a chain of more than {DEPTH} steps counts as 0"),
    BrokenLaw(
        law="no loop", because="paths that share a later step are joined as if each had its own copy of it"
    ),
    BrokenLaw(
        law="both ways", because="ways that part and meet again before a common step are taken as independent"
    ),
    BrokenLaw(law="tied", because="what enters by either of two tied nodes leaves twice by the same step"),
    BrokenLaw(
        law="bracket",
        because="the depth cuts below the lower bound, copies of shared steps rise above the upper",
    ),
    BrokenLaw(law="group", because="members that hang on the same steps are joined as independent"),
)


class _Level(Struct, frozen=True, kw_only=True, eq=False):
    """The branches of the tree that are equally many steps long."""

    parent: Places  #: per branch, a place in the level above
    node: Places  #: where it ends
    trail: Places  #: per branch, all the nodes on it, the end included
    chance: Floats  #: of its last step
    risk: Floats


class _Targets(Struct, frozen=True, kw_only=True, eq=False):
    """What is reached below branches of one level: per (branch, target), chance and risk from there on."""

    branch: Places
    target: Places
    chance: Floats
    risk: Floats


def predict_changes(pairs: Pairs, *, depth: int | None = None, most_branches: int = MOST_BRANCHES) -> Solved:
    """
    Combined likelihood and combined risk of every node, from the nodes set off.

    For each target b the paths from an initiating node a that meet no node twice and end at b form a tree
    that begins at a. It is evaluated from its ends: steps one after another multiply (and), branches of one
    node join as 1 - (1 - x)(1 - y) (or). The risk counts the direct impact of the last step only,
    R = 1 - prod(1 - s(u, a) l(b, u) i(b, u)) over the last nodes u before b, and the combined impact is R / L.
    Paths that begin alike share their beginning; paths that end alike do not share their end. Several
    initiating nodes are branches of one root, each with its own chance.

    Args:
        pairs: direct likelihoods and risks.
        depth: the most steps of a path; None: 4.
        most_branches: of the whole tree.

    Raises:
        InputError: a depth below 1, or a tree of more branches. To cut it higher up instead would take paths away when
            a dependency is added.

    Sources:
        Clarkson, Simons and Eckert 2001 and 2004, in docs/references.md. The tree begins at the start as in the
        open library cpm-lib; read as a recursion over the nodes before b alone, the formula would share ends.
    """
    depth = DEPTH if depth is None else depth
    if depth < 1:
        raise InputError.because("ANA707", f"depth {depth} is not 1 or more")
    levels, cut = _grow(pairs, depth, most_branches)
    below = _Targets(
        branch=np.zeros(0, np.int64), target=np.zeros(0, np.int64), chance=np.zeros(0), risk=np.zeros(0)
    )
    for level in reversed(levels):
        below = _evaluated(level, below, pairs.size)
    chance, risk = np.zeros(pairs.size), np.zeros(pairs.size)
    chance[below.target], risk[below.target] = below.chance, below.risk
    limits = Limits(
        depth=depth,
        not_followed=cut,
        beyond=int(np.count_nonzero(chance == 0)),
    )
    return Solved(chance=chance, risk=risk, limits=limits)


def _grow(pairs: Pairs, depth: int, most_branches: int) -> tuple[list[_Level], int]:
    """The levels of the tree, and how many branches would go on beyond the last one."""
    root = _Level(
        parent=np.zeros(len(pairs.seed), np.int64),
        node=pairs.seed,
        trail=pairs.seed[:, None],
        chance=pairs.seed_chance,
        risk=pairs.seed_risk,
    )
    levels, grown = [root], len(root.node)
    while True:
        onward = _onward(pairs, levels[-1])
        grown += int(onward.sum())
        if not onward.any() or len(levels) > depth:
            return levels, int(np.count_nonzero(onward))
        if grown > most_branches:
            fits = len(levels) - 1
            raise InputError.because(
                "ANA710",
                f"the Change Prediction Method has no answer here: its tree of paths of up to {depth} steps has more "
                f"than {most_branches:,} branches",
                hint=f"ask for a depth of {fits}" if fits else "set off fewer nodes",
            )
        levels.append(_next(pairs, levels[-1]))


def _onward(pairs: Pairs, level: _Level) -> Places:
    """Per branch, into how many it would part next; counted before they are laid out."""
    entries = pairs.source * pairs.size + pairs.target
    onward = pairs.start[level.node + 1] - pairs.start[level.node]
    for met in level.trail.T:
        onward -= np.isin(level.node * pairs.size + met, entries)
    return onward


def _next(pairs: Pairs, level: _Level) -> _Level:
    """Every branch a step longer, save where it would meet a node twice."""
    begin, end = pairs.start[level.node], pairs.start[level.node + 1]
    parent = np.repeat(np.arange(len(level.node)), end - begin)
    pair = spans(begin, end)
    fresh = (level.trail[parent] != pairs.target[pair][:, None]).all(axis=1)
    parent, pair = parent[fresh], pair[fresh]
    node = pairs.target[pair]
    return _Level(
        parent=parent,
        node=node,
        trail=np.column_stack((level.trail[parent], node)),
        chance=pairs.chance[pair],
        risk=pairs.risk[pair],
    )


def _evaluated(level: _Level, below: _Targets, size: int) -> _Targets:
    """Carry what lies below the branches of a level, and their own ends, over their last step, and join it."""
    step = level.chance[below.branch]
    branch = np.concatenate((level.parent, level.parent[below.branch]))
    target = np.concatenate((level.node, below.target))
    slot, which = np.unique(branch * size + target, return_inverse=True)
    silent, harmless = np.ones((2, len(slot)))
    np.multiply.at(silent, which, 1 - np.concatenate((level.chance, step * below.chance)))
    np.multiply.at(harmless, which, 1 - np.concatenate((level.risk, step * below.risk)))
    branch, target = np.divmod(slot, max(1, size))
    return _Targets(branch=branch, target=target, chance=1 - silent, risk=1 - harmless)


def join(members: Floats) -> float:
    """The combined likelihood of a group: its members joined as branches are, as if they were independent."""
    return 1.0 - math.prod(1.0 - float(member) for member in members)
