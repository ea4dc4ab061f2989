"""The command `anatomy propagate`."""

from __future__ import annotations

import json
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from anatomy.cli import run as main
from anatomy.errors import AnatomyError, InputError, UnknownNameError
from anatomy.propagation import Delay, Edge, Group, Network, Trigger, propagate, run
from builders.propagating import ROOT, SUPPLIERS, ask, call

if TYPE_CHECKING:
    from collections.abc import Callable
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

    assert rows == ["3", "Group", "Top", "Node", "pricing", "finance", "board=top", "Severity:"]
    assert "75 %" in result.stdout
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
        ("--trigger", "pricing", "--felt-at", "nan"),
        ("--trigger", "pricing", "--top", "0"),
        ("--trigger", "pricing", "--depth", "2"),
        ("--trigger", "pricing", "--measure", "cpm", "--by", "7"),
        ("--trigger", "pricing", "--measure", "exact", "--exact", "never"),
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


def chance_of(*needs: tuple[frozenset[str], int]) -> float:
    """P(at least so many of each set of suppliers), over the eight ways that they may turn out."""
    hit = {"north": 0.3, "south": 0.4, "west": 0.2}
    total = 0.0
    for faces in product((True, False), repeat=3):
        live = {name for name, face in zip(hit, faces, strict=True) if face}
        if all(len(live & members) >= need for members, need in needs):
            total += prod(p if name in live else 1 - p for name, p in hit.items())
    return total


def test_groups_that_need_several_and_joints_are_answered() -> None:
    data = ask(SUPPLIERS, "--worlds", "60000", "--exact", "never")
    suppliers = frozenset({"north", "south", "west"})

    for name, need in (("any supplier", 1), ("two suppliers", 2), ("all suppliers", 3)):
        group = data["groups"][name]
        assert group["low"] - 0.002 < chance_of((suppliers, need)) < group["high"] + 0.002
    # The line stands still if any supplier that is hit passes it on.
    both = 0.0
    carry = {"north": 0.5, "south": 0.5, "west": 0.9}
    hit = {"north": 0.3, "south": 0.4, "west": 0.2}
    for faces in product((True, False), repeat=3):
        live = [name for name, face in zip(hit, faces, strict=True) if face]
        chance = prod(p if name in live else 1 - p for name, p in hit.items())
        both += chance * (len(live) >= 2) * (1 - prod(1 - carry[name] for name in live))
    joint = data["joints"]["two suppliers and the line"]
    assert joint["low"] - 0.002 < both < joint["high"] + 0.002


def test_the_file_means_what_the_library_means() -> None:
    data = ask(SUPPLIERS, "--worlds", "900", "--seed", "3", "--by", "7", "--by", "31d", "--exact", "never")
    late = Delay.of_choices({2: 0.7, 30: 0.3})
    rows = (
        ("order", "north", 0.3, 1.0, late),
        ("order", "south", 0.4, 1.0, late),
        ("order", "west", 0.2, 1.0, Delay(low=5, mode=10, high=30)),
        ("north", "line", 0.5, 0.6, Delay.fixed(1)),
        ("south", "line", 0.5, 0.8, Delay.fixed(1)),
        ("west", "line", 0.9, 0.3, Delay.fixed(1)),
    )
    edges = [
        Edge(id=f"{one}->{two}#0", source=one, target=two, likelihood=p, severity_share=w, delay=delay)
        for one, two, p, w, delay in rows
    ]
    suppliers = ["north", "south", "west"]
    spread = run(
        Network.of(["order", "line", *suppliers], edges),
        [Trigger(node="order")],
        worlds=900,
        seed=3,
        exact="never",
        groups={
            "any supplier": suppliers,
            "two suppliers": Group(nodes=frozenset(suppliers), need=2),
            "all suppliers": Group.all_of(suppliers),
            "line": ["line"],
        },
        joints={"two suppliers and the line": ["two suppliers", "line"]},
        horizon_days=[31, 7],
    )

    assert data == json.loads(json.dumps(spread.to_dict()))
    assert set(data["nodes"]["north"]["felt_by"]) == {"7", "31"}


def test_the_chance_by_a_date_follows_the_chances_of_the_delay() -> None:
    data = ask(SUPPLIERS, "--worlds", "40000", "--by", "1", "--by", "2", "--by", "29 days", "--by", "30")
    north = data["nodes"]["north"]["felt_by"]

    assert north["1"] == 0
    assert north["2"] == north["29"] == pytest.approx(0.3 * 0.7, abs=0.01)
    assert north["30"] == pytest.approx(0.3, abs=0.01)


