"""What a single check yields; the table of checks adds code and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from anatomy.errors import Position


class Spot(Struct, frozen=True, kw_only=True):
    """One place where a check found something."""

    message: str
    hint: str = ""
    position: Position | None = None
    subject: str = ""  #: key, slug or id of what it is about
