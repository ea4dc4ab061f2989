from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from anatomy.drawing import available_renderers, graphviz_program, render_dot
from anatomy.errors import MissingPartError

if TYPE_CHECKING:
    from pathlib import Path

DOT = "digraph { a -> b }"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stands in for programs with shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing in it but what the test puts there, and no pygraphviz."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path / "scripts"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    return tmp_path


def put(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_nothing_there_says_how_to_get_it(programs: Path) -> None:
    """The message names the way without administrator rights."""
    assert programs.is_dir()

    with pytest.raises(MissingPartError, match=r"enterprise-anatomy\[diagrams\]") as caught:
        render_dot(DOT, fmt="svg")

    assert caught.value.exit_code == 4
    assert "anatomy doctor" in str(caught.value)
    assert not any(renderer.found for renderer in available_renderers())


def test_dot_comes_first(programs: Path) -> None:
    """With two programs, the first in the order draws."""
    put(programs, "dot", "echo dot $@")
    put(programs, "graphviz-pure", "echo pure $@")

    assert render_dot(DOT, fmt="svg") == b"dot -Kdot -Tsvg\n"


def test_one_that_fails_gives_way(programs: Path) -> None:
    """A broken installation does not stop the next."""
    put(programs, "dot", "echo 'no layout engine' >&2; exit 3")
    put(programs, "graphviz-pure", "echo pure")

    assert render_dot(DOT, fmt="svg") == b"pure\n"


def test_one_that_writes_nothing_gives_way(programs: Path) -> None:
    """An empty drawing is a failure."""
    put(programs, "dot", "exit 0")
    put(programs, "graphviz-pure", "echo pure")

    assert render_dot(DOT, fmt="png") == b"pure\n"


def test_pure_writes_no_pdf(programs: Path) -> None:
    """A renderer is not asked for what it cannot write."""
    put(programs, "graphviz-pure", "echo pure")

    with pytest.raises(MissingPartError, match="pdf"):
        render_dot(DOT, fmt="pdf")


def test_one_that_hangs_is_stopped_with_its_children(programs: Path) -> None:
    """Time is limited, and nothing goes on running."""
    left = programs / "left.txt"
    put(programs, "dot", f"(/bin/sleep 2; echo still here > {left}) & /bin/sleep 60")
    put(programs, "graphviz-pure", "echo pure")
    start = time.monotonic()

    assert render_dot(DOT, fmt="svg", seconds=0.5) == b"pure\n"
    assert time.monotonic() - start < 10
    time.sleep(2)
    assert not left.exists()


def test_all_failures_are_told(programs: Path) -> None:
    """When none can, each reason is given, without the noise about fonts."""
    put(programs, "dot", "echo 'Fontconfig warning: x' >&2; echo 'Error: out of \033[31mluck' >&2; exit 1")
    put(programs, "graphviz-pure", "/bin/sleep 60")

    with pytest.raises(MissingPartError) as caught:
        render_dot(DOT, fmt="svg", seconds=0.5)

    assert "dot: Error: out of [31mluck; graphviz-pure: took longer than 0.5 s" in str(caught.value)


def test_the_child_sees_nothing_of_the_user(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is empty but for what programs need to start."""
    monkeypatch.setenv("SECRET", "sesame")
    put(programs, "dot", "/usr/bin/env; pwd >/dev/null")

    told = render_dot(DOT, fmt="svg").decode()

    assert "sesame" not in told
    assert "HOME=" not in told
    assert str(programs) not in told


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_memory_is_limited(programs: Path) -> None:
    """A drawing cannot take the machine down."""
    put(programs, "dot", "ulimit -v; ulimit -c")

    assert render_dot(DOT, fmt="svg") == b"2097152\n0\n"


def test_text_goes_in_as_it_is(programs: Path) -> None:
    """The DOT text reaches the program on its standard input."""
    put(programs, "dot", "/bin/cat")

    assert render_dot("digraph { é }", fmt="svg").decode() == "digraph { é }"


def test_the_bundled_graphviz_needs_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel of pygraphviz draws with an empty PATH."""
    pytest.importorskip("pygraphviz", reason="install enterprise-anatomy[diagrams]")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(graphviz_program, "_FINDERS", {"pygraphviz": graphviz_program._pygraphviz})

    assert b"<svg" in render_dot(DOT, fmt="svg")
    assert render_dot(DOT, fmt="png").startswith(b"\x89PNG")
    assert render_dot(DOT, fmt="pdf").startswith(b"%PDF")
    facts = available_renderers()[0]
    assert (facts.works, facts.formats) == (True, ("svg", "png", "pdf"))
    assert "Graphviz" in facts.version


def test_broken_dot_is_refused_by_every_renderer(renderer: str) -> None:
    """What is no DOT gives no drawing, and says so."""
    with pytest.raises(MissingPartError, match=renderer):
        render_dot("digraph {", fmt="svg")
