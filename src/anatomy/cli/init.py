"""`anatomy init`: a model folder to start from, whole or not at all."""

from __future__ import annotations

import json
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from anatomy.cli.options import format_option

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "name: My enterprise\n"
LONGEST_NAME = 160
SCHEMAS = ".anatomy"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--blank", is_flag=True, help="A small model of its own, instead of one that extends the reference."
)
@click.option(
    "--force", is_flag=True, help="Write into a folder that is not empty, over files of the same names."
)
@format_option("text", "json")
def command(*, folder: Path, blank: bool, force: bool, fmt: str) -> None:
    r"""
    Make a model folder to start from.

    It holds anatomy.yaml, departments, a first decision, and the JSON Schema of both kinds of file, so that
    an editor that knows YAML completes and checks while you type.

    \b
    Examples:
      anatomy init my-company
      anatomy init workshop --blank
    """
    _refuse_used(folder, force=force)
    files = _files("blank" if blank else "overlay", name=_name(folder))
    _write(folder, files)
    then = [
        shlex.join(["anatomy", "check", str(folder)]),
        shlex.join(["anatomy", "whatif", str(folder / "decision.yaml")]),
    ]
    if fmt == "json":
        made = {"format": "anatomy-init/1", "folder": str(folder), "files": sorted(files), "next": then}
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))
        return
    shown = sorted(name for name in files if not name.startswith("."))
    click.echo(
        f"Wrote to {folder}: {', '.join(shown)}; the JSON Schema for editors is in {SCHEMAS}/.\nNow try:"
    )
    click.echo("\n".join(f"  {line}" for line in then))


def _refuse_used(folder: Path, *, force: bool) -> None:
    from anatomy.errors import EnvironmentFailedError  # noqa: PLC0415 - help must come at once

    if folder.exists() and not folder.is_dir():
        raise EnvironmentFailedError(f"{folder} is a file; name a folder")
    try:
        used = folder.is_dir() and any(folder.iterdir())
    except OSError as error:
        raise EnvironmentFailedError(f"cannot look into {folder}: {error.strerror}") from None
    if used and not force:
        raise EnvironmentFailedError(f"{folder} is not empty; name another folder, or add --force")


def _files(starter: str, *, name: str) -> dict[str, bytes]:
    """Every file of the starter with its path in the folder, and the schemas that its first lines name."""
    from anatomy.cli.schema import schema_text  # noqa: PLC0415
    from anatomy.shipped import shelf  # noqa: PLC0415

    home = shelf("templates") / "model" / starter
    files = {
        path.relative_to(home).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(home.rglob("*.yaml"))
    }
    # JSON is YAML too, so whatever a folder is called is quoted as text.
    files["anatomy.yaml"] = files["anatomy.yaml"].replace(
        NAME, f"name: {json.dumps(name, ensure_ascii=False)}\n"
    )
    for what in ("model", "decision"):
        files[f"{SCHEMAS}/{what}.schema.json"] = schema_text(what)
    return {path: text.encode() for path, text in files.items()}


def _name(folder: Path) -> str:
    """The enterprise is first called like its folder."""
    name = "".join(sign if sign.isprintable() else " " for sign in folder.resolve().name).strip()
    return name.encode(errors="ignore").decode()[:LONGEST_NAME] or "My enterprise"


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """A new folder appears as a whole; into one that is there, all files move once all are written."""
    from anatomy.cli.files import write_files  # noqa: PLC0415
    from anatomy.errors import EnvironmentFailedError  # noqa: PLC0415

    try:
        if folder.exists():
            _make_folders(folder, files)
            write_files({folder / name: data for name, data in files.items()})
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".anatomy-", suffix=".tmp", dir=folder.parent) as beside:
            whole = Path(beside) / "model"
            _make_folders(whole, files)
            write_files({whole / name: data for name, data in files.items()})
            whole.rename(folder)
    except OSError as error:
        raise EnvironmentFailedError(f"cannot make {folder}: {error.strerror or error}") from None


def _make_folders(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
