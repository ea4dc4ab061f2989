"""`anatomy check --coverage` and `--loops`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from anatomy.cli import run
from anatomy.graph.coverage import cover_model
from anatomy.graph.loops import find_loops
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf
from anatomy.views.loops import SHOWN, loops_data, loops_sheet
from builders.enterprises import a_dependency, an_enterprise
from builders.folders import SMALL, a_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def check(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = run(["check", *map(str, arguments)])
    said = capsys.readouterr()
    assert said.err == ""
    return code, said.out


def check_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(check(capsys, *arguments, "--format", "json")[1])
    return data


def test_coverage_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys, SMALL, "--coverage")

    assert code == 0
    assert "Cells with text          36 of 36 (100 %)" in out
    assert "Sub-functions with rows  6 of 6 (100 %)" in out
    assert "Dependencies             9 written as rows, 30 made by rule" in out
    assert "Nothing reaches" in out
    assert "D1 Sales" in out
    assert "Feedback loops" not in out
    assert "ANA1" not in out, "remarks are left out"


def test_coverage_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    data = check_json(capsys, SMALL, "--coverage")
    model = load_enterprise(SMALL)
    coverage = cover_model(model)

    assert (data["loops"], data["departments_felt"]) == (None, None)
    told = data["coverage"]
    assert (told["rows"], told["by_rule"]) == (coverage.rows, coverage.by_rule)
    assert told["memory_share"] == coverage.memory_share
    assert [one["code"] for one in told["departments"]] == ["D1", "D2", "D3"]
    assert told["departments"][0]["unreached"] == [
        model.code(cell) for cell in coverage.departments[0].unreached
    ]
    assert sum(kind["rows"] for kind in told["kinds"].values()) == coverage.rows


def test_loops_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys, "-m", "reference", "--loops")
    model = load_enterprise(shelf("models") / "reference")
    first = find_loops(model).cycles[0]

    assert code == 0
    codes = [model.code(cell) for cell in (*first.cells, first.cells[0])]
    assert f"  {' > '.join(codes)}, " in out
    assert first.dependencies[0].effect.split()[0] in out
    assert "Coverage" not in out
    assert max(map(len, out.splitlines())) <= 100


def test_loops_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    data = check_json(capsys, "-m", "reference", "--loops")
    model = load_enterprise(shelf("models") / "reference")

    assert data["loops"] == loops_data(model, find_loops(model))
    for cycle in data["loops"]["cycles"]:
        rows = [model.dependency(one) for one in cycle["dependencies"]]
        assert cycle["kinds"] == [row.kind for row in rows]
        assert cycle["cells"] == [model.code(row.source) for row in rows]
        assert 0 < cycle["chance"] <= min(row.likelihood.point for row in rows)


def test_without_a_loop_it_says_so() -> None:
    model = an_enterprise([("sales", "system", "finance", "system", 0.5)])

    sheet = loops_sheet(model, find_loops(model))

    assert sheet.title == "Feedback loops: no change can come back to where it began"
    assert sheet.tables == ()


def test_of_many_loops_the_text_tells_the_first() -> None:
    cells = [f"sales/work/{layer}" for layer in an_enterprise().layers]
    rows = [a_dependency(first, last) for first in cells for last in cells if first != last]
    model = an_enterprise([("sales", "system", "sales", "process", 0.5)], dependencies=tuple(rows))

    loops = find_loops(model)
    sheet = loops_sheet(model, loops)

    assert loops.more
    assert len(loops.cycles) == 100
    assert len(sheet.tables[1].rows) == SHOWN
    assert sheet.title.startswith("Feedback loops: at least 100 ways round in 1 knot of cells, 20 told here")


def test_both_are_there_for_a_model_with_problems_that_builds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    idle = "parameters:\n  idle: {label: Idle, kind: share, default: 5 %}\n"
    folder = a_folder(tmp_path, ("decisions/discount-exception.yaml", "parameters:\n", idle))

    code, out = check(capsys, folder, "--coverage", "--loops", "--strict")

    assert code == 1
    assert "ANA114 warning" in out
    assert "Coverage" in out
    assert "Feedback loops" in out
    assert out.splitlines()[-1].startswith("0 errors, 1 warning")


def test_a_model_that_does_not_build_has_neither(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = a_folder(tmp_path, ("departments/sales.yaml", "kind: values", "kind: valuez"))

    data = check_json(capsys, folder, "--coverage", "--loops")

    assert (data["ok"], data["coverage"], data["loops"]) == (False, None, None)
