"""Whole processes, from the shell's point of view: warm byte code, and a model cache that is warm or cold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from benchmarks.line import agreeing, seconds, within
from benchmarks.measuring import Command, processes_in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.line import Line, Size
    from benchmarks.measuring import Time

DECISION = ("whatif", "discount-exception", "-s", "discount=28%", "-s", "list_value=1.2M", "-m", "reference")
IMPORTS = "import click, yaml, numpy, pydantic"
CLICK = "import click"
LEFT_OUT = ("numpy", "networkx", "pydantic", "jinja2", "graphviz")  #: of what --help imports

#: Runs the command line and tells, last, what it imported and which YAML files it read.
SPY = """
import json, sys
files = {}
def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".yaml", ".yml")):
        files[str(arguments[0])] = None
sys.addaudithook(watch)
note, sys.argv = sys.argv[1], ["anatomy", *sys.argv[2:]]
from anatomy.cli import main
try:
    main()
finally:
    own = lambda name: name.split(".")[0] in ("anatomy", "__main__")
    told = {"modules": [name for name in list(sys.modules) if not own(name)], "files": list(files)}
    with open(note, "w") as out:
        json.dump(told, out)
"""

#: The same imports and the same files as a command, and nothing else.
LOADER = """
import importlib, json, sys
with open(sys.argv[1]) as told:
    told = json.load(told)
for name in told["modules"]:
    try:
        importlib.import_module(name)
    except ImportError:  # made by another module as it was imported
        pass
import yaml
for file in told["files"]:
    with open(file, "rb") as text:
        yaml.load(text, Loader=yaml.CSafeLoader)
"""


def lines(size: Size) -> Iterator[Line]:
    """`anatomy whatif`, `anatomy --help` and `anatomy check`, each beside the least it could take."""
    with tempfile.TemporaryDirectory() as folder:
        place = _Place(folder=Path(folder))
        yield from _whatif(place, size)
        yield from _help(place, size)
        yield from _check(place, size)


class _Place(Struct, frozen=True, kw_only=True):
    """A folder for byte code, caches and notes of one run."""

    folder: Path

    def environment(self, cache: str = "warm") -> Mapping[str, str]:
        """Byte code is kept, BLAS has one thread as on every side, and the model cache is ours."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
            "XDG_CACHE_HOME": str(self.folder / cache),
            "OPENBLAS_NUM_THREADS": "1",
        }

    def anatomy(self, *arguments: str, cache: str = "warm", codes: tuple[int, ...] = (0,)) -> Command:
        """The installed program, or the module where there is none."""
        program = Path(sys.executable).with_name("anatomy")
        start = [str(program)] if program.exists() else [sys.executable, "-m", "anatomy"]
        environment = self.environment(cache)
        return Command(
            arguments=[*start, *arguments], environment=environment, folder=self.folder, codes=codes
        )

    def python(self, script: str, *arguments: str) -> Command:
        """A script of a few lines."""
        start = (sys.executable, "-c", script)
        return Command(arguments=[*start, *arguments], environment=self.environment(), folder=self.folder)

    def spy(self, *arguments: str) -> Path:
        """A file that tells what a command imports and reads."""
        note = self.folder / f"{arguments[0].strip('-')}.json"
        spying = self.python(SPY, str(note), *arguments)
        subprocess.run(
            spying.arguments,
            env=dict(self.environment("spied")),
            cwd=spying.folder,
            capture_output=True,
            check=False,
        )
        return note


def _whatif(place: _Place, size: Size) -> Iterator[Line]:
    asked = (*DECISION, "--worlds", str(size.worlds))
    yield _compared(
        f"anatomy whatif, reference, {size.worlds:,} worlds, model cache warm",
        IMPORTS,
        4.0,
        processes_in_turn(
            size.repeats, {"ours": lambda: place.anatomy(*asked), "theirs": lambda: place.python(IMPORTS)}
        ),
    )


def _help(place: _Place, size: Size) -> Iterator[Line]:
    yield _compared(
        "anatomy --help",
        CLICK,
        1.6,
        processes_in_turn(
            size.repeats, {"ours": lambda: place.anatomy("--help"), "theirs": lambda: place.python(CLICK)}
        ),
    )
    told = json.loads(place.spy("--help").read_text(encoding="utf-8"))
    loaded = sorted({name.split(".")[0] for name in told["modules"]} & set(LEFT_OUT))
    yield agreeing(
        f"anatomy --help imports no {', '.join(LEFT_OUT)}",
        "",
        len(LEFT_OUT) - len(loaded),
        len(LEFT_OUT),
        note=f"imports {', '.join(loaded)}" if loaded else "",
    )


def _check(place: _Place, size: Size) -> Iterator[Line]:
    asked = ("check", "-m", "reference")
    note = place.spy(*asked)
    cold = (f"cold-{number}" for number in count())
    files = len(json.loads(note.read_text(encoding="utf-8"))["files"])
    yield _compared(
        "anatomy check, reference, model cache cold",
        f"its imports, and CSafeLoader on its {files} files",
        1.5,
        processes_in_turn(
            size.repeats,
            {
                "ours": lambda: place.anatomy(*asked, cache=next(cold), codes=(0, 1)),
                "theirs": lambda: place.python(LOADER, str(note)),
            },
        ),
    )


def _compared(work: str, beside: str, most: float, times: Mapping[str, Time]) -> Line:
    ours, theirs = times["ours"], times["theirs"]
    return within(
        work,
        seconds(ours),
        ours.cpu / theirs.cpu,
        most,
        unit="x",
        beside=beside,
        theirs=seconds(theirs),
        note=f"on the wall {ours.wall:.3g} s, {ours.wall / theirs.wall:.3g}x",
    )
