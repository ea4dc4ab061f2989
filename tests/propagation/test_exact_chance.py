"""Exact chances without enumeration: against all worlds, another library, and figures from the literature."""

from __future__ import annotations

import math
from itertools import pairwise, product
from random import Random
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import Edge, Group, Network, Trigger, exact_chances
from anatomy.propagation.stats import SLACK
from builders.graphs import NODES, Case, an_edge, cases, diamond

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

START = (Trigger(node="s"),)


def chances(case: Case, felt_at: float, **limits: int) -> dict[str, float | None]:
    """Of every node and group."""
    groups = {name: (name,) for name in case.nodes} | dict(case.groups)
    return exact_chances(case.network(), case.triggers, groups, felt_at=felt_at, **limits)


def all_worlds(case: Case, felt_at: float) -> dict[str, float]:
    """The same, from the severity of every node in every combination of coins, improved until nothing changes."""
    coins: list[Edge | Trigger] = [*case.edges, *case.triggers]
    live = np.array(list(product([False, True], repeat=len(coins)))).T
    weight = np.prod(
        [np.where(row, coin.likelihood, 1 - coin.likelihood) for coin, row in zip(coins, live, strict=True)],
        axis=0,
    )
    severity = {node: np.full(live.shape[1], -1.0) for node in case.nodes}
    changed = True
    while changed:
        before = {node: one.copy() for node, one in severity.items()}
        for coin, row in zip(coins, live, strict=True):
            if isinstance(coin, Edge):
                node, brought = coin.target, np.where(before[coin.source] < 0, -1, before[coin.source])
                brought = np.where(brought < 0, -1, brought * coin.severity_share)
            else:
                node, brought = coin.node, np.full(live.shape[1], coin.severity)
            severity[node] = np.maximum(severity[node], np.where(row, brought, -1))
        changed = any((severity[node] > before[node]).any() for node in case.nodes)
    groups = {name: (name,) for name in case.nodes} | dict(case.groups)
    return {
        name: math.fsum(weight[np.any([severity[node] >= felt_at - SLACK for node in members], axis=0)])
        for name, members in groups.items()
    }


def undirected(ends: Iterable[Sequence[str]], likelihood: float = 0.9) -> list[Edge]:
    """Every edge as two arcs with a coin each, which leaves two-terminal reliability as it is."""
    return [
        an_edge(source, target, likelihood, name=f"{source}>{target}")
        for one, other in ends
        for source, target in ((one, other), (other, one))
    ]


def connected(edges: Iterable[Edge], *, source: str, target: str) -> float:
    """The chance that the source reaches the target."""
    edges = list(edges)
    nodes = {end for edge in edges for end in (edge.source, edge.target)}
    network = Network.of(nodes, edges)
    chance = exact_chances(network, [Trigger(node=source)], {"t": [target]})["t"]
    assert chance is not None
    return chance


def test_the_diamond_counts_its_stem_once() -> None:
    assert chances(diamond(), 0)["e"] == pytest.approx(0.21875, abs=1e-15)  # not 0.234375


