"""The command `anatomy explain`."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from anatomy.cli import run
from anatomy.loading import load_enterprise, load_result
from anatomy.render.explaining import render_explanation_text
from anatomy.views.explaining import view_explanation
from anatomy.views.words import NBSP, percent
from anatomy.whatif.targets import explain_result
from builders.folders import SMALL, a_folder

if TYPE_CHECKING:
    from pathlib import Path

TYPE = "discount-exception"
MARGIN = "finance/margin/operations"


def explain(capsys: pytest.CaptureFixture[str], *arguments: object, model: object = "small") -> str:
    code = run(["explain", *map(str, arguments), *(["-m", str(model)] if model else [])])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    return said.out


def explain_json(
    capsys: pytest.CaptureFixture[str], *arguments: object, model: object = "small"
) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(explain(capsys, *arguments, "--format", "json", model=model))
    assert data["format"] == "anatomy-explain/1"
    return data


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved answer of the reference enterprise."""
    path = tmp_path_factory.mktemp("saved") / "result.json"
    asked = ["whatif", TYPE, "-s", "discount=28%", "-m", "reference", "--worlds", "3000", "--save", str(path)]
    assert run(asked) == 0
    return path


@pytest.mark.parametrize("to", ["Finance", "Support", "D12.F2", "D12.F2.P6", "D10.F10.P2"])
@pytest.mark.parametrize("paths", [1, 5, 50])
def test_the_shares_of_all_paths_add_up_to_the_chance(
    capsys: pytest.CaptureFixture[str], to: str, paths: int
) -> None:
    data = explain_json(capsys, TYPE, "--to", to, "--paths", paths, "--worlds", 2000, model="reference")

    shares = [path["share"]["probability"] for path in data["paths"]]
    assert len(shares) <= paths
    assert shares == sorted(shares, reverse=True)
    assert math.fsum([*shares, data["other_paths"]]) == pytest.approx(data["feeling"]["felt"]["probability"])


def test_printed_shares_add_up_to_the_printed_chance(capsys: pytest.CaptureFixture[str]) -> None:
    out = explain(capsys, TYPE, "-s", "discount=28%", "--to", "Technology", model="reference")

    whole = int(out.split("add up to the ")[1].split(" %")[0])
    told = out.split("How it came")[1].split("Hardest way")[0].splitlines()
    shares = [line.split(" % of worlds")[0].split()[-1] for line in told if " % of worlds (" in line]
    shares += [line.split(" % by other")[0].split()[-1] for line in told if " % by other paths" in line]
    rounding = [line.split(" %")[0].replace("−", "-") for line in told if line.endswith(" % rounding")]
    assert sum(int(share) for share in (*shares, *rounding) if not share.startswith("<")) == whole


