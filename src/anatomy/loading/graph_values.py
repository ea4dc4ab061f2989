"""The values of a graph file, taken one by one as what they should be: every problem names its place."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from anatomy.errors import Problem
from anatomy.loading.gate import FORBIDDEN, visible
from anatomy.loading.numbers import NumberError, parse_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_DAYS: Final = 36_525  #: a century
SHOWN: Final = 20  #: problems told before the rest are only counted


class Object(dict[str, Any]):
    """A JSON object that remembers which keys were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


class Values:
    """Takes values and collects what is wrong with them; a value that is wrong is taken as an empty or usual one."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def refuse(self, code: str, path: str, message: str, hint: str = "") -> None:
        """Note a problem with the value at a path such as `links[3].likelihood`."""
        text = visible(f"{self._file}: {path}: {message}")
        self.problems.append(Problem(code=code, message=text, hint=visible(hint)))

    def as_object(self, value: object, path: str) -> dict[str, Any]:
        """An object without keys written twice."""
        if not isinstance(value, Object):
            if value != {}:
                self.refuse("ANA722", path, f"{shown(value)} is not an object", "write {...}")
            return {}
        for key in value.twice:
            self.refuse("ANA723", f"{path}.{key}", "this key is written twice", "keep one of them")
        return value

    def as_list(self, value: object, path: str) -> list[Any]:
        """A list."""
        if isinstance(value, list):
            return value
        what = "is missing" if value is None else f"{shown(value)} is not a list"
        self.refuse("ANA722", path, what, "write [...]")
        return []

    def as_name(self, value: object, path: str) -> str:
        """Text, or a whole number as its text."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            what = "is missing" if value is None else f"{shown(value)} is not a name"
            self.refuse("ANA722", path, what, "write text or a whole number")
            return ""
        if found := FORBIDDEN.search(str(value)):
            self.refuse(
                "ANA722", path, f"control character U+{ord(found.group()):04X} in a name", "delete it"
            )
        return str(value)

    def as_share(self, row: Mapping[str, Any], key: str, path: str) -> float:
        """A share in [0, 1] under a key; 1 where there is none."""
        try:
            return parse_share(row.get(key, 1.0))
        except NumberError as error:
            self.refuse("ANA701", f"{path}.{key}", str(error), error.hint)
            return 1.0

    def as_days(self, value: object, path: str) -> float:
        """A number of days, up to a century."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_DAYS:
            self.refuse("ANA702", path, f"{shown(value)} is not a number of days", "write 0 to 36525")
            return 0.0
        return float(value)

    def only(self, row: Mapping[str, Any], known: Iterable[str], path: str) -> None:
        """Refuse keys that mean nothing here."""
        for key in row:
            if key not in known:
                self.refuse("ANA722", f"{path}.{key}", "not known", f"use one of {', '.join(known)}")

    def likely_slip(self, row: Mapping[str, Any], known: Iterable[str], path: str) -> None:
        """Other attributes are none of our business, but a slip in one of ours would silently become 1."""
        for key in row:
            near = [] if key in known else get_close_matches(key, known, n=1, cutoff=0.8)
            if near:
                self.refuse(
                    "ANA722", f"{path}.{key}", "this attribute is not known", f"did you mean {near[0]}?"
                )


def shown(value: object) -> str:
    """A value in a message: short, and quoted as text."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - what fits a line
