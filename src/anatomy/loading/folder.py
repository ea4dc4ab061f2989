"""The files of a model folder, each as a tree, sorted by what they hold."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from anatomy.errors import InputError
from anatomy.loading.gate import Source, source_of
from anatomy.loading.parsing import parse_tree
from anatomy.loading.schema import FORMAT
from anatomy.loading.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from anatomy.errors import Problem
    from anatomy.loading.files import FolderFiles

_MARKERS = ("department", "kinds", "decision_type", "policy", "mitigations")
_LISTS = {"kinds", "mitigations"}  # files that hold several entries by key
_NAMES = re.compile(r"^(?:department|code|name|short):[ ]*[\"']?(.+?)[\"']?[ ]*(?:#.*)?$", re.MULTILINE)


class Folder(Struct):
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


def read_folder(files: FolderFiles, *, problems: list[Problem]) -> Folder:
    """
    Everything in a model folder.

    Args:
        files: of the folder.
        problems: what is wrong is added here, so that one run tells all of it.
    """
    problems.extend(files.problems)
    found = Folder(header=Mapping(Source(files.header, ""), 1, 1))
    digest = hashlib.sha256()
    for name, data in files.files:
        source = None
        is_header = name == files.header
        try:
            source = _source(name, data)
            if _sort_in(found, parse_tree(source), is_header=is_header, problems=problems):
                digest.update(f"{name}\0{len(source.text)}\0{source.text}".encode())
        except InputError as error:
            problems.extend(error.problems)
            found.headless |= is_header
            found.excused |= set(_NAMES.findall(source.text.lower())) if source else {""}
    found.digest = digest.hexdigest()
    return found


def _source(name: str, data: bytes | InputError) -> Source:
    if isinstance(data, InputError):
        raise data
    return source_of(data, name=name)


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
    # No file of a model holds these; a decision may promise mitigations, so its own words are looked for first.
    if not is_header and {"decisions", "title"} <= root.entries.keys():
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
