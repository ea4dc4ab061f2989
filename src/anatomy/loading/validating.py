"""
The merged tree as values of the schema.

What the schema refuses is told and then left out, so that everything else can still be checked for sense and
one run tells all problems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from anatomy.domain.quantity import Range, Scales
from anatomy.loading.complaints import complaints
from anatomy.loading.fields import Reading
from anatomy.loading.model_schema import ModelEntry
from anatomy.loading.numbers import NumberError, parse_days, parse_range, parse_share
from anatomy.loading.overlay import UNKNOWN
from anatomy.loading.tree import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.errors import Problem
    from anatomy.loading.overlay import Merged

    Location = tuple[Any, ...]

_ROUNDS = 4
_STAND_INS: dict[str, object] = {"name": "?", "currency": "EUR", "material_loss": 0, "scales": {}}
_STAND_IN_ITEMS: dict[str, object] = {"sets_off": {"cell": UNKNOWN, "severity": 0}, "adjusts": {"of": {}}}
_SCALES: dict[str, Callable[[object], float]] = {
    "likelihood": parse_share, "severity": parse_share, "delay": parse_days,
}  # fmt: skip


def validated(merged: Merged, problems: list[Problem]) -> ModelEntry | None:
    """
    The merged tree as values, without what the schema refuses.

    Args:
        merged: the files of a model, as one tree.
        problems: what is refused is added here.

    Returns:
        None when hardly anything is left to check.
    """
    data = plain(merged.root)
    if not isinstance(data, dict):
        raise TypeError(data)
    reading = _reading(data["header"])
    for attempt in range(_ROUNDS):
        try:
            return ModelEntry.model_validate(data, context=reading)
        except ValidationError as error:
            if attempt == 0:
                problems.extend(complaints(error, root=merged.root, schema=ModelEntry))
            for detail in error.errors(include_url=False, include_input=False, include_context=False):
                if not _leave_out(data, tuple(part for part in detail["loc"] if part != "[key]")):
                    return None
    return None


def _reading(header: Any) -> Reading:
    """The scales and currency that the rest of the files is read with, as far as they are well formed."""
    currency = header.get("currency")
    scales = header.get("scales")
    words = {name: _words(scales, name, one) for name, one in _SCALES.items()}
    return Reading(scales=Scales(**words), currency=currency if isinstance(currency, str) else "")


def _words(scales: Any, name: str, one: Callable[[object], float]) -> dict[str, Range]:
    """A scale; a word whose range is refused still counts as a word."""
    written = scales.get(name) if isinstance(scales, dict) else None
    words = {}
    for word, value in written.items() if isinstance(written, dict) else ():
        try:
            words[word.lower()] = parse_range(value, words={}, one=one)
        except NumberError:
            words[word.lower()] = Range.exactly(0.0)
    return words


def _leave_out(data: dict[str, Any], location: Location) -> bool:
    """Take away the smallest part around a refused value that the rest can do without."""
    match location:
        case ("header", "layers", *_) | (_,) | ():
            return False
        case ("header", name, *_) if name in _STAND_INS:
            _put(data, ("header", name), _STAND_INS[name])
        case ("departments", department, "sub_functions", part, *_):
            _drop(data, ("departments", department, "sub_functions", part))
        case ("dependencies", row, "effect", *_):
            _put(data, ("dependencies", row, "effect"), "?")
        case ("dependencies", row, name, *_) if name not in {"from", "to", "kind"}:
            _drop(data, ("dependencies", row, name))
        case ("decision_types", key, "sets_off" | "adjusts" as name, int() as index, *_):
            _put(data, ("decision_types", key, name, index), _STAND_IN_ITEMS[name])
        case ("decision_types", key, "money" | "losses" as name, item, *_):
            _drop(data, ("decision_types", key, name, item))
        case (
            ("decision_types", _, "basis", *_)
            | ("mitigations", _, "when" | "basis", *_)
            | ("header", "limits", _, *_)
        ):
            _drop(data, location[:3])
        case (section, key, *_):
            _drop(data, (section, key))
    return True


def _drop(data: dict[str, Any], location: Location) -> None:
    holder = _holder(data, location)
    if isinstance(holder, dict):
        holder.pop(location[-1], None)


def _put(data: dict[str, Any], location: Location, value: object) -> None:
    holder = _holder(data, location)
    if isinstance(holder, dict | list):
        holder[location[-1]] = value


def _holder(data: Any, location: Location) -> Any:
    """The mapping or list that a place lies in, unless that has been left out already."""
    for part in location[:-1]:
        data = data[part] if isinstance(data, list) else data.get(part) if isinstance(data, dict) else None
    return data
