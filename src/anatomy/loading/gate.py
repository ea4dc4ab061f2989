"""The gate that every file passes first: regular, small, UTF-8, without control characters."""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.errors import InputError, Position, Problem

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

MODEL_BYTES = 4 * 1024 * 1024
RESULT_BYTES = 50 * 1024 * 1024

# C0 but tab and line end, DEL and C1, the line ends that only some tools see, what turns the reading direction,
# the byte order mark, lone surrogates, and the two non-characters of every text tool.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)

_LEAD = 60  # characters shown before the place of a problem
_SHOWN = 110
_MESSAGE = 300
_LISTED = 100


class Source(Struct, frozen=True, eq=False, dict=True):
    """The text of one file and the name that messages call it by."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The text line by line."""
        return self.text.split("\n")

    def position(self, line: int, column: int) -> Position:
        """A place in this file; line and column count from 1."""
        return Position(file=self.name, line=line, column=column)

    def excerpt(self, line: int, column: int, width: int = 1) -> str:
        """The line with carets under the place, made harmless for a terminal."""
        if not 1 <= line <= len(self.lines):
            return ""
        start = max(0, column - 1 - _LEAD)
        window = self.lines[line - 1][start : start + _SHOWN].replace("\t", " ")
        before, marked = window[: column - 1 - start], window[column - 1 - start :][:width]
        caret = " " * _cells(before) + "^" * max(1, _cells(marked))
        return f"  {line} | {visible(window)}\n  {' ' * len(str(line))} | {caret}"


def visible(text: str) -> str:
    """The text with characters that could act on a terminal written out as escapes."""
    return FORBIDDEN.sub(_escape, text)


def one_line(text: str) -> str:
    """A message with whatever it quotes made harmless and short enough to read."""
    shown = visible(text.replace("\n", "\\n").replace("\t", "\\t"))
    return shown if len(shown) <= _MESSAGE else f"{shown[: _MESSAGE - 3]}..."


def read_source(path: Path, *, name: str, limit: int = MODEL_BYTES) -> Source:
    """
    The text of a file that passes the gate; every line end becomes a line feed.

    Args:
        path: the file.
        name: what messages call it.
        limit: largest size in bytes.

    Raises:
        InputError: not a regular file, too large, not UTF-8, or holding control characters.
    """
    name = visible(name)
    return source_of(read_bytes(path, name=name, limit=limit), name=name)


def read_stream(stream: BinaryIO, *, name: str, limit: int = MODEL_BYTES) -> Source:
    """
    The text of a stream that passes the gate, as for a file.

    Raises:
        InputError: too large, not UTF-8, or holding control characters.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(name, limit)
    return source_of(data, name=name)


def source_of(data: bytes, *, name: str) -> Source:
    """
    The text of bytes that pass the gate, as for a file.

    Raises:
        InputError: not UTF-8, or holding control characters.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        source = Source(name, data.decode())
    except UnicodeDecodeError as error:
        source = Source(name, data.decode(errors="replace"))
        before = data[: error.start].decode()
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise InputError([_at(source, before, message, "save the file as UTF-8")]) from None
    problems = [
        _at(source, source.text[: found.start()], f"{_spoken(found.group())} in the text", "delete it")
        for found, _ in zip(FORBIDDEN.finditer(source.text), range(_LISTED), strict=False)
    ]
    if problems:
        raise InputError(problems)
    return source


def read_bytes(path: Path, *, name: str, limit: int = MODEL_BYTES) -> bytes:
    """
    What a file holds.

    Raises:
        InputError: not a regular file, or too large.
    """
    try:
        # Asked before opening: opening a pipe would wait for its other end.
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _refusal(name, "this is a folder, not a file", "name a file")
        if not stat.S_ISREG(status.st_mode):
            raise _refusal(name, "this is not a regular file", "name a regular file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise _refusal(name, "there is no such file", "check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not usable"
        raise _refusal(name, f"cannot be read: {reason}", "check the path and your rights") from None
    if len(data) > limit:
        raise _too_large(name, limit)
    return data


def _too_large(name: str, limit: int) -> InputError:
    return _refusal(name, f"larger than {limit // (1024 * 1024)} MiB", "split it into smaller files")


def _refusal(name: str, message: str, hint: str) -> InputError:
    return InputError.because("ANA001", message, hint=hint, position=Position(file=name))


def _at(source: Source, before: str, message: str, hint: str) -> Problem:
    """A problem just behind a beginning of the text."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(
        code="ANA001",
        message=message,
        hint=hint,
        position=source.position(line, column),
        excerpt=source.excerpt(line, column),
    )


def _spoken(character: str) -> str:
    kind = "control character" if unicodedata.category(character) in {"Cc", "Cf"} else "character"
    return f"{kind} U+{ord(character):04X}"


def _escape(found: re.Match[str]) -> str:
    number = ord(found.group())
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"  # noqa: PLR2004 - one byte


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if FORBIDDEN.match(character):
        return len(visible(character))
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
