"""From what a decision means to what to do about it: what else, under which conditions, what to ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.lazily import homes

if TYPE_CHECKING:
    from anatomy.advise.conditions import find_conditions
    from anatomy.advise.options import Option, Options, options_for

__all__ = ["Option", "Options", "find_conditions", "options_for"]

__getattr__ = homes(
    __name__, {"conditions": ("find_conditions",), "options": ("Option", "Options", "options_for")}
)
