"""Graph files: read as networkx writes them, refused with the place where they are wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anatomy.errors import InputError
from anatomy.loading.graph_json import GraphDocument, load_graph

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
    assert document.groups == {"g": ("2",)}


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
