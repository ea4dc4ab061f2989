"""The command `anatomy compare`, and what a what-if tells of alternatives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from builders.deals import DEAL
from builders.models import write_model
from builders.tiny import tiny_files

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Call, Caller

NORTHWIND = "examples/northwind/decision.yaml"
FEW = ("--worlds", "300")


@pytest.fixture
def deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A deal file beside the tiny model that it names."""
    write_model(tmp_path / "model", tiny_files())
    text = DEAL.replace("title: A deal\n", "title: A deal\nmodel: model\n")
    (tmp_path / "deal.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "deal.yaml"


def as_json(called: Call) -> dict[str, Any]:
    assert (called.code, called.err) == (0, "")
    data: dict[str, Any] = json.loads(called.out)
    return data


def test_it_agrees_with_the_what_if(call: Caller, desk: Path) -> None:
    """As proposed, every figure is that of the what-if; an alternative's is that of its own what-if."""
    told = as_json(call("compare", NORTHWIND, *FEW, "--grid", "none", "--format", "json"))["comparison"]
    answers = [
        as_json(call("whatif", NORTHWIND, *FEW, *settings, "--ranges", "none", "--format", "json"))
        for settings in ([], ["-s", "new_days=60 days"])
    ]
    for choice, answer in zip((told["choices"][0], told["choices"][3]), answers, strict=True):
        assert choice["hidden"]["mean"] == pytest.approx(answer["total"]["loss"]["mean"])
        assert choice["hidden"]["p95"] == pytest.approx(answer["total"]["loss"]["p95"])
        assert choice["material"] == answer["total"]["material"]
        assert choice["direct"] == answer["total"]["direct"]
        assert choice["direct_late_cash"] == answer["total"]["direct_late_cash"]
        for one, other in zip(choice["departments"], answer["departments"], strict=True):
            assert one["felt"] == other["feeling"]["felt"]
            assert one["severity"] == pytest.approx(other["feeling"]["mean_severity"], abs=1e-9)
        assert [act["act"] for act in choice["acts"]] == [act["act"] for act in answer["acts"]]
    assert told["choices"][3]["key"] == "net-60"
    assert desk.is_dir()


def test_a_result_and_its_page_hold_what_compare_tells(call: Caller, desk: Path) -> None:
    files = ("--save", "whole.json", "-o", "page.html", "--no-drawing")
    assert call("whatif", NORTHWIND, *FEW, *files).code == 0
    assert call("compare", "whole.json").out == call("compare", NORTHWIND, *FEW).out
    whole = json.loads((desk / "whole.json").read_text())
    alone = as_json(call("compare", NORTHWIND, *FEW, "--format", "json"))
    assert whole["alternatives"] == alone["comparison"]
    assert whole["alternatives"]["grid"]["worlds"] == 300
    page = (desk / "page.html").read_bytes()
    assert b"What could be decided instead" in page
    assert len(page) <= 150_000  # with its table; 200 KB with the drawing, see tests/whole/test_page_size.py


def test_a_terminal_answer_does_not_wait_for_alternatives(
    call: Caller, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("anatomy.whatif.alternatives.compare", never)
    assert call("whatif", NORTHWIND, *FEW).code == 0
    assert desk.is_dir()


def test_settings_reach_the_alternatives(call: Caller, deal: str) -> None:
    told = as_json(call("compare", deal, "-s", "value=50k", "--format", "json"))["comparison"]
    assert [one["direct"] for one in told["choices"]] == [15_000.0, 7_500.0, 2_500.0, 0.0]


def test_several_decisions_side_by_side(call: Caller, deal: str) -> None:
    told = as_json(call("compare", deal, "terms", "-m", "model", "-s", "terms.days=90", "--format", "json"))
    assert told["title"] == "Decisions against one another"
    assert told["comparison"]["reference"] == deal
    assert [one["key"] for one in told["comparison"]["choices"]] == [deal, "terms", "decline"]
    assert told["comparison"]["grid"] is None


def test_a_table_as_asked_for(call: Caller, deal: str) -> None:
    told = as_json(call("compare", deal, "--grid", "share=5%..25%/3,value=50k,100k", "--format", "json"))
    grid = told["comparison"]["grid"]
    assert (grid["down"]["values"], grid["across"]["values"]) == ([0.05, 0.15, 0.25], [50_000.0, 100_000.0])
    assert "Share and value" in call("compare", deal, "--grid", "share=5%,value=1k").out
    assert "Everything else" not in call("compare", deal).out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--grid", "share=1%"], 2, "Invalid value for --grid: a table has two parameters, not 1"),
        (["--grid", "shared=1%,value=1"], 2, "did you mean 'share'?"),
        (["deal.yaml"], 2, "'deal.yaml' is named twice"),
        (["terms", "-s", "other.days=1"], 2, "--set other.days: no such parameter in this decision"),
        (["-"], 2, "standard input stands alone"),
        (["-s", "nothing=1"], 2, "--set nothing: no such parameter in this decision"),
        (
            ["--worlds", "2000000"],
            3,
            "2,000,000 worlds of every choice would not fit; ask for at most 1,000,000",
        ),
        (["r.json"], 2, "r.json is a saved result, which is told alone"),
    ],
)
def test_what_it_refuses(
    call: Caller, deal: str, arguments: list[str], code: int, told: str, tmp_path: Path
) -> None:
    (tmp_path / "r.json").write_text("{}", encoding="utf-8")
    called = call("compare", deal, *arguments)
    assert (called.code, called.out) == (code, "")
    assert told in " ".join(called.err.split())


def test_decisions_of_two_models_are_not_compared(call: Caller, deal: str, tmp_path: Path) -> None:
    files = tiny_files()
    files["anatomy.yaml"] = files["anatomy.yaml"].replace("name: Tiny", "name: Other")
    write_model(tmp_path / "other", files)
    text = (tmp_path / deal).read_text(encoding="utf-8").replace("model: model", "model: other")
    (tmp_path / "theirs.yaml").write_text(text, encoding="utf-8")

    called = call("compare", deal, "theirs.yaml")

    assert called.code == 2
    assert "theirs.yaml is for another model than deal.yaml: name one for both with --model." in called.err
    assert call("compare", deal, "theirs.yaml", "-m", "model").code == 0


def test_a_result_without_alternatives_or_with_options_is_refused(call: Caller, desk: Path) -> None:
    assert call("whatif", "discount-exception", *FEW, "--save", "r.json").code == 0
    assert json.loads((desk / "r.json").read_text())["alternatives"] is None
    assert "holds no alternatives" in call("compare", "r.json").err
    assert "cannot change it any more" in call("compare", "r.json", "-s", "discount=1%").err
    assert [call("compare", "r.json").code, call("compare", "r.json", "--grid", "none").code] == [2, 2]
