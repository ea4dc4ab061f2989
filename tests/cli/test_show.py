"""The command `anatomy show`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from anatomy.cli import run
from anatomy.loading import load_enterprise
from anatomy.render.sheet import harmless, render_sheet_text
from anatomy.views.sheet import Sheet, Table, words
from builders.folders import SMALL, a_folder, an_overlay

if TYPE_CHECKING:
    from pathlib import Path

VALUES = "D1.F1.P6>D2.F1.P6"
ID = "sales/discount-control/operations > finance/margin/operations : values"


def show(capsys: pytest.CaptureFixture[str], *arguments: object, model: object = "small") -> str:
    code = run(["show", *map(str, arguments), "-m", str(model)])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    return said.out


def show_json(
    capsys: pytest.CaptureFixture[str], *arguments: object, model: object = "small"
) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(show(capsys, *arguments, "--format", "json", model=model))
    assert data["format"] == "anatomy-show/1"
    return data


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = run(["show", *arguments, "-m", "small"])
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    return said.err


def test_without_address_it_lists_the_departments(capsys: pytest.CaptureFixture[str]) -> None:
    out = show(capsys)
    data = show_json(capsys)

    assert "Small enterprise 1.0" in out
    assert [row["code"] for row in data["tables"]["departments"]] == ["D1", "D2", "D3"]
    assert data["felt_at"] == 0.1
    assert data["material_loss"] == 10_000
    sales = data["tables"]["departments"][0]
    rows = [
        row for row in load_enterprise(SMALL).dependencies if row.source.department != row.target.department
    ]
    assert sales["outgoing"] == sum(row.source.department == "sales" for row in rows)
    assert sales["incoming"] == sum(row.target.department == "sales" for row in rows)


def test_a_department_lists_its_sub_functions(capsys: pytest.CaptureFixture[str]) -> None:
    data = show_json(capsys, "Sales")

    assert (data["what"], data["code"], data["owner"]) == ("department", "D1", "Head of sales")
    assert [
        (row["code"], row["owner"], row["cells_with_text"]) for row in data["tables"]["sub_functions"]
    ] == [
        ("D1.F1", "Pricing lead", 6),
        ("D1.F2", "Key account manager", 6),
    ]


def test_a_sub_function_lists_its_six_cells(capsys: pytest.CaptureFixture[str]) -> None:
    rows = show_json(capsys, "D1.F1")["tables"]["cells"]

    assert [row["code"] for row in rows] == [f"D1.F1.P{layer}" for layer in range(1, 7)]
    assert rows[1]["text"] == "ask, check, decide, record"
    assert "ask, check, decide, record" in show(capsys, "sales/discount-control")


@pytest.mark.parametrize(
    "address", ["D1.F1.P6", "d1.f1.p6", "sales/discount-control/operations", "Sales.Discounts.P6"]
)
def test_a_cell_by_any_of_its_addresses(capsys: pytest.CaptureFixture[str], address: str) -> None:
    data = show_json(capsys, address)

    assert data["cell"] == "sales/discount-control/operations"
    assert data["owner"] == "Pricing lead"
    incoming, outgoing = data["tables"]["incoming"], data["tables"]["outgoing"]
    assert all(row["to"] == "D1.F1.P6" for row in incoming)
    assert ID in [row["id"] for row in outgoing]


def test_words_of_an_address_need_no_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Key accounts (D1.F2)" in show(capsys, "sales/Key", "accounts")


@pytest.mark.parametrize("text", [ID, VALUES, "D1.F1.P6 -> D2.F1.P6", "D1.F1.P6 → D2.F1.P6 : values"])
def test_a_dependency_by_id_or_by_its_ends(capsys: pytest.CaptureFixture[str], text: str) -> None:
    data = show_json(capsys, text)

    assert (data["what"], data["id"]) == ("dependency", ID)
    known = load_enterprise(SMALL).dependency(ID)
    assert data["likelihood"]["point"] == known.likelihood.point
    assert data["delay_days"]["high"] == known.delay.high
    assert (data["from"], data["to"], data["effect"]) == ("D1.F1.P6", "D2.F1.P6", known.effect)


def test_a_dependency_in_words_numbers_and_range(capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(show(capsys, VALUES).split())

    assert "Effect price realization on the deal falls" in out
    assert "%), between" in out
    assert "Basis judged Grade A" in out


def test_all_dependencies_between_two_departments(capsys: pytest.CaptureFixture[str]) -> None:
    data = show_json(capsys, "Sales>Finance")

    expected = [
        one.id
        for one in load_enterprise(SMALL).dependencies
        if (one.source.department, one.target.department) == ("sales", "finance")
    ]
    assert [row["id"] for row in data["tables"]["dependencies"]] == expected


def test_origins_point_at_the_very_value(capsys: pytest.CaptureFixture[str]) -> None:
    data = show_json(capsys, VALUES, "--origin")

    file, line, column = data["origins"]["effect"].split(":")
    written = (SMALL / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert written[int(column) - 1 :].startswith("price realization")
    assert data["origins"]["meaning"].startswith("kinds.yaml:")
    assert f"effect {line}:{column}" in " ".join(show(capsys, VALUES, "--origin").split())


def test_origin_of_a_header_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_json(capsys, "felt_at", "--origin")["origins"] == {"felt_at": "anatomy.yaml:6:10"}
    assert "anatomy.yaml: felt_at 6:10" in show(capsys, "--origin", "felt_at")


@pytest.mark.parametrize("name", ["layers", "scales", "sources", "cards", "material_loss", "Name"])
def test_every_header_value_may_be_asked_for(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert show_json(capsys, name)["what"] == "header"


def test_through_an_overlay_origins_name_the_file_that_won(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = an_overlay(
        tmp_path, sales="format: anatomy/1\ndepartment: sales\ncode: D99\nowner: Someone new\n"
    )

    origins = show_json(capsys, "sales", "--origin", model=folder)["origins"]

    assert origins["code"] == "sales.yaml:3:7"
    assert origins["owner"] == "sales.yaml:4:8"
    assert origins["name"].startswith("reference/departments/sales.yaml:")


def test_ruled_dependencies_come_from_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    data = show_json(capsys, "D1.F1.P1>D1.F1.P2", "--origin")

    assert data["by_rule"] is True
    assert set(data["origins"]) >= {"likelihood", "effect", "by_rule"}
    assert all(place.startswith(("anatomy.yaml:", "kinds.yaml:")) for place in data["origins"].values())


def test_csv_holds_the_numbers_unrounded(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(show(capsys, "Sales>Finance", "--format", "csv"))))

    known = load_enterprise(SMALL).dependency(ID)
    row = next(row for row in rows if row["id"] == ID)
    assert float(row["likelihood"]) == known.likelihood.point
    assert float(row["likelihood_low"]) == known.likelihood.low


def test_csv_of_a_cell_tells_incoming_from_outgoing(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(show(capsys, "D1.F1.P6", "--format", "csv", "--origin"))))

    assert {row["table"] for row in rows} == {"incoming", "outgoing"}
    assert all(row["id_origin"] for row in rows)


def test_csv_of_one_dependency_lists_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    facts = {
        row["field"]: row["value"]
        for row in csv.DictReader(io.StringIO(show(capsys, VALUES, "--format", "csv")))
    }

    assert facts["id"] == ID
    assert float(facts["severity_share_high"]) <= 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠"])
def test_no_text_becomes_a_formula(start: str) -> None:
    assert harmless(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert harmless(-1.5) == -1.5


def test_a_formula_in_a_model_stays_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = "process: ask, check, decide, record"
    evil = 'process: "=cmd|\' /C calc\'!A0, \\"x\\""'
    folder = a_folder(tmp_path, ("departments/sales.yaml", before, evil))

    rows = list(csv.DictReader(io.StringIO(show(capsys, "D1.F1", "--format", "csv", model=folder))))

    assert len(rows) == 6
    assert rows[1]["text"].startswith("'=cmd")
    assert show_json(capsys, "D1.F1", model=folder)["tables"]["cells"][1]["text"].startswith("=cmd")


def test_what_could_steer_a_terminal_is_dropped() -> None:
    evil = words("name", "Na\u202eme", "\x1b[2Jevil\u2028end\nnext")
    sheet = Sheet(what="cell", title="\x1b]0;title\x07", fields=(evil,))

    text = render_sheet_text(replace(sheet, tables=(Table(key="t", heading="", rows=((evil,),)),)))

    assert not set(text) & {"\x1b", "\x07", "\u202e", "\u2028"}
    assert "[2Jevilend next" in text


def test_unknown_addresses_are_wrong_usage_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean 'D2.F1'?" in refused(capsys, "D2.F9") or "F1 to F2" in refused(capsys, "D2.F9")
    assert "'D1.F2' (key accounts)" in refused(capsys, "key acounts")
    assert "did you mean 'felt_at'?" in refused(capsys, "felt-at")
    assert "the departments are D1 to D3" in refused(capsys, "Purchasing")


def test_unknown_dependencies_tell_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there are some of the kind values" in refused(capsys, f"{VALUES}:gates")
    assert "from there they lead to" in refused(capsys, "D1.F1.P6>D1.F2.P1")
    assert "'D7' is unknown" in refused(capsys, "D1.F1.P6>D7")
    assert "not in this enterprise" in refused(capsys, "D1>") or "not an address" in refused(capsys, "D1>")


def test_the_text_fits_the_width_of_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("", "D9", "D9.F7", "D9.F7.P6", "D9.F7.P6>D12.F2.P6"):
        lines = show(capsys, *address.split(), model="reference").splitlines()

        assert max(map(len, lines)) <= 100, address
