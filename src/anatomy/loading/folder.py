"""The files of a model folder, each as a tree, sorted by what they hold."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from anatomy.errors import InputError, Position, Problem
from anatomy.loading.gate import Source, one_line, read_source, visible
from anatomy.loading.parsing import parse_tree
from anatomy.loading.schema import FORMAT
from anatomy.loading.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "anatomy.yaml"
REFERENCE = "reference"
BELOW = f"{REFERENCE}/"  # before the names of files of the model that an overlay extends
MAX_FILES = 400
_ENDINGS = (".yaml", ".yml")
_MARKERS = ("department", "kinds", "decision_type", "policy", "mitigations")
_LISTS = {"kinds", "mitigations"}  # files that hold several entries by key
_NAMES = re.compile(r"^(?:department|code|name|short):[ ]*[\"']?(.+?)[\"']?[ ]*(?:#.*)?$", re.MULTILINE)


@dataclass(slots=True)
class Folder:
    """What one model folder says, before anything is merged."""

    header: Mapping
    departments: list[Mapping] = field(default_factory=list)
    kinds: list[Mapping] = field(default_factory=list)
    decision_types: list[Mapping] = field(default_factory=list)
    policies: list[Mapping] = field(default_factory=list)
    mitigations: list[Mapping] = field(default_factory=list)
    digest: str = ""  #: of the names and texts of its files, whatever order they were read in
    excused: set[str] = field(default_factory=set)  #: what files that cannot be read seem to speak of
    headless: bool = False  #: anatomy.yaml itself cannot be read


def read_folder(folder: Path, *, prefix: str, problems: list[Problem]) -> Folder:
    """
    Everything in a model folder.

    Args:
        folder: the folder, or its anatomy.yaml.
        prefix: put before file names in messages.
        problems: what is wrong is added here, so that one run tells all of it.

    Raises:
        InputError: there is no model here at all.
    """
    folder = folder.parent if folder.name == HEADER else folder
    if not os.path.lexists(folder / HEADER):
        hint = f"name a folder that holds {HEADER}, or make one: anatomy init"
        place = Position(file=f"{prefix}{HEADER}", line=1, column=1)
        message = one_line(f"no model in {folder}")
        raise InputError.because("ANA001", message, hint=hint, position=place)
    found = Folder(header=Mapping(Source(f"{prefix}{HEADER}", ""), 1, 1))
    digest = hashlib.sha256()
    for path, name in _files(folder, prefix, problems):
        source = None
        is_header = path == folder / HEADER
        try:
            source = read_source(path, name=name)
            if _sort_in(found, parse_tree(source), is_header=is_header, problems=problems):
                digest.update(f"{name}\0{len(source.text)}\0{source.text}".encode())
        except InputError as error:
            problems.extend(error.problems)
            found.headless |= is_header
            found.excused |= set(_NAMES.findall(source.text.lower())) if source else {""}
    found.digest = digest.hexdigest()
    return found


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
    position = Position(file=name, line=1, column=1)
    return Problem(code="ANA001", message=message, position=position, hint=hint)


def check_format(root: Mapping, problems: list[Problem]) -> None:
    """Complain unless the file begins with the format of this version."""
    written = root.text("format")
    at = root.entries.get("format", root)
    if written is None:
        hint = f"begin it with `format: {FORMAT}`"
        problems.append(at.problem("ANA005", "the file does not say its format", hint))
    elif written != FORMAT:
        hint = f"this version reads {FORMAT}; newer files need a newer anatomy"
        problems.append(at.problem("ANA005", f"unknown format {written!r}", hint))


def _sort_in(found: Folder, root: Node, *, is_header: bool, problems: list[Problem]) -> bool:
    """Put a tree where it belongs; False when it is a decision that lies beside its model."""
    if not isinstance(root, Mapping):
        problems.append(root.problem("ANA006", "a model file holds entries", "write key: value lines"))
        found.headless |= is_header
        return True
    marker = next((word for word in _MARKERS if word in root.entries), None)
    if not is_header and marker is None and {"decisions", "title"} <= root.entries.keys():
        return False
    check_format(root, problems)
    root.entries.pop("format", None)
    if is_header:
        found.header = root
    elif marker is None:
        hint = f"begin it with one of: {', '.join(word + ':' for word in _MARKERS)}"
        problems.append(root.problem("ANA006", "cannot tell what this file holds", hint))
    elif marker in _LISTS:
        (found.kinds if marker == "kinds" else found.mitigations).append(root)
    elif isinstance(root.entries[marker], Scalar):
        holders = {"department": found.departments, "decision_type": found.decision_types}
        holders.get(marker, found.policies).append(root)
    else:
        found.excused |= {str(root.text(key)).lower() for key in ("code", "name", "short")}
        problems.append(
            root.entries[marker].problem("ANA012", f"{marker}: must be a key", f"write {marker}: some-key")
        )
    return True
