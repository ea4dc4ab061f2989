"""Loading a model: read, merge, check, build; every problem of every file is told at once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from anatomy.domain.quantity import Range, Scales
from anatomy.errors import InputError, Problem
from anatomy.loading.build import Builder
from anatomy.loading.complaints import complaints
from anatomy.loading.fields import Reading
from anatomy.loading.folder import Folder, read_folder
from anatomy.loading.overlay import Merged, merge_folders
from anatomy.loading.schema import ModelEntry, ScalesEntry
from anatomy.loading.tree import Mapping, Scalar, plain
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise

REFERENCE = "reference"
_NO_WORDS = Scales(likelihood={}, severity={}, delay={})


def load_enterprise(path: Path) -> Enterprise:
    """
    The enterprise that a model folder describes, on top of what it extends.

    Args:
        path: the folder, or its anatomy.yaml.

    Raises:
        InputError: with every problem in the files, in their order.
    """
    problems: list[Problem] = []
    folders = _chain(path, problems)
    merged = merge_folders(folders, problems)
    entry = _validated(merged, problems)
    if entry is None or any(problem.code == "ANA031" for problem in problems):
        raise InputError(_in_order(problems))
    digest = hashlib.sha256("".join(folder.digest for folder in folders).encode()).hexdigest()
    enterprise = Builder(entry, merged, digest=digest, problems=problems).build()
    if problems:
        raise InputError(_in_order(problems))
    return enterprise


def _chain(path: Path, problems: list[Problem]) -> list[Folder]:
    """The model and what it extends, the lowest first."""
    top = read_folder(path, layer=0, prefix="", problems=problems)
    extends = top.header.entries.get("extends")
    written = extends.text if isinstance(extends, Scalar) else REFERENCE
    if written == "none":
        return [top]
    base_path = shelf("models") / REFERENCE
    name, _, pin = written.partition("@")
    if name != REFERENCE or base_path.resolve() == path.resolve():
        node = extends or top.header
        problems.append(
            node.problem("ANA031", f"cannot extend {written!r}", "write reference, reference@1 or none")
        )
        return [top]
    base = read_folder(base_path, layer=0, prefix=f"{REFERENCE}/", problems=problems)
    version = (base.header.text("version") or "").partition(".")[0]
    if pin and pin != version and extends is not None:
        hint = f"review the changes, then write {REFERENCE}@{version}"
        problems.append(
            extends.problem("ANA031", f"the shipped reference is version {version}, not {pin}", hint)
        )
    return [base, top]


def _validated(merged: Merged, problems: list[Problem]) -> ModelEntry | None:
    reading = _reading(merged.root)
    try:
        return ModelEntry.model_validate(plain(merged.root), context=reading)
    except ValidationError as error:
        problems.extend(complaints(error, root=merged.root, schema=ModelEntry))
        return None


def _reading(root: Mapping) -> Reading:
    """The scales and currency that the rest of the files is read with, as far as they are well formed."""
    header = plain(root.entries["header"])
    header = header if isinstance(header, dict) else {}
    currency = header.get("currency")
    bare = Reading(scales=_NO_WORDS, currency=currency if isinstance(currency, str) else "")
    try:
        entry = ScalesEntry.model_validate(header.get("scales", {}), context=bare)
    except ValidationError:
        return bare
    return Reading(
        scales=Scales(
            likelihood=_lower(entry.likelihood), severity=_lower(entry.severity), delay=_lower(entry.delay)
        ),
        currency=bare.currency,
    )


def _lower(words: dict[str, Range]) -> dict[str, Range]:
    return {word.lower(): range_ for word, range_ in words.items()}


def _in_order(problems: list[Problem]) -> list[Problem]:
    """By file and line, each once."""
    unique = {problem.first_line(): problem for problem in problems}
    return sorted(unique.values(), key=_place)


def _place(problem: Problem) -> tuple[str, int, int]:
    place = problem.position
    return (place.file, place.line, place.column) if place else ("", 0, 0)
