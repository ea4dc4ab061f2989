"""The command `anatomy check`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from anatomy.cli import run
from anatomy.graph import Finding
from anatomy.render.checking import render_check_text
from anatomy.views.checking import Checked, view_check
from builders.folders import SMALL, a_folder, an_overlay

if TYPE_CHECKING:
    from pathlib import Path

DISCOUNT = "decisions/discount-exception.yaml"
UNUSED_PARAMETER = (
    DISCOUNT,
    "parameters:\n",
    "parameters:\n  idle: {label: Idle, kind: share, default: 5 %}\n",
)


def check(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    code = run(["check", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def check_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code, out, _ = check(capsys, *arguments, "--format", "json")
    return code, json.loads(out)


def test_a_sound_model_passes_and_tells_how_it_behaves(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(capsys, SMALL)

    assert (code, err) == (0, "")
    assert "3 departments, 6 sub-functions, 36 cells (36 with text)" in out
    assert "9 dependencies written as rows, 30 made by rule; 5 kinds; 1 decision type" in out
    assert "Spectral radius of the likelihoods             0.43        0.54   0.65" in out
    assert "(4,000 worlds, seed 0; by sampling up to 0.03 off, with 95 % confidence)" in " ".join(out.split())
    assert out.splitlines()[-1] == "0 errors, 0 warnings in 36 cells and 39 dependencies"


def test_the_reference_passes_and_is_neither_dead_nor_explosive(capsys: pytest.CaptureFixture[str]) -> None:
    code, data = check_json(capsys, "-m", "reference")

    assert code == 0
    assert data["counts"]["cells"] == 1350
    assert data["counts"]["rows"] == 790
    assert data["counts"]["ruled_dependencies"] == 1125
    low, written, high = data["spectral_radius"]
    assert 0 < low < written < 0.8
    assert low == pytest.approx(0.8 * written)
    assert written < high <= 1.2 * written, "likelihoods end at 1"
    for one in data["departments_felt"]["decision_types"]:
        felt = one["felt"]
        assert felt == sorted(felt)
        assert 1 < felt[1] < 9
        assert all(0 <= margin < 0.05 for margin in one["margin"]), "one decimal may be printed"


def test_the_json_has_one_shape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, whole = check_json(capsys, SMALL)
    _, fast = check_json(capsys, SMALL, "--fast")
    broken = a_folder(tmp_path, ("departments/sales.yaml", "kind: values", "kind: valuez"))
    code, refused = check_json(capsys, broken)

    assert code == 1
    assert whole.keys() == fast.keys() == refused.keys()
    assert whole["format"] == "anatomy-check/1"
    assert fast["departments_felt"] is None
    assert (refused["ok"], refused["model"], refused["counts"], refused["errors"]) == (False, None, None, 1)
    assert refused["findings"][0].keys() == {
        "code", "severity", "message", "hint", "subject", "file", "line", "column",
    }  # fmt: skip


def test_every_problem_of_the_files_is_told_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = a_folder(
        tmp_path,
        ("departments/sales.yaml", "to: D2.F1.P6", "to: D2.F7.P6"),
        ("departments/finance.yaml", "likelihood: possible", "likelihood: 1.4"),
    )

    code, out, err = check(capsys, folder)

    assert (code, err) == (1, "")
    lines = out.splitlines()
    told = [line for line in lines if line.startswith("departments/")]
    assert len(told) == 2
    assert told[0].startswith("departments/finance.yaml:")
    assert "ANA014" in told[0]
    assert "D2.F7.P6" in told[1]
    assert any(line.strip(" |").startswith("^") for line in lines), "the place is marked"
    assert lines[-1] == "2 errors, 0 warnings"


def test_errors_of_structure_fail_the_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (SMALL / DISCOUNT).read_text(encoding="utf-8")
    folder = a_folder(tmp_path)
    twin = text.replace("decision_type: discount-exception", "decision_type: other").replace(
        "owner: D3.F2.P2", "owner: D2.F1.P6"
    )
    (folder / "decisions" / "other.yaml").write_text(twin, encoding="utf-8")

    code, out, _ = check(capsys, folder, "--fast")

    assert code == 1
    assert "ANA111 the loss 'renewal-anchor' is the same money" in out
    assert out.splitlines()[-1].startswith("1 error, 0 warnings in 36 cells")


def test_warnings_fail_only_when_asked_to(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = a_folder(tmp_path, UNUSED_PARAMETER)

    plain, out, _ = check(capsys, folder, "--fast")
    strict, data = check_json(capsys, folder, "--fast", "--strict")

    assert (plain, strict) == (0, 1)
    (finding,) = data["findings"]
    line = next(line for line in out.splitlines() if "ANA114" in line)
    assert line.startswith(f"{DISCOUNT}:{finding['line']}:{finding['column']}: ANA114 warning: ")
    written = (folder / DISCOUNT).read_text(encoding="utf-8").splitlines()[finding["line"] - 1]
    assert "idle" in written
    assert (data["ok"], data["warnings"]) == (False, 1)


def test_a_decision_type_without_an_answer_at_its_defaults_is_an_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, (DISCOUNT, "min(1, discount / margin)", "discount / (margin - margin)"))

    code, out, _ = check(capsys, folder)

    assert code == 1
    assert f"{DISCOUNT}:" in out
    assert "ANA020" in out
    assert check(capsys, folder, "--fast")[0] == 0


def test_a_decision_type_that_needs_values_is_not_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, (DISCOUNT, "range: [0, 10M], default: 100k", "range: [0, 10M]"))

    _, out, _ = check(capsys, folder)
    code, data = check_json(capsys, folder)

    assert code == 0
    assert "Discount exception was not asked: it has no default for list_value." in out
    (one,) = data["departments_felt"]["decision_types"]
    assert (one["felt"], one["needs"]) == (None, ["list_value"])


def test_it_lists_what_an_overlay_took_away(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = an_overlay(tmp_path, risk="format: anatomy/1\ndepartment: risk\nremove: true\n")

    code, data = check_json(capsys, folder, "--fast")
    _, out, _ = check(capsys, folder, "--fast")

    assert code == 0
    assert data["counts"]["departments"] == 14
    assert "department risk" in data["removed"]
    assert any(name.startswith("dependency ") and " > risk/" in name for name in data["removed"])
    assert "Taken away by the overlay" in out


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_model_is_refused_and_leaves_stdout_empty(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    code, out, err = check(capsys, tmp_path, "--format", form)

    assert (code, out) == (3, "")
    assert "ANA001 no model in" in err


def test_a_file_that_cannot_be_read_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "departments" / "bad.yaml").write_bytes(b"format: anatomy/1\nname: \xff\n")

    code, out, err = check(capsys, folder)

    assert (code, out) == (3, "")
    assert "departments/bad.yaml:2:7: ANA001" in err


def test_a_model_named_twice_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, SMALL, "-m", "reference")[0] == 2
    assert check(capsys, SMALL, "-m", SMALL, "--fast")[0] == 0


def test_hostile_names_are_told_on_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    evil = '"<b>%s{0}\\n\\t=1"'
    folder = a_folder(tmp_path, (DISCOUNT, "name: Discount exception", f"name: {evil}"), UNUSED_PARAMETER)

    code, out, _ = check(capsys, folder)

    assert code == 0
    (line,) = (line for line in out.splitlines() if "<b>%s{0}" in line)
    assert line.startswith("  Departments that feel it: <b>%s{0}  =1")


def test_what_could_steer_a_terminal_is_dropped() -> None:
    evil = "\x1b[2J\u202eevil\nnext"
    finding = Finding(code="ANA112", severity="warning", message=evil, excerpt="  1 | \x1b[1m")
    checked = Checked(where="\x07here", enterprise=None, findings=(finding,))

    text = render_check_text(view_check(checked))

    assert not set(text) & {"\x1b", "\u202e", "\x07"}
    assert "ANA112 warning: [2Jevil next" in text


def test_the_same_model_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (check(capsys, SMALL, "--format", "json")[1] for _ in range(2))

    assert first == second
