"""P(reached) of every cell: one decision of five cells, E1, every world tallied per cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.enterprises import make
from benchmarks.line import faster, share, within
from benchmarks.measuring import in_child, in_turn
from benchmarks.ours import Question
from benchmarks.peers.cynetdiff_peer import Cascade as Cynetdiff
from benchmarks.peers.networkx_peer import Cascade as Networkx
from benchmarks.peers.scipy_peer import Cascade as Scipy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.line import Line, Size

MOST_MB = 250


def lines(size: Size) -> Iterator[Line]:
    """Beside cynetdiff, networkx and scipy, and the memory of a process that does nothing else."""
    enterprise = make("E1")
    ours, set_off = Question.of(enterprise), enterprise.decision()
    compiled, plain, sparse = Cynetdiff(enterprise), Networkx(enterprise), Scipy(enterprise)
    worlds, slow = size.worlds, size.slow_worlds
    times = in_turn(
        size.repeats,
        {
            "ours": lambda turn: ours.reach(worlds=worlds, seed=turn),
            "cynetdiff": lambda turn: compiled.reach(set_off, worlds=worlds, seed=turn),
            "scipy": lambda turn: sparse.reach(set_off, worlds=worlds, seed=turn),
            "networkx": lambda turn: plain.reach(set_off, worlds=slow, seed=turn),
            "bare": lambda turn: plain.reach(set_off, worlds=slow, seed=turn, bare=True),
        },
    )
    work = f"P(reached), E1, {worlds:,} worlds"
    shares = [
        ours.reach(worlds=worlds).mean() / worlds,
        compiled.reach(set_off, worlds=worlds, seed=0).mean() / worlds,
    ]
    reached = "reached: {} ours, {} theirs".format(*map(share, shares))
    yield faster(work, "cynetdiff with tallies", times["ours"], times["cynetdiff"], 1, reached)
    longer, bare = (times[name].times(worlds / slow) for name in ("networkx", "bare"))
    note = f"x {worlds / slow:g}, from {slow} worlds"
    yield faster(work, "networkx cascade", times["ours"], longer, 10, note)
    yield faster(work, "networkx, its dictionaries bare", times["ours"], bare, None, note)
    yield faster(work, "scipy BFS per world", times["ours"], times["scipy"], None)
    child = in_child("reach", "E1", worlds)
    yield within(
        work, f"{child.peak_mb:.0f} MB", child.peak_mb, MOST_MB, unit=" MB", note="peak of the whole process"
    )
