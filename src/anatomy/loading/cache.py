"""
A folder of files that only save time: each is whole and ours, or as good as not there.

Nothing here ever fails: a folder that cannot be read or written is one that remembers nothing.
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT: Final = 16  #: files that are kept; of more, those that were not used for longest go
MAX_BYTES: Final = 100 * 1024 * 1024
_UNFINISHED = ".anatomy-model-"
_OURS = re.compile(r"model-[0-9a-f]{40}\.json|" + re.escape(_UNFINISHED) + ".*")


def recall(folder: Path, key: str, *, format_name: str) -> list[str] | None:
    """
    The lines that were kept under a key.

    Args:
        folder: of the cache.
        key: 40 hexadecimal digits.
        format_name: what the lines are; those of any other format are not recalled.

    Returns:
        None where there are none, or where they are not just as they were written.
    """
    path = _path(folder, key)
    with suppress(OSError, ValueError):
        head, _, body = _own_bytes(path).partition(b"\n")
        if head == _head(body, key=key, format_name=format_name):
            with suppress(OSError):
                os.utime(path)
            return body.decode().split("\n")
    return None


def keep(folder: Path, key: str, lines: Iterable[str], *, format_name: str) -> None:
    """Keep lines under a key, to be read by their owner alone; in one move, so that nobody sees half of them."""
    body = "\n".join(lines).encode()
    if len(body) > MAX_BYTES // 2:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(_path(folder, key), _head(body, key=key, format_name=format_name) + b"\n" + body)
        _sweep(folder)


def _path(folder: Path, key: str) -> Path:
    return folder / f"model-{key}.json"


def _head(body: bytes, *, key: str, format_name: str) -> bytes:
    check = blake2b(body, digest_size=20).hexdigest()
    return json.dumps({"format": format_name, "key": key, "check": check}).encode()


def _own_bytes(path: Path) -> bytes:
    """What a regular file of ours holds; links are not followed, and a pipe is not waited for."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        if not ours or not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            raise ValueError(path)
        return file.read()


def _write(path: Path, data: bytes) -> None:
    import tempfile  # noqa: PLC0415 - slow to import, and needed only by who writes

    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)  # with rights 0600
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def _sweep(folder: Path) -> None:
    """Delete what has not been used for longest, what a killed run left unfinished among it; nothing but our own."""
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    for path in sorted(ours, key=lambda path: path.lstat().st_mtime_ns, reverse=True)[KEPT:]:
        with suppress(OSError):
            path.unlink()
