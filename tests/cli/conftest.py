"""A call of the command line in this process, with its exit code and both streams."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

import pytest
from msgspec import Struct

from anatomy.cli import run

ROOT = Path(__file__).parents[2]


class Call(Struct, frozen=True, kw_only=True):
    """What one call gave."""

    code: int
    out: str
    err: str


class Caller(Protocol):
    """Calls the command line with these arguments."""

    def __call__(self, *arguments: str) -> Call:
        """One call."""
        ...


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Caller:
    """The command line, 100 columns wide and with no model in the environment."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("ANATOMY_MODEL", raising=False)

    def call_it(*arguments: str) -> Call:
        capsys.readouterr()
        code = run(list(arguments))
        streams = capsys.readouterr()
        return Call(code=code, out=streams.out, err=streams.err)

    return call_it


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the examples and models of the checkout in it."""
    for name in ("examples", "models"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "examples" / "northwind" / "decision.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
