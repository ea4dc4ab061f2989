"""The gate that every file passes before anything is built from it: regular, small, UTF-8, no control characters."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anatomy.errors import InputError, Position, Problem

if TYPE_CHECKING:
    from pathlib import Path

MODEL_BYTES = 4 * 1024 * 1024
RESULT_BYTES = 50 * 1024 * 1024

# C0 but tab and line ends, DEL and C1 but NEL, lone surrogates, and the two non-characters of every text tool.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The text of one file and the name that messages call it by."""

    name: str
    text: str
    layer: int = 0  #: which model of a chain of overlays it belongs to, 0 the lowest

    def position(self, line: int, column: int) -> Position:
        """A place in this file; line and column count from 1."""
        return Position(file=self.name, line=line, column=column)

    def excerpt(self, line: int, column: int, width: int = 1) -> str:
        """The line with a caret under the place, made harmless for a terminal."""
        lines = self.text.split("\n")
        if not 1 <= line <= len(lines):
            return ""
        start = max(0, column - 60)
        shown = visible(lines[line - 1].rstrip("\r").expandtabs(1)[start : start + 110])
        caret = " " * (column - 1 - start) + "^" * max(1, min(width, len(shown) - (column - 1 - start)))
        return f"  {line} | {shown}\n  {' ' * len(str(line))} | {caret}"


def visible(text: str) -> str:
    """The text with characters that could act on a terminal written out as escapes."""
    return FORBIDDEN.sub(lambda found: f"\\x{ord(found.group()):02x}", text)


def read_source(path: Path, *, name: str, layer: int = 0, limit: int = MODEL_BYTES) -> Source:
    """
    The text of a file that passes the gate.

    Args:
        path: the file.
        name: what messages call it.
        layer: see Source.
        limit: largest size in bytes.

    Raises:
        InputError: not a regular file, too large, not UTF-8, or holding control characters.
    """
    data = _read_bytes(path, name=name, limit=limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        raise _refusal(
            name, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8",
            line=before.count(b"\n") + 1, column=column,
        ) from None  # fmt: skip
    text = text.replace("\r\n", "\n")
    source = Source(name, text, layer)
    problems = [_control_character(source, found) for found in FORBIDDEN.finditer(text)]
    if problems:
        raise InputError(problems[:20])
    return source


def _read_bytes(path: Path, *, name: str, limit: int) -> bytes:
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
        raise _refusal(name, f"larger than {limit // (1024 * 1024)} MiB", "split it into smaller files")
    return data


def _refusal(name: str, message: str, hint: str, *, line: int = 1, column: int = 1) -> InputError:
    position = Position(file=visible(name), line=line, column=column)
    return InputError.because("ANA001", message, hint=hint, position=position)


def _control_character(source: Source, found: re.Match[str]) -> Problem:
    line = source.text.count("\n", 0, found.start()) + 1
    column = found.start() - source.text.rfind("\n", 0, found.start())
    return Problem(
        code="ANA001",
        message=f"control character U+{ord(found.group()):04X} in the text",
        hint="delete it",
        position=source.position(line, column),
        excerpt=source.excerpt(line, column),
    )
