"""Help: kept word by word, quick to start, and every example in it runs."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .conftest import Caller

GOLDEN = Path(__file__).parent / "golden"
NO_GRAPHVIZ = 4
DIFFERENT = 1
HEAVY = ("numpy", "networkx", "pydantic", "jinja2", "graphviz", "yaml")


def examples(help_text: str) -> Iterator[list[str]]:
    """The command lines under "Examples:", without the leading `anatomy`."""
    _, _, below = help_text.partition("Examples:\n")
    for line in below.splitlines():
        if not line.startswith("    anatomy "):
            return
        yield shlex.split(line)[1:]


def fewer_worlds(arguments: list[str]) -> list[str]:
    """What to add so that a command that counts worlds is done sooner: whether it runs hangs on none of them."""
    command = import_module(f"anatomy.cli.{arguments[0]}").command
    counts = any(option.name == "worlds" for option in command.params)
    settled = any(argument == "--worlds" or argument.endswith(".json") for argument in arguments)
    return ["--worlds", "200"] if counts and not settled else []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_reads_as_it_did(command: str, call: Caller, golden: Callable[[Path, str], None]) -> None:
    called = call(*filter(None, [command]), "--help")

    assert called.code == 0
    golden(GOLDEN / f"help{'-' if command else ''}{command}.txt", called.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_two_examples_of_its_command(command: str, call: Caller) -> None:
    found = list(examples(call(command, "-h").out))

    assert len(found) >= 2
    assert {arguments[0] for arguments in found} == {command}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_example_runs(command: str, call: Caller, desk: Path) -> None:
    for arguments in examples(call(*filter(None, [command]), "--help").out):
        called = call(*arguments, *fewer_worlds(arguments))

        drawn = arguments[-1].endswith((".svg", ".png", ".pdf"))
        may_end_with = {NO_GRAPHVIZ} if drawn else {DIFFERENT} if arguments[0] == "diff" else set()
        assert called.code in {0, *may_end_with}, (arguments, called.err)
        assert called.out or called.err
    assert desk.is_dir()


def test_the_version_is_that_of_the_package(call: Caller) -> None:
    assert call("--version").out == f"anatomy {version('enterprise-anatomy')}\n"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([command, "--help"] for command in COMMANDS)]
)
def test_help_starts_at_once(arguments: list[str]) -> None:
    """Nothing that takes long to import is imported to say what a command does."""
    code = (
        "import sys; from anatomy.cli import run; run(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )

    assert done.stderr == "[]\n"
