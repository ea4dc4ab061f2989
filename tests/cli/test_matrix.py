"""Types of decision by departments, in every form, and the table of first steps."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders.models import small_with, write_model
from builders.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Caller

GOLDEN = Path(__file__).parent / "golden"


def test_the_matrix_of_the_small_model(call: Caller, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "matrix-small.txt", call("decisions", "-m", "small", "--matrix").out)


def test_the_table_of_the_small_model(call: Caller, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "table-small.txt", call("decisions", "-m", "small", "--table").out)


@pytest.mark.parametrize("what", ["--matrix", "--table"])
def test_all_departments_fit_a_hundred_columns(what: str, call: Caller) -> None:
    called = call("decisions", what, "--worlds", "50")

    assert (called.code, called.err) == (0, "")
    assert max(map(len, called.out.splitlines())) <= 100
    assert "D15 Legal" in " ".join(called.out.split()) or what == "--table"


def test_the_figures_are_those_of_whatif(call: Caller) -> None:
    told = json.loads(call("decisions", "-m", "small", "--matrix", "--format", "json").out)
    answer = json.loads(call("whatif", "discount-exception", "-m", "small", "--format", "json").out)

    assert told["format"] == "anatomy-matrix/1"
    (row,) = told["decisions"]
    for meeting, department in zip(row["meetings"], answer["departments"], strict=True):
        assert meeting["department"] == department["key"]
        assert meeting["felt"] == department["feeling"]["felt"]
        assert meeting["severity_if_felt"] == department["feeling"]["mean_severity_if_felt"]


def test_csv_holds_both_figures_in_numbers_and_words(call: Caller) -> None:
    text = call("decisions", "-m", "small", "--matrix", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["figure"] for row in rows] == [
        "chance",
        "chance, in words",
        "severity where felt",
        "severity where felt, in words",
    ]
    assert 0.8 < float(rows[0]["D2 Finance"]) < 1
    assert rows[1]["D2 Finance"] in {"very likely", "almost certain"}


@pytest.mark.parametrize("what", ["--matrix", "--table"])
def test_csv_holds_no_formula(what: str, call: Caller, tmp_path: Path) -> None:
    evil = "name: '=HYPERLINK(\"x\")'"
    model = write_model(
        tmp_path,
        small_with(
            discount=f"name: Discount exception -> {evil}",
            sales="effect: price realization on the deal falls -> effect: '=1+1'",
        ),
    )
    text = call("decisions", "-m", str(model), what, "--format", "csv").out

    assert "HYPERLINK" in text
    assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith("=")]


def test_the_page_is_one_strict_file(call: Caller, tmp_path: Path) -> None:
    model = write_model(
        tmp_path / "model", small_with(discount="name: Discount exception -> name: <script>x</script>")
    )
    path = tmp_path / "matrix.html"
    called = call("decisions", "-m", str(model), "--matrix", "-o", str(path))
    page = read_page(path.read_text(encoding="utf-8"))

    assert called.code == 0
    assert called.err.startswith(f"Wrote {path} (")
    assert "script" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in {"style", "src"}]
    assert [value for _, name, value in page.attributes if value.startswith("default-src 'none'; style-src")]
    said = " ".join(text for text, _ in page.texts)
    assert "<script>x</script>" in said
    assert "almost certain" in said


@pytest.mark.parametrize("ending", ["html", "csv", "json"])
def test_a_file_that_we_wrote_may_be_written_again(ending: str, call: Caller, tmp_path: Path) -> None:
    path = str(tmp_path / f"matrix.{ending}")
    codes = [
        call("decisions", "-m", "small", "--matrix", "--worlds", "50", "-o", path).code for _ in range(2)
    ]

    assert codes == [0, 0]


def test_the_same_call_gives_the_same_bytes(call: Caller) -> None:
    one, again = (call("decisions", "-m", "small", "--matrix", "--format", "csv").out for _ in range(2))

    assert one == again


def test_a_type_that_needs_a_value_is_told(call: Caller, tmp_path: Path) -> None:
    change = "range: [0 %, 60 %], default: 20 %} -> range: [0 %, 60 %]}"
    model = write_model(tmp_path, small_with(discount=change))

    assert "it has no default for discount" in call("decisions", "-m", str(model), "--matrix").out
    assert "Finance" in call("decisions", "-m", str(model), "--table").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--matrix", "--table"),
        ("discount-exception", "--matrix"),
        ("--format", "csv"),
        ("-o", "x.html"),
        ("--matrix", "-o", "x.docx"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(arguments: tuple[str, ...], call: Caller) -> None:
    called = call("decisions", "-m", "small", *arguments)

    assert (called.code, called.out) == (2, "")
