"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from anatomy.cli.completion import complete_model, complete_setting

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


MODEL_HELP = (
    "Model folder. Default: the decision's own, $ANATOMY_MODEL, ./anatomy.yaml, the shipped reference."
)
DEFAULT_WORLDS = 10_000


class WholeNumber(click.IntRange):
    """A whole number within bounds, called so in messages."""

    name = "whole number"


model_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "-m", "--model", metavar="DIR", help=MODEL_HELP, shell_complete=complete_model
)
settings_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "-s",
    "--set",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    help="Set a parameter; may be repeated.",
    shell_complete=complete_setting,
)
worlds_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--worlds",
    metavar="N",
    type=WholeNumber(1, 10_000_000),
    default=DEFAULT_WORLDS,
    show_default=True,
    help="Worlds to sample.",
)
seed_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--seed",
    metavar="N",
    type=WholeNumber(0, 2**64 - 1),
    default=0,
    show_default=True,
    help="The same seed, the same bytes.",
)


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format`, the first being the default."""
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Form of the output.",
    )


def given_options(*names: str) -> list[str]:
    """Of some parameters of the command, the options that were given; what stays at its default was not."""
    ctx = click.get_current_context()
    spelled = {one.name: one.opts[-1] for one in ctx.command.params}
    return [spelled[name] for name in names if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]


def refuse_changes(result: str, *names: str) -> None:
    """
    Refuse options that were given with a saved result, which they cannot change any more.

    Args:
        result: the file.
        names: parameters of the command, such as `worlds`.
    """
    if given := given_options(*names):
        raise click.UsageError(
            f"{result} is a saved result: {', '.join(given)} cannot change it any more; give the decision itself."
        )
