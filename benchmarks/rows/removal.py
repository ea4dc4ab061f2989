"""What the loss of each dependency and of each cell would spare: all of them in one run, on being reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.enterprises import make
from benchmarks.line import agreeing, faster
from benchmarks.measuring import in_turn
from benchmarks.ours import Question
from benchmarks.peers.cynetdiff_peer import Cascade as Cynetdiff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.line import Line, Size

SEED = 1


def lines(size: Size) -> Iterator[Line]:
    """Beside cynetdiff run anew without each dependency, and beside ourselves run anew on the same worlds."""
    enterprise = make("E1")
    ours, set_off = Question.of(enterprise), enterprise.decision()
    compiled = Cynetdiff(enterprise)
    worlds, each = size.worlds, size.dependencies_a_round
    picked = np.random.default_rng(SEED).permutation(enterprise.dependencies)[: each * size.repeats].tolist()

    def again(turn: int) -> None:
        for one in picked[turn * each : (turn + 1) * each]:
            compiled.reached_without(one, set_off, worlds=worlds, seed=turn)

    times = in_turn(
        size.repeats, {"ours": lambda turn: ours.removal(worlds=worlds, seed=turn), "cynetdiff": again}
    )
    work = f"removal of every dependency and cell, E1, {worlds:,} worlds"
    factor = enterprise.dependencies / each
    note = f"x {factor:,.0f}, from {len(picked)} dependencies; cells would come on top"
    yield faster(
        work, "cynetdiff without each dependency", times["ours"], times["cynetdiff"].times(factor), 500, note
    )
    yield _equal(ours, size)


def _equal(ours: Question, size: Size) -> Line:
    """Take out some dependencies and cells one by one, and count anew what is reached in the same worlds."""
    edges, nodes = ours.removal(worlds=size.worlds, seed=SEED)
    reached = ours.reach(worlds=size.worlds, seed=SEED)
    picked = np.random.default_rng(SEED).permutation(len(edges) + len(nodes))[: size.removals]
    same = some = 0
    for one in picked.tolist():
        if one < len(edges):
            told, without = edges[one], ours.without_dependency(one)
        else:
            told, without = nodes[one - len(edges)], ours.without_cell(one - len(edges))
        lost = reached - without.reach(worlds=size.worlds, seed=SEED)
        same += int(np.array_equal(told, lost))
        some += int(lost.any())
    note = f"{some} of them make a difference"
    return agreeing("removal equals running anew on the same worlds", "ours", same, size.removals, note)