def test_the_figures_are_split_in_three_ways(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (TYPE, "-s", "discount=28%", "--to", "Technology", "--worlds", 2000, "--paths", 2)
    out = explain(capsys, *arguments, model="reference")

    lines = out.split("In parts that add up")[1].split("Without one link")[0].splitlines()
    assert [line.split() for line in lines if line.split()[:1] == ["first"]] == [["first", "hardest", "loss"]]
    assert sum(line.startswith("  By ") for line in lines) == 3
    assert lines[-2].endswith("together, in every block")


def test_what_a_link_does_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (TYPE, "-s", "discount=28%", "--to", "Support", "--worlds", 1000, "--paths", 1)
    data = explain_json(capsys, *arguments, model="reference")
    out = " ".join(explain(capsys, *arguments, model="reference").split())

    without = data["without"][0]
    link = next(one for one in data["links"] if one["id"] == without["link"])
    felt = data["feeling"]["felt"]["probability"]
    assert without["felt"] + without["felt_less"] == pytest.approx(felt)
    falls = f"Customer Support falls from {percent(felt)} to {percent(without['felt'])} (".replace(NBSP, " ")
    assert f"Without the {link['kind']} link [" in out
    assert f"{link['source_code']} > {link['target_code']}: {falls}" in out


def test_it_agrees_with_the_what_if(capsys: pytest.CaptureFixture[str], result: Path) -> None:
    saved = json.loads(result.read_text(encoding="utf-8"))
    arguments = (TYPE, "-s", "discount=28%", "--worlds", 3000)

    for department in saved["departments"][::4]:
        data = explain_json(capsys, *arguments, "--to", department["key"], model="reference")

        assert data["feeling"] == department["feeling"]
        assert data["paths"] == department["paths"]
        assert data["hardest"] == department["hardest"]
    for cell in saved["cells"][::40]:
        data = explain_json(capsys, *arguments, "--to", cell["cell"], model="reference")

        assert data["feeling"]["felt"] == cell["feeling"]["felt"]
        assert all(path["cells"][-1] == cell["cell"] for path in data["paths"])


def test_every_link_is_told_with_its_basis_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    data = explain_json(capsys, TYPE, "--to", "Finance")
    out = " ".join(explain(capsys, TYPE, "--to", "Finance").split())

    used = {link for path in data["paths"] for link in path["links"]}
    links = {link["id"]: link for link in data["links"]}
    assert used <= set(links)
    for link in links.values():
        file, line = link["where"].split(":")
        assert (SMALL / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert f"{link['source_code']} > {link['target_code']}: {link['effect']}" in out
        assert f"{link['how']}, grade {link['grade']}" in out
        assert link["where"] in out


def test_the_answer_is_a_sentence_in_words_and_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(explain(capsys, TYPE, "--to", "Finance").split())

    chance = explain_json(capsys, TYPE, "--to", "Finance")["feeling"]["felt"]["probability"]
    assert f"({chance:.0%}) to feel this".replace("%", " %") in out
    assert "usually first" in out
    assert "the severity is then" in out
    assert "it is felt from a severity of 10 % on" in out


def test_the_same_chances_without_sampling_are_told(capsys: pytest.CaptureFixture[str], result: Path) -> None:
    arguments = (TYPE, "-s", "discount=28%", "--to", "Support")
    data = explain_json(capsys, *arguments, model="reference")
    out = " ".join(explain(capsys, *arguments, model="reference").split())

    felt, reached = data["felt_exact"], data["reached_exact"]
    assert felt == pytest.approx(data["feeling"]["felt"]["probability"], abs=0.02)
    assert reached == pytest.approx(data["feeling"]["reached"]["probability"], abs=0.02)
    assert (
        f"Worked out without sampling, as a check: felt {felt * 100:.2f} % and reached {reached * 100:.2f} %."
        in out
    )
    saved = explain_json(capsys, result, "--to", "Support", model=None)
    assert (saved["felt_exact"], saved["reached_exact"]) == (felt, None)
    assert f"as a check: felt {felt * 100:.2f} %." in " ".join(
        explain(capsys, result, "--to", "Support", model=None).split()
    )


def test_likeliest_chains_are_told_apart_from_shares(capsys: pytest.CaptureFixture[str]) -> None:
    data = explain_json(capsys, TYPE, "--to", MARGIN)
    enterprise = load_enterprise(SMALL)

    for chain in data["likeliest"]:
        links = [enterprise.dependency(link).likelihood.point for link in chain["links"]]
        start = next(one for one in data["decision"]["sets_off"] if one["cell"] == chain["cells"][0])
        assert chain["alone"] == pytest.approx(start["likelihood"] * math.prod(links))
        assert chain["cells"][-1] == MARGIN
        assert chain["severity"] >= enterprise.felt_at
    assert "each this path alone: they overlap, so never add them up" in explain(capsys, TYPE, "--to", MARGIN)


def test_a_cell_that_is_set_off_starts_its_own_path(capsys: pytest.CaptureFixture[str]) -> None:
    data = explain_json(capsys, TYPE, "--to", "D1.F1.P6")
    out = explain(capsys, TYPE, "--to", "D1.F1.P6")

    assert data["paths"][0]["links"] == []
    assert "set off: the price really charged falls" in out
    assert "is certain (100 %) to feel this" in " ".join(out.split())


def test_what_nothing_leads_to_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    out = explain(capsys, TYPE, "--to", "D3.F14.P1", model="reference")
    data = explain_json(capsys, TYPE, "--to", "D3.F14.P1", model="reference")

    assert "Nothing that this decision sets off leads to Research & Engineering, Patents & know-how" in out
    assert (data["paths"], data["likeliest"], data["links"]) == ([], [], [])


def test_what_arrives_too_mildly_is_said_so_and_by_which_way(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (TYPE, "-s", "discount=5%", "--to", "Support")
    data = explain_json(capsys, *arguments, model="reference")
    out = " ".join(explain(capsys, *arguments, model="reference").split())

    assert data["feeling"]["felt"]["probability"] == 0
    assert data["feeling"]["reached"]["probability"] > 0.5
    assert "but too mild to be felt: below 10 %." in out
    assert data["likeliest"]
    assert all(chain["severity"] < 0.1 for chain in data["likeliest"])


def test_a_decision_file_brings_its_model(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    decision = tmp_path / "deal.yaml"
    decision.write_text(
        "format: anatomy/1\ntitle: A deal\nmodel: model\n"
        "decisions:\n  - type: discount-exception\n    with: {discount: 30 %}\n",
        encoding="utf-8",
    )

    assert explain_json(capsys, decision, "--to", "Finance", model=None)["decision"]["title"] == "A deal"
    assert folder.exists()


def test_a_saved_result_explains_departments(capsys: pytest.CaptureFixture[str], result: Path) -> None:
    data = explain_json(capsys, result, "--to", "Finance", "--paths", "2", model=None)
    out = explain(capsys, result, "--to", "Finance", model=None)

    assert len(data["paths"]) == 2
    shares = math.fsum([*(path["share"]["probability"] for path in data["paths"]), data["other_paths"]])
    assert shares == pytest.approx(data["feeling"]["felt"]["probability"])
    assert data["likeliest"] is None
    assert "Told from a saved result" in out


def test_a_saved_result_says_that_it_holds_no_paths_per_cell(
    capsys: pytest.CaptureFixture[str], result: Path
) -> None:
    data = explain_json(capsys, result, "--to", "D12.F2.P6", model=None)
    out = " ".join(explain(capsys, result, "--to", "D12.F2.P6", model=None).split())

    assert data["paths"] is None
    assert data["feeling"]["felt"]["probability"] > 0.5
    assert "A saved result holds paths per department only." in out
    assert "anatomy explain DECISION --to D12.F2.P6" in out


def test_results_and_decisions_have_one_shape(capsys: pytest.CaptureFixture[str], result: Path) -> None:
    asked = explain_json(capsys, TYPE, "--to", "Finance")
    saved = explain_json(capsys, result, "--to", "Finance", model=None)
    cell = explain_json(capsys, result, "--to", "D12.F2.P6", model=None)

    assert asked.keys() == saved.keys() == cell.keys()


@pytest.mark.parametrize("to", ["Nowhere", "D3.F1.P1", "D12.F2", "D99"])
def test_what_a_result_does_not_hold_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], result: Path, to: str
) -> None:
    assert run(["explain", str(result), "--to", to]) == 2
    said = capsys.readouterr()
    assert (said.out, "ANA031" in said.err) == ("", True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((TYPE,), 2),
        ((TYPE, "--to", "Nowhere"), 2),
        (("no-such-type", "--to", "Finance"), 2),
        ((TYPE, "--to", "Finance", "--paths", "0"), 2),
        ((TYPE, "--to", "Finance", "-s", "discount=lots"), 3),
        (("missing.json", "--to", "Finance"), 2),  # and a model beside it
        (("missing.yaml", "--to", "Finance"), 3),
    ],
)
def test_exit_codes(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int) -> None:
    assert run(["explain", *arguments, "-m", "small"]) == code
    assert capsys.readouterr().out == ""


def test_a_result_that_is_not_there_is_refused_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "missing.json", "--to", "Finance"]) == 3
    assert "missing.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option", [("-s", "discount=5%"), ("-m", "small"), ("--worlds", "10"), ("--seed", "0")]
)
def test_a_settled_result_takes_no_changes(
    capsys: pytest.CaptureFixture[str], result: Path, option: tuple[str, str]
) -> None:
    assert run(["explain", str(result), "--to", "Finance", *option]) == 2
    assert "is a saved result: --" in capsys.readouterr().err


def test_hostile_names_do_not_steer_the_terminal(result: Path) -> None:
    report = load_result(result, name="result.json")
    evil = [replace(one, name="Fin\u202eance\x1b[2J {0} %s\n=1") for one in report.departments]

    explanation = explain_result(replace(report, departments=tuple(evil)), "D12", paths=5)
    text = render_explanation_text(view_explanation(explanation))

    assert "Finance[2J {0} %s =1 (D12)" in " ".join(text.split())
    assert not set(text) & {"\u202e", "\x1b"}


def test_the_same_seed_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (explain(capsys, TYPE, "--to", "Support", "--seed", 7) for _ in range(2))

    assert first == second
