"""What a single check yields; the table of checks adds code and severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anatomy.errors import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place where a check found something."""

    message: str
    hint: str = ""
    position: Position | None = None
    subject: str = ""  #: key, slug or id of what it is about
