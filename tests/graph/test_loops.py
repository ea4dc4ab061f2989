"""Feedback loops against networkx, and their order, caps and speed."""

from __future__ import annotations

import math
import random
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.graph.loops import Loops, find_loops
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf
from builders.enterprises import LAYERS, a_department, a_dependency, an_enterprise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.enterprise import Enterprise

Row = tuple[int, int, float]


def slug(place: int) -> str:
    """The cell at that place; six to a department."""
    return f"d{place // 6:03}/work/{list(LAYERS)[place % 6]}"


def enterprise_of(size: int, rows: Iterable[Row]) -> Enterprise:
    """So many cells with dependencies between them, by their places and likelihoods."""
    keys = [f"d{number:03}" for number in range(math.ceil(size / 6))]
    made = [
        a_dependency(slug(first), slug(last), likelihood=likelihood, suffix=str(number))
        for number, (first, last, likelihood) in enumerate(rows)
    ]
    return an_enterprise(
        (),
        departments={key: a_department(key, code=f"D{place}") for place, key in enumerate(keys, 1)},
        dependencies=tuple(sorted(made, key=lambda one: one.id)),
    )


def strongest_links(rows: Iterable[Row]) -> nx.DiGraph[str]:
    """For networkx, between two cells the likeliest dependency that can carry."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for first, last, likelihood in rows:
        if first != last and likelihood > 0:
            known = graph.get_edge_data(slug(first), slug(last), {"likelihood": 0.0})["likelihood"]
            graph.add_edge(slug(first), slug(last), likelihood=max(known, likelihood))
    return graph


def brute_force(graph: nx.DiGraph[str]) -> dict[frozenset[tuple[str, str]], float]:
    """Every simple cycle as its pairs of cells, with its chance."""
    cycles: dict[frozenset[tuple[str, str]], float] = {}
    for cells in nx.simple_cycles(graph):
        pairs = list(pairwise([*cells, cells[0]]))
        cycles[frozenset(pairs)] = math.prod(graph.edges[pair]["likelihood"] for pair in pairs)
    return cycles


def pairs_of(loops: Loops) -> list[frozenset[tuple[str, str]]]:
    """The cycles in the same form, in the order listed."""
    return [
        frozenset((str(one.source), str(one.target)) for one in cycle.dependencies) for cycle in loops.cycles
    ]


places = st.integers(0, 7)
likelihoods = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.01, 0.99))
webs = st.lists(st.tuples(places, places, likelihoods), max_size=22)


@given(webs)
def test_all_cycles_in_order(rows: list[Row]) -> None:
    graph = strongest_links(rows)
    expected = brute_force(graph)
    loops = find_loops(enterprise_of(8, rows), listed=10_000)

    found = pairs_of(loops)
    assert len(found) == len(set(found)) == len(expected)
    assert set(found) == set(expected)
    assert not loops.more
    for cycle, pairs in zip(loops.cycles, found, strict=True):
        assert cycle.chance == pytest.approx(expected[pairs])
        ends = [(one.source, one.target) for one in cycle.dependencies]
        assert all(before[1] == after[0] for before, after in pairwise([*ends, ends[0]]))
        assert cycle.cells[0] == min(
            cycle.cells, key=lambda cell: (cell.department, [*LAYERS].index(cell.layer))
        )
    for before, after in pairwise(loops.cycles):
        assert len(before.cells) <= len(after.cells)
        if len(before.cells) == len(after.cells):
            assert before.chance >= after.chance * (1 - 1e-12)


@given(webs)
def test_knots_are_strong_components_with_their_strongest_cycle(rows: list[Row]) -> None:
    graph = strongest_links(rows)
    cycles = brute_force(graph)
    enterprise = enterprise_of(8, rows)
    loops = find_loops(enterprise)

    components = {frozenset(part) for part in nx.strongly_connected_components(graph) if len(part) > 1}
    assert {frozenset(map(str, knot.cells)) for knot in loops.knots} == components
    for knot in loops.knots:
        cells = set(map(str, knot.cells))
        inside = [
            chance for pairs, chance in cycles.items() if {cell for pair in pairs for cell in pair} <= cells
        ]
        assert knot.strongest.chance == pytest.approx(max(inside))
        assert knot.dependencies == sum(
            {str(one.source), str(one.target)} <= cells for one in enterprise.dependencies
        )
    strengths = [knot.strongest.chance for knot in loops.knots]
    assert strengths == sorted(strengths, reverse=True)


@given(webs, st.integers(1, 6))
def test_a_cap_keeps_the_head_of_the_list_and_says_so(rows: list[Row], listed: int) -> None:
    enterprise = enterprise_of(8, rows)
    whole, short = find_loops(enterprise, listed=10_000), find_loops(enterprise, listed=listed)

    assert short.cycles == whole.cycles[:listed]
    assert short.more == (len(whole.cycles) > listed)
    assert short.knots == whole.knots


def test_giving_up_is_told() -> None:
    enterprise = enterprise_of(12, [(a, b, 0.5) for a in range(12) for b in range(12)])

    assert find_loops(enterprise, listed=10_000, tried=50).more
    assert find_loops(enterprise, listed=10).cycles == find_loops(enterprise, listed=10, tried=500).cycles


def test_what_leads_to_itself_or_never_carries_is_no_loop() -> None:
    assert find_loops(enterprise_of(6, [(0, 0, 0.5), (1, 2, 0.5), (2, 1, 0.0)])) == Loops(
        knots=(), cycles=(), more=False
    )


def ruled(size: int) -> list[Row]:
    """The vertical rule: from every layer to the one below."""
    return [(cell, cell + 1, 0.6) for cell in range(size) if cell % 6 != 5]


def a_tangle() -> list[Row]:
    drawn = random.Random(7)
    size = 1350
    return [
        *ruled(size),
        *((drawn.randrange(size), drawn.randrange(size), drawn.uniform(0.05, 0.95)) for _ in range(675)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        a_tangle(),
        [(cell, (cell + 1) % 1350, 0.9) for cell in range(1350)],
        [(a, b, 0.5) for a in range(42) for b in range(42)],
    ],
    ids=["tangle", "ring", "block"],
)
def test_large_models_take_no_longer_than_a_breath(rows: list[Row]) -> None:
    enterprise = enterprise_of(1350, rows)
    began = time.process_time()
    loops = find_loops(enterprise)

    assert time.process_time() - began < 5
    assert loops.knots
    assert loops.cycles


def test_the_reference_has_loops_and_its_strongest_are_told() -> None:
    loops = find_loops(load_enterprise(shelf("models") / "reference"))

    assert loops.cycles
    assert (
        max(cycle.chance for cycle in loops.cycles) <= max(knot.strongest.chance for knot in loops.knots) < 1
    )
