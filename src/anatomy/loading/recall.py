"""A model as it was loaded before from the very same files, without reading their YAML again."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from anatomy.domain.enterprise import Enterprise
from anatomy.loading import cache
from anatomy.loading.codec import decode, encode
from anatomy.loading.files import ModelFiles
from anatomy.loading.origins import Origins
from anatomy.loading.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = "anatomy-model-cache/1"
#: What a loaded model hangs on besides its files: how they are read, and the values that are made of them.
_MAKERS: Final = ("loading", "domain")


def recall_enterprise(path: Path, *, folder: Path | None) -> Enterprise:
    """
    What `load_enterprise` gives, from a cache where that is possible.

    A model is kept only if it loaded without a problem, under a digest of the names and bytes of all its files, of
    the shipped reference, and of the state of this program.

    Args:
        path: the folder of the model, or its anatomy.yaml.
        folder: of the cache; None to do without.

    Raises:
        InputError: with every problem in the files, in their order.
    """
    files = ModelFiles(path)
    key = _key(files) if folder else None
    if folder is None or key is None:
        return _loaded(files)
    found = _decoded(cache.recall(folder, key, format_name=FORMAT))
    if found is None:
        found = _loaded(files)
        lines = _encoded(found)
        if lines is not None:
            cache.keep(folder, key, lines, format_name=FORMAT)
    return found


def _loaded(files: ModelFiles) -> Enterprise:
    from anatomy.loading.model import build_enterprise  # noqa: PLC0415 - YAML and pydantic come with it

    return build_enterprise(files)


def _key(files: ModelFiles) -> str | None:
    own = files.key()
    try:
        return own and blake2b("\n".join((own, *_makers())).encode(), digest_size=20).hexdigest()
    except OSError:
        return None  # a program that is not made of files cannot tell its state


def _makers() -> Iterator[str]:
    """The files of this program that a model is made by, with size and time: another state makes another key."""
    package = Path(__file__).parents[1]
    for room in _MAKERS:
        with os.scandir(package / room) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                if entry.is_file():
                    status = entry.stat()
                    yield f"{room}/{entry.name} {status.st_size} {status.st_mtime_ns}"


def _encoded(enterprise: Enterprise) -> list[str] | None:
    if not isinstance(enterprise.origins, Origins):
        return None
    try:
        coded = encode(enterprise, without=("origins",))
        return [
            json.dumps(coded, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
            enterprise.origins.places(),
        ]
    except (TypeError, ValueError):
        return None


def _decoded(lines: list[str] | None) -> Enterprise | None:
    if lines is None:
        return None
    try:
        model, places = lines
        found = decode(json.loads(model), origins=Places(places))
    except (ValueError, TypeError, LookupError, AttributeError, ImportError):
        return None
    return found if isinstance(found, Enterprise) else None
