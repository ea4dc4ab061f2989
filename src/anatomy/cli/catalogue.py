"""Lists and pages about what a model holds, as text."""

from __future__ import annotations

from difflib import get_close_matches
from textwrap import wrap
from typing import TYPE_CHECKING

from anatomy.errors import Problem, UnknownNameError
from anatomy.render.text import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from anatomy.domain.enterprise import Enterprise

WIDTH = 100
_INDENT = 2
_GAP = 2


def heading(enterprise: Enterprise, about: str) -> str:
    """The first line: what is told, and of which model."""
    return printable(f"{about} · {enterprise.name} {enterprise.version}")


def rows(pairs: Iterable[tuple[str, str]], *, width: int = 0) -> Iterator[str]:
    """Names with what is said of each beside them, wrapped; `width` is the least of the first column."""
    listed = [(printable(name), printable(about)) for name, about in pairs]
    first = max([width, *(len(name) for name, _ in listed)])
    start = _INDENT + first + _GAP
    for name, about in listed:
        lines = wrap(about, WIDTH - start) or [""]
        yield f"{'':{_INDENT}}{name:<{first + _GAP}}{lines[0]}".rstrip()
        yield from (f"{'':{start}}{line}" for line in lines[1:])


def nearest(name: str, known: Collection[str], *, what: str) -> str:
    """
    The name as the model spells it.

    Raises:
        UnknownNameError: there is none; with the nearest that there is.
    """
    spelled = {one.lower(): one for one in known}
    if name.lower() in spelled:
        return spelled[name.lower()]
    near = get_close_matches(name.lower(), spelled, n=3, cutoff=0.4)
    hint = (
        f"did you mean {' or '.join(repr(spelled[one]) for one in near)}?"
        if near
        else f"known: {', '.join(known)}"
    )
    raise UnknownNameError([Problem(code="ANA031", message=f"unknown {what} {name!r}", hint=hint)])
