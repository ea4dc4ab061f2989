"""What the terminal is like, and a sign of life on it for work that takes more than a moment."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLAIN_WIDTH = 100
PATIENCE_SECONDS = 1.0


def text_width() -> int:
    """Columns of the terminal, or a fixed number where the output goes elsewhere."""
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if sys.stdout.isatty() else PLAIN_WIDTH


@contextmanager
def sign_of_life(doing: str) -> Iterator[Callable[[str], None]]:
    """Tells, on a terminal's stderr only, never in CI and not in the first second, what is being worked on."""
    began = time.monotonic()
    shown = False

    def tell(what: str) -> None:
        nonlocal shown
        if sys.stderr.isatty() and not os.environ.get("CI") and time.monotonic() - began > PATIENCE_SECONDS:
            shown = True
            click.echo(f"\r\x1b[K{doing}: {what} ...", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def counting_worlds() -> Iterator[Callable[[int, int], None]]:
    """A sign of life that tells how many worlds are done, and of how many."""
    with sign_of_life("Trying worlds") as tell:
        yield lambda done, of: tell(f"{done:,} of {of:,}")


@contextmanager
def counting_sets() -> Iterator[Callable[[int], None]]:
    """A sign of life that tells how many sets of options are done."""
    with sign_of_life("Looking for conditions") as tell:
        yield lambda done: tell(f"{done:,} sets")
