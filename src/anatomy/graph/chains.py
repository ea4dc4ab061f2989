"""The likeliest single chains from what is set off to a goal, found without drawing any world."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import networkx as nx

TRIED: Final = 200  #: chains looked at before giving up on finding more that are strong enough
#: A length is a whole number, -ln(likelihood) in units of 2**-40 above 12 bits that count steps: sums are exact,
#: so that of equally likely chains the one of fewer steps comes first, on every machine.
LENGTH_BITS: Final = 40
STEP_BITS: Final = 12
FAR: Final = 1 << 80  #: longer than any chain
START: Final = 0  #: the node before everything that is set off

Step = tuple[int, int]  #: a node and a length
Parallel = Mapping[str, Mapping[str, Any]]  #: attributes of parallel edges by key


class Start(Struct, frozen=True, kw_only=True):
    """A cell that is set off."""

    node: str
    likelihood: float
    severity: float


class Chain(Struct, frozen=True, kw_only=True):
    """One chain, taken by itself; chances of different chains overlap and must not be added."""

    nodes: tuple[str, ...]
    edges: tuple[str, ...]  #: ids, one fewer than the nodes
    alone: float  #: chance that every part of it is open
    severity: float  #: that arrives at its end


def likeliest_chains(
    graph: nx.MultiDiGraph[Any],
    starts: Iterable[Start],
    goals: Collection[str],
    *,
    count: int,
    felt_at: float = 0.0,
) -> tuple[Chain, ...]:
    """
    The chains with the highest chance of being open all along, the likeliest first.

    A chain ends at the first goal it meets, and none leads through a node that is set off for certain; of
    parallel edges it takes the likeliest. To ask for the chains to several goals, make one `Web`.

    Args:
        graph: edges keyed by id, with likelihood and severity_share.
        starts: what is set off.
        goals: the nodes to arrive at.
        count: how many at most.
        felt_at: only chains that arrive with at least this severity.
    """
    return Web.of(graph, starts).likeliest(goals, count=count, felt_at=felt_at)


class Web(Struct, frozen=True, kw_only=True, eq=False):
    """A graph and what is set off in it, laid out once; nodes are numbered from 1 in the order of their names."""

    after: Mapping[str, Mapping[str, Parallel]]  #: the graph: source, target, key
    names: Sequence[str]  #: START has an empty one
    number: Mapping[str, int]
    starts: Mapping[str, Start]
    before: Sequence[Sequence[Step]]  #: per node, what leads to it within reach and how long that step is
    least: Sequence[int]  #: per node, the shortest length from START; FAR where there is no way

    @classmethod
    def of(cls, graph: nx.MultiDiGraph[Any], starts: Iterable[Start]) -> Web:
        """Read what the starts reach; a start that is not in the graph, or of likelihood 0, sets nothing off."""
        after = dict(graph.adjacency())
        begin = {one.node: one for one in starts if one.node in after and one.likelihood > 0}
        names = ["", *sorted(after)]
        number = {name: place for place, name in enumerate(names) if place != START}
        before, least = _reach(after, names, number, begin)
        return cls(after=after, names=names, number=number, starts=begin, before=before, least=least)

    def likeliest(self, goals: Collection[str], *, count: int, felt_at: float = 0.0) -> tuple[Chain, ...]:
        """The likeliest chains to any of these goals, as `likeliest_chains` tells them."""
        ends = frozenset(self.number[goal] for goal in goals if goal in self.number)
        found = (self._chain(numbers) for numbers in islice(_Search(self, ends).chains(), TRIED))
        return tuple(islice((chain for chain in found if chain.severity >= felt_at), count))

    def _chain(self, numbers: Iterable[int]) -> Chain:
        nodes = tuple(self.names[number] for number in numbers)
        edges = [_likeliest(self.after[source][target]) for source, target in pairwise(nodes)]
        start = self.starts[nodes[0]]
        return Chain(
            nodes=nodes,
            edges=tuple(key for key, _ in edges),
            alone=math.prod((edge["likelihood"] for _, edge in edges), start=start.likelihood),
            severity=math.prod((edge["severity_share"] for _, edge in edges), start=start.severity),
        )


def _likeliest(parallel: Parallel) -> tuple[str, Mapping[str, Any]]:
    """The likeliest of parallel edges with its key; of equals the first by the text of the key."""
    if len(parallel) == 1:
        return next(iter(parallel.items()))
    return min(parallel.items(), key=lambda edge: (-edge[1]["likelihood"], str(edge[0])))


def _reach(
    after: Mapping[str, Mapping[str, Parallel]],
    names: Sequence[str],
    number: Mapping[str, int],
    begin: Mapping[str, Start],
) -> tuple[list[list[Step]], list[int]]:
    """
    Every step that a chain may take, listed at its end, and the shortest length from START to every node.

    Sources:
        Dijkstra 1959, in docs/references.md.
    """
    before: list[list[Step]] = [[] for _ in names]
    least = [FAR] * len(names)
    least[START] = 0
    certain = {name for name, start in begin.items() if start.likelihood >= 1}
    heap = [(0, START)]
    while heap:
        length, node = heappop(heap)
        if length > least[node]:
            continue
        for name, likelihood in _begun(begin) if node == START else _onward(after[names[node]], certain):
            if likelihood <= 0 or name == names[node]:
                continue
            target, step = number[name], _length(likelihood)
            before[target].append((node, step))
            if length + step < least[target]:
                least[target] = length + step
                heappush(heap, (length + step, target))
    return before, least


def _begun(begin: Mapping[str, Start]) -> list[tuple[str, float]]:
    """The steps out of START, with their likelihoods."""
    return [(name, start.likelihood) for name, start in begin.items()]


def _onward(targets: Mapping[str, Parallel], certain: Collection[str]) -> list[tuple[str, float]]:
    """The steps out of a node, with their likelihoods."""
    return [
        (name, _likeliest(some)[1]["likelihood"]) for name, some in targets.items() if name not in certain
    ]


@lru_cache(maxsize=1 << 14)
def _length(likelihood: float) -> int:
    return (round(-math.log(likelihood) * (1 << LENGTH_BITS)) << STEP_BITS) + 1


class _Family(NamedTuple):
    """All chains that share their last nodes; once solved, `end` is the shortest of them as a whole."""

    least: int  #: none of them is shorter
    end: tuple[Step, ...]  #: from the goal backwards: a node, and the length from there to the goal
    shared: int  #: how many nodes they share
    barred: frozenset[int]  #: what does not come next


class _Search(Struct, frozen=True):
    """
    The chains to a set of goals, one after the other, the shortest first.

    Chains grow backwards from a goal. The shortest of a family is found by A* with the exact length from START
    as its bound; then the rest of the family is split by the node at which they leave that chain.

    Sources:
        Yen 1971, put off as in Lawler 1972; Hart, Nilsson and Raphael 1968; in docs/references.md.
    """

    web: Web
    goals: frozenset[int]
    dead: set[int] = field(default_factory=set)  #: nodes found to have no way from START but through a goal

    def chains(self) -> Iterator[Sequence[int]]:
        """The nodes of every chain, from what is set off to the goal."""
        least = {goal: self.web.least[goal] for goal in self.goals}
        families = [_Family(least[goal], ((goal, 0),), 1, frozenset()) for goal in least if least[goal] < FAR]
        heapify(families)
        while families:
            family = heappop(families)
            if family.end[-1][0] != START:
                more = self._solved(family)
            else:
                yield [node for node, _ in family.end[-2::-1]]
                more = self._rest(family)
            for one in more:
                heappush(families, one)

    def _solved(self, family: _Family) -> Iterator[_Family]:
        """The family with the whole of its shortest chain; nothing if every way back meets the end again."""
        root, length = family.end[-1]
        closed = self.goals.union(self.dead, (node for node, _ in family.end))
        lengths, after = {root: length}, {root: root}
        heap = [(family.least, root)]
        done: set[int] = set()
        while heap:
            total, node = heappop(heap)
            if node == START:
                way = tuple((one, lengths[one]) for one in _back(after, root))
                yield family._replace(least=total, end=family.end + way)
                return
            if node in done:
                continue
            done.add(node)
            barred = family.barred if node == root else ()
            for other, step in self.web.before[node]:
                longer = lengths[node] + step
                if other not in closed and other not in barred and longer < lengths.get(other, FAR):
                    lengths[other], after[other] = longer, node
                    heappush(heap, (longer + self.web.least[other], other))
        if len(family.end) == 1:
            self.dead.update(done)

    def _rest(self, family: _Family) -> Iterator[_Family]:
        """The other chains of a solved family, by where they leave its shortest one."""
        for place in range(family.shared, len(family.end)):
            end, (taken, _) = family.end[:place], family.end[place]
            barred = family.barred.union((taken,)) if place == family.shared else frozenset((taken,))
            closed = self.goals.union(barred, (node for node, _ in end))
            node, length = end[-1]
            before = self.web.before[node]
            totals = [step + self.web.least[other] for other, step in before if other not in closed]
            if totals:
                yield _Family(length + min(totals), end, place, barred)


def _back(after: Mapping[int, int], root: int) -> list[int]:
    """The nodes before the root, from the one next to it back to START."""
    way = [START]
    while after[way[-1]] != root:
        way.append(after[way[-1]])
    return way[::-1]
