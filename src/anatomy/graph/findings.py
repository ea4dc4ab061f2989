"""What a check of a model says, as values: findings on its structure, and how its decision types react."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.errors import Position, Problem

SEVERITIES: Final = ("error", "warning", "info")


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that a check found; an error makes `anatomy check` fail, a warning only when asked to."""

    code: str  #: stable, ANA101 and on
    severity: str  #: one of SEVERITIES
    message: str  #: what and why, one line
    hint: str = ""  #: how to mend it
    position: Position | None = None
    subject: str = ""  #: key, slug or id of what it is about
    excerpt: str = ""  #: the offending line with a caret, where there is one

    def first_line(self) -> str:
        """Complete in one line: `file:line:column: CODE severity: what, why; how to mend`."""
        where = f"{self.position}: " if self.position else ""
        what = "" if self.severity == "error" else f"{self.severity}: "
        return f"{where}{self.code} {what}{self.message}{'; ' if self.hint else ''}{self.hint}"

    def order(self) -> tuple[int, str, int, int, str, str]:
        """The gravest first, then by place, code and message."""
        place = self.position
        at = (place.file, place.line, place.column) if place else ("", 0, 0)
        return (SEVERITIES.index(self.severity), *at, self.code, self.message)


def finding_of(problem: Problem) -> Finding:
    """A problem that stops the model from loading or answering, as a finding."""
    return Finding(
        code=problem.code,
        severity="error",
        message=problem.message,
        hint=problem.hint,
        position=problem.position,
        excerpt=problem.excerpt,
    )


class Reaction(Struct, frozen=True, kw_only=True):
    """How many departments feel a decision type at its defaults, on average, at each level of likelihoods."""

    decision_type: str  #: key
    name: str
    felt: tuple[float, ...] = ()  #: mean number of departments, per level; empty when it cannot be asked
    margins: tuple[float, ...] = ()  #: half of the 95 % interval of sampling, per level
    needs: tuple[str, ...] = ()  #: parameters that have no default, so that it cannot be asked
    problems: tuple[Problem, ...] = ()  #: why there is no answer at the defaults
