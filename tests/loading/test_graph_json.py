"""Graph files: read as networkx writes them, refused with the place where they are wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anatomy.errors import InputError
from anatomy.loading.graph_document import GraphDocument, GraphGroup
from anatomy.loading.graph_json import load_graph

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for files."""
    return tmp_path_factory.mktemp("graphs")


def load(folder: Path, data: object) -> GraphDocument:
    """Write text, bytes or data to a file and read it."""
    path = folder / "graph.json"
    raw = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    path.write_bytes(raw)
    return load_graph(path, name="graph.json")


def refused(folder: Path, data: object) -> str:
    """What the reader says against it."""
    with pytest.raises(InputError) as refusal:
        load(folder, data)
    return str(refusal.value)


def a_file(**link: Any) -> dict[str, Any]:
    """Two nodes and a link between them."""
    return {"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b", **link}]}


@pytest.mark.parametrize("edges", ["links", "edges"])
@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiDiGraph])
def test_what_networkx_writes_is_read(folder: Path, kind: type[nx.DiGraph[Any]], edges: str) -> None:
    graph = kind([("a", 2), (2, "a")], triggers=["a"], groups={"g": [2]})
    graph.add_edge("a", "c", likelihood=0.5, severity_share=0.25, delay_days=(1, 2, 3), colour="red")
    document = load(folder, nx.node_link_data(graph, edges=edges))

    assert document.nodes == ("a", "2", "c")
    (edge,) = (edge for edge in document.edges if edge.target == "c")
    assert (edge.likelihood, edge.severity_share, edge.delay_days) == (0.5, 0.25, (1, 2, 3))
    assert (edge.id, edge.key) == (None, "0")
    assert [trigger.node for trigger in document.triggers] == ["a"]
    assert document.groups == {"g": GraphGroup(members=("2",))}
    assert document.joints == {}


def test_parallel_links_without_keys_are_told_apart(folder: Path) -> None:
    data = a_file()
    data["links"] *= 2

    assert [edge.key for edge in load(folder, data).edges] == ["0", "1"]


def test_problems_beyond_twenty_are_counted(folder: Path) -> None:
    data = a_file(likelihood=2)
    data["links"] *= 30
    said = refused(folder, data).splitlines()

    assert len(said) == 21
    assert said[19].startswith("ANA701 graph.json: links[19].likelihood: ")
    assert said[20] == "ANA701 and 10 more problems"


def test_every_id_and_key_that_is_used_again_is_told_with_its_place(folder: Path) -> None:
    data = a_file()
    link = data["links"][0]
    data["links"] = [{**link, "id": "x"}] * 2 + [{**link, "key": 7}] * 3
    said = refused(folder, data)

    assert said.count("ANA703") == 3
    assert "links[1].id: 'x' is also the id of links[0]" in said
    assert "links[4].key: '7' is also the key of links[2]" in said


def test_a_byte_order_mark_and_shares_in_percent_are_taken(folder: Path) -> None:
    (edge,) = load(folder, b"\xef\xbb\xbf" + json.dumps(a_file(likelihood="28 %")).encode()).edges

    assert edge.likelihood == pytest.approx(0.28)


def test_a_delay_may_be_one_of_several(folder: Path) -> None:
    (edge,) = load(folder, a_file(delay_days={"30": "30 %", "2.5": 0.7})).edges

    assert edge.delay_chances == {30.0: pytest.approx(0.3), 2.5: pytest.approx(0.7)}
    (edge,) = load(folder, a_file(delay_days=[1, 2, 3])).edges
    assert (edge.delay_chances, edge.delay_days) == ({}, (1, 2, 3))


def test_groups_may_need_several_and_joints_name_groups(folder: Path) -> None:
    groups = {
        "any": ["a", "b"],
        "both": {"at_least": "all", "of": ["a", "b", "a"]},
        "one": {"at_least": 1, "of": ["b"]},
    }
    document = load(folder, {**a_file(), "graph": {"groups": groups, "joints": {"j": ["any", "both"]}}})

    assert document.groups == {
        "any": GraphGroup(members=("a", "b")),
        "both": GraphGroup(members=("a", "b", "a"), at_least=2),
        "one": GraphGroup(members=("b",)),
    }
    assert document.joints == {"j": ("any", "both")}


def grouped(group: object) -> dict[str, Any]:
    """The file with one group in it."""
    return {**a_file(), "graph": {"groups": {"g": group}}}


