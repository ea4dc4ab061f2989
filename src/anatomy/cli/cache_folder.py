"""Where models are kept between commands, so that the next one need not read their files again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "ANATOMY_CACHE"
OFF: Final = frozenset({"", "0", "off", "no"})
NAME: Final = "anatomy"


def cache_folder(environment: Mapping[str, str] = os.environ, *, platform: str = sys.platform) -> Path | None:
    """
    The folder that $ANATOMY_CACHE names, else the one for caches on this platform; None where it is switched off.

    Args:
        environment: the variables.
        platform: as `sys.platform` says.

    Sources:
        XDG Base Directory Specification: $XDG_CACHE_HOME counts only if it is absolute.
    """
    named = environment.get(VARIABLE)
    if named is not None:
        return None if named.strip().lower() in OFF else Path(named)
    shared = Path(environment.get("XDG_CACHE_HOME", ""))
    if shared.is_absolute():
        return shared / NAME
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local, NAME, "Cache") if local else None
    home = environment.get("HOME")
    if not home:
        return None
    return Path(home, "Library/Caches", NAME) if platform == "darwin" else Path(home, ".cache", NAME)
