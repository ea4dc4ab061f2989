"""Public names of a room are imported on first use, and are what they say."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest

ROOMS = ("graph", "loading", "render")


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_leads_to_what_is_called_so(room: str) -> None:
    package = import_module(f"anatomy.{room}")
    for module in iter_modules(package.__path__):
        import_module(f"anatomy.{room}.{module.name}")

    for name in package.__all__:
        value = getattr(package, name)
        assert getattr(value, "__name__", name) == name
        assert getattr(value, "__module__", f"anatomy.{room}").startswith(f"anatomy.{room}")


@pytest.mark.parametrize("room", ROOMS)
def test_a_name_that_is_not_there_is_told_as_python_does(room: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'anatomy.{room}' has no attribute 'moon'"):
        import_module(f"anatomy.{room}").moon  # noqa: B018
