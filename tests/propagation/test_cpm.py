"""The Change Prediction Method against a slow recursion over its trees, figures by hand and counts of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import Network, Trigger
from anatomy.propagation.comparisons import COMPARISONS, compare
from anatomy.propagation.cpm import predict_changes
from anatomy.propagation.pairs import Pairs
from anatomy.propagation.plan import Plan
from builders.graphs import Case, an_edge, cases, diamond

if TYPE_CHECKING:
    from anatomy.domain.comparison import Limits

Matrix = dict[tuple[str, str], tuple[float, float]]


def matrix(case: Case) -> Matrix:
    """Direct likelihood and direct risk per ordered pair, parallel dependencies joined as independent."""
    direct: Matrix = {}
    for edge in case.edges:
        if edge.source != edge.target and edge.likelihood > 0:
            chance, risk = direct.get((edge.source, edge.target), (0.0, 0.0))
            more = edge.likelihood * edge.severity_share
            joined = (1 - (1 - chance) * (1 - edge.likelihood), 1 - (1 - risk) * (1 - more))
            direct[edge.source, edge.target] = joined
    return direct


def by_recursion(direct: Matrix, trail: tuple[str, ...], goal: str, depth: int) -> tuple[float, float]:
    """Combined likelihood and risk of the goal from the end of the trail: and along steps, or over branches."""
    if depth == 0:
        return 0.0, 0.0
    no_chance, no_risk = 1.0, 1.0
    for (source, target), (chance, risk) in direct.items():
        if source != trail[-1] or target in trail:
            continue
        if target != goal:
            on, harm = by_recursion(direct, (*trail, target), goal, depth - 1)
            chance, risk = chance * on, chance * harm  # noqa: PLW2901 - what is left of the step
        no_chance, no_risk = no_chance * (1 - chance), no_risk * (1 - risk)
    return 1 - no_chance, 1 - no_risk


def solved(
    case: Case, depth: int, most_branches: int = 10**6
) -> tuple[dict[str, tuple[float, float]], Limits]:
    plan = Plan.of(case.network(), case.triggers)
    found = predict_changes(Pairs.of(plan), depth=depth, most_branches=most_branches)
    names = [case.network().nodes[place] for place in plan.nodes]
    figures = zip(names, zip(found.chance.tolist(), found.risk.tolist(), strict=True), strict=True)
    return dict(figures), found.limits


@settings(max_examples=120, deadline=None)
@given(case=cases(coins=12), depth=st.integers(1, 5))
def test_the_tree_equals_its_recursion(case: Case, depth: int) -> None:
    direct = matrix(case)
    figures, _ = solved(case, depth)

    starts: dict[str, tuple[float, float]] = {}
    for it in case.triggers:
        chance, risk = starts.get(it.node, (0.0, 0.0))
        harm = it.likelihood * it.severity
        starts[it.node] = (1 - (1 - chance) * (1 - it.likelihood), 1 - (1 - risk) * (1 - harm))
    for goal in case.nodes:
        no_chance, no_risk = 1.0, 1.0
        for start, (chance, risk) in starts.items():
            on, harm = (1.0, risk) if start == goal else by_recursion(direct, (start,), goal, depth)
            no_chance *= 1 - chance * on
            no_risk *= 1 - (risk if start == goal else chance * harm)
        assert figures.get(goal, (0.0, 0.0)) == pytest.approx((1 - no_chance, 1 - no_risk), abs=1e-12)


def test_a_chain_by_hand() -> None:
    """Likelihoods 0.8 and 0.6, impacts 0.7 and 0.5: the risk counts the last impact only."""
    case = Case(
        edges=(an_edge("a", "b", 0.8, 0.7), an_edge("b", "c", 0.6, 0.5)), triggers=(Trigger(node="a"),)
    )
    found = compare(case.network(), case.triggers, measure="cpm").nodes

    assert found["b"].risk == pytest.approx(0.56)
    assert (found["c"].chance, found["c"].risk, found["c"].impact) == pytest.approx((0.48, 0.24, 0.5))
    assert found["e"].impact is None


def test_several_triggers_are_branches_of_one_root() -> None:
    triggers = (Trigger(node="a", likelihood=0.5), Trigger(node="b", likelihood=0.5, severity=0.2))
    case = Case(edges=(an_edge("a", "c", 0.5), an_edge("b", "c", 0.5)), triggers=triggers)
    found = compare(case.network(), case.triggers, measure="cpm").nodes

    assert found["c"].chance == 1 - 0.75**2
    assert found["b"].risk == pytest.approx(0.1)


def test_paths_beyond_the_depth_are_counted() -> None:
    """Against all simple paths that networkx lists."""
    edges = [an_edge(one, other, 0.5) for one in "abcde" for other in "abcde" if one != other]
    case = Case(edges=(*edges, an_edge("e", "f")), triggers=(Trigger(node="a"),), nodes=tuple("abcdef"))
    graph = nx.DiGraph([(edge.source, edge.target) for edge in case.edges])
    for depth in (1, 2, 3, 4, 5):
        ends = [
            path
            for goal in "bcdef"
            for path in nx.all_simple_paths(graph, "a", goal, cutoff=depth)
            if len(path) == depth + 1 and set(graph[path[-1]]) - set(path)
        ]
        _, limits = solved(case, depth)
        assert (limits.not_followed, limits.depth) == (len(ends), depth)
        assert limits.beyond == (1 if depth == 1 else 0)


def test_a_tree_that_would_grow_too_large_is_refused() -> None:
    """Twelve nodes, all joined: 1 + 11 + 110 + 990 + 7,920 branches to depth 4."""
    nodes = tuple("abcdefghijkl")
    edges = tuple(an_edge(one, other, 0.1) for one in nodes for other in nodes if one != other)
    case = Case(edges=edges, triggers=(Trigger(node="a"),), nodes=nodes)
    full, _ = solved(case, 4, most_branches=9_032)
    with pytest.raises(InputError, match=r"up to 4 steps has more than 9,031 branches; ask for a depth of 3"):
        solved(case, 4, most_branches=9_031)
    with pytest.raises(InputError, match="set off fewer nodes"):
        solved(case, 4, most_branches=11)

    assert solved(case, 3, most_branches=9_031)[0] != full


def test_a_dependency_more_never_takes_paths_away() -> None:
    """33 nodes, all joined, and a chain of four steps: its end is told as it was, or not at all."""
    names = [f"k{number:02}" for number in range(33)]
    edges = [an_edge(one, other, 0.01) for one in names for other in names if one != other]
    edges += [an_edge(one, other, 0.9) for one, other in zip(["k00", *"xyz"], "xyzt", strict=True)]
    leaves = [f"l{number}" for number in range(8)]
    more = [an_edge(name, leaf, 0.01) for name in names for leaf in leaves]
    nodes, start = [*names, *"xyzt", *leaves], [Trigger(node="k00")]
    few, many = Network.of(nodes, edges), Network.of(nodes, [*edges, *more])

    assert compare(few, start, measure="cpm").nodes["t"].chance >= 0.9**4
    with pytest.raises(InputError, match="ask for a depth of 3"):
        compare(many, start, measure="cpm")
    shallow = [compare(network, start, measure="cpm", depth=3).nodes for network in (few, many)]
    assert all(shallow[0][name].chance <= shallow[1][name].chance for name in nodes)


def test_a_depth_that_means_nothing_is_refused() -> None:
    case = diamond()
    with pytest.raises(InputError, match="depth 0 is not 1 or more"):
        compare(case.network(), case.triggers, measure="cpm", depth=0)
    with pytest.raises(InputError, match="linear model knows no depth"):
        compare(case.network(), case.triggers, measure="linear", depth=4)


def test_what_is_not_there_is_refused() -> None:
    case = diamond()
    with pytest.raises(UnknownNameError, match="did you mean 'cpm'"):
        compare(case.network(), case.triggers, measure="cmp")
    with pytest.raises(UnknownNameError, match="in group 'g', the node 'ee'"):
        compare(case.network(), case.triggers, measure="cpm", groups={"g": ["ee"]})
    with pytest.raises(UnknownNameError, match="trigger"):
        compare(case.network(), [replace(case.triggers[0], node="zz")], measure="cpm")


def test_nothing_set_off_is_nothing_hit() -> None:
    for measure in ("cpm", "linear"):
        found = compare(
            Network.of("ab", [an_edge("a", "b")]), (), measure=measure, groups={"g": ["a", "b"], "h": []}
        )
        assert {figure.chance for figure in (*found.nodes.values(), *found.groups.values())} == {0}
        method = COMPARISONS[measure]
        assert (found.measure, found.name, found.roll_up) == (measure, method.name, method.roll_up)
        assert found.breaks == method.breaks
