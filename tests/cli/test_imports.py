"""What a command does not need it does not import, so that it starts at once."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from anatomy.cli.cache_folder import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("numpy", "networkx", "pydantic", "yaml", "jinja2", "graphviz")
WHATIF = ("whatif", "discount-exception", "-s", "discount=28%", "-s", "list_value=1.2M", "--worlds", "50")


def imported(*arguments: str, **environment: str) -> set[str]:
    """Those of the heavy libraries that are there after a command."""
    code = (
        "import sys; from anatomy.cli import run; code = run(sys.argv[1:]); "
        f"print('IMPORTED', code, *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    mark, exit_code, *names = done.stderr.splitlines()[-1].split()
    assert (mark, exit_code) == ("IMPORTED", "0"), done.stderr
    return set(names)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache that holds the reference."""
    folder = str(tmp_path_factory.mktemp("warm"))
    assert {"yaml", "pydantic"} <= imported("types", ANATOMY_CACHE=folder)
    return folder


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_what_if_on_a_known_model_needs_the_engine_only(form: str, warm: str) -> None:
    assert imported(*WHATIF, "--format", form, ANATOMY_CACHE=warm) == {"numpy"}


def test_a_what_if_on_a_new_model_reads_it() -> None:
    assert imported(*WHATIF, ANATOMY_CACHE="off") == {"numpy", "yaml", "pydantic"}


def test_only_a_page_needs_templates(warm: str, tmp_path: Path) -> None:
    assert imported(*WHATIF, "--save", str(tmp_path / "a.json"), ANATOMY_CACHE=warm) == {"numpy"}
    page = imported(*WHATIF, "--no-drawing", "-o", str(tmp_path / "a.html"), ANATOMY_CACHE=warm)
    assert page == {"numpy", "jinja2"}


def test_a_list_from_a_known_model_needs_nothing(warm: str) -> None:
    assert imported("decisions", ANATOMY_CACHE=warm) == set()


@pytest.mark.parametrize("more", [[], ["--fast"], ["--loops", "--coverage"], ["--format", "json"]])
def test_a_check_reads_and_counts_and_does_no_more(more: list[str], warm: str) -> None:
    """It never takes a model from the cache: its business is to tell what is wrong with files."""
    assert imported("check", *more, ANATOMY_CACHE=warm) == {"numpy", "yaml", "pydantic"}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("whatif disc", "discount-exception"),
        ("whatif discount-exception -s li", "list_value="),
        ("show D9.F7.P", "D9.F7.P1"),
        ("explain discount-exception --to Fin", "Finance"),
    ],
)
def test_tab_on_a_known_model_needs_nothing(words: str, offered: str, warm: str) -> None:
    code = (
        "import sys; from anatomy import cli; sys.argv[:] = ['anatomy']; import atexit; "
        f"atexit.register(lambda: print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)); "
        "cli.main()"
    )
    environment = {
        "COMP_WORDS": f"anatomy {words}",
        "COMP_CWORD": str(len(words.split())),
        "_ANATOMY_COMPLETE": "bash_complete",
        "ANATOMY_CACHE": warm,
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"plain,{offered}" in done.stdout.splitlines()
    assert done.stderr == "\n"


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"ANATOMY_CACHE": "/a/b", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/a/b"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/anatomy"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "linux", "/h/.cache/anatomy"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/anatomy"),
        ({"HOME": "/h", "LOCALAPPDATA": "/l"}, "win32", "/l/anatomy/Cache"),
        ({}, "linux", None),
        ({}, "win32", None),
        *(({"ANATOMY_CACHE": word, "HOME": "/h"}, "linux", None) for word in ("off", "OFF", "0", "", " no ")),
    ],
)
def test_where_models_are_kept(environment: dict[str, str], platform: str, folder: str | None) -> None:
    found = cache_folder(environment, platform=platform)

    assert (found and found.as_posix()) == folder
