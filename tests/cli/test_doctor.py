from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from anatomy.cli import group
from anatomy.cli.doctor import LIBRARIES
from anatomy.drawing import graphviz_program

if TYPE_CHECKING:
    import pytest


def call(*arguments: str) -> Result:
    """One call of the command on the shipped reference."""
    return CliRunner(env={"ANATOMY_MODEL": "reference"}).invoke(group, ["doctor", *arguments])


def test_a_sound_installation_ends_with_0() -> None:
    """It names versions, renderers and the size of the model."""
    result = call()

    assert result.exit_code == 0
    assert "Graphviz by pygraphviz" in result.stdout
    assert "1,350 cells" in result.stdout


def test_every_library_that_is_needed_is_looked_at() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {re.split(r"[<>=~!]", one)[0] for one in project["project"]["dependencies"]}

    assert set(LIBRARIES) == needed


def test_a_missing_graphviz_is_told_with_its_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional, so the exit code stays 0."""
    monkeypatch.setattr(graphviz_program, "_FINDERS", {"dot": lambda: None})
    result = call()

    assert result.exit_code == 0
    assert 'fix: pip install "enterprise-anatomy[diagrams]"' in result.stdout


def test_a_broken_model_ends_with_1(tmp_path: Path) -> None:
    """The first problem is told, and how to see all."""
    result = call("-m", str(tmp_path))

    assert result.exit_code == 1
    assert "broken   model" in result.stdout
    assert "anatomy check" in result.stdout


def test_json_is_one_document() -> None:
    """Each finding with name, state, what was found and how to mend it."""
    document = json.loads(call("--format", "json").stdout)

    assert document["format"] == "anatomy-doctor/1"
    assert {frozenset(finding) for finding in document["findings"]} == {
        frozenset(("name", "state", "found", "fix"))
    }
