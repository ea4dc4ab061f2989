"""Selectors against networkx and against sets: walks, operators, reasons."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.domain.cell import CellId
from anatomy.graph.selectors import Selection, select_cells
from builders.enterprises import LAYERS, a_department, a_dependency, a_kind, an_enterprise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.enterprise import Enterprise

KEYS = ("sales", "finance", "legal")
KINDS = ("feeds", "gates", "values")
CELLS = [f"{key}/work/{layer}" for key in KEYS for layer in LAYERS]
CODES = [f"D{place}.F1.P{layer}" for place in (1, 2, 3) for layer in range(1, 7)]
Row = tuple[int, int, str]


def enterprise_of(rows: Iterable[Row]) -> Enterprise:
    """Eighteen cells with dependencies between them, by their places in CELLS."""
    made = [
        a_dependency(CELLS[first], CELLS[last], kind=kind, suffix=str(place))
        for place, (first, last, kind) in enumerate(rows)
    ]
    return an_enterprise(
        (),
        departments={key: a_department(key, code=f"D{place}") for place, key in enumerate(KEYS, 1)},
        kinds={key: a_kind(key) for key in KINDS},
        dependencies=tuple(sorted(made, key=lambda one: one.id)),
    )


def graph_of(rows: Iterable[Row], kinds: Iterable[str] = KINDS) -> nx.MultiDiGraph[str]:
    """The same cells for networkx, with dependencies of these kinds only."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(CELLS)
    graph.add_edges_from((CELLS[first], CELLS[last]) for first, last, kind in rows if kind in kinds)
    return graph


def chosen(enterprise: Enterprise, text: str, exclude: str = "") -> set[str]:
    """Slugs of the cells."""
    return {str(one.cell) for one in select_cells(enterprise, text, exclude=exclude).cells}


def within(graph: nx.MultiDiGraph[str], node: str, steps: int | None, *, up: bool = False) -> set[str]:
    """All that is at most so many steps away, by networkx."""
    turned = graph.reverse() if up else graph
    return set(nx.single_source_shortest_path_length(turned, node, cutoff=steps))


places = st.integers(0, len(CELLS) - 1)
webs = st.lists(st.tuples(places, places, st.sampled_from(KINDS)), max_size=40)
numbers = st.one_of(st.none(), st.integers(0, 5))


@given(webs, places)
def test_up_and_down_are_ancestors_and_descendants(rows: list[Row], place: int) -> None:
    enterprise, graph = enterprise_of(rows), graph_of(rows)
    node, code = CELLS[place], CODES[place]

    up, down = nx.ancestors(graph, node) | {node}, nx.descendants(graph, node) | {node}
    assert chosen(enterprise, f"+{code}") == up
    assert chosen(enterprise, f"{code}+") == down
    assert chosen(enterprise, f"+{code}+") == up | down
    assert chosen(enterprise, code) == {node}


@given(webs, places, numbers, numbers, st.sets(st.sampled_from(KINDS), min_size=1))
def test_steps_and_kinds_on_a_walk(
    rows: list[Row], place: int, up: int | None, down: int | None, kinds: set[str]
) -> None:
    graph = graph_of(rows, kinds)
    text = f"{'' if up is None else up}+{CODES[place]}+{'' if down is None else down}"

    assert chosen(enterprise_of(rows), f"{text}[kind:{','.join(sorted(kinds))}]") == within(
        graph, CELLS[place], up, up=True
    ) | within(graph, CELLS[place], down)


@given(webs, places)
def test_around_is_all_downstream_and_all_that_leads_there(rows: list[Row], place: int) -> None:
    graph, node = graph_of(rows), CELLS[place]
    down = nx.descendants(graph, node) | {node}

    expected = down.union(*(nx.ancestors(graph, one) for one in down))
    assert chosen(enterprise_of(rows), f"@{CODES[place]}") == expected


@given(webs, places, places)
def test_reasons_are_shortest_chains_that_hold_together(rows: list[Row], place: int, other: int) -> None:
    enterprise, graph = enterprise_of(rows), graph_of(rows)
    selection = select_cells(enterprise, f"{CODES[place]}+ {CODES[other]}+")

    for one in selection.cells:
        (reason,) = one.reasons
        cells = [reason.start]
        for link in reason.chain:
            dependency = enterprise.dependency(link)
            assert dependency.source == cells[-1]
            cells.append(dependency.target)
        assert cells[-1] == one.cell
        lengths = [
            nx.shortest_path_length(graph, start, str(one.cell))
            for start in (CELLS[place], CELLS[other])
            if nx.has_path(graph, start, str(one.cell))
        ]
        assert one.steps == len(reason.chain) == min(lengths)


