"""The files of a model, each read once: what is loaded from them and what they are remembered by are the same bytes."""

from __future__ import annotations

import os
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.errors import InputError, Position, Problem
from anatomy.loading.gate import one_line, read_bytes, visible
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "anatomy.yaml"
REFERENCE = "reference"
BELOW = f"{REFERENCE}/"  # before the names of files of the model that an overlay extends
MAX_FILES = 400
_ENDINGS = (".yaml", ".yml")


class FolderFiles(Struct, frozen=True, kw_only=True):
    """Every YAML file of one model folder, sorted by name."""

    prefix: str  #: before the names of its files
    files: tuple[tuple[str, bytes | InputError], ...]  #: name, and what it holds or why it cannot be read
    problems: tuple[Problem, ...]  #: with what lies in the folder

    @property
    def header(self) -> str:
        """The name of its anatomy.yaml."""
        return f"{self.prefix}{HEADER}"


class ModelFiles:
    """The files of a model folder, and those of the shipped reference, which it may extend."""

    def __init__(self, path: Path) -> None:
        self.path = path.parent if path.name == HEADER else path

    @cached_property
    def own(self) -> FolderFiles:
        """
        Those of the folder.

        Raises:
            InputError: there is no model here at all.
        """
        return read_files(self.path, prefix="")

    @cached_property
    def reference(self) -> FolderFiles:
        """Those of the shipped reference."""
        return read_files(_shipped(), prefix=BELOW)

    @cached_property
    def is_reference(self) -> bool:
        """Whether this is the shipped reference itself."""
        return os.path.realpath(_shipped()) == os.path.realpath(self.path)

    def key(self) -> str | None:
        """A digest of the names and bytes of all these files; None where one cannot even be read."""
        digest = blake2b(digest_size=20)
        for folder in (self.own,) if self.is_reference else (self.own, self.reference):
            if folder.problems:
                return None
            for name, data in folder.files:
                if isinstance(data, InputError):
                    return None
                digest.update(f"{len(name)} {name} {len(data)} ".encode())
                digest.update(data)
        return digest.hexdigest()


def read_files(folder: Path, *, prefix: str) -> FolderFiles:
    """
    The YAML files of a folder; links that lead out of it are refused.

    Args:
        folder: with an anatomy.yaml.
        prefix: put before file names.

    Raises:
        InputError: there is no model here at all.
    """
    if not os.path.lexists(folder / HEADER):
        hint = f"name a folder that holds {HEADER}, or make one: anatomy init"
        raise InputError.because("ANA001", one_line(f"no model in {folder}"), hint=hint)
    problems: list[Problem] = []
    files = tuple((name, _data(path, name)) for path, name in _files(folder, prefix, problems))
    return FolderFiles(prefix=prefix, files=files, problems=tuple(problems))


def _shipped() -> Path:
    return shelf("models") / REFERENCE


def _data(path: Path, name: str) -> bytes | InputError:
    try:
        return read_bytes(path, name=name)
    except InputError as error:
        return error


def _files(folder: Path, prefix: str, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Every YAML file, sorted by name; links that lead out of the folder are refused."""
    home = os.path.realpath(folder)
    for count, (name, path) in enumerate(sorted(_named(folder, prefix, problems))):
        if count >= MAX_FILES:
            problems.append(_refusal(name, f"more than {MAX_FILES} files", "merge some"))
            return
        # Not Path.resolve, which fails on a loop of links; reading the file tells that in words.
        if not Path(os.path.realpath(path)).is_relative_to(home):
            problems.append(_refusal(name, "this link leads out of the model folder", "copy the file in"))
            continue
        yield path, name


def _named(folder: Path, prefix: str, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    def refuse(error: OSError) -> None:
        name = visible(prefix + os.path.relpath(error.filename, folder))
        problems.append(_refusal(name, f"cannot be read: {error.strerror}", "check your rights"))

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*files, *links):
            path = Path(place) / name
            spoken = prefix + visible(path.relative_to(folder).as_posix())
            if name in links:
                problems.append(_refusal(spoken, "a linked folder is not followed", "copy the folder in"))
            elif path.suffix.lower() in _ENDINGS and not name.startswith("."):
                yield spoken, path


def _refusal(name: str, message: str, hint: str) -> Problem:
    position = Position(file=name)
    return Problem(code="ANA001", message=message, position=position, hint=hint)
