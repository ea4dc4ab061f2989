"""Output in whatever characters the terminal or pipe takes: what it lacks is written in plain ones."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PLAIN_ASCII: Final = "anatomy_ascii"
PLAIN: Final = str.maketrans(
    {
        "\u2212": "-",  # minus
        "\u2013": "-",
        "\u2014": "-",
        "\u00b7": "-",
        "\u00d7": "x",
        "\u2192": "->",
        "\u2190": "<-",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2026": "...",
        "\u20ac": "EUR",
        "\u00a3": "GBP",
        "\u2039": "<",
        "\u203a": ">",
        "\u00ab": '"',
        "\u00bb": '"',
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2018": "'",
        "\u2019": "'",
    }
)
"""What stands for the characters we write ourselves; letters lose their accents, all else becomes `?`."""


class _Unread(FileIO):
    """A file descriptor whose reader may go away early: what is written after that is dropped."""

    def write(self, data: ReadableBuffer, /) -> int:
        """As a file does; the rest of a call, and so its exit code, does not hang on who reads."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(memoryview(data))


def outlive_reader() -> None:
    """Let a call go on to its end, and to its own exit code, though nobody reads standard output any more."""
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper):
        raw = _Unread(stream.fileno(), "w", closefd=False)
        sys.stdout = TextIOWrapper(
            BufferedWriter(raw),
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=stream.line_buffering,
        )


def degrade_streams() -> None:
    """Let standard output and standard error write plain characters where their encoding lacks the right ones."""
    codecs.register_error("anatomy-plain", _in_plain)
    codecs.register(_plain_codec)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=PLAIN_ASCII if ascii_only else None, errors="anatomy-plain")


def _plain_codec(name: str) -> codecs.CodecInfo | None:
    """ASCII by a name that click does not take for a mistake; to a stream it calls ASCII it writes UTF-8."""
    info = codecs.lookup("ascii")
    return (
        codecs.CodecInfo(
            info.encode,
            info.decode,
            streamreader=info.streamreader,
            streamwriter=info.streamwriter,
            incrementalencoder=info.incrementalencoder,
            incrementaldecoder=info.incrementaldecoder,
            name=PLAIN_ASCII,
        )
        if name == PLAIN_ASCII
        else None
    )


def in_plain(text: str) -> str:
    """
    The text in ASCII.

    >>> in_plain("\u2212 12\u00a0\u20ac, M\u00fcller \u2039\u696d\u203a")
    '- 12 EUR, Muller <?>'
    """
    return "".join(map(_plain, text.translate(PLAIN)))


def _plain(character: str) -> str:
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return letters or ("" if unicodedata.combining(character) else "?")


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_plain(error.object[error.start : error.end]), error.end
