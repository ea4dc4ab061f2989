"""Saved decisions: files named one by one, or all of a folder."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from anatomy.errors import InputError
from anatomy.loading.decision_file import Draft, read_decision
from anatomy.loading.gate import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ENDINGS = (".yaml", ".yml")
_MARK = re.compile(rb"^decisions:", re.MULTILINE)


def read_decisions(paths: Iterable[Path]) -> tuple[tuple[str, Draft], ...]:
    """
    Every decision in files and folders, with the name of its file, sorted by name within a folder.

    Args:
        paths: files, or folders of which every YAML file that holds `decisions:` counts, at any depth.

    Raises:
        InputError: files are wrong by themselves, told all at once, or a folder holds no decision.
    """
    drafts = tuple((name, read_decision(path, name=name)) for place in paths for name, path in _files(place))
    if problems := [problem for _, draft in drafts for problem in draft.problems]:
        raise InputError(problems)
    return drafts


def _files(place: Path) -> Iterator[tuple[str, Path]]:
    if not place.is_dir():
        yield str(place), place
        return
    found = [path for path in sorted(place.rglob("*")) if _is_decision(path)]
    if not found:
        hint = "name a file, or a folder with decision files in it"
        raise InputError.because("ANA001", one_line(f"no decision in {place}"), hint=hint)
    yield from ((os.fspath(path), path) for path in found)


def _is_decision(path: Path) -> bool:
    return path.suffix in _ENDINGS and path.is_file() and bool(_MARK.search(path.read_bytes()))