def joined(joint: object) -> dict[str, Any]:
    """The file with one group and a joint in it."""
    return {**a_file(), "graph": {"groups": {"ends": ["a", "b"]}, "joints": {"j": joint}}}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (a_file(delay_days={}), "links[0].delay_days: the chances add up to 0 %, not 100 %; write days and"),
        (a_file(delay_days={"2": 0.7, "30": 0.2}), "links[0].delay_days: the chances add up to 90 %, not"),
        (a_file(delay_days={"2": 0.7, "30": 0.7}), "the chances add up to 140 %"),
        (a_file(delay_days={"2": 1, "3": 0}), "links[0].delay_days.3: a chance of 0 %; leave it out"),
        (a_file(delay_days={"2": 0.5, "2.0": 0.5}), "links[0].delay_days.2.0: 2 days are given twice"),
        (a_file(delay_days={"soon": 1}), "links[0].delay_days.soon: 'soon' is not a number of days"),
        (a_file(delay_days={"-1": 1}), "links[0].delay_days.-1: '-1' is not a number of days"),
        (a_file(delay_days={"nan": 1}), "'nan' is not a number of days"),
        (a_file(delay_days={"40000": 1}), "'40000' is not a number of days; write 0 to 36525"),
        (a_file(delay_days={"2": 1.5}), "ANA701 graph.json: links[0].delay_days.2: 1.5 is above 1"),
        (a_file(delay_days={"2": "x"}), "links[0].delay_days.2: 'x' is not a share"),
        (
            grouped({"at_least": 3, "of": ["a", "b", "a"]}),
            "graph.groups.g.at_least: 3 is not a number of its 2",
        ),
        (grouped({"at_least": 0, "of": ["a"]}), "graph.groups.g.at_least: 0 is not a number of its 1"),
        (grouped({"at_least": True, "of": ["a"]}), "graph.groups.g.at_least: True is not"),
        (grouped({"at_least": "most", "of": ["a"]}), "graph.groups.g.at_least: 'most' is not"),
        (grouped({"of": ["a"]}), 'graph.groups.g.at_least: is missing; write "all", or 1 to 1'),
        (grouped({"at_least": 1}), "graph.groups.g.of: is missing; write [...]"),
        (grouped({"at_least": 1, "of": []}), "graph.groups.g.of: names no node"),
        (grouped({"at_least": 1, "of": ["q"]}), "graph.groups.g.of[0]: 'q' is not a node"),
        (grouped({"at_least": 1, "off": ["a"], "of": ["a"]}), "graph.groups.g.off: not known; use one of"),
        (joined(["end"]), "ANA706 graph.json: graph.joints.j[0]: 'end' is not a group; did you mean 'ends'?"),
        (joined(["a"]), "graph.joints.j[0]: 'a' is not a group; it is a node"),
        (joined([]), "graph.joints.j: names no group"),
        (joined("ends"), "graph.joints.j: 'ends' is not a list"),
        (
            {**a_file(), "graph": {"joint": {}}},
            "graph.joint: this attribute is not known; did you mean joints?",
        ),
    ],
)
def test_wrong_delays_groups_and_joints_are_one_line_each(folder: Path, data: object, says: str) -> None:
    said = refused(folder, data)

    assert says in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (a_file(likelihood=1.4), "ANA701 graph.json: links[0].likelihood: "),
        (a_file(likelihood=None), "links[0].likelihood"),
        (a_file(likelihood=True), "links[0].likelihood"),
        (a_file(severity_share=-0.1), "links[0].severity_share"),
        (a_file(delay_days=-1), "ANA702 graph.json: links[0].delay_days: -1 is not a number of days"),
        (a_file(delay_days="soon"), "links[0].delay_days"),
        (a_file(delay_days=[3, 2, 1]), "links[0].delay_days"),
        (a_file(delay_days=[1, 2]), "links[0].delay_days"),
        (a_file(delay_days=[1, "x", 3]), "links[0].delay_days[1]"),
        (
            a_file(likelyhood=0.2),
            "links[0].likelyhood: this attribute is not known; did you mean likelihood?",
        ),
        (a_file(id=["x"]), "links[0].id"),
        (a_file(target="bb"), "ANA704 graph.json: links[0].target: 'bb' is not a node; did you mean 'b'?"),
        (a_file(target=None), "links[0].target: is missing"),
        ({**a_file(), "edges": []}, "given twice"),
        ({**a_file(), "directed": False}, "ANA709"),
        ({"links": []}, "nodes: is missing"),
        ({"nodes": []}, "links: is missing"),
        ({"nodes": [{"id": "a"}, {"id": "a"}], "links": []}, "ANA705 graph.json: nodes[1].id"),
        ({"nodes": [{}], "links": []}, "nodes[0].id: is missing"),
        ({"nodes": ["a"], "links": []}, "nodes[0]: 'a' is not an object"),
        ({"nodes": [{"id": "a\x1b[2J"}], "links": []}, "control character U+001B"),
        ({"nodes": [{"id": "\ud800"}], "links": []}, "control character U+D800"),
        ({**a_file(), "graph": {"triggers": ["z"]}}, "graph.triggers[0].node"),
        ({**a_file(), "graph": {"triggers": [{"node": "a", "severety": 1}]}}, "graph.triggers[0].severety"),
        (
            {**a_file(), "graph": {"triggers": [{"node": "a", "time_days": -2}]}},
            "graph.triggers[0].time_days",
        ),
        ({**a_file(), "graph": {"groups": {"g": ["a", "q"]}}}, "graph.groups.g[1]"),
        ({**a_file(), "graph": {"groups": {"g": "a"}}}, "graph.groups.g: 'a' is not a list"),
        ({**a_file(), "graph": []}, "graph: [] is not an object"),
        ([], "the document"),
        ("", "ANA721"),
        ('{"nodes": [,]}', "graph.json:1:12"),
        ('{"nodes": [], "links": [], "nodes": []}', "ANA723"),
        ('{"nodes": [],\n "links": [{"likelihood": NaN}]}', "graph.json:2:27: ANA724 NaN is not a number"),
        ('{"nodes": [], "links": [{"likelihood": -Infinity}]}', "ANA724"),
        (json.dumps(a_file()).replace('"b"}]', '"b", "likelihood": 1e999}]'), "links[0].likelihood"),
        (
            json.dumps(a_file()).replace('"b"}]', '"b", "likelihood": %s}]' % ("9" * 400)),
            "links[0].likelihood",
        ),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"nodes": []}\x00', "control character"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(folder: Path, data: object, says: str) -> None:
    assert says in refused(folder, data)


