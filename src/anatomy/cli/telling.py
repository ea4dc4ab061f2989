"""Options on what is told: of which place, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from anatomy.cli.completion import complete_department

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def to_option(what: str, *, required: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--to`, the address of a department, sub-function or cell."""
    return click.option(
        "--to",
        "to",
        required=required,
        metavar="ADDRESS",
        help=what,
        shell_complete=complete_department,
    )


def top_option(
    what: str, *, default: int, most: int = 1_000
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--top`, how many are told: 1 to `most`."""
    return click.option(
        "--top", metavar="N", type=click.IntRange(1, most), default=default, show_default=True, help=what
    )
