"""How `anatomy propagate` tells its answer: names, sheets, groups, and how many nodes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import networkx as nx

from anatomy.propagation.stats import wilson

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

from builders.propagating import SUPPLIERS, ask, call


def write(tmp_path: Path, data: object) -> str:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_what_no_world_showed_but_may_be_is_told(tmp_path: Path) -> None:
    rare = {"source": "a", "target": "b", "likelihood": 1e-5}
    never = {"source": "a", "target": "c", "likelihood": 0}
    file = write(tmp_path, {"nodes": [{"id": one} for one in "abc"], "edges": [rare, never]})
    text = call(file, "--trigger", "a", "--exact", "never", "--by", "7").stdout.splitlines()

    assert text[0] == "2 of 3 nodes may feel it (10,000 worlds, seed 0)"
    (line,) = (line for line in text if line.startswith("b "))
    assert line.split() == ["b", "<1", "%", "0", "%", "to", "<1", "%", "<1", "%", "–", "–"]
    assert not any(line.startswith("c ") for line in text)


NAMED: dict[str, Any] = {
    "nodes": [
        {"id": "_1", "name": "Order"},
        {"id": "_2", "label": "Check\nstock"},
        {"id": "_3", "name": "Ship"},
        {"id": "_4", "name": "Ship", "label": "not this"},
        {"id": 5, "name": "evil\u001b[2J\u202e"},
        {"id": "_6", "name": 7},
        {"id": "=7", "name": "=1+1"},
    ],
    "edges": [{"source": "_1", "target": other} for other in ("_2", "_3", "_4", 5, "_6", "=7")],
    "graph": {"triggers": ["_1"], "groups": {"=g": ["_2", "_3"]}},
}


def test_nodes_are_told_by_name_with_the_id_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, NAMED)
    text = call(file).stdout
    rows = [line for line in text.splitlines() if "100 %" in line]
    (head,) = (line for line in text.splitlines() if line.startswith("Node"))

    assert head.endswith("Id")
    assert {
        (row[:10].strip(), row.split()[-1]) for row in rows if row.startswith(("Order", "Check", "_6"))
    } == {
        ("Order", "_1"),
        ("Check stoc", "_2"),
        ("_6", "_6"),
    }
    assert any(row.startswith("Ship (_3) ") for row in rows)
    assert any(row.startswith("Ship (_4) ") for row in rows)
    assert not {"\x1b", "\u202e"} & set(text)
    data = ask(file)["nodes"]
    assert data["_2"]["name"] == "Check stock"
    assert "name" not in data["_6"]
    monkeypatch.setattr("anatomy.cli.terminal.text_width", lambda: 60)
    narrow = call(file).stdout
    assert "Order" in narrow
    assert "Id" not in narrow.split()


def test_a_spreadsheet_takes_nothing_for_a_formula(tmp_path: Path) -> None:
    for options in ((), ("--measure", "cpm")):
        rows = list(
            csv.DictReader(io.StringIO(call(write(tmp_path, NAMED), *options, "--format", "csv").stdout))
        )
        (row,) = (row for row in rows if row["id"] == "'=7")

        assert row["name"] == "'=1+1"
        assert {row["what"] for row in rows} == {"node", "group"}
        assert not any(value.startswith("=") for row in rows for value in row.values())


def test_the_sheet_holds_what_the_json_holds() -> None:
    arguments = (SUPPLIERS, "--worlds", "900", "--exact", "never", "--by", "7")
    rows = csv.DictReader(io.StringIO(call(*arguments, "--format", "csv").stdout))
    data = ask(*arguments)
    for row in rows:
        found = data[f"{row['what']}s"][row["id"]]
        assert float(row["probability"]) == found["probability"]
        if row["what"] != "joint":
            assert float(row["felt_by_7"]) == found["felt_by"]["7"]
            assert float(row["arrival_days_p90"]) == found["arrival_days"]["p90"]


def test_groups_are_told_as_nodes_are_with_intervals_where_known() -> None:
    arguments = (SUPPLIERS, "--worlds", "900", "--by", "7")
    data = ask(*arguments, "--exact", "never")
    line, alone = data["groups"]["line"], data["nodes"]["line"]

    assert set(line) == set(alone)
    assert line["reached_low"] <= line["reached"] <= line["reached_high"]
    low, high = line["felt_by_interval"]["7"]
    assert [low, high] == list(wilson(round(line["felt_by"]["7"] * 900), 900))
    margins = line["arrival_days"]["margins"]
    assert margins["mean"][0] < line["arrival_days"]["mean"] < margins["mean"][1]
    without = {key: value for key, value in line["arrival_days"].items() if key != "margins"}
    assert without == alone["arrival_days"]
    exact = ask(*arguments, "--exact", "always")["groups"]["line"]
    assert exact["felt_by_interval"]["7"] == [exact["felt_by"]["7"]] * 2
    assert "margins" not in exact["arrival_days"]


def test_more_nodes_are_told_on_demand(tmp_path: Path) -> None:
    star: nx.DiGraph[int] = nx.star_graph(40, create_using=nx.DiGraph)
    file = write(tmp_path, nx.node_link_data(star, edges="links"))

    assert "... and 38 more: --top, or all" in call(file, "--trigger", "0", "--top", "3").stdout
    assert "more:" not in call(file, "--trigger", "0", "--top", "41").stdout
