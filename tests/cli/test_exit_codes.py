"""One test for each exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import anatomy.cli.types
import anatomy.drawing
from anatomy.cli import run
from anatomy.errors import MissingPartError

if TYPE_CHECKING:
    from .conftest import Caller


def raising(error: BaseException) -> object:
    """A function that fails so, whatever it is called with."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def test_0_when_done(call: Caller) -> None:
    assert call("types").code == 0


def test_1_when_something_was_found(call: Caller, tmp_path: Path) -> None:
    (tmp_path / "anatomy.yaml").write_text("format: anatomy/1\nname: Broken\nfelt_at: 40\n", encoding="utf-8")

    assert call("check", str(tmp_path)).code == 1


def test_2_for_wrong_usage(call: Caller) -> None:
    called = call("whatif", "--no-such-option")

    assert called.code == 2
    assert called.out == ""


def test_2_for_a_name_that_the_model_lacks(call: Caller) -> None:
    assert call("types", "no-such-kind").code == 2


def test_3_for_input_that_is_refused(call: Caller, tmp_path: Path) -> None:
    path = tmp_path / "decision.yaml"
    path.write_text("format: anatomy/1\ntitle: nothing\n", encoding="utf-8")
    called = call("whatif", str(path))

    assert called.code == 3
    assert called.err.startswith(f"{path}:1:1: ANA010 'decisions' is missing")


def test_3_for_a_file_that_is_not_there(call: Caller) -> None:
    """There is no line to name in a file that there is not."""
    called = call("whatif", "nowhere.yaml")

    assert (called.code, called.err) == (3, "nowhere.yaml: ANA001 there is no such file; check the path\n")


ASKING = [
    ("whatif", "discount-exception"), ("compare", "discount-exception"), ("conditions", "discount-exception"),
    ("explain", "discount-exception", "--to", "D12"), ("importance", "discount-exception"), ("exposure", "--to", "D12"),
    ("sensitivity", "discount-exception"), ("show", "D9"), ("types",), ("decisions",), ("diagram",),
]  # fmt: skip


@pytest.mark.parametrize("arguments", ASKING, ids=lambda arguments: arguments[0])
def test_3_for_a_broken_model_named_once_before_its_problems(
    arguments: tuple[str, ...], call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The places are relative to the model, so the first line says which one: where one stands they do not exist."""
    monkeypatch.chdir(tmp_path)
    Path("acme").mkdir()
    Path("acme/anatomy.yaml").write_text(
        "format: anatomy/1\nname: Broken\nfelt_at: 40\nmoon: 1\n", encoding="utf-8"
    )
    lines = call(*arguments, "-m", "acme").err.splitlines()

    assert lines[0] == "In the model acme:"
    assert [line.partition(" ")[0] for line in lines if line.startswith("anatomy.yaml:")] == [
        "anatomy.yaml:3:10:",
        "anatomy.yaml:4:1:",
    ]
    monkeypatch.chdir("acme")
    assert call(*arguments).err.splitlines() == lines[1:]


def test_3_for_a_model_that_is_not_there(call: Caller, tmp_path: Path) -> None:
    assert call("types", "-m", str(tmp_path / "none")).code == 3


def test_4_when_an_optional_part_is_missing(
    call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anatomy.drawing, "render_dot", raising(MissingPartError("no Graphviz")))
    called = call("diagram", "-o", str(tmp_path / "x.svg"))

    assert called.code == 4
    assert "no Graphviz" in called.err
    assert not (tmp_path / "x.svg").exists()


def test_a_page_is_complete_without_the_optional_part(
    call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anatomy.drawing, "render_dot", raising(MissingPartError("no Graphviz")))
    called = call("whatif", "discount-exception", "-m", "small", "-o", str(tmp_path / "x.html"))

    assert called.code == 0
    assert "warning: no Graphviz" in called.err
    assert (tmp_path / "x.html").exists()


def test_5_when_a_file_cannot_be_written(call: Caller, tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "x.json"
    called = call("whatif", "discount-exception", "-m", "small", "--save", str(path))

    assert called.code == 5
    assert called.err == f"error: cannot write {path}: No such file or directory; nothing was changed\n"


def test_5_for_a_file_that_is_not_ours(call: Caller, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("{}", encoding="utf-8")
    called = call("schema", "model", "-o", str(path))

    assert called.code == 5
    assert path.read_text(encoding="utf-8") == "{}"
    assert call("schema", "model", "-o", str(path), "--force").code == 0


def test_5_when_memory_runs_out(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anatomy.cli.types, "open_model", raising(MemoryError()))
    called = call("types")

    assert called.code == 5
    assert "ask for fewer --worlds" in called.err


def test_70_for_our_own_fault_with_its_trace(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anatomy.cli.types, "open_model", raising(ZeroDivisionError("ours")))
    called = call("types")

    assert called.code == 70
    assert "fault in anatomy itself" in called.err
    assert "ZeroDivisionError: ours" in called.err


def test_130_when_interrupted(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anatomy.cli.types, "open_model", raising(KeyboardInterrupt()))
    called = call("types")

    assert called.code == 130
    assert called.err.strip() == "interrupted"


def test_wrong_input_never_shows_a_trace(call: Caller, tmp_path: Path) -> None:
    (tmp_path / "anatomy.yaml").write_bytes(b"\xff\xfe\x00")
    called = call("types", "-m", str(tmp_path))

    assert called.code == 3
    assert "Traceback" not in called.err


def test_the_codes_are_told_in_the_help(call: Caller) -> None:
    words = " ".join(call("--help").out.split())

    for code in ("0 done", "1 findings", "2 wrong", "3 input", "4 an", "5 the", "70 our", "130 interrupted"):
        assert code in words


def test_run_gives_the_code_and_does_not_leave() -> None:
    assert run(["--version"]) == 0
