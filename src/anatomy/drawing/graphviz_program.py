"""
Runs Graphviz, wherever it is found, in a child process with little time, little memory and no surroundings.

Order: the `dot` program, then the Graphviz inside pygraphviz's wheels, then the graphviz-pure program.
One that fails or takes too long gives way to the next.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from anatomy.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Format = Literal["svg", "png", "pdf"]

SECONDS = 20.0
_MEGABYTES = 2048
_HOW_TO_GET = (
    '  Get it without administrator rights:   pip install "enterprise-anatomy[diagrams]"\n'
    "  or from your system:                   apt install graphviz | brew install graphviz | "
    "winget install graphviz\n"
    "  Check with: anatomy doctor"
)

#: Sets the limits of this very process, then becomes the program; safer than doing so between fork and exec.
_LIMITED = """
import os, sys
seconds, megabytes, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
try:
    import resource
    for what, most in (("CORE", 0), ("CPU", seconds), ("AS", megabytes << 20)):
        try:
            resource.setrlimit(getattr(resource, "RLIMIT_" + what), (most, most))
        except (AttributeError, ValueError, OSError):
            pass
except ImportError:
    pass
"""
_BECOME = _LIMITED + "os.execv(program[0], program)\n"
_BUNDLED = (
    _LIMITED
    + """
sys.path.append(program[0])
import pygraphviz
if program[1] == "version":
    sys.stdout.write(pygraphviz.__version__ + " with Graphviz " + pygraphviz.__graphviz_version__)
else:
    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode("utf-8"))
    sys.stdout.buffer.write(graph.draw(format=program[1], prog="dot"))
"""
)


class Renderer(Struct, frozen=True, kw_only=True):
    """Something that turns DOT into a picture."""

    name: str  #: dot | pygraphviz | graphviz-pure
    formats: tuple[str, ...]
    drawing: Callable[[str], list[str]]  #: command line that draws stdin in a format to stdout
    asking: list[str]  #: command line that tells the version


class RendererFacts(Struct, frozen=True, kw_only=True):
    """What `doctor` tells of a renderer."""

    name: str
    found: bool
    works: bool
    version: str
    formats: tuple[str, ...]


class _DrawingError(Exception):
    """One renderer would not do it."""


def render_dot(dot: str, *, fmt: Format, seconds: float = SECONDS) -> bytes:
    """
    The picture of a DOT text, by the first renderer that manages it.

    Args:
        dot: as the drawings of this room write it.
        fmt: svg, png or pdf.
        seconds: time that each renderer may take.

    Raises:
        MissingPartError: there is no renderer, or none could draw this.
    """
    found = [renderer for renderer in _renderers() if fmt in renderer.formats]
    failures = []
    for renderer in found:
        try:
            return _run(renderer.drawing(fmt), dot.encode(), seconds=seconds)
        except _DrawingError as failure:
            failures.append(f"{renderer.name}: {failure}")
    if failures:
        raise MissingPartError(f"no Graphviz could draw this ({'; '.join(failures)})\n{_HOW_TO_GET}")
    raise MissingPartError(f"no Graphviz found that can write {fmt}, so there is no drawing\n{_HOW_TO_GET}")


def available_renderers() -> tuple[RendererFacts, ...]:
    """Every renderer that is looked for, in order, and whether it is there and answers."""
    found = {renderer.name: renderer for renderer in _renderers()}
    return tuple(_facts(name, found.get(name)) for name in _FINDERS)


def _facts(name: str, renderer: Renderer | None) -> RendererFacts:
    if renderer is None:
        return RendererFacts(name=name, found=False, works=False, version="", formats=())
    try:
        answer = _run(renderer.asking, b"", seconds=10, stderr=True).decode(errors="replace")
        _run(renderer.drawing("svg"), b"digraph { a -> b }", seconds=10)
    except _DrawingError as failure:
        return RendererFacts(name=name, found=True, works=False, version=str(failure), formats=())
    version = answer.strip().splitlines()[-1] if answer.strip() else ""
    return RendererFacts(name=name, found=True, works=True, version=version, formats=renderer.formats)


def _renderers() -> list[Renderer]:
    return [renderer for renderer in (find() for find in _FINDERS.values()) if renderer is not None]


def _dot() -> Renderer | None:
    return _program("dot", ("svg", "png", "pdf"), os.environ.get("PATH", os.defpath))


def _pure() -> Renderer | None:
    scripts = sysconfig.get_path("scripts")
    places = os.pathsep.join((os.environ.get("PATH", os.defpath), scripts))
    return _program("graphviz-pure", ("svg", "png"), places)


def _program(name: str, formats: tuple[str, ...], places: str) -> Renderer | None:
    path = shutil.which(name, path=places)
    if path is None:
        return None
    absolute = str(Path(path).absolute())
    return Renderer(
        name=name,
        formats=formats,
        drawing=lambda fmt: _become(absolute, "-Kdot", f"-T{fmt}"),
        asking=_become(absolute, "-V"),
    )


def _become(*program: str) -> list[str]:
    if os.name == "nt":
        return list(program)
    return [sys.executable, "-I", "-S", "-c", _BECOME, str(int(SECONDS) * 2), str(_MEGABYTES), *program]


def _pygraphviz() -> Renderer | None:
    spec = importlib.util.find_spec("pygraphviz")
    if spec is None or spec.origin is None:
        return None
    place = str(Path(spec.origin).parents[1])
    limits = (str(int(SECONDS) * 2), str(_MEGABYTES))
    child = [sys.executable, "-I", "-c", _BUNDLED, *limits, place]
    return Renderer(
        name="pygraphviz",
        formats=("svg", "png", "pdf"),
        drawing=lambda fmt: [*child, fmt],
        asking=[*child, "version"],
    )


_FINDERS: Mapping[str, Callable[[], Renderer | None]] = {
    "dot": _dot,
    "pygraphviz": _pygraphviz,
    "graphviz-pure": _pure,
}


def _surroundings() -> dict[str, str]:
    """Nothing of the user's but what a program cannot start or find fonts without."""
    kept = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C.UTF-8"}


def _run(command: list[str], fed: bytes, *, seconds: float, stderr: bool = False) -> bytes:
    try:
        child = subprocess.Popen(  # noqa: S603 - programs found above, text on stdin only
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if stderr else subprocess.PIPE,
            env=_surroundings(),
            start_new_session=True,
        )
    except OSError as error:
        raise _DrawingError(error.strerror or "cannot be started") from error
    try:
        out, errors = child.communicate(fed, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise _DrawingError(f"took longer than {seconds:g} s") from error
    finally:
        _end(child)
    if child.returncode != 0 or not out.strip():
        raise _DrawingError(_first_complaint(errors or b"") or f"ended with code {child.returncode}")
    return out


def _end(child: subprocess.Popen[bytes]) -> None:
    """Whatever happened, nothing of the child stays behind."""
    if child.poll() is not None:
        return
    if os.name == "nt":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()


def _first_complaint(errors: bytes) -> str:
    told = [line.strip() for line in errors.decode(errors="replace").splitlines()]
    serious = [line for line in told if line and not line.startswith("Fontconfig") and "arning" not in line]
    shown = serious[-1] if serious and serious[0].startswith("Traceback") else serious[0] if serious else ""
    return "".join(letter for letter in shown if letter.isprintable())[:200]
