"""What changed between two models, in the terminal and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from builders.models import small_with, write_model, write_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Caller


def test_the_same_model_ends_with_0(call: Caller) -> None:
    called = call("diff", "small", "small")

    assert (called.code, called.err) == (0, "")
    assert "The two models hold the same." in called.out


def test_a_difference_ends_with_1_and_is_told_in_words_and_numbers(call: Caller, tmp_path: Path) -> None:
    other = write_model(tmp_path, small_with(sales="likelihood: almost certain -> likelihood: 40 %"))
    called = call("diff", "small", str(other), "--worlds", "500")

    assert (called.code, called.err) == (1, "")
    text = " ".join(called.out.split())
    assert (
        "almost certain" not in text.partition("What that does")[0]
    )  # that is a word of the scale, not of ours
    assert "likelihood: very likely (93 %), between 85 % and 99 % → unlikely (40 %)" in text
    assert "Finance" in text.partition("What that does to decisions")[2]


def test_no_line_is_wider_than_the_terminal(call: Caller, tmp_path: Path) -> None:
    other = write_overlay(tmp_path, "department: supply-chain\nremove: true", "department: sales\ncode: D5")
    called = call("diff", "reference", str(other), "--worlds", "200")

    assert max(map(len, called.out.splitlines())) <= 100
    assert "D5 Supply Chain, with 15 sub-functions, 90 cell texts and" in called.out
    assert "code: D9 → D5" in called.out


def test_json_holds_every_entry_and_both_sides_of_every_figure(call: Caller, tmp_path: Path) -> None:
    other = write_model(tmp_path, small_with(sales="likelihood: almost certain -> likelihood: 40 %"))
    told = json.loads(call("diff", "small", str(other), "--worlds", "500", "--format", "json").out)
    (entry,) = told["differences"]
    (change,) = entry["changes"]
    (decision,) = told["decisions"]

    assert (told["format"], told["differ"]) == ("anatomy-diff/1", True)
    assert (entry["section"], entry["what"], change["field"]) == ("dependencies", "changed", "likelihood")
    assert (change["old"]["mode"], change["new"]["mode"]) == (0.93, 0.4)
    finance = next(one for one in decision["departments"] if one["key"] == "finance")
    assert finance["old"]["felt"] > finance["new"]["felt"] > 0


def test_decision_files_are_put_to_both(call: Caller, desk: Path) -> None:
    other = write_overlay(desk / "other", "department: supply-chain\nremove: true")
    called = call(
        "diff",
        "reference",
        str(other),
        "--decisions",
        "examples/key-deal",
        "--decisions",
        "decision.yaml",
        "--worlds",
        "200",
        "--format",
        "json",
    )

    assert [one["source"] for one in json.loads(called.out)["decisions"]] == [
        "examples/key-deal/decision.yaml",
        "decision.yaml",
    ]


def test_a_folder_without_decisions_is_refused(call: Caller, tmp_path: Path) -> None:
    called = call("diff", "small", "reference", "--decisions", str(tmp_path))

    assert called.code == 3
    assert "ANA001 no decision in" in called.err


def test_a_model_that_is_not_there_is_refused(call: Caller, tmp_path: Path) -> None:
    assert call("diff", "small", str(tmp_path / "none")).code == 3


def test_a_new_mitigation_and_a_moved_limit_are_told_in_words(call: Caller, tmp_path: Path) -> None:
    text = (
        "mitigations:\n  ours: {name: A call, what: Somebody calls the customer, cost: 100, lead_time: 1 days,"
        " owner: O, blocks: [{cell: D9.F7.P6}]}\n"
    )
    header = "name: A\nlimits: {finance-loss: {limit: D12.loss.p90 > 75k}, ours: {limit: any.felt > 99 %}}"
    folder = write_overlay(tmp_path, header=header, m=text)
    out = " ".join(call("diff", "reference", str(folder), "--worlds", "100").out.split())

    assert "Mitigations added A call Somebody calls the customer" in out
    assert "changed finance-loss limit: finance.loss.p90 > 50k → finance.loss.p90 > 75k" in out
    assert "added ours any.felt > 99 %" in out
