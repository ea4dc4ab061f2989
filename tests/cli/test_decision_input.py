"""The decision that the command line is given: where it asks for a model, and from standard input."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Caller

DECISION = "format: anatomy/1\ntitle: T\nmodel: {model}\ndecisions:\n  - type: discount-exception\n"


@pytest.mark.parametrize(
    ("model", "says"), [("nope", "ANA001 no model in nope"), ("/etc", "ANA041 model: '/etc' is not a plain")]
)
def test_a_wrong_model_is_told_at_its_place_in_the_decision(
    model: str, says: str, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.yaml").write_text(DECISION.format(model=model), encoding="utf-8")
    called = call("whatif", "d.yaml")

    assert called.code == 3
    assert called.err.startswith(f"d.yaml:3:8: {says}")
    assert called.err.splitlines()[2].endswith("^^^^")
    assert call("whatif", "d.yaml", "-m", "small", "--worlds", "50").code == (0 if model == "nope" else 3)


def typed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_dash_reads_the_decision_from_standard_input(
    call: Caller, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = DECISION.format(model="models/small")
    (desk / "d.yaml").write_text(decision, encoding="utf-8")
    typed(monkeypatch, decision.encode())
    options = ["--worlds", "50", "--format", "json"]

    assert call("whatif", "-", *options) == call("whatif", "d.yaml", *options)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"title: \xff", "<stdin>:1:8: ANA001 byte 0xff is not UTF-8"),
        (b"title: a\x1b", "<stdin>:1:9: ANA001 control character U+001B"),
        (b"#" * (4 * 1024 * 1024 + 1), "<stdin>: ANA001 larger than 4 MiB"),
        (DECISION.format(model="nope").encode(), "<stdin>:3:8: ANA001 no model in nope"),
    ],
    ids=["not UTF-8", "control character", "too large", "no model"],
)
def test_standard_input_passes_the_gate(
    data: bytes, says: str, call: Caller, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, data)
    called = call("whatif", "-")

    assert (called.code, called.out) == (3, "")
    assert called.err.startswith(says)
    assert desk.is_dir()


@pytest.mark.parametrize("option", ["-o", "--save"])
def test_pages_do_not_go_to_standard_output(option: str, call: Caller) -> None:
    called = call("whatif", "discount-exception", option, "-")

    assert (called.code, called.out) == (2, "")
    assert "pages go to files" in called.err
