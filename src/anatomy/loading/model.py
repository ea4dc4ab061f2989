"""Loading a model: read, merge, check, build; every problem of every file is told at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from anatomy.errors import InputError
from anatomy.loading.build import Builder
from anatomy.loading.complaints import in_order
from anatomy.loading.files import REFERENCE, ModelFiles
from anatomy.loading.folder import read_folder
from anatomy.loading.overlay import merge_folders
from anatomy.loading.tree import Scalar
from anatomy.loading.validating import validated

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise
    from anatomy.errors import Problem
    from anatomy.loading.folder import Folder
    from anatomy.loading.tree import Node


def load_enterprise(path: Path) -> Enterprise:
    """
    The enterprise that a model folder describes, on top of what it extends.

    Args:
        path: the folder, or its anatomy.yaml.

    Raises:
        InputError: with every problem in the files, in their order.
    """
    return build_enterprise(ModelFiles(path))


def build_enterprise(files: ModelFiles) -> Enterprise:
    """
    The enterprise that files describe.

    Raises:
        InputError: with every problem in them, in their order.
    """
    problems: list[Problem] = []
    folders = _chain(files, problems)
    if any(folder.headless for folder in folders):
        # Without layers and scales whatever else could be said would be wrong.
        raise InputError(in_order(problems))
    merged = merge_folders(folders, problems)
    entry = validated(merged, problems)
    digest = hashlib.sha256("".join(folder.digest for folder in folders).encode()).hexdigest()
    enterprise = Builder(entry, merged, digest=digest, problems=problems).build() if entry else None
    if problems or enterprise is None:
        raise InputError(in_order(problems))
    return enterprise


def _chain(files: ModelFiles, problems: list[Problem]) -> list[Folder]:
    """The model and what it extends, the lowest first."""
    top = read_folder(files.own, problems=problems)
    extends = top.header.entries.get("extends")
    written = extends.text if isinstance(extends, Scalar) else REFERENCE
    if written == "none" or top.headless:
        return [top]
    if files.is_reference:
        node = extends or top.header
        problems.append(node.problem("ANA036", "this is the reference itself", "write extends: none"))
        return [top]
    base = read_folder(files.reference, problems=problems)
    if extends is not None:
        _check_pin(extends, written, base, problems)
    return [base, top]


def _check_pin(extends: Node, written: str, base: Folder, problems: list[Problem]) -> None:
    name, at, pin = written.partition("@")
    version = (base.header.text("version") or "").partition(".")[0]
    if name != REFERENCE or (at and not pin):
        hint = f"write {REFERENCE}, {REFERENCE}@{version} or none"
        problems.append(extends.problem("ANA036", f"cannot extend {written!r}", hint))
        raise InputError(in_order(problems))
    if pin and pin != version:
        hint = f"review the changes, then write {REFERENCE}@{version}"
        message = f"the shipped reference is version {version}, not {pin}"
        problems.append(extends.problem("ANA036", message, hint))
