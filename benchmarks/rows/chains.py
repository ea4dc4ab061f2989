"""The five likeliest chains from a decision of five cells to each of fifteen departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.graph.chains import Start, Web
from benchmarks.enterprises import make
from benchmarks.line import agreeing, faster
from benchmarks.measuring import in_turn
from benchmarks.ours import graph_of
from benchmarks.peers import igraph_peer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.graph.chains import Chain
    from benchmarks.line import Line, Size

COUNT = 5


def lines(size: Size) -> Iterator[Line]:
    """Beside igraph: asked of what is laid out for the decision, and with laying it out from a networkx graph."""
    enterprise, names = make("E1"), make("E1").names()
    graph, set_off = graph_of(enterprise), enterprise.decision()
    cells = [list(enterprise.department(number)) for number in range(enterprise.departments)]
    goals = [[names[cell] for cell in inside] for inside in cells]
    starts = [Start(node=names[cell], likelihood=1.0, severity=1.0) for cell in set_off]
    begun = [start.node for start in starts]
    web = Web.of(graph, starts)
    questions = [igraph_peer.Question.of(enterprise, set_off, inside) for inside in cells]
    times = in_turn(
        size.repeats,
        {
            "ours": lambda _: _chains(web, goals),
            "igraph": lambda _: [question.likeliest(COUNT) for question in questions],
            "ours, all": lambda _: _chains(Web.of(graph, starts), goals),
            "igraph, all": lambda _: igraph_peer.from_networkx(graph, begun, goals, COUNT),
        },
    )
    work = "5 likeliest chains to each of 15 departments, E1"
    laid_out = "what hangs on the decision alone is laid out before, on both sides"
    yield faster(work, "igraph k shortest paths", times["ours"], times["igraph"], 1, laid_out)
    yield faster(f"{work}, from networkx", "igraph, the same", times["ours, all"], times["igraph, all"], 1)
    same = told = 0
    for inside, question in zip(goals, questions, strict=True):
        found = [chain.nodes for chain in web.likeliest(inside, count=COUNT)]
        theirs = [tuple(names[cell] for cell in path) for path in question.likeliest(COUNT)]
        same += len(set(found) & set(theirs))
        told += len(theirs)
    yield agreeing("the same chains", "igraph k shortest paths", same, told)


def _chains(web: Web, goals: Sequence[Sequence[str]]) -> list[tuple[Chain, ...]]:
    """The chains to every department, from one web."""
    return [web.likeliest(inside, count=COUNT) for inside in goals]