@settings(max_examples=80, deadline=None)
@given(cases(coins=12))
def test_chances_are_those_of_all_worlds(case: Case) -> None:
    for felt_at in (0.0, case.felt_at, 0.6):
        truth = all_worlds(case, felt_at)
        for name, chance in chances(case, felt_at).items():
            assert chance is not None
            assert chance == pytest.approx(truth[name], abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(cases(coins=9))
def test_loops_that_weaken_nothing_do_not_feed_themselves(case: Case) -> None:
    """Half of the edges pass on everything, and all of them also lead back."""
    both = [
        an_edge(*ends, edge.likelihood, 1.0 if place % 2 else edge.severity_share, name=f"{edge.id}{way}")
        for place, edge in enumerate(case.edges[:5])
        for way, ends in enumerate(((edge.source, edge.target), (edge.target, edge.source)))
    ]
    looped = Case(edges=tuple(both), triggers=case.triggers)
    for felt_at in (0.0, 0.3):
        truth = all_worlds(looped, felt_at)
        for name, chance in chances(looped, felt_at).items():
            assert chance == pytest.approx(truth[name], abs=1e-12)


def test_a_node_between_two_loops_makes_no_laps() -> None:
    """Loops of a and b, and of d and e, with c between them, on the way to f; each loop has two ways in and out."""
    further = [("b", "a"), ("a", "c"), ("e", "d"), ("c", "e"), ("d", "f")]
    links = [an_edge(one, other, 0.5) for one, other in (*pairwise("abcdef"), *further)]
    triggers = (Trigger(node="a", likelihood=0.5), Trigger(node="b", likelihood=0.5))
    case = Case(nodes=tuple("abcdef"), edges=tuple(links), triggers=triggers)

    truth = all_worlds(case, 0)
    for name, chance in chances(case, 0).items():
        assert chance == pytest.approx(truth[name], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(cases(coins=9))
def test_an_undirected_edge_is_two_arcs(case: Case) -> None:
    """Two arcs with a coin each reach what one edge with one coin reaches, with the same chance."""
    ends = [(edge.source, edge.target) for edge in case.edges if edge.source != edge.target][:7]
    truth = 0.0
    for live in product([True, False], repeat=len(ends)):
        graph = nx.Graph(pair for pair, up in zip(ends, live, strict=True) if up)
        graph.add_nodes_from("ae")
        weight = math.prod(0.7 if up else 0.3 for up in live)
        truth += weight * nx.has_path(graph, "a", "e")
    arcs = [
        an_edge(*way, 0.7, name=f"{place}{way}")
        for place, pair in enumerate(ends)
        for way in (pair, pair[::-1])
    ]

    found = exact_chances(Network.of(NODES, arcs), [Trigger(node="a")], {"e": ["e"]})["e"]
    assert found == pytest.approx(truth, abs=1e-12)


@pytest.mark.parametrize("shares", [(1.0,), (1.0, 0.5)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_narrow_graph_without_loops_is_a_bayesian_network(seed: int, shares: tuple[float, ...]) -> None:
    """Far too many coins for enumeration; pyAgrum gets explicit tables of the strongest that parents bring."""
    gum = pytest.importorskip("pyagrum")
    random = Random(seed)
    nodes = [f"n{place:02}" for place in range(24)]
    edges = [
        an_edge(nodes[before], node, random.choice([1.0, random.random()]), random.choice(shares))
        for place, node in enumerate(nodes)
        for before in random.sample(range(max(0, place - 4), place), min(place, random.randint(1, 3)))
    ]
    triggers = [
        Trigger(node=nodes[0], likelihood=0.8),
        Trigger(node=nodes[1], likelihood=0.5, severity=shares[-1]),
    ]
    severities = [0.0, 0.25, 0.5, 1.0]

    bayes = gum.BayesNet()
    for node in nodes:
        bayes.add(gum.RangeVariable(node, "", 0, len(severities) - 1))
    for edge in edges:
        bayes.addArc(edge.source, edge.target)
    for node in nodes:
        into = [edge for edge in edges if edge.target == node]
        lit = [trigger for trigger in triggers if trigger.node == node]
        for brought in product(range(len(severities)), repeat=len(into)):
            causes = [
                (edge.likelihood, severities[one] * edge.severity_share)
                for edge, one in zip(into, brought, strict=True)
            ]
            causes += [(trigger.likelihood, trigger.severity) for trigger in lit]
            row = dict(zip((edge.source for edge in into), brought, strict=True))
            bayes.cpt(node)[row] = strongest(causes, severities)
    inference = gum.LazyPropagation(bayes)
    inference.makeInference()

    found = exact_chances(Network.of(nodes, edges), triggers, {node: [node] for node in nodes}, felt_at=0.25)
    for node in nodes:
        assert found[node] == pytest.approx(1 - inference.posterior(node)[0], abs=1e-12)


def strongest(causes: list[tuple[float, float]], severities: list[float]) -> list[float]:
    """How likely each severity is as the greatest of causes that each come about or not; below 0.25 is 0."""
    row = [0.0] * len(severities)
    for live in product([True, False], repeat=len(causes)):
        weight = math.prod(chance if up else 1 - chance for (chance, _), up in zip(causes, live, strict=True))
        most = max((severity for (_, severity), up in zip(causes, live, strict=True) if up), default=0.0)
        row[severities.index(most) if most in severities else 0] += weight
    return row


def test_the_bridge() -> None:
    """2p^2 + 2p^3 - 5p^4 + 2p^5 (Moore and Shannon 1956), which is 0.97848 at 0.9."""
    bridge = undirected(["su", "sv", "uv", "ut", "vt"])

    assert connected(bridge, source="s", target="t") == pytest.approx(0.97848, abs=1e-12)


def test_a_ring_of_eight_twice() -> None:
    """Network 8 of Yeh, Lu and Kuo (2002), 16 nodes and 24 edges: 0.99555 in Hardy, Lucet and Limnios (2007)."""
    outer, inner = ["o" + digit for digit in "01234567"], ["i" + digit for digit in "01234567"]
    rings = [pair for ring in (outer, inner) for pair in pairwise([*ring, ring[0]])]
    prism = undirected([*rings, *zip(outer, inner, strict=True)])

    assert connected(prism, source="o0", target="o4") == pytest.approx(0.99555, abs=5e-6)


def test_a_system_of_two_types_of_components() -> None:
    """Its survival signature is in Coolen, Coolen-Maturi and Al-nefaiee (2014): how many sets of working edges do."""
    signature = {(1, 2): 1, (1, 3): 1, (2, 2): 4, (2, 3): 2, (3, 0): 1, (3, 1): 3, (3, 2): 3, (3, 3): 1}
    first, second = undirected(["ab", "bc", "ce"], 0.9), undirected(["bd", "cd", "de"], 0.8)

    expected = math.fsum(
        sets * 0.9**one * 0.1 ** (3 - one) * 0.8**two * 0.2 ** (3 - two)
        for (one, two), sets in signature.items()
    )
    assert connected([*first, *second], source="a", target="e") == pytest.approx(expected, abs=1e-12)


def test_a_probabilistic_graph() -> None:
    """The graph of ProbLog's tutorial (after De Raedt, Kimmig and Toivonen 2007), with the chances told there."""
    links = {"12": 0.6, "13": 0.1, "25": 0.4, "26": 0.3, "34": 0.3, "45": 0.8, "56": 0.2}
    edges = [an_edge(ends[0], ends[1], likelihood) for ends, likelihood in links.items()]

    assert connected(edges, source="1", target="5") == pytest.approx(0.25824, abs=1e-12)
    assert connected(edges, source="1", target="6") == pytest.approx(0.2167296, abs=1e-12)
    assert connected(edges, source="2", target="6") == pytest.approx(0.356, abs=1e-12)


def test_what_is_too_wide_long_or_fine_is_not_answered() -> None:
    assert chances(diamond(), 0, most_states=4)["e"] == pytest.approx(0.21875)
    assert chances(diamond(), 0, most_states=3)["e"] is None
    assert chances(diamond(), 0, most_arcs=3)["e"] is None
    assert chances(diamond(), 0, most_arcs=3)["c"] == pytest.approx(0.25)

    chain = [an_edge(f"n{place}", f"n{place + 1}", 0.5) for place in range(9)]
    line = Network.of([f"n{place}" for place in range(10)], chain)
    assert exact_chances(line, [Trigger(node="n0")], {"end": ["n9"]}, most_arcs=8)["end"] is None
    assert exact_chances(line, [Trigger(node="n0")], {"end": ["n9"]}, most_arcs=9)["end"] == pytest.approx(
        0.5**9
    )
    assert exact_chances(line, [Trigger(node="n0")], {"all": line.nodes}, most_arcs=8)["all"] == 1

    parallel = [an_edge("n0", "n1", 0.5, name=f"x{place}") for place in range(9)]
    bundle = Network.of(["n0", "n1"], parallel)
    assert exact_chances(bundle, [Trigger(node="n0")], {"end": ["n1"]}, most_arcs=8)["end"] is None
    assert exact_chances(bundle, [Trigger(node="n0")], {"end": ["n1"]}, most_arcs=9)["end"] == 1 - 0.5**9

    shades = [an_edge("a", "b", 0.5, 0.5 + place / 200, name=f"x{place}") for place in range(65)]
    maybe = (Trigger(node="a", likelihood=0.5),)
    assert chances(Case(edges=tuple(shades[:64]), triggers=maybe), 0.1)["b"] == pytest.approx(0.5)
    assert chances(Case(edges=tuple(shades), triggers=maybe), 0.1)["b"] is None
    assert chances(Case(edges=tuple(shades), triggers=maybe), 0)["b"] == pytest.approx(0.5)


def test_a_loop_that_hardly_weakens_needs_no_step_for_every_time_round() -> None:
    """From 100 % down to the 10 % that are felt, a change could go round some thousand times."""
    slow = (an_edge("a", "b", 0.5, 0.999), an_edge("b", "a", 0.5, 0.999), an_edge("b", "c", 0.5))
    case = Case(edges=slow, triggers=(Trigger(node="a", likelihood=0.5), Trigger(node="b", likelihood=0.5)))

    assert chances(case, 0.1) == chances(case, 0)
    assert chances(case, 0.1)["c"] == pytest.approx(0.3125, abs=1e-15)


@pytest.mark.parametrize(("one", "other"), ["bd", "db"])
def test_two_chains_may_ask_for_the_same_severity(one: str, other: str) -> None:
    """From c both ways to e take as much; the first of them passes a node that the second is reached from."""
    links = [(one, "e", 0.5), (other, "e", 0.5), ("c", one, 0.5), ("c", other, 0.5), (one, "c", 0.5)]
    edges = tuple(an_edge(source, target, 0.5, share) for source, target, share in links)
    case = Case(edges=edges, triggers=(Trigger(node=one, likelihood=0.5),))

    assert chances(case, 0.1)["e"] == pytest.approx(0.5 * (0.5 + 0.5**4), abs=1e-15)


def test_nobody_is_hit_where_nothing_leads() -> None:
    quiet = Case(edges=(an_edge("a", "b", 0.5),), triggers=(), groups={"none": ()})

    assert set(chances(quiet, 0).values()) == {0.0}
    assert chances(diamond(), 0)["a"] == 1


def test_a_share_of_nothing_reaches_and_is_not_felt() -> None:
    dull = Case(edges=(an_edge("a", "b", 0.5, 0.0),), triggers=(Trigger(node="a"),))

    assert chances(dull, 0)["b"] == pytest.approx(0.5)
    assert chances(dull, 0.1)["b"] == 0


def test_rounding_at_the_threshold_is_no_fault() -> None:
    """Where a product just reaches the threshold and the quotient does not, either answer is as good."""
    random = Random(0)
    pairs = ((random.uniform(0.1, 0.5), random.uniform(0.5, 0.9)) for _ in range(10_000))
    just = ((felt_at, share, math.nextafter((felt_at - SLACK) / share, 0)) for felt_at, share in pairs)
    felt_at, share, severity = next(one for one in just if one[1] * one[2] >= one[0] - SLACK)
    trigger = Trigger(node="a", likelihood=0.5, severity=severity)

    found = chances(Case(edges=(an_edge("a", "b", 0.5, share),), triggers=(trigger,)), felt_at)["b"]
    assert found == 0 or found == pytest.approx(0.25)
    just_felt = Trigger(node="a", likelihood=0.5, severity=0.3 - SLACK)
    whole = Case(edges=(an_edge("a", "b", 0.5), an_edge("b", "c", 0.5)), triggers=(just_felt,))
    assert chances(whole, 0.3)["c"] == pytest.approx(0.125)


def test_a_weak_trigger_can_still_be_hit_harder() -> None:
    triggers = (Trigger(node="a", severity=0.2), Trigger(node="b", likelihood=0.5))
    case = Case(edges=(an_edge("b", "a", 0.5), an_edge("a", "c", 0.5)), triggers=triggers)

    assert chances(case, 0.1)["c"] == pytest.approx(0.5)
    assert chances(case, 0.3)["a"] == pytest.approx(0.25)
    assert chances(case, 0.3)["c"] == pytest.approx(0.125)


def test_the_order_of_input_changes_no_bit() -> None:
    random = Random(5)
    ends = [random.sample("abcdefg", 2) for _ in range(12)]
    edges = [
        an_edge(one, other, random.random(), name=f"x{place}") for place, (one, other) in enumerate(ends)
    ]
    triggers = [Trigger(node="a", likelihood=0.7), Trigger(node="b", likelihood=0.4)]

    def answer(rows: list[Edge], start: list[Trigger], groups: Mapping[str, str]) -> dict[str, float | None]:
        return exact_chances(Network.of("gfedcba", rows), start, groups)

    assert answer(edges, triggers, {"x": "fg", "y": "c"}) == answer(
        edges[::-1], triggers[::-1], {"y": "c", "x": "gf"}
    )


def test_members_that_are_not_there_and_thresholds_out_of_range_are_refused() -> None:
    network, start = Network.of("ab", []), [Trigger(node="a")]
    with pytest.raises(UnknownNameError, match="in group 'g', the node 'c'"):
        exact_chances(network, start, {"g": ["c"]})
    for felt_at in (5.0, -0.1, math.nan):
        with pytest.raises(InputError, match="ANA707 felt_at"):
            exact_chances(network, start, {"g": ["a"]}, felt_at=felt_at)
    both: Any = {"g": Group.all_of(["a", "b"])}
    with pytest.raises(InputError, match="ANA707 group 'g' needs 2"):
        exact_chances(network, start, both)


def test_a_trigger_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        exact_chances(Network.of("ab", []), START, {"b": ["b"]})
