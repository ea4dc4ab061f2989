"""Felt, severity and arrival too, with mean and five quantiles of both; the peers tell means alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.enterprises import make
from benchmarks.line import faster
from benchmarks.measuring import in_turn
from benchmarks.ours import FELT_AT, Question
from benchmarks.peers.networkx_peer import Cascade as Networkx
from benchmarks.peers.scipy_peer import Cascade as Scipy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.line import Line, Size


def lines(size: Size) -> Iterator[Line]:
    """Beside Dijkstra once per world and measure, in scipy and in networkx."""
    enterprise = make("E1")
    ours, set_off = Question.of(enterprise), enterprise.decision()
    sparse, plain = Scipy(enterprise), Networkx(enterprise)
    worlds, slow = size.worlds, size.slowest_worlds
    times = in_turn(
        size.repeats,
        {
            "ours": lambda turn: ours.figures(worlds=worlds, seed=turn),
            "scipy": lambda turn: sparse.spread(set_off, worlds=worlds, seed=turn, felt_at=FELT_AT),
            "networkx": lambda turn: plain.spread(set_off, worlds=slow, seed=turn, felt_at=FELT_AT),
            "hidden": lambda turn: plain.spread(
                set_off, worlds=slow, seed=turn, felt_at=FELT_AT, hidden=True
            ),
        },
    )
    work = f"felt, severity, arrival, quantiles, E1, {worlds:,} worlds"
    yield faster(work, "scipy Dijkstra on live graphs", times["ours"], times["scipy"], 1.5)
    longer, hidden = (times[name].times(worlds / slow) for name in ("networkx", "hidden"))
    note = f"x {worlds / slow:g}, from {slow} worlds"
    yield faster(work, "networkx Dijkstra on live graphs", times["ours"], longer, 15, note)
    yield faster(work, "networkx Dijkstra, dead edges hidden", times["ours"], hidden, None, note)
