"""A sign of life for long work: on a terminal only, after a second, gone at the end; the answer is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anatomy.propagation import run
from builders.graphs import diamond

pty = pytest.importorskip("pty")

#: Without the patience of a second, so that the work need not be long.
CODE = "from anatomy.cli import main, terminal; terminal.PATIENCE_SECONDS = 0; main()"
LONG = [sys.executable, "-c", CODE, "whatif", "discount-exception", "--worlds", "30000"]


def said_on_terminal(**environment: str) -> str:
    """What long work writes to the terminal that its standard error is."""
    env = {name: value for name, value in os.environ.items() if name != "CI"} | environment
    ours, theirs = pty.openpty()
    with subprocess.Popen(LONG, stdout=subprocess.DEVNULL, stderr=theirs, env=env) as process:
        os.close(theirs)
        said = b""
        try:
            while more := os.read(ours, 4096):
                said += more
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(ours)
    assert process.returncode == 0
    return said.decode()


def test_a_terminal_is_told_how_many_worlds_are_done() -> None:
    said = said_on_terminal()

    assert " of 30,000 ..." in said
    assert said.endswith("\r\x1b[K")
    assert "\n" not in said


def test_nothing_is_told_in_ci() -> None:
    assert said_on_terminal(CI="true") == ""


def test_nothing_is_told_in_a_pipe() -> None:
    env = {name: value for name, value in os.environ.items() if name != "CI"} | {"FORCE_COLOR": "1"}
    done = subprocess.run(LONG, capture_output=True, env=env, check=False, cwd=Path(__file__).parent)

    assert (done.returncode, done.stderr) == (0, b"")


def test_whoever_looks_on_changes_nothing() -> None:
    told: list[tuple[int, int]] = []
    case = diamond()
    answers = [
        run(case.network(), case.triggers, worlds=40_000, exact="never", progress=look)
        for look in (None, lambda done, of: told.append((done, of)))
    ]

    assert answers[0].to_dict() == answers[1].to_dict()
    assert told == sorted(told)
    assert told[-1] == (40_000, 40_000)
    assert len(told) > 1
