"""The command `anatomy exposure`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from anatomy.loading import load_enterprise
from anatomy.render.exposure import render_exposure_text
from anatomy.render.text import cells
from anatomy.views.exposure import view_exposure
from anatomy.whatif.exposing import expose_target
from builders.folders import SMALL

from .test_completion import offered

if TYPE_CHECKING:
    from .conftest import Caller

ROOT = Path(__file__).parents[2]
ASKED = ("exposure", "-m", "small", "--worlds", "2000")


def ask(call: Caller, *arguments: str) -> str:
    called = call(*ASKED, *arguments)
    assert (called.code, called.err) == (0, "")
    return called.out


def ask_json(call: Caller, *arguments: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(ask(call, *arguments, "--format", "json"))
    assert data["format"] == "anatomy-exposure/1"
    return data


def test_the_likeliest_is_named_first_in_words_and_numbers(call: Caller) -> None:
    data, out = ask_json(call, "--to", "Support"), " ".join(ask(call, "--to", "Support").split())
    first = data["cells"][0]

    assert first["code"] == "D1.F1.P6"
    chance = f"{first['feeling']['felt']['probability']:.0%}".replace("%", " %")
    able = sum(cell["feeling"]["felt"]["high"] > 0 for cell in data["cells"])
    assert (
        f"{able} of 24 cells could hit it; most of all Sales, Discount control, Operations (D1.F1.P6): "
        in out
    )
    assert f"likely {chance} major" in out
    assert "set off by itself: surely, fully (severity 100 %) and at once" in out
    assert "Its own cells are left out." in out


def test_csv_holds_departments_sub_functions_and_cells(call: Caller) -> None:
    data = ask_json(call, "--to", "D3.F2.P2")
    rows = list(csv.DictReader(io.StringIO(ask(call, "--to", "D3.F2.P2", "--format", "csv"))))

    assert [row["what"] for row in rows] == ["department"] * 3 + ["sub-function"] * 6 + ["cell"] * 35
    for row, cell in zip(rows[9:], data["cells"], strict=True):
        assert (row["address"], row["own"]) == (cell["cell"], "false")
        assert row["felt"] == str(cell["feeling"]["felt"]["probability"])
    for row, group in zip(rows[:9], [*data["departments"], *data["sub_functions"]], strict=True):
        assert (row["address"], row["highest"]) == (group["address"], group["highest"]["cell"])
        assert row["mean_chance"] == str(group["mean"])


def test_sources_are_restricted_by_selectors(call: Caller) -> None:
    either = ask_json(call, "--to", "Support", "--from", "dept:Finance,layer:P6", "--from", "D1.F2")
    out = " ".join(ask(call, "--to", "Support", "--from", "kind:values").split())

    assert {cell["code"] for cell in either["cells"]} == {
        "D2.F1.P6",
        "D2.F2.P6",
        *(f"D1.F2.P{layer}" for layer in range(1, 7)),
    }
    assert either["sources"] == "dept:Finance,layer:P6 D1.F2"
    assert "Asked of the cells that kind:values selects." in out


def test_a_decision_only_adjusts(call: Caller) -> None:
    usual = ask_json(call, "--to", "D3.F2.P2")
    adjusted = ask_json(
        call, "--to", "D3.F2.P2", "--decision", "discount-exception", "-s", "best_customer=yes"
    )
    out = " ".join(ask(call, "--to", "Support", "--decision", "discount-exception").split())

    before, after = (data["cells"][0]["feeling"]["felt"]["probability"] for data in (usual, adjusted))
    assert (usual["decision"], adjusted["decision"]) == ("", "Discount exception")
    assert after > before
    assert "Dependencies stand as Discount exception adjusts them." in out


def test_nothing_that_could_hit_is_said_so(call: Caller) -> None:
    out = " ".join(ask(call, "--to", "D1.F1.P1").split())
    assert "None of 35 cells can make it feel anything." in out
    assert "By cell" not in out
    out = " ".join(ask(call, "--to", "Support", "--from", "D1.F1.P1,layer:P2").split())
    assert "No cell is selected." in out
    table = ask(call, "--to", "Support", "--from", "D1.F1.P1,layer:P2", "--format", "csv")
    assert table.startswith("what,address,code,name,felt,")


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    found = expose_target(load_enterprise(SMALL), "Support", worlds=200)
    text = render_exposure_text(view_exposure(found, top=40), width=width)

    assert max(map(cells, text.splitlines())) <= width


def test_hostile_names_do_not_steer_the_terminal() -> None:
    found = expose_target(load_enterprise(SMALL), "Support", worlds=200)
    evil = "Fin\u202eance\x1b[2J {0} %s\n=1"
    hostile = replace(
        found,
        target=replace(found.target, name=evil),
        cells=tuple(replace(one, name=evil) for one in found.cells),
    )
    text = render_exposure_text(view_exposure(hostile, top=3))

    assert "What could hit Finance[2J {0} %s =1 (D3)?" in " ".join(text.split())
    assert not set(text) & {"\u202e", "\x1b"}


def test_what_is_left_out_is_counted(call: Caller) -> None:
    able = sum(cell["feeling"]["felt"]["high"] > 0 for cell in ask_json(call, "--to", "Support")["cells"])
    lines = ask(call, "--to", "Support", "--top", "2").splitlines()

    assert lines[-1] == f"  {able - 2} more: --top, or all of them by --format csv."


def test_the_same_seed_gives_the_same_bytes(call: Caller) -> None:
    first, again, other = (ask(call, "--to", "Support", "--seed", seed) for seed in ("7", "7", "8"))

    assert first == again != other


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "--to"),
        (("--to", "Supprt"), 2, "did you mean support?"),
        (("--to", "Support", "--from", "kind:"), 2, "kind:"),
        (("--to", "Support", "--from", "dept:Nowhere"), 2, "Nowhere"),
        (("--to", "Support", "--decision", "no-such"), 2, "neither a file nor a decision type"),
        (("--to", "Support", "--decision", "missing.yaml"), 3, "missing.yaml"),
        (("--to", "Support", "-s", "discount=5%"), 2, "name one by --decision"),
        (("--to", "Support", "--top", "0"), 2, "--top"),
    ],
)
def test_exit_codes(call: Caller, arguments: tuple[str, ...], code: int, says: str) -> None:
    called = call(*ASKED, *arguments)

    assert (called.code, called.out) == (code, "")
    assert says in called.err


def test_tab_offers_targets_selectors_and_decisions() -> None:
    assert offered("exposure", "--to", begun="Fin") == ["Finance"]
    assert "dept:Sales,layer:P6" in offered(
        "exposure", "--to", "Finance", "--from", begun="dept:Sales,layer:P"
    )
    assert offered("exposure", "--decision", begun="disc") == ["discount-exception"]