def test_every_problem_is_told_up_to_twenty(folder: Path) -> None:
    data = a_file()
    data["links"] = [{"source": "a", "target": "b", "likelihood": 7}] * 30

    assert refused(folder, data).count("ANA701 graph.json: ") == 20


def test_files_that_are_none_are_refused(folder: Path) -> None:
    for path in (folder, folder / "missing.json"):
        with pytest.raises(InputError, match="ANA001"):
            load_graph(path, name="x")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "nodes",
                    "links",
                    "edges",
                    "graph",
                    "id",
                    "source",
                    "target",
                    "likelihood",
                    "delay_days",
                    "triggers",
                    "groups",
                    "joints",
                    "at_least",
                    "of",
                    "2",
                    "node",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({"nodes": JSON, "links": JSON, "graph": JSON}) | JSON)
def test_no_json_at_all_leads_to_anything_but_a_graph_or_a_refusal(folder: Path, data: object) -> None:
    try:
        assert isinstance(load(folder, data), GraphDocument)
    except InputError as refusal:
        assert refusal.problems  # noqa: PT017 - either is fine


@given(
    links=st.permutations(
        [
            {"likelihood": 0.5, "delay_days": 3},
            {"likelihood": 0.25, "severity_share": 0.5},
            {"likelihood": 0.75, "severity_share": 0.5},
            {"delay_days": {"1": 0.5, "2": 0.5}},
            {"likelihood": 0.1, "key": 1},
            {"likelihood": 0.2, "id": "own"},
        ]
    )
)
def test_parallel_edges_are_told_apart_by_what_they_say(folder: Path, links: list[dict[str, Any]]) -> None:
    ends = {"source": "a", "target": "b"}
    edges = load(folder, a_file() | {"links": [{**ends, **link} for link in links]}).edges
    keys = {edge.likelihood: edge.key for edge in edges}

    assert keys == {0.25: "0", 0.1: "1", 0.75: "2", 1.0: "3", 0.5: "4", 0.2: None}


def test_a_trigger_may_bring_its_id(folder: Path) -> None:
    triggers = ["a", {"node": "a", "id": 7}]

    assert [it.id for it in load(folder, a_file() | {"graph": {"triggers": triggers}}).triggers] == [
        None,
        "7",
    ]


def test_equal_parallel_edges_are_interchangeable(folder: Path) -> None:
    link = {"source": "a", "target": "b", "likelihood": 0.5}

    assert [edge.key for edge in load(folder, a_file() | {"links": [link] * 3}).edges] == ["0", "1", "2"]
