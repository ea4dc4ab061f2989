"""The command `anatomy show` with selectors, and that docs/selectors.md tells the truth."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from anatomy.cli import run
from anatomy.graph.selector_syntax import METHODS
from anatomy.graph.selectors import select_cells
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf
from anatomy.views.selecting import is_selector
from builders.folders import SMALL, a_folder

from .test_completion import offered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.enterprise import Enterprise

TEXT = (Path(__file__).parents[2] / "docs" / "selectors.md").read_text(encoding="utf-8")
MODEL = load_enterprise(SMALL)
VALUES = "sales/discount-control/operations > finance/margin/operations : values"


def show(capsys: pytest.CaptureFixture[str], *arguments: str, model: object = "small") -> str:
    code = run(["show", *arguments, "-m", str(model)])
    said = capsys.readouterr()
    assert (code, said.err) == (0, ""), arguments
    return said.out


def show_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(show(capsys, *arguments, "--format", "json"))
    assert data["format"] == "anatomy-show/1"
    return data


def codes(data: dict[str, Any]) -> list[str]:
    assert data["what"] == "selection"
    return [row["code"] for row in data["tables"]["cells"]]


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    """The shipped reference."""
    return load_enterprise(shelf("models") / "reference")


@pytest.fixture
def result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A saved result for the small model."""
    path = tmp_path / "result.json"
    arguments = ["discount-exception", "-s", "discount=28%", "-s", "list_value=100k", "--worlds", "500"]
    assert run(["whatif", *arguments, "-m", "small", "--save", str(path)]) == 0
    capsys.readouterr()
    return str(path)


def test_cells_come_with_the_way_that_leads_there(capsys: pytest.CaptureFixture[str]) -> None:
    out = show(capsys, "D1.F1.P6+1")

    assert out.splitlines()[0] == "D1.F1.P6+1: 4 cells"
    assert re.search(r"D2\.F1\.P6 +Margin, Operations +1 +D1\.F1\.P6\+1: D1\.F1\.P6 > D2\.F1\.P6\n", out)
    assert re.search(r"Among them +4 dependencies: anchors 3, values 1", out)


def test_json_tells_reasons_and_dependencies(capsys: pytest.CaptureFixture[str]) -> None:
    data = show_json(capsys, "D1.F1.P6+1,dept:Finance", "D1.F1.P6")

    assert codes(data) == ["D1.F1.P6", "D2.F1.P6"]
    assert data["selector"] == "D1.F1.P6+1,dept:Finance D1.F1.P6"
    cell = data["tables"]["cells"][1]
    assert (cell["steps"], cell["chain"], cell["terms"]) == (1, [VALUES], ["D1.F1.P6+1", "dept:Finance"])
    reasons = [one for one in data["tables"]["reasons"] if one["cell"] == cell["cell"]]
    assert [(one["method"], one["steps"]) for one in reasons] == [("address", 1), ("dept", 0)]
    assert [one["id"] for one in data["tables"]["dependencies"]] == [VALUES]
    assert data["dependencies"] == 1


def test_csv_is_one_table_of_cells(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(show(capsys, "+D2.F1.P6", "--format", "csv"))))
    selection = select_cells(MODEL, "+D2.F1.P6")

    assert [row["cell"] for row in rows] == [str(one.cell) for one in selection.cells]
    assert [int(row["steps"]) for row in rows] == [one.steps for one in selection.cells]
    assert all(row["why"].startswith("'+D2.F1.P6") for row in rows), "no spreadsheet takes it for a formula"
    assert all(row["terms"].startswith("'+") for row in rows)


def test_a_formula_in_a_model_stays_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = "process: ask, check, decide, record"
    folder = a_folder(tmp_path, ("departments/sales.yaml", before, 'process: "@SUM(1)"'))

    out = show(capsys, "D1.F1.P2,*", "--format", "csv", model=folder)

    assert "'@SUM(1)" in out
    assert ",@SUM" not in out


def test_exclude_takes_away(capsys: pytest.CaptureFixture[str]) -> None:
    everything = codes(show_json(capsys, "*"))

    assert len(everything) == 36
    assert codes(show_json(capsys, "--exclude", "D1", "--exclude", "D2+")) == [
        MODEL.code(one.cell) for one in select_cells(MODEL, "D3", exclude="D1 D2+").cells
    ]
    assert codes(show_json(capsys, "D1.F1", "--exclude", "layer:P?")) == []


def test_chances_come_from_a_result(capsys: pytest.CaptureFixture[str], result: str) -> None:
    saved = json.loads(Path(result).read_text(encoding="utf-8"))
    hit = [one["code"] for one in saved["cells"] if one["feeling"]["felt"]["probability"] > 0.3]
    data = show_json(capsys, "felt:>30%", "--result", result)

    assert codes(data) == hit
    assert all(row["felt"] > 0.3 for row in data["tables"]["cells"])
    assert len(codes(show_json(capsys, "felt:<=30%", "--result", result))) == 36 - len(hit)
    assert "Felt" in show(capsys, "D1.F1", "--result", result), "an address with a result lists its cells"


