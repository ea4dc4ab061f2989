"""Model folders made for a test: the small model with some of its text changed, or a handful of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.errors import InputError
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

SALES = "departments/sales.yaml"
FINANCE = "departments/finance.yaml"
SUPPORT = "departments/support.yaml"
DISCOUNT = "decisions/discount-exception.yaml"
HEADER = "anatomy.yaml"


def files_of(model: str) -> dict[str, str]:
    """The texts of a shipped model, by name."""
    folder = shelf("models") / model
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.yaml"))}


def small_with(**changes: str) -> dict[str, str]:
    """The small model; `sales="old -> new"` changes one text of departments/sales.yaml, once."""
    names = {"sales": SALES, "finance": FINANCE, "support": SUPPORT, "discount": DISCOUNT, "header": HEADER}
    files = files_of("small")
    for short, change in changes.items():
        name = names.get(short, f"{short}.yaml")
        old, _, new = change.partition(" -> ")
        assert old in files[name], f"{old!r} is not in {name}"
        files[name] = files[name].replace(old, new, 1)
    return files


def write_model(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder, with the files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def write_overlay(folder: Path, *departments: str, header: str = "name: Acme", **files: str) -> Path:
    """A model that extends the reference; each text is a department file without its format."""
    texts = {HEADER: f"format: anatomy/1\n{header}\n"}
    texts |= {f"d{place}.yaml": f"format: anatomy/1\n{text}\n" for place, text in enumerate(departments)}
    texts |= {f"{name}.yaml": f"format: anatomy/1\n{text}\n" for name, text in files.items()}
    return write_model(folder, texts)


def load_small(folder: Path, **changes: str) -> Enterprise:
    """The small model with changes, loaded."""
    return load_enterprise(write_model(folder, small_with(**changes)))


def refusal(folder: Path) -> InputError:
    """The refusal of a model that must not load."""
    with pytest.raises(InputError) as caught:
        load_enterprise(folder)
    return caught.value


def first_lines(error: InputError) -> list[str]:
    """The first line of every problem; each must be one line."""
    lines = [problem.first_line() for problem in error.problems]
    assert lines
    assert all("\n" not in line and line.isprintable() for line in lines)
    return lines


def why_not(folder: Path, **changes: str) -> list[str]:
    """Why the small model with changes is refused."""
    return first_lines(refusal(write_model(folder, small_with(**changes))))


def carets(error: InputError, which: int = 0) -> str:
    """What stands above the carets of a problem's excerpt."""
    shown, marks = error.problems[which].excerpt.split("\n")
    start, end = marks.index("^"), marks.rindex("^") + 1
    return shown[start:end]
