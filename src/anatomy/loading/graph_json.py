"""
Graphs in node-link JSON, as networkx writes them, read strictly: every problem names its place.

Beyond networkx's own layout, `graph` may hold `triggers`, `groups` and `joints`; docs/graph-format.md tells it all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from anatomy.errors import InputError, Position, Problem
from anatomy.loading.gate import RESULT_BYTES, read_source, visible
from anatomy.loading.graph_reader import Reader
from anatomy.loading.graph_values import SHOWN, Object

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.loading.graph_document import GraphDocument


def load_graph(path: Path, *, name: str) -> GraphDocument:
    """
    Read a graph file of at most 50 MiB.

    Raises:
        InputError: not a readable file, not JSON, or not a directed graph with numbers in range; the first
            twenty problems are told, the rest counted.
    """
    source = read_source(path, name=name, limit=RESULT_BYTES)
    try:
        data = json.loads(
            source.text, object_pairs_hook=Object, parse_constant=_refuse_constant, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        problem = Problem(
            code="ANA721",
            message=f"this is not JSON: {error.msg}",
            position=source.position(error.lineno, error.colno),
            excerpt=source.excerpt(error.lineno, error.colno),
        )
        raise InputError([problem]) from None
    except RecursionError:
        raise InputError.because("ANA721", f"{visible(name)}: the JSON is nested too deeply") from None
    except _ConstantError as error:
        place = source.text.index(str(error))
        line = source.text.count("\n", 0, place) + 1
        position = Position(file=visible(name), line=line, column=place - source.text.rfind("\n", 0, place))
        raise InputError.because("ANA724", f"{error} is not a number", position=position) from None
    reader = Reader(visible(name))
    document = reader.document(data)
    if reader.problems:
        raise InputError(_shortened(reader.problems))
    return document


def _shortened(problems: list[Problem]) -> list[Problem]:
    """The first problems; the last says how many more there are."""
    if len(problems) <= SHOWN:
        return problems
    rest = Problem(code=problems[SHOWN].code, message=f"and {len(problems) - SHOWN} more problems")
    return [*problems[:SHOWN], rest]


class _ConstantError(ValueError):
    """NaN or an infinity, which JSON does not have."""


def _refuse_constant(text: str) -> float:
    raise _ConstantError(text)


def _whole(text: str) -> int | float:
    """A whole number; one with more digits than any quantity has becomes a float, and infinite if it must."""
    return int(text) if len(text) <= 18 else float(text)  # noqa: PLR2004 - digits of 64 bits
