"""The table: every row of the bars, all sides in one run, taking turns; `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.line import QUICK, Line, Size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS = (
    "reach",
    "spread",
    "chains",
    "removal",
    "growth",
    "process",
    "advice",
)  #: each a file in benchmarks/rows/
PEERS = ("cynetdiff", "igraph", "networkx", "scipy")
COLUMNS = ("work", "ours", "beside", "theirs", "ratio", "bar", "", "note")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 if every bar is met, 1 if one is missed or could not be measured, 4 without the peers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", default=",".join(ROWS), help=f"which, of {', '.join(ROWS)}; default all")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that everything works")
    chosen = parser.parse_args(arguments)
    rows = chosen.rows.split(",")
    strangers = [row for row in rows if row not in ROWS]
    if strangers:
        parser.error(f"there is no row {strangers[0]!r}; there are {', '.join(ROWS)}")
    missing = [peer for peer in PEERS if not _installed(peer)]
    if missing:
        sys.stderr.write(f"{', '.join(missing)} missing; pip install -e '.[bench]'\n")
        return 4
    size = QUICK if chosen.quick else Size()
    lines = list(_measured(rows, size))
    print(_heading(size, quick=chosen.quick))
    print(_table(lines))
    met = [line.passed for line in lines if line.bar]
    print(f"\n{met.count(True)} of {len(met)} bars met")
    return 0 if all(met) else 1


def _measured(rows: Sequence[str], size: Size) -> Iterator[Line]:
    from benchmarks.ours import MissingError  # noqa: PLC0415 - after the number of threads is set

    for row in rows:
        sys.stderr.write(f"{row} ...\n")
        try:
            yield from import_module(f"benchmarks.rows.{row}").lines(size)
        except MissingError as error:
            yield Line(
                work=row, ours="", beside="", theirs="", ratio="", bar="any", passed=None, note=str(error)
            )


def _installed(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


def _heading(size: Size, *, quick: bool) -> str:
    packages = ", ".join(f"{package} {version(package)}" for package in ("numpy", *PEERS))
    kind = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    how = f"Seconds of the processor, medians of {size.repeats}, all sides in turn in one run."
    small = " A quick run: too small to judge by." if quick else ""
    return f"{kind}; Python {platform.python_version()}, {packages}.\n{how}{small}\n"


def _table(lines: Sequence[Line]) -> str:
    """The lines as a table in Markdown, padded so that it reads in a terminal."""
    verdict = {True: "pass", False: "MISS", None: ""}
    body = [
        (
            line.work,
            line.ours,
            line.beside,
            line.theirs,
            line.ratio,
            line.bar,
            verdict[line.passed] if line.bar else "",
            line.note,
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in (COLUMNS, *body)) for column in range(len(COLUMNS))]
    rows = (COLUMNS, tuple("-" * width for width in widths), *body)
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in rows
    )


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: the same for all sides
    sys.exit(main())
