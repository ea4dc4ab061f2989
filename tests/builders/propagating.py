"""The command `anatomy propagate`, called by tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from anatomy.cli.propagate import command

ROOT = Path(__file__).parents[2]
SUPPLIERS = str(ROOT / "examples" / "graph" / "suppliers.json")


def call(*arguments: str) -> Result:
    """Run the command; what we expect to go wrong is left to the caller."""
    # click keeps the first help option it makes, so it must be that of the whole command line.
    return CliRunner().invoke(command, list(arguments), help_option_names=["-h", "--help"])


def ask(*arguments: str) -> dict[str, Any]:
    """The answer as JSON; the command must end well."""
    result = call(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data
