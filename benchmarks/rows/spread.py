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
        },
    )
    work = f"felt, severity, arrival, quantiles, E1, {worlds:,} worlds"
    yield faster(work, "scipy Dijkstra, no quantiles", times["ours"], times["scipy"], 1.5)
    longer = times["networkx"].times(worlds / slow)
    note = f"x {worlds / slow:g}, from {slow} worlds"
    yield faster(work, "networkx Dijkstra, no quantiles", times["ours"], longer, 15, note)
