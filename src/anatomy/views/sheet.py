"""A sheet: facts and tables about one thing, each value as data, in words, and with its place in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.errors import Position

Data = str | int | float | bool | None | list[str] | dict[str, float]


class Field(Struct, frozen=True, kw_only=True):
    """One value."""

    key: str  #: in JSON and CSV
    label: str  #: empty: told in JSON and CSV only, or as the head of a row
    value: Data  #: unrounded
    text: str = ""  #: as printed; empty: nothing to print
    origin: Position | None = None


class Table(Struct, frozen=True, kw_only=True):
    """Rows of the same fields."""

    key: str
    heading: str
    rows: tuple[tuple[Field, ...], ...]
    wide: bool = False  #: too wide for a line: every row gets a few lines, its first field on top


class Sheet(Struct, frozen=True, kw_only=True):
    """What is said of one thing."""

    what: str  #: model | department | cell | dependency | selection | coverage and so on
    title: str
    fields: tuple[Field, ...]
    tables: tuple[Table, ...] = ()


def words(key: str, label: str, value: str, origin: Position | None = None) -> Field:
    """A field of text; a text that is not there has no origin either."""
    return Field(key=key, label=label, value=value, text=value, origin=origin if value else None)


def names(key: str, label: str, values: tuple[str, ...], origin: Position | None = None) -> Field:
    """A field of several names."""
    text = ", ".join(values)
    return Field(key=key, label=label, value=list(values), text=text, origin=origin if values else None)


def count(key: str, label: str, value: int) -> Field:
    """A field that counts; it is written nowhere, so it has no origin."""
    return Field(key=key, label=label, value=value, text=f"{value:,}")
