"""What a model holds in one field, in words and numbers for people, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.domain.cell import CellId
from anatomy.domain.quantity import Range
from anatomy.domain.response import Choice, Condition, Curve, Name, Number, Operation, Steps
from anatomy.views.as_typed import typed
from anatomy.views.formula import conditions, formula
from anatomy.views.money import exact_money
from anatomy.views.quantities import delay_words, likelihood_words, range_data, share_words
from anatomy.views.words import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.difference import Difference
    from anatomy.domain.enterprise import Enterprise

NOTHING: Final = "nothing"
_RESPONSES: Final = (Number, Name, Operation, Curve, Steps, Choice)
_SHARES: Final = frozenset({"felt_at", "documented", "likelihood", "severity", "severity_share"})
_LABELS: Final = {
    "felt_at": "felt at",
    "material_loss": "material loss",
    "severity_share": "severity passed on",
    "carried_by": "carried by",
    "documented": "written down",
    "by_rule": "made by rule",
    "horizon_days": "horizon in days",
    "sets_off": "sets off",
}


def label(field: str) -> str:
    """
    The path of a field in words.

    >>> label("basis|grade"), label("severity_share")
    ('basis, grade', 'severity passed on')
    """
    return ", ".join(_LABELS.get(part, part.replace("_", " ")) for part in field.split("|") if part)


def held(value: Any, field: str, entry: Difference, model: Enterprise) -> str:
    """
    A value in words and numbers.

    Args:
        value: of the model; None where it is not there.
        field: its path below the entry, parts joined by `|`; the key of the entry where it has no fields.
        entry: what it belongs to.
        model: whose scales, currency and parameters give it words.
    """
    last = field.rpartition("|")[2]
    match value:
        case None | "" | ():
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case Range():
            return _range(value, last, entry, model)
        case float() | int() | str():
            return _plain(value, field, entry, model)
        case Condition():
            return conditions(((value,),))
        case CellId():
            return (
                f"{model.code(value)} {model.title(value)}"
                if value.department in model.departments
                else str(value)
            )
    if isinstance(value, _RESPONSES):
        return formula(value, number=_percent if last in {"likelihood", "severity"} else "{:.12g}".format)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {held(one, f'{field}|{key}', entry, model)}" for key, one in value.items())
    if isinstance(value, tuple):
        return _several(value, field, entry, model)
    return _record(value, field, entry, model)


def called(value: Any) -> str:
    """What people call a record: its name, or the reason that it gives; nothing for a value of another sort."""
    if not isinstance(value, Struct) or isinstance(value, (Range, CellId, Condition, *_RESPONSES)):
        return ""
    return str(getattr(value, "name", "") or getattr(value, "because", "") or getattr(value, "key", ""))


def data_of(value: Any) -> Any:
    """A value as plain data: ranges with their point, formulas as text, records by field."""
    if isinstance(value, Range):
        return range_data(value)
    if isinstance(value, _RESPONSES):
        return formula(value)
    if isinstance(value, Condition):
        return conditions(((value,),))
    if isinstance(value, CellId):
        return str(value)
    if isinstance(value, dict):
        return {str(key): data_of(one) for key, one in value.items()}
    if isinstance(value, (tuple, list, frozenset)):
        return [data_of(one) for one in value]
    if isinstance(value, Struct):
        return {name: data_of(getattr(value, name)) for name in value.__struct_fields__}
    return value


def _range(value: Range, last: str, entry: Difference, model: Enterprise) -> str:
    if last == "delay" or entry.key == "scale of delay":
        return delay_words(value)
    if entry.section == "header":
        return " to ".join(percent(bound) for bound in (value.low, value.high))
    if last == "likelihood":
        return likelihood_words(value)
    return share_words(value, model.scales.severity_bands())


def _plain(value: float | str, field: str, entry: Difference, model: Enterprise) -> str:
    parts = field.split("|")
    if isinstance(value, str):
        return value
    if parts[-1] in _SHARES:
        return percent(value)
    if parts[-1] == "material_loss":
        return exact_money(value, model.currency)
    if entry.section == "decision_types" and len(parts) > 1 and parts[0] == "parameters":
        known: Mapping[str, Any] = model.decision_types[entry.key].parameters
        return typed(known[parts[1]], value) if parts[1] in known else f"{value:.12g}"
    return f"{value:.12g}"


def _several(value: tuple[Any, ...], field: str, entry: Difference, model: Enterprise) -> str:
    if all(isinstance(one, tuple) for one in value):
        return conditions(value)
    return ", ".join(held(one, field, entry, model) for one in value)


def _record(value: Any, field: str, entry: Difference, model: Enterprise) -> str:
    """The fields that say something, each with its label."""
    parts = (
        (name, held(getattr(value, name), f"{field}|{name}", entry, model))
        for name in value.__struct_fields__
        if name != "key"
    )
    return "; ".join(f"{label(name)} {said}" for name, said in parts if said != NOTHING)


def _percent(value: float) -> str:
    return f"{value * 100:.4g} %"
