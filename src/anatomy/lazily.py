"""Public names of a package, imported when they are first used: a command pays only for what it needs."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def homes(package: str, modules: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """
    The `__getattr__` of a package.

    No name may be that of a module of the package: importing that module would put it in the name's place.

    Args:
        package: its `__name__`.
        modules: module of the package -> the public names that live there.

    Sources:
        Scientific Python SPEC 1, "Lazy loading of submodules and functions".
    """
    home = {name: module for module, names in modules.items() for name in names}

    def get(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
