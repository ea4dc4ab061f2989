"""The command `anatomy propagate`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from anatomy.cli.propagate import command
from anatomy.errors import AnatomyError, InputError, UnknownNameError
from anatomy.propagation import Trigger, propagate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def graph() -> nx.MultiDiGraph[str]:
    """Pricing reaches finance by two parallel edges, and finance reaches the board, after too many possible delays."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("pricing", "finance", likelihood=0.5, severity_share=0.5, delay_days=2)
    graph.add_edge("pricing", "finance", likelihood=0.5, delay_days=[1, 4, 900])
    graph.add_edge("finance", "board=top", likelihood=0.25, severity_share=0.5, delay_days=[0, 2, 900])
    return graph


@pytest.fixture
def file(graph: nx.MultiDiGraph[str], tmp_path: Path) -> str:
    """The graph as a file."""
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(nx.node_link_data(graph, edges="edges")), encoding="utf-8")
    return str(path)


def call(*arguments: str) -> Result:
    """Run the command; what we expect to go wrong is left to the caller."""
    return CliRunner().invoke(command, list(arguments))


def test_the_file_and_the_library_give_the_same_answer(file: str, graph: nx.MultiDiGraph[str]) -> None:
    result = call(
        file,
        "--trigger",
        "pricing=0.5,0.8,3",
        "--worlds",
        "700",
        "--seed",
        "5",
        "--felt-at",
        "0.3",
        "--group",
        "all=finance, board=top",
        "--format",
        "json",
    )
    spread = propagate(
        graph,
        [Trigger(node="pricing", likelihood=0.5, severity=0.8, time_days=3)],
        worlds=700,
        seed=5,
        felt_at=0.3,
        groups={"all": ["finance", "board=top"]},
    )

    assert result.exit_code == 0
    assert result.stdout == json.dumps(spread.to_dict(), indent=2) + "\n"
    assert result.stderr == ""


def test_the_table_names_the_likeliest_first(file: str) -> None:
    result = call(file, "--trigger", "pricing", "--group", "Top=board=top")
    rows = [line.split()[0] for line in result.stdout.splitlines() if line]

    assert rows == ["3", "Group", "Top", "Node", "pricing", "finance", "board=top"]
    assert "75\xa0%" in result.stdout
    assert "10,000 worlds, seed 0" in result.stdout


def test_a_node_with_an_equals_sign_is_taken_whole(file: str) -> None:
    data = json.loads(call(file, "--trigger", "board=top", "--format", "json").stdout)

    assert data["nodes"]["board=top"]["probability"] == 1


def test_triggers_and_groups_in_the_file_are_used(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    graph.graph.update(triggers=[{"node": "finance", "likelihood": 0.5}], groups={"money": ["finance"]})
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(nx.node_link_data(graph, edges="links")), encoding="utf-8")

    data = json.loads(call(str(path), "--format", "json").stdout)
    assert data["exact"]
    assert data["groups"]["money"]["probability"] == 0.5
    data = json.loads(call(str(path), "--trigger", "pricing", "--exact", "never", "--format", "json").stdout)
    assert data["nodes"]["pricing"]["probability"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--trigger", "pricing=2"),
        ("--trigger", "pricing=0.5,x"),
        ("--trigger", "pricing=0.5,1,x"),
        ("--trigger", "pricing=0.5,1,1,1"),
        ("--trigger", "pricing", "--group", "nameless"),
        ("--trigger", "pricing", "--group", "a\x1bb=pricing"),
        ("--trigger", "pricing", "--worlds", "0"),
        ("--trigger", "pricing", "--seed", "-1"),
        ("--trigger", "pricing", "--felt-at", "2"),
    ],
)
def test_wrong_usage_is_told(file: str, arguments: tuple[str, ...]) -> None:
    result = call(file, *arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("--trigger", "prising"), UnknownNameError),
        (("--trigger", "pricing=0.5,1,-3"), InputError),
        (("--trigger", "pricing", "--group", "g=nobody"), UnknownNameError),
        (("--trigger", "pricing", "--exact", "always"), InputError),
        (("--trigger", "pricing", "--felt-at", "nan"), InputError),
    ],
)
def test_what_the_graph_cannot_answer_is_refused(
    file: str, arguments: tuple[str, ...], kind: type[AnatomyError]
) -> None:
    result = call(file, *arguments)

    assert isinstance(result.exception, kind)
    assert result.stdout == ""


def test_many_nodes_are_counted_and_the_likeliest_shown(tmp_path: Path) -> None:
    star: nx.DiGraph[int] = nx.star_graph(40, create_using=nx.DiGraph)
    path = tmp_path / "star.json"
    path.write_text(json.dumps(nx.node_link_data(star, edges="links")), encoding="utf-8")
    text = call(str(path), "--trigger", "0").stdout

    assert "41 of 41 nodes may feel it (every world, exact)" in text
    assert "... and 21 more" in text
