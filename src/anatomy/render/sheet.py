"""A sheet as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from anatomy.render.as_json import write_json
from anatomy.render.columns import columns, finished, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from anatomy.views.sheet import Data, Field, Sheet, Table

FORMAT: Final = "anatomy-show/1"
#: What a spreadsheet takes for the beginning of a formula, also in its full-width forms.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render_sheet_text(sheet: Sheet, *, width: int = 100, origins: bool = False) -> str:
    """
    Title, facts and tables.

    Args:
        sheet: what to say.
        width: columns of the terminal.
        origins: whether to name file, line and column of every value.
    """
    return finished(_lines(sheet, width, origins=origins))


def render_sheet_json(sheet: Sheet, *, origins: bool = False) -> str:
    """The sheet as versioned JSON, unrounded."""
    data: dict[str, Any] = {"format": FORMAT, "what": sheet.what, "title": sheet.title}
    data |= _data(sheet.fields, origins=origins)
    data["tables"] = {
        table.key: [_data(row, origins=origins) for row in table.rows] for table in sheet.tables
    }
    return write_json(data)


def render_sheet_csv(sheet: Sheet, *, origins: bool = False) -> str:
    """The tables below one another, or the facts where there are none; safe to open in a spreadsheet."""
    rows = [_flat(row, table, sheet, origins=origins) for table in sheet.tables for row in table.rows]
    if not sheet.tables:
        rows = [
            _fact(field, name, value, origins=origins)
            for field in sheet.fields
            for name, value in _parts(field)
        ]
    return render_rows_csv(rows)


def render_rows_csv(rows: Sequence[Mapping[str, Data]], *, heads: Sequence[str] = ()) -> str:
    """
    Rows as a table, safe to open in a spreadsheet.

    Args:
        rows: what stands under each head; empty where a row has nothing there.
        heads: all of them; unless given, those that any row has, in the order of their first occurrence.
    """
    heads = heads or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def harmless(value: Data) -> str | float:
    """
    A value that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(0.5), harmless("Finance")
    ("'=1+1", 0.5, 'Finance')
    """
    if isinstance(value, (bool, list, dict)) or value is None:
        text = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value).lower()
    elif isinstance(value, (int, float)):
        return value
    else:
        text = value
    risky = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if risky else text


def _data(fields: Iterable[Field], *, origins: bool) -> dict[str, Any]:
    listed = list(fields)
    data: dict[str, Any] = {field.key: field.value for field in listed}
    if origins:
        data["origins"] = {field.key: str(field.origin) for field in listed if field.origin}
    return data


def _flat(row: Sequence[Field], table: Table, sheet: Sheet, *, origins: bool) -> dict[str, Data]:
    flat: dict[str, Data] = {"table": table.key} if len(sheet.tables) > 1 else {}
    for field in row:
        flat |= dict(_parts(field))
        if origins:
            flat[f"{field.key}_origin"] = str(field.origin) if field.origin else ""
    return flat


def _fact(field: Field, name: str, value: Data, *, origins: bool) -> dict[str, Data]:
    fact: dict[str, Data] = {"field": name, "value": value}
    return fact | {"origin": str(field.origin) if field.origin else ""} if origins else fact


def _parts(field: Field) -> Iterator[tuple[str, Data]]:
    """A field as columns; a range takes several."""
    if isinstance(field.value, dict):
        for name, number in field.value.items():
            yield (field.key if name == "point" else f"{field.key}_{name}"), number
    else:
        yield field.key, field.value


def _lines(sheet: Sheet, width: int, *, origins: bool) -> Iterator[str]:
    yield from paragraph(sheet.title, width=width)
    for lines in columns(((field.label, field.text) for field in sheet.fields if field.text), width=width):
        yield from lines
    if origins:
        yield from _where(sheet.fields, width, indent="  ")
    for table in sheet.tables:
        if table.heading or sheet.fields:
            yield ""
        if table.heading:
            yield f"{table.heading} ({len(table.rows)})" if table.wide else table.heading
        yield from (_blocks if table.wide else _grid)(table, width, origins=origins)


def _grid(table: Table, width: int, *, origins: bool) -> Iterator[str]:
    if not table.rows:
        return
    shown = [place for place, field in enumerate(table.rows[0]) if field.label]
    heads = [table.rows[0][place].label for place in shown]
    values = [table.rows[0][place].value for place in shown]
    right = frozenset(column for column, value in enumerate(values) if isinstance(value, (int, float)))
    texts = [heads, *([row[place].text for place in shown] for row in table.rows)]
    for place, lines in enumerate(columns(texts, width=width, right=right)):
        yield from lines
        if origins and place:
            yield from _where(table.rows[place - 1], width, indent="      ")


def _blocks(table: Table, width: int, *, origins: bool) -> Iterator[str]:
    for row in table.rows:
        yield from paragraph(row[0].text, width=width, indent="  ", hanging="      ")
        pairs = [(field.label, field.text) for field in row[1:] if field.label and field.text]
        for lines in columns(pairs, width=width, indent="      "):
            yield from lines
        if origins:
            yield from _where(row, width, indent="      ")


def _where(fields: Iterable[Field], width: int, *, indent: str) -> Iterator[str]:
    """The places of the values, each file named once."""
    by_file: dict[str, list[str]] = {}
    for field in fields:
        if field.origin:
            place = f"{field.key} {field.origin.line}:{field.origin.column}"
            by_file.setdefault(field.origin.file, []).append(place)
    for file, places in by_file.items():
        yield from paragraph(
            f"{file}: {', '.join(places)}", width=width, indent=f"{indent}@ ", hanging=f"{indent}    "
        )
