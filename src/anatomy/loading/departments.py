"""Departments, their sub-functions and the names that all of them answer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from anatomy.domain.directory import Names, clashes
from anatomy.domain.enterprise import Department, SubFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.loading.schema import DepartmentEntry, LayerEntry, SubFunctionEntry

    Path = tuple[str | int, ...]


class Context(Protocol):
    """What this needs of the builder."""

    def complain(self, path: Path, code: str, message: str, hint: str = "", *, word: str = "") -> None:
        """Add a problem at the place of a value, or of a key inside it."""

    def is_own(self, path: Path) -> bool:
        """Whether a value is written in the model itself rather than in what it extends."""

    def check_layers(self, used: Iterable[str], path: Path) -> None:
        """Complain of layers that the model does not have."""


def build_departments(context: Context, entries: Mapping[str, DepartmentEntry]) -> dict[str, Department]:
    """The departments, in the order of their codes."""
    check_unique(context, entries, ("departments",))
    departments = [_department(context, key, entry) for key, entry in entries.items()]
    return {
        department.key: department for department in sorted(departments, key=lambda one: natural(one.code))
    }


def check_unique(
    context: Context,
    entries: Mapping[str, DepartmentEntry] | Mapping[str, SubFunctionEntry] | Mapping[str, LayerEntry],
    path: Path,
) -> None:
    """Complain when two things answer to one key, code, name or alias."""
    # What an overlay says comes last, so that it is told there and not in the model below.
    ordered = sorted(entries, key=lambda key: context.is_own((*path, key, "code")))
    for spelling, first, second in clashes(_names(key, entries[key]) for key in ordered):
        is_code = spelling == entries[second].code.lower()
        what = f"code {entries[second].code}" if is_code else f"name {spelling!r}"
        message = f"{what} is used by both {first!r} and {second!r}"
        another = f"give one of them another {'code' if is_code else 'name'}"
        if is_code:
            context.complain((*path, second, "code"), "ANA030", message, another)
        else:
            context.complain(path, "ANA030", message, another, word=second)


def natural(code: str) -> tuple[str, int]:
    """D9 before D10."""
    letters = code.rstrip("0123456789")
    return letters.upper(), int(code[len(letters) :] or 0)


def _names(key: str, entry: DepartmentEntry | SubFunctionEntry | LayerEntry) -> Names:
    others = (entry.name, getattr(entry, "short", None) or "", *getattr(entry, "aliases", ()))
    return Names(key=key, code=entry.code, others=others)


def _department(context: Context, key: str, entry: DepartmentEntry) -> Department:
    path: Path = ("departments", key, "sub_functions")
    check_unique(context, entry.sub_functions, path)
    parts = [_sub_function(context, name, part, (*path, name)) for name, part in entry.sub_functions.items()]
    return Department(
        key=key,
        code=entry.code,
        name=entry.name,
        short=entry.short or "",
        owner=entry.owner or "",
        aliases=tuple(entry.aliases),
        sub_functions={part.key: part for part in sorted(parts, key=lambda part: natural(part.code))},
    )


def _sub_function(context: Context, key: str, entry: SubFunctionEntry, path: Path) -> SubFunction:
    context.check_layers(entry.cells, (*path, "cells"))
    return SubFunction(
        key=key,
        code=entry.code,
        name=entry.name,
        owner=entry.owner or "",
        aliases=tuple(entry.aliases),
        cells=entry.cells,
    )
