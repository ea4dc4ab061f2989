"""docs/cli.md tells every command, option, exit code and JSON format, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from anatomy.cli import COMMANDS, group

from .test_help import examples
from .test_streams import JSON_FORMATS

TEXT = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", TEXT))


def context(name: str) -> click.Context:
    """The command as if it were called."""
    above = click.Context(group, info_name="anatomy", **group.context_settings)
    command = group.get_command(above, name)
    assert command is not None
    return click.Context(command, parent=above, info_name=name, max_content_width=200, terminal_width=200)


def test_every_command_has_its_heading_in_order() -> None:
    assert [title for title in SECTIONS if title.startswith("anatomy ")] == [
        f"anatomy {name}" for name in COMMANDS
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_usage_is_that_of_the_help(name: str) -> None:
    usage = context(name).get_usage().removeprefix("Usage: ")

    assert f"```\n{' '.join(usage.split())}\n```" in SECTIONS[f"anatomy {name}"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_and_no_other(name: str) -> None:
    told = re.findall(r"(?m)^\| `(.+?)` \| \S", SECTIONS[f"anatomy {name}"])
    here = context(name)
    records = (one.get_help_record(here) for one in here.command.params if isinstance(one, click.Option))

    assert [row.replace("\\|", "|") for row in told] == [record[0] for record in records if record]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_are_those_of_the_help(name: str) -> None:
    shown = re.search(r"(?s)```sh\n(.*?)```", SECTIONS[f"anatomy {name}"])
    asked = context(name).get_help()

    assert shown is not None
    lines = [line.removeprefix("    ") for line in asked.splitlines() if line.startswith("    anatomy ")]
    assert shown.group(1).splitlines() == lines
    assert len(list(examples(asked))) == len(lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_first_line_is_that_of_the_overview(name: str) -> None:
    assert SECTIONS[f"anatomy {name}"].strip().startswith(COMMANDS[name])


def test_every_exit_code_is_told() -> None:
    assert re.findall(r"(?m)^\| (\d+) \|", SECTIONS["Exit codes"]) == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "70",
        "130",
    ]


def test_every_json_format_is_told() -> None:
    told = re.findall(r"(?m)^\| `(anatomy-[a-z]+/\d)` \| `([a-z]+)`", SECTIONS["JSON"])

    assert {command: form for form, command in told} == {
        name: form for name, (_, form) in JSON_FORMATS.items()
    }
