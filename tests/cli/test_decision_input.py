"""The decision that the command line is given: where it asks for a model."""

from __future__ import annotations

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
