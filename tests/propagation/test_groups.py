"""Groups that need several members, against counting in every world."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import (
    Group,
    Replay,
    Trigger,
    importance,
    propagate,
    run,
    weigh_removals,
)
from anatomy.propagation.comparisons import compare
from builders.graphs import NODES, Case, _hits, _worlds, an_edge, cases, diamond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def test_who_cannot_count_members_refuses_a_group_that_needs_several() -> None:
    network, start = diamond().network(), diamond().triggers
    plain = {"edges": [], "ledgers": {}, "felt_at": 0.0, "worlds": 1, "seed": 0}

    def ask(group: Group) -> Iterator[Callable[[], object]]:
        some: dict[str, Any] = {"some": group}
        yield lambda: weigh_removals(network, start, groups=some)
        yield lambda: importance(network, start, targets=some)
        yield lambda: Replay(network, start, groups=some, **plain)  # type: ignore[arg-type]
        yield lambda: compare(network, start, measure="cpm", groups=some)

    for asked in ask(Group.all_of(["b", "c"])):
        with pytest.raises(InputError, match="ANA707 group 'some' needs 2 of its nodes; here"):
            asked()
    for asked in ask(Group.any_of(["b", "c"])):
        asked()
    for asked in ask(Group.any_of(["b", "nobody"])):
        with pytest.raises(UnknownNameError, match="in group 'some', the node 'nobody'"):
            asked()


def test_a_graph_may_be_asked_about_groups_that_need_several() -> None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    for node in (2, 3):
        graph.add_edge(1, node, likelihood=0.5)
    numbers: Any = {2, 3}
    groups: dict[str, Any] = {"both": Group.all_of(["2", "3"]), "too": Group.all_of(numbers), "any": [2, 3]}
    found = propagate(graph, [Trigger(node="1")], groups=groups).groups

    assert {name: one.probability for name, one in found.items()} == {"both": 0.25, "too": 0.25, "any": 0.75}


@settings(max_examples=60, deadline=None)
@given(case=cases(coins=7), need=st.integers(1, 3), members=st.sets(st.sampled_from(NODES), min_size=3))
def test_k_of_n_counts_members_world_by_world(case: Case, need: int, members: set[str]) -> None:
    groups = {"some": Group(nodes=frozenset(members), need=need), "any": Group.any_of(["b", "c"])}
    found = run(case.network(), case.triggers, groups=groups, felt_at=case.felt_at, exact="always").groups[
        "some"
    ]
    reached = felt = hurt = early = 0.0
    for chance, live, lit in _worlds(case):
        severity, days = _hits(case.nodes, live, lit)
        hit = sorted((severity[node] for node in members if node in severity), reverse=True)
        when = sorted(days[node] for node in members if severity.get(node, -1.0) >= case.felt_at)
        reached += chance * (len(hit) >= need)
        hurt += chance * (hit[need - 1] if len(hit) >= need else 0.0)
        felt += chance * (len(when) >= need)
        early += chance * (len(when) >= need and when[need - 1] <= 1.5)
    assert found.reached == pytest.approx(reached, abs=1e-12)
    assert found.probability == pytest.approx(felt, abs=1e-12)
    assert found.mean_severity == pytest.approx(hurt, abs=1e-12)
    assert found.felt_by(1.5) == pytest.approx(early, abs=1e-12)


def test_all_of_a_group_is_a_joint_question() -> None:
    case = diamond()
    spread = run(
        case.network(),
        case.triggers,
        groups={"both": Group.all_of(["c", "d"]), "c": ["c"], "d": ["d"]},
        joints={"both": ["c", "d"]},
    )
    assert spread.groups["both"].probability == spread.joints["both"].probability == 0.125


def test_what_is_possible_but_never_seen_has_no_chance_and_an_interval() -> None:
    case = Case(edges=(an_edge("a", "b", 1e-9),), triggers=(Trigger(node="a"),))
    found = case.answer("never", worlds=1_000, groups={"b": ("b",)}, joints={"alone": ["b"]}).joints["alone"]
    assert (found.probability, found.low, found.high) == (0, 0, 0.003)


def test_a_member_out_of_reach_keeps_all_of_them_from_being_hit() -> None:
    spread = run(
        diamond().network(),
        [Trigger(node="b")],
        groups={"all": Group.all_of("ab"), "any": Group.any_of("ab")},
    )
    assert spread.groups["all"].reached == 0
    assert spread.groups["any"].reached == 1


def test_watched_groups_tell_every_world() -> None:
    case = Case(edges=(an_edge("a", "b", 0.5, 0.4, 3),), triggers=(Trigger(node="a"),), felt_at=0.2)
    spread = case.answer(groups={"g": ("b", "e")}, watch_groups=["g"])
    seen = spread.watched_groups["g"]
    assert sorted(zip(seen.severity.tolist(), seen.arrival_days.tolist(), strict=True)) == [
        (0.0, math.inf),
        (0.4, 3.0),
    ]


@pytest.mark.parametrize("need", [0, 3])
def test_a_group_cannot_need_more_than_it_has(need: int) -> None:
    with pytest.raises(InputError, match=f"cannot need {need}"):
        Group(nodes=frozenset("ab"), need=need)
