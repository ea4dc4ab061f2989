"""Model folders on disk: the small enterprise with a few lines changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from anatomy.shipped import shelf

if TYPE_CHECKING:
    from pathlib import Path

SMALL = shelf("models") / "small"


def a_folder(place: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the small enterprise; each change is a file, a text in it, and what stands there instead."""
    folder = place / "model"
    shutil.copytree(SMALL, folder)
    for name, before, after in changes:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{name} no longer holds {before!r}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def an_overlay(place: Path, **files: str) -> Path:
    """A folder that extends the reference; each keyword is a file beside anatomy.yaml."""
    folder = place / "overlay"
    folder.mkdir()
    header = "format: anatomy/1\nname: Overlay\nextends: reference\n"
    for name, text in {"anatomy": header, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