@given(webs, places)
def test_chains_around_go_down_and_then_up_and_no_detour(rows: list[Row], place: int) -> None:
    enterprise, graph = enterprise_of(rows), graph_of(rows)

    # Two copies of the graph: downwards in the first, upwards in the second, and over at any cell.
    ways: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    for first, last in graph.edges():
        ways.add_edge(("down", first), ("down", last))
        ways.add_edge(("down", last), ("up", first))
        ways.add_edge(("up", last), ("up", first))
    ways.add_node(("down", CELLS[place]))
    lengths = nx.single_source_shortest_path_length(ways, ("down", CELLS[place]))
    for one in select_cells(enterprise, f"@{CODES[place]}").cells:
        known = [lengths[way, str(one.cell)] for way in ("down", "up") if (way, str(one.cell)) in lengths]
        assert one.steps == min(known)
        turns = [str(one.reasons[0].start)]
        for link in one.reasons[0].chain:
            dependency = enterprise.dependency(link)
            ends = {str(dependency.source), str(dependency.target)}
            assert turns[-1] in ends
            (turns.append(next(iter(ends - {turns[-1]}), turns[-1])))
        assert turns[-1] == str(one.cell)
        assert len({*turns}) == len(turns)


TERMS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "+", "1+", "2+"]),
    st.sampled_from([*CODES, "Sales", "layer:P3", "D2.F1", "*/work/process", "kind:feeds"]),
    st.sampled_from(["", "+", "+1", "+[kind:gates]"]),
)


@given(webs, TERMS, TERMS, TERMS)
def test_spaces_commas_and_exclude_are_union_intersection_and_difference(
    rows: list[Row], first: str, second: str, third: str
) -> None:
    enterprise = enterprise_of(rows)
    one, two, three = (chosen(enterprise, text) for text in (first, second, third))

    assert chosen(enterprise, f"{first} {second}") == one | two == chosen(enterprise, f"{second}  {first}")
    assert chosen(enterprise, f"{first},{second}") == one & two == chosen(enterprise, f"{second},{first}")
    assert chosen(enterprise, f"{first},{second} {third}") == (one & two) | three
    assert chosen(enterprise, first, exclude=f"{second} {third}") == one - (two | three)
    assert chosen(enterprise, f"{first} {first},{first}") == one


@given(webs, TERMS, TERMS)
def test_order_and_dependencies_are_those_of_the_model(rows: list[Row], first: str, second: str) -> None:
    enterprise = enterprise_of(rows)
    selection = select_cells(enterprise, f"{first} {second}")
    cells = [one.cell for one in selection.cells]

    assert cells == [cell for cell in enterprise.cells() if cell in set(cells)]
    assert list(selection.dependencies) == [
        one for one in enterprise.dependencies if {one.source, one.target} <= set(cells)
    ]
    assert selection == select_cells(enterprise, f"{first} {second}")
    assert all(len(one.reasons) == 1 for one in selection.cells)


def test_exclude_walks_through_the_whole_model() -> None:
    """What is left out is found before anything is taken away, also beyond the selected cells."""
    enterprise = enterprise_of([(0, 6, "feeds"), (6, 1, "feeds"), (1, 2, "feeds")])

    assert chosen(enterprise, "D1", exclude="D1.F1.P1+") == set(CELLS[3:6])


def test_an_intersection_tells_a_reason_for_each_term() -> None:
    enterprise = enterprise_of([(0, 1, "feeds"), (1, 2, "gates"), (2, 6, "feeds")])
    (one,) = select_cells(enterprise, "D1.F1.P1+,+D2.F1.P1,layer:P2").cells

    assert str(one.cell) == CELLS[1]
    assert [reason.term for reason in one.reasons] == ["D1.F1.P1+", "+D2.F1.P1", "layer:P2"]
    assert [len(reason.chain) for reason in one.reasons] == [1, 2, 0]
    assert one.steps == 3
    up = one.reasons[1]
    ends = [enterprise.dependency(link) for link in up.chain]
    assert [str(end.target) for end in ends] == [CELLS[6], CELLS[2]]
    assert all(before.source == after.target for before, after in pairwise(ends))


def test_ends_of_dependencies_name_the_dependency() -> None:
    enterprise = enterprise_of([(0, 1, "feeds"), (4, 7, "gates")])
    selection = select_cells(enterprise, "kind:gates")

    assert [str(one.cell) for one in selection.cells] == [CELLS[4], CELLS[7]]
    assert {one.reasons[0].end_of for one in selection.cells} == {f"{CELLS[4]} > {CELLS[7]} : gates#1"}
    assert selection.cells[0].reasons[0].method == "kind"


def felt_in(text: str) -> set[str]:
    """Cells of a model in which the first cell feels it for certain, the second in 30 % of all worlds."""
    felt = {CellId.parse(CELLS[0]): 1.0, CellId.parse(CELLS[1]): 0.3}
    found: Selection = select_cells(enterprise_of([]), text, felt=felt)
    return {str(one.cell) for one in found.cells}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("felt:>0.3", CELLS[:1]),
        ("felt:>=0.3", CELLS[:2]),
        ("felt:>=30%", CELLS[:2]),
        ("felt:>29.5%", CELLS[:2]),
        ("felt:<0.3", CELLS[2:]),
        ("felt:<=30%", CELLS[1:]),
        ("felt:>1", []),
        ("felt:>=100%", CELLS[:1]),
        ("felt:>0,layer:P2", CELLS[1:2]),
    ],
)
def test_chances_of_a_result(text: str, expected: list[str]) -> None:
    assert felt_in(text) == set(expected)
