"""
The grammar of a table over two parameters: `discount=0%..40%/5,new_days=30,60,90`.

A parameter with its values, then another with its own; `low..high/count` stands for so many values at equal steps,
both ends among them. A parameter may be named with its decision type, as after --set.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from anatomy.domain.grid import MOST_CELLS, Axis, Grid
from anatomy.loading.numbers import NumberError, said
from anatomy.loading.parameters import parse_parameter_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.decision import Decision, Parameter
    from anatomy.domain.enterprise import Enterprise

EXAMPLE: Final = "write it like discount=0%..40%/5,new_days=30,60,90"
WHOLE: Final = ("months", "count")  #: kinds that take whole numbers only
WORDS: Final = ("choice", "yes-no")
MOST_TEXT: Final = 1_000


class GridError(ValueError):
    """The text is no such table; `hint` says what would be."""

    def __init__(self, message: str, hint: str = EXAMPLE) -> None:
        super().__init__(message)
        self.hint = hint


def parse_grid(text: str, enterprise: Enterprise, decision: Decision) -> Grid:
    """
    The table that a text asks for: the first parameter goes down, the second across.

    Args:
        text: see above.
        enterprise: the model.
        decision: settled on it; the parameters are those of its types.

    Raises:
        GridError: the text is no table, or one of more than 50 cells.
    """
    if len(text) > MOST_TEXT:
        raise GridError(f"longer than {MOST_TEXT:,} characters", "shorten it")
    axes = [_axis(name, values, enterprise, decision) for name, values in _parts(text)]
    if len(axes) != 2:  # noqa: PLR2004 - down and across
        raise GridError(f"a table has two parameters, not {len(axes)}")
    down, across = axes
    if down.parameter == across.parameter and set(down.types) & set(across.types):
        raise GridError(f"{down.parameter} cannot go both down and across", "name two parameters")
    grid = Grid(down=down, across=across)
    if grid.cells > MOST_CELLS:
        sides = f"{len(down.values)} x {len(across.values)}"
        raise GridError(f"{sides} are {grid.cells} cells", f"ask for at most {MOST_CELLS}")
    return grid


def _parts(text: str) -> list[tuple[str, list[str]]]:
    """Every parameter with its values, as written."""
    parts: list[tuple[str, list[str]]] = []
    for piece in text.split(","):
        name, equals, value = piece.partition("=")
        if equals:
            parts.append((name.strip(), [value.strip()]))
        elif parts:
            parts[-1][1].append(piece.strip())
        else:
            raise GridError(f"{said(piece.strip())} stands before any parameter")
    return parts


def _axis(name: str, written: list[str], enterprise: Enterprise, decision: Decision) -> Axis:
    kind, dot, bare = name.rpartition(".")
    known = {
        proposal.type: enterprise.parameters_of(proposal.type)
        for proposal in decision.proposals
        if not dot or proposal.type == kind
    }
    types = tuple(key for key, parameters in known.items() if bare in parameters)
    if not types:
        names = list(dict.fromkeys(one for parameters in known.values() for one in parameters))
        near = get_close_matches(bare, names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names) or 'none'}"
        raise GridError(f"no parameter {said(name)} in this decision", hint)
    parameter = known[types[0]][bare]
    if parameter.kind in WORDS:
        raise GridError(f"{bare} takes words, and a table takes numbers", "name another parameter")
    values = {value for one in written for value in _values(parameter, one, enterprise.currency)}
    return Axis(parameter=bare, types=types, values=tuple(sorted(values)))


def _values(parameter: Parameter, written: str, currency: str) -> Iterator[float]:
    first, to, rest = written.partition("..")
    if not to:
        yield _value(parameter, written, currency)
        return
    last, slash, count = rest.rpartition("/")
    steps = int(count) - 1 if slash and count.strip().isascii() and count.strip().isdigit() else 0
    if not 1 <= steps < MOST_CELLS:
        hint = f"write low..high/5 for five values, at most {MOST_CELLS}"
        raise GridError(f"{said(written)} does not say how many values", hint)
    low, high = _value(parameter, first, currency), _value(parameter, last, currency)
    if low >= high:
        raise GridError(f"{said(written)} does not rise", "write the lower end first")
    for step in range(steps + 1):
        value = round(low + (high - low) * step / steps, 9)
        if parameter.kind in WHOLE and value != int(value):
            raise GridError(
                f"{said(written)} gives {value:g}, and {parameter.name} takes whole numbers",
                "ask for another number of values",
            )
        yield value


def _value(parameter: Parameter, written: str, currency: str) -> float:
    try:
        value = parse_parameter_value(parameter, written.strip(), currency=currency)
    except NumberError as error:
        raise GridError(f"{parameter.name}: {error}", error.hint) from None
    return float(value)