def test_worlds_are_added_until_the_groups_are_known_well_enough() -> None:
    data = ask(SUPPLIERS, "--worlds", "1000", "--until", "1%", "--exact", "never")

    assert data["worlds"] > 1000
    assert all(group["high"] - group["low"] <= 0.02 for group in data["groups"].values())


def test_the_text_tells_dates_joints_and_ranges() -> None:
    result = call(SUPPLIERS, "--worlds", "2000", "--by", "7", "--exact", "never")
    lines = result.stdout.splitlines()

    assert lines[2].split() == [
        "Group",
        "Chance",
        "95",
        "%",
        "interval",
        "By",
        "day",
        "7",
        "Severity",
        "First",
        "felt",
    ]
    assert any(line.split()[:3] == ["Joint", "Chance", "95"] for line in lines)
    (line,) = (line for line in lines if line.startswith("north"))
    assert line.endswith("day 2 (2–30)")
    note = " ".join(lines[-2:])
    assert note.startswith("Severity: mean where felt.")
    assert note.endswith("By day: first arrived by then, and felt; what makes it felt may arrive later.")


def test_the_answer_to_the_diamond_lies_beside_it(golden: Callable[[Path, str], None]) -> None:
    result = call(str(ROOT / "examples" / "graph" / "diamond.json"))

    golden(ROOT / "examples" / "graph" / "expected" / "propagate.txt", result.stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--by", "-1"), 2, "'-1' is not a number of days"),
        (("--by", "soon"), 2, "'soon' is not a number of days; write one such as 30 or 30d"),
        (("--until", "2"), 2, "write 2 % or 0.02"),
        (("--until", "0"), 3, "until 0.0 is not above 0"),
        (("--until", "60%"), 3, "at most 0.5"),
        (("--until", "0.001%", "--exact", "never"), 3, "10,000,000 are the most"),
    ],
)
def test_dates_and_widths_out_of_range_are_refused(
    arguments: tuple[str, ...], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["propagate", SUPPLIERS, *arguments]) == code
    said = capsys.readouterr()
    assert (said.out, says in said.err) == ("", True), said.err


@pytest.mark.parametrize("share", ["30%", "30 %", "0.3"])
def test_the_threshold_is_a_share_as_elsewhere(file: str, share: str) -> None:
    assert ask(file, "--trigger", "pricing", "--felt-at", share)["felt_at"] == pytest.approx(0.3)


def test_the_names_near_an_unknown_one_are_told(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["propagate", file, "--trigger", "zzz"]) == 2
    assert "known: 'board=top', 'finance', 'pricing'" in capsys.readouterr().err


@pytest.mark.parametrize("measure", ["cpm", "linear"])
def test_a_graph_is_put_to_another_method_as_well(measure: str, file: str) -> None:
    arguments = (file, "--trigger", "pricing", "--group", "all=finance,board=top", "--worlds", "700")
    told, answer = ask(*arguments, "--measure", measure), ask(*arguments)
    text = call(*arguments, "--measure", measure, "--top", "1").stdout

    assert (told["format"], told["measure"]) == ("anatomy-spread-comparison/1", measure)
    for part in ("nodes", "groups"):
        assert told[part].keys() == answer[part].keys()
        for name, row in told[part].items():
            assert row["felt"]["probability"] == answer[part][name]["probability"]
            assert row["reached"]["low"] == answer[part][name]["reached_low"]
    # By hand: 1 - 0.5 * 0.5, then a quarter of it.
    assert told["nodes"]["finance"]["compared"]["chance"] == 0.75
    assert told["nodes"]["board=top"]["compared"]["chance"] == pytest.approx(0.1875)
    assert "3 of 3 nodes may be reached" in text
    assert "2 more nodes: --top" in text
    assert f"Laws of chances that {measure} breaks" in text


def test_groups_that_need_several_are_left_out_of_a_comparison() -> None:
    assert set(ask(SUPPLIERS, "--measure", "cpm")["groups"]) == {"any supplier", "line"}
    assert "all suppliers, two suppliers left out" in call(SUPPLIERS, "--measure", "cpm").stdout


def test_exact_may_be_asked_for_as_a_measure(file: str) -> None:
    assert ask(SUPPLIERS, "--measure", "exact") == ask(SUPPLIERS, "--exact", "always")
    assert isinstance(call(file, "--trigger", "pricing", "--measure", "exact").exception, InputError)
