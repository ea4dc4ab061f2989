"""The command `anatomy importance`."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.render.importance import render_importance_csv, render_importance_text
from anatomy.render.text import cells
from anatomy.views.importance import view_importance
from anatomy.whatif.weighing import weigh_decision
from builders.folders import SMALL, a_folder

from .test_completion import offered

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.importance import ImportanceReport

    from .conftest import Caller

ASKED = ("importance", "discount-exception", "-m", "small", "--worlds", "2000", "-s", "discount=30%")


def ask(call: Caller, *arguments: str) -> str:
    called = call(*ASKED, *arguments)
    assert (called.code, called.err) == (0, "")
    return called.out


def ask_json(call: Caller, *arguments: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(ask(call, *arguments, "--format", "json"))
    assert data["format"] == "anatomy-importance/1"
    return data


@pytest.fixture(scope="module")
def report() -> ImportanceReport:
    enterprise = load_enterprise(SMALL)
    decision = settle_decision(draft_of_type(enterprise, "discount-exception"), enterprise)
    return weigh_decision(enterprise, decision, worlds=500)


def test_the_sentence_says_what_the_figures_are(call: Caller) -> None:
    (target,) = ask_json(call, "--to", "Support")["targets"]
    out = " ".join(ask(call, "--to", "Support").split())

    first = target["removals"][0]["felt"]
    before, after = target["feeling"]["felt"]["probability"], first["without"]
    assert (
        f"Without [1], Support would feel it in {after:.0%} of worlds instead of {before:.0%}."
        in out.replace(" %", "%")
    )
    half = (first["high"] - first["low"]) / 2
    shown = re.search(r"\[1\] ([\d.]+) ±([\d.]+) ", out)
    assert shown
    assert [float(number) for number in shown.groups()] == pytest.approx(
        [first["by"] * 100, half * 100], abs=0.0501
    )
    assert "Falls do not add up" in out


def test_the_loss_is_told_in_money(call: Caller) -> None:
    total, *departments = ask_json(call, "--measure", "loss")["targets"]
    out = " ".join(ask(call, "--measure", "loss").split())

    assert (total["target"]["what"], total["ranked_by"]) == ("enterprise", "loss")
    assert [one["target"]["name"] for one in departments] == ["Support", "Sales"]
    assert f"Hidden cost in all: €{total['loss'] / 1000:.1f}k expected" in out
    assert sum(one["loss"] for one in departments) == pytest.approx(total["loss"])
    assert re.search(r"Without \[1\], €\d+ would be expected instead of €[\d.]+k\.", out)


def test_links_are_told_with_owner_grade_place_and_help(call: Caller) -> None:
    data, out = ask_json(call), " ".join(ask(call).split())
    named = {removal["what"] for target in data["targets"] for removal in target["removals"]}

    assert {link["id"] for link in data["links"]} == named
    anchor = next(link for link in data["links"] if link["target"] == "support/renewals/process")
    assert f"Sales > Support: {anchor['effect']}" in out
    assert "D1.F1.P6 > D3.F2.P2 anchors 65 % A" in out
    assert f"Pricing lead, {anchor['where']}" in out
    assert f"anchors {anchor['mitigation']}" in out


def test_cells_stand_in_for_dependencies(call: Caller) -> None:
    data, out = ask_json(call, "--cells"), ask(call, "--cells")

    assert (data["of"], data["links"]) == ("cells", [])
    assert {cell["cell"] for cell in data["cells"]} == {
        removal["what"] for target in data["targets"] for removal in target["removals"]
    }
    assert all(
        removal["felt"]["birnbaum"] is None
        for target in data["targets"]
        for removal in target["removals"]
        if removal["felt"]
    )
    assert "Sales, Discount control, Operations (set off by the decision)" in " ".join(out.split())
    assert "without one cell" in " ".join(out.split())


def test_no_more_are_told_than_asked_for(call: Caller) -> None:
    one, many = ask_json(call, "--top", "1"), ask_json(call, "--top", "100")

    assert all(len(target["removals"]) <= 1 for target in one["targets"])
    for short, long in zip(one["targets"], many["targets"], strict=True):
        assert short["removals"] == long["removals"][:1]
        assert short["further"] + len(short["removals"]) == len(long["removals"])


def test_csv_holds_what_json_holds(call: Caller) -> None:
    data = ask_json(call)
    rows = list(csv.DictReader(io.StringIO(ask(call, "--format", "csv"))))
    removals = [(target, removal) for target in data["targets"] for removal in target["removals"]]

    assert len(rows) == len(removals)
    for row, (target, removal) in zip(rows, removals, strict=True):
        assert (row["to"], row["dependency"], int(row["rank"])) == (
            target["target"]["name"],
            removal["what"],
            removal["rank"],
        )
        for measure in ("felt", "severity", "loss", "late_cash"):
            fall = removal[measure]
            assert row[f"{measure}_falls_by"] == (str(fall["by"]) if fall else "")
            assert row[f"{measure}_birnbaum"] == (str(fall["birnbaum"]) if fall else "")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("of", ["dependencies", "cells"])
def test_no_line_is_wider_than_the_terminal(of: str, width: int) -> None:
    enterprise = load_enterprise(SMALL)
    decision = settle_decision(draft_of_type(enterprise, "discount-exception"), enterprise)
    found = weigh_decision(enterprise, decision, of=of, worlds=200)

    text = render_importance_text(view_importance(found), width=width)
    assert max(map(cells, text.splitlines())) <= width


def test_what_cannot_fall_is_said_to_stay(call: Caller) -> None:
    def said(*arguments: str) -> str:
        return " ".join(ask(call, *arguments).split())

    assert "No single dependency changes that chance" in said("--to", "Sales", "--measure", "felt")
    assert "The decision puts no money at risk in Finance" in said("--to", "Finance", "--measure", "loss")
    assert "Nothing that the decision sets off leads to Finance, Margin, Strategy" in said("--to", "D2.F1.P1")


def test_a_decision_that_does_nothing_is_said_to(call: Caller) -> None:
    nothing = ("importance", "discount-exception", "-m", "small", "-s", "discount=0%")
    out, table = call(*nothing).out, call(*nothing, "--format", "csv").out

    assert "Nothing of what is at risk is lost." in out
    assert out.endswith("No department feels this decision.\n")
    assert table.startswith("to,to_code,ranked_by,rank,dependency,source,")
    assert len(table.splitlines()) == 1
    assert "No department loses money" in call(*nothing, "--measure", "loss").out
    assert "Nothing reaches any department." in call(*nothing, "--measure", "reached").out


def test_late_cash_stands_apart(call: Caller) -> None:
    called = call(
        "importance", "payment-terms-exception", "-s", "new_days=90", "--worlds", "500", "--top", "2"
    )
    out = " ".join(called.out.split())

    assert out.index("Hidden cost in all: €") < out.index("Late cash in all: €")
    assert "Late cash falls" in out


def test_hostile_names_do_not_steer_the_terminal(report: ImportanceReport) -> None:
    evil = "Fin\u202eance\x1b[2J {0} %s\n=1"
    hostile = replace(
        report,
        links=tuple(replace(link, effect=evil, owner=f"={evil}") for link in report.links),
        targets=tuple(replace(one, target=replace(one.target, name=evil)) for one in report.targets),
    )
    text = render_importance_text(view_importance(hostile))
    table = list(csv.DictReader(io.StringIO(render_importance_csv(hostile))))

    assert "Finance[2J {0} %s =1" in " ".join(text.split())
    assert not set(text) & {"\u202e", "\x1b"}
    assert all(row["owner"].startswith("'=") for row in table)


def test_the_same_seed_gives_the_same_bytes(call: Caller) -> None:
    assert ask(call, "--seed", "7") == ask(call, "--seed", "7") != ask(call, "--seed", "8")


def test_a_decision_file_brings_its_model(call: Caller, tmp_path: Path) -> None:
    a_folder(tmp_path)
    decision = tmp_path / "deal.yaml"
    decision.write_text(
        "format: anatomy/1\ntitle: A deal\nmodel: model\n"
        "decisions:\n  - type: discount-exception\n    with: {discount: 30 %}\n",
        encoding="utf-8",
    )
    called = call("importance", str(decision), "--worlds", "200")

    assert called.code == 0
    assert called.out.startswith("A deal ")
    assert "model Small enterprise" in called.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "DECISION"),
        (("no-such-type",), 2, "neither a file nor a decision type"),
        (("result.json",), 2, "give the decision file or type"),
        (("missing.yaml",), 3, "missing.yaml"),
        (("discount-exception", "--to", "Supprt"), 2, "ANA031 'Supprt' is not in this enterprise"),
        (("discount-exception", "--measure", "luck"), 2, "felt"),
        (("discount-exception", "--top", "0"), 2, "--top"),
        (("discount-exception", "--format", "xml"), 2, "xml"),
        (("discount-exception", "-s", "discount=lots"), 3, "lots"),
    ],
)
def test_exit_codes(call: Caller, arguments: tuple[str, ...], code: int, says: str) -> None:
    called = call("importance", *arguments, *(("-m", "small") if arguments else ()))

    assert (called.code, called.out) == (code, "")
    assert says in called.err


def test_tab_offers_decisions_and_targets() -> None:
    assert offered("importance", begun="disc") == ["discount-exception"]
    assert offered("importance", "discount-exception", "--to", begun="Fin") == ["Finance"]
    assert offered("importance", "discount-exception", "--to", begun="D12.F1")[0] == "D12.F1"
    assert offered("importance", "discount-exception", "--measure", begun="s") == ["severity"]
