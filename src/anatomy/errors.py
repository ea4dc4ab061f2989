"""What can go wrong, as values: a problem has a place, a sentence and, where we can, a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable


class Position(Struct, frozen=True, kw_only=True, order=True):
    """A place in a file; line and column count from 1, in characters, and are 0 for the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, complete in its first line: `file:line:column: CODE what, why; how to mend`."""

    code: str  #: stable, such as ANA031; docs/model-format.md lists them
    message: str  #: what and why, one line
    position: Position | None = None
    hint: str = ""  #: how to mend it
    excerpt: str = ""  #: the offending line with a caret, shown under the first line

    def first_line(self) -> str:
        """Everything a log or an editor needs, in one line."""
        where = f"{self.position}: " if self.position else ""
        way_out = f"; {self.hint}" if self.hint else ""
        return f"{where}{self.code} {self.message}{way_out}"

    def __str__(self) -> str:
        return f"{self.first_line()}\n{self.excerpt}" if self.excerpt else self.first_line()


class AnatomyError(Exception):
    """Anything we expect to go wrong; only `cli` turns it into an exit code."""

    exit_code: ClassVar[int] = 70


class InputError(AnatomyError):
    """
    A model, decision, graph or result was refused.

    Attributes:
        problems: every one found, in file order.
        folder: what the places of the problems are relative to, as whoever asked calls it; empty for where they are.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, problems: Iterable[Problem], *, folder: str = "") -> None:
        self.problems = tuple(problems)
        self.folder = folder
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def because(
        cls, code: str, message: str, *, hint: str = "", position: Position | None = None
    ) -> InputError:
        """A refusal with a single problem."""
        return cls([Problem(code=code, message=message, hint=hint, position=position)])


class UnknownNameError(InputError):
    """A name that the model does not have."""

    exit_code: ClassVar[int] = 2


class MissingPartError(AnatomyError):
    """An optional part, such as Graphviz, is needed and not installed."""

    exit_code: ClassVar[int] = 4


class EnvironmentFailedError(AnatomyError):
    """The machine would not do it: no right to write, disk full, file vanished."""

    exit_code: ClassVar[int] = 5


class EngineFaultError(Exception):
    """A figure broke a law that every figure obeys: our own fault, not the user's, and never to be hidden."""