def test_a_result_of_another_model_is_refused(capsys: pytest.CaptureFixture[str], result: str) -> None:
    assert run(["show", "felt:>0.3", "--result", result, "-m", "reference"]) == 3
    assert "ANA082" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["+D1.F9"], "  | +D1.F9\n  |  ^^^^^"),
        (["D1", "--exclude", "dept:Finanse"], "  | dept:Finanse\n  |      ^^^^^^^"),
        (["felt:>0.3"], "  | felt:>0.3\n  |      ^^^^"),
        (["D1+[kind:valuez]"], "  | D1+[kind:valuez]\n  |          ^^^^^^"),
    ],
)
def test_mistakes_are_wrong_usage_at_a_place(
    capsys: pytest.CaptureFixture[str], arguments: list[str], place: str
) -> None:
    assert run(["show", *arguments, "-m", "small"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert place in said.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D1.F1", False),
        ("sales/Key accounts", False),
        ("Key accounts", False),
        ("Sales>Finance", False),
        (VALUES, False),
        ("D1.F1.P6 -> D2.F1.P6 : values", False),
        ("felt_at", False),
        ("no such place", False),
        ("", False),
        ("D1 D2", True),
        ("D1.F1+", True),
        ("2+D1.F1", True),
        ("@D1", True),
        ("D1+[kind:values]", True),
        ("D?", True),
        ("D1,layer:P3", True),
        ("felt:>0.3", True),
        ("D1 felt:<=30%", True),
        *((f"{method}:x", True) for method in METHODS),
    ],
)
def test_what_names_one_thing_is_a_page(text: str, *, expected: bool) -> None:
    assert is_selector(MODEL, text) is expected


def test_a_name_with_the_signs_of_a_selector_is_still_a_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, ("departments/sales.yaml", "name: Key accounts", "name: Key, accounts+"))

    assert "Key, accounts+ (D1.F2)" in show(capsys, "sales/Key, accounts+", model=folder)


def documented() -> Iterator[list[str]]:
    """Arguments of every command and every selector in the page."""
    for block in re.findall(r"(?s)```sh\n(.*?)```", TEXT):
        yield from (shlex.split(line)[2:] for line in block.splitlines())
    for row in re.findall(r"(?m)^\| `(.+?)` \| \S", TEXT):
        yield [row.replace("\\|", "|")]


@pytest.mark.parametrize("arguments", list(documented()), ids=" ".join)
def test_every_example_selects_or_shows_something(arguments: list[str], reference: Enterprise) -> None:
    felt = dict.fromkeys(reference.cells(), 0.5)
    text, _, rest = " ".join(arguments).partition("--exclude ")
    exclude = rest.partition(" --format")[0]
    text = text.partition(" --format")[0]

    assert select_cells(reference, text or "*", exclude=exclude, felt=felt).cells


def test_every_method_is_documented() -> None:
    told = set(re.findall(r"(?m)^\| `([a-z_]+):", TEXT))

    assert told == set(METHODS)


def test_completion_goes_on_inside_a_selector() -> None:
    assert offered("show", "-m", "small", begun="+D1.F1.P")[:2] == ["+D1.F1.P1", "+D1.F1.P2"]
    assert offered("show", "-m", "small", begun="dep") == ["dept:"]
    assert offered("show", "-m", "small", begun="D1+,la") == ["D1+,layer:"]
    assert offered("show", "-m", "small", begun="D1,layer:s") == ["D1,layer:strategy", "D1,layer:system"]
    assert offered("show", "-m", "small", begun="kind:v") == ["kind:values"]
    assert offered("show", "-m", "small", begun='owner:"K') == ['owner:"Key account manager"']
    assert offered("show", "-m", "small", begun="D1+[kind:values,t") == ["D1+[kind:values,triggers"]
    assert offered("show", "-m", "small", "--exclude", begun="fn:mar") == ["fn:margin"]
    assert offered("show", "-m", "small", begun="nothing:") == []
    assert {f"@{method}:" for method in METHODS} <= set(offered("show", "-m", "small", begun="@"))


def test_the_text_fits_the_width_of_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    lines = show(capsys, "@D9.F7.P2,dept:Legal", "carried_by:*", model="reference").splitlines()

    assert max(map(len, lines)) <= 100


def test_a_selection_over_the_whole_model_takes_no_longer_than_a_breath(reference: Enterprise) -> None:
    began = time.process_time()
    select_cells(reference, "@* +D9+ kind:realizes+,grade:*", exclude="@D4")

    assert time.process_time() - began < 3
