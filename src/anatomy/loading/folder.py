"""The files of a model folder, each as a tree, sorted by what they hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from anatomy.errors import InputError, Position, Problem
from anatomy.loading.gate import Source, read_source
from anatomy.loading.schema import FORMAT
from anatomy.loading.tree import Mapping, Node, Scalar, parse_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "anatomy.yaml"
MAX_FILES = 400
_MARKERS = ("department", "kinds", "decision_type")


@dataclass(slots=True)
class Folder:
    """What one model folder says, before anything is merged."""

    header: Mapping
    departments: list[Mapping] = field(default_factory=list)
    kinds: list[Mapping] = field(default_factory=list)
    decision_types: list[Mapping] = field(default_factory=list)
    digest: str = ""


def read_folder(folder: Path, *, layer: int, prefix: str, problems: list[Problem]) -> Folder:
    """
    Everything in a model folder.

    Args:
        folder: the folder, or its anatomy.yaml.
        layer: how many models lie below this one.
        prefix: put before file names in messages.
        problems: what is wrong is added here, so that one run tells all of it.

    Raises:
        InputError: there is no model here at all.
    """
    folder = folder.parent if folder.name == HEADER else folder
    if not (folder / HEADER).exists():
        place = Position(file=f"{prefix}{HEADER}", line=1, column=1)
        raise InputError.because(
            "ANA001",
            f"no model in {folder}",
            hint=f"name a folder that holds {HEADER}, or make one: anatomy init",
            position=place,
        )
    found = Folder(header=Mapping(Source(f"{prefix}{HEADER}", "", layer), 1, 1))
    digest = hashlib.sha256()
    for path, name in _files(folder, prefix, problems):
        try:
            source = read_source(path, name=name, layer=layer)
            digest.update(f"{name}\0{len(source.text)}\0{source.text}".encode())
            _sort_in(found, parse_tree(source), is_header=path == folder / HEADER, problems=problems)
        except InputError as error:
            problems.extend(error.problems)
    found.digest = digest.hexdigest()
    return found


def _files(folder: Path, prefix: str, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Every YAML file, sorted by name; links that lead out of the folder are refused."""
    home = folder.resolve()
    paths = sorted(path for pattern in ("*.yaml", "*.yml") for path in folder.rglob(pattern))
    for count, path in enumerate(paths):
        relative = path.relative_to(folder)
        name = f"{prefix}{relative.as_posix()}"
        place = Position(file=name, line=1, column=1)
        if any(part.startswith(".") for part in relative.parts):
            continue
        if count >= MAX_FILES:
            problems.append(
                Problem(
                    code="ANA001", message=f"more than {MAX_FILES} files", position=place, hint="merge some"
                )
            )
            return
        if not path.resolve().is_relative_to(home):
            message = "this link leads out of the model folder"
            problems.append(Problem(code="ANA001", message=message, position=place, hint="copy the file in"))
            continue
        yield path, name


def check_format(root: Mapping, problems: list[Problem]) -> None:
    """Complain unless the file begins with the format of this version."""
    written = root.text("format")
    at = root.entries.get("format", root)
    if written is None:
        problems.append(
            at.problem("ANA005", "the file does not say its format", f"begin it with `format: {FORMAT}`")
        )
    elif written != FORMAT:
        hint = f"this version reads {FORMAT}; newer files need a newer anatomy"
        problems.append(at.problem("ANA005", f"unknown format {written!r}", hint))


def _sort_in(found: Folder, root: Node, *, is_header: bool, problems: list[Problem]) -> None:
    if not isinstance(root, Mapping):
        problems.append(root.problem("ANA006", "a model file holds entries", "write key: value lines"))
        return
    if "decisions" in root.entries and "title" in root.entries:
        return  # a saved decision that lives beside its model
    check_format(root, problems)
    root.entries.pop("format", None)
    marker = next((word for word in _MARKERS if word in root.entries), None)
    if is_header:
        found.header = root
    elif marker is None:
        hint = f"begin it with one of: {', '.join(word + ':' for word in _MARKERS)}"
        problems.append(root.problem("ANA006", "cannot tell what this file holds", hint))
    elif marker == "kinds":
        found.kinds.append(root)
    elif not isinstance(root.entries[marker], Scalar):
        problems.append(
            root.entries[marker].problem("ANA012", f"{marker}: must be a key", f"write {marker}: some-key")
        )
    else:
        {"department": found.departments, "decision_type": found.decision_types}[marker].append(root)
