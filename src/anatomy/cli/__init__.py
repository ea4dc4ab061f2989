"""
The command line: read arguments, call, write, choose the exit code.

Commands are imported when they are called, so that help and completion start at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from anatomy import __version__
from anatomy.cli.streams import degrade_streams, outlive_reader
from anatomy.errors import AnatomyError, EnvironmentFailedError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "init": "Make a model folder to start from.",
    "check": "Check a model: every problem at once, then how it behaves.",
    "diff": "Tell what changed between two models, and what that does to decisions.",
    "show": "Show cells, dependencies and where their values come from.",
    "types": "List the kinds of dependency, or print the page of one.",
    "decisions": "List the decision types, or print the parameters of one.",
    "whatif": "Answer a what-if: who is hit, how likely, how hard, when, for how much.",
    "compare": "Compare what could be decided: who feels it, what it is worth, when it pays.",
    "conditions": "Find the cheapest conditions under which a decision stays within all limits.",
    "explain": "Explain why a department or cell is hit, path by path.",
    "importance": "Tell which dependencies or cells an answer hangs on, in chance, severity and money.",
    "exposure": "Tell what could hit a department, sub-function or cell, and how likely.",
    "sensitivity": "Tell on what the answer depends, and which question to ask first.",
    "diagram": "Draw the anatomy, or how a decision spreads through it.",
    "propagate": "Propagate through any graph in node-link JSON.",
    "schema": "Print the JSON Schema of model or decision files.",
    "doctor": "Tell what this installation can do, and what it lacks.",
}
"""Command -> its line in the overview; each lives in the module of its name."""

INTERRUPTED = 130
OUR_FAULT = 70


class LazyGroup(click.Group):
    """Knows the names and lines of its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"anatomy.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return _unwrapped(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for one that is not there."""
        name = args[0]
        near = get_close_matches(name, COMMANDS, n=1)
        if near and name not in COMMANDS and not ctx.resilient_parsing:
            ctx.fail(f"No such command {name!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """As click does, except that a reader who has seen enough, such as `head`, is no failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            ctx.exit(0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The table of commands, from their lines."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _unwrapped(command: click.Command) -> click.Command:
    """The command with its examples kept on lines of their own: a raw docstring spells click's mark out."""
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 findings, 2 wrong usage, 3 input refused, 4 an optional part is missing, "
    "5 the environment failed, 70 our own fault, 130 interrupted.",
)
@click.version_option(__version__, message="anatomy %(version)s")
def group() -> None:
    r"""
    What a decision in Sales does to the rest of the enterprise.

    \b
    Examples:
      anatomy whatif discount-exception -s discount=28% -s list_value=1.2M
      anatomy whatif decision.yaml -o impact.html
      anatomy show D9.F7
    """


_unwrapped(group)


def main() -> NoReturn:
    """Run the command line; the only place that turns errors into exit codes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _be_quick()
    outlive_reader()
    degrade_streams()
    code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process; looking through it for cycles first would take a while
    sys.exit(code)


#: For libraries that look at the environment once, when they are imported; whoever has set them keeps them.
QUICK: Mapping[str, str] = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy starts a thread per core, which no command has work for
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # else every package installed is searched for plugins
}
MANY_OBJECTS = 200_000


def _be_quick() -> None:
    """A model is many small values without cycles, and a command is over soon: collecting seldom saves time."""
    gc.set_threshold(MANY_OBJECTS)
    for name, value in QUICK.items():
        os.environ.setdefault(name, value)


def run(arguments: list[str]) -> int:
    """The exit code of one call."""
    try:
        code = group.main(arguments, prog_name="anatomy", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except InputError as error:
        click.echo(_refusal(error), err=True)
        return error.exit_code
    except AnatomyError as error:
        click.echo(f"error: {error}", err=True)
        return error.exit_code
    except MemoryError:
        click.echo("error: this machine has not memory enough; ask for fewer --worlds", err=True)
        return EnvironmentFailedError.exit_code
    except OSError as error:
        _drop_output()
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"error: {where}{error.strerror or error}", err=True)
        return EnvironmentFailedError.exit_code
    except Exception:  # noqa: BLE001 - the last net: our own faults end with a trace and their own code
        click.echo("This is a fault in anatomy itself; please report it with the lines below.", err=True)
        sys.excepthook(*sys.exc_info())
        return OUR_FAULT
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Nothing more can be written to standard output; what is buffered must not fail again at the end."""
    with suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _refusal(error: InputError) -> str:
    count = len(error.problems)
    tail = f"\n{count} problems" if count > 1 else ""
    placed = any(problem.position for problem in error.problems)
    head = f"In the model {error.folder}:\n" if error.folder and placed else ""
    return f"{head}{error}{tail}"
