"""
anatomy: what a decision in Sales does to the rest of the enterprise.

The library's front door; everything is imported on first use, so that the command line starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anatomy.propagation import Spread, Trigger, propagate

__all__ = ["Spread", "Trigger", "propagate"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("anatomy.propagation"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
