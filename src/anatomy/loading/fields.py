"""
The types of quantity fields in the schema: pydantic validators around the readers of numbers and responses.

The scales and the currency come in through the validation context, since they are data of the model itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Struct
from pydantic import GetPydanticSchema, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from anatomy.domain.policy import Span
from anatomy.domain.quantity import Range, Scales
from anatomy.domain.response import Response, When
from anatomy.loading.numbers import (
    NumberError,
    parse_amount,
    parse_days,
    parse_money,
    parse_range,
    parse_share,
    parse_signed_share,
    said,
)
from anatomy.loading.responses import ResponseFormError, parse_conditions, parse_constant, parse_response
from anatomy.loading.settings import parse_setting
from anatomy.loading.spans import parse_span

if TYPE_CHECKING:
    from collections.abc import Callable


class Reading(Struct, frozen=True):
    """What the readers of numbers must know of the model."""

    scales: Scales
    currency: str


def _reading(info: ValidationInfo) -> Reading:
    if not isinstance(info.context, Reading):
        raise TypeError("validation needs a Reading as its context")
    return info.context


MAX_FACTOR = 1000
UNKNOWN_THRESHOLD = "unknown"


def _number(parse: Callable[[Any, Reading], object]) -> GetPydanticSchema:
    """Only the reader decides; the schema of the resulting value is never asked for."""

    def validate(value: Any, info: ValidationInfo) -> object:
        try:
            return parse(value, _reading(info))
        except NumberError as error:
            raise PydanticCustomError("number", "{why}", {"why": str(error), "hint": error.hint}) from None
        except ResponseFormError as error:
            details = {"why": str(error), "hint": error.hint, "path": error.path, "offset": error.offset}
            raise PydanticCustomError("response", "{why}", details) from None

    schema = core_schema.with_info_plain_validator_function(validate)
    return GetPydanticSchema(lambda _type, _handler: schema)


def _money(currency: str) -> Callable[[object], float]:
    return lambda value: parse_money(value, currency=currency)


_ONE: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string"}]}
_RANGE: dict[str, Any] = {
    "anyOf": [*_ONE["anyOf"], {"type": "array", "items": _ONE, "minItems": 3, "maxItems": 3}]
}


def _schema(base: dict[str, Any], description: str, *examples: object) -> WithJsonSchema:
    return WithJsonSchema({**base, "description": description, "examples": list(examples)})


Share = Annotated[
    float,
    _number(lambda value, _: parse_share(value)),
    _schema(_ONE, "a share from 0 % to 100 %", "28 %", 0.28),
]
Money = Annotated[
    float,
    _number(lambda value, reading: parse_amount(value, currency=reading.currency)),
    _schema(_ONE, "an amount of money in the model's currency", "1.2M", "50k", 250000),
]
Days = Annotated[
    float, _number(lambda value, _: parse_days(value)), _schema(_ONE, "calendar days", "90 days")
]
LikelihoodRange = Annotated[
    Range,
    _number(lambda value, reading: parse_range(value, words=reading.scales.likelihood, one=parse_share)),
    _schema(
        _RANGE,
        "a word of the scale, a share, or [low, most likely, high]",
        "likely",
        ["60 %", "70 %", "85 %"],
    ),
]
SeverityRange = Annotated[
    Range,
    _number(lambda value, reading: parse_range(value, words=reading.scales.severity, one=parse_share)),
    _schema(_RANGE, "share of the source's severity passed on: a word, a share or a range", "major", "65 %"),
]
DelayRange = Annotated[
    Range,
    _number(lambda value, reading: parse_range(value, words=reading.scales.delay, one=parse_days)),
    _schema(_RANGE, "time until the target feels it: a word, days or a range", "weeks", "5 to 25 days"),
]
TimeLimit = Annotated[
    Span,
    _number(lambda value, _: parse_span(value)),
    _schema({"type": "string"}, "a time limit", "24 hours", "6 working hours", "3 to 5 working days"),
]
Threshold = Annotated[
    float | None,
    _number(lambda value, _: _threshold(value)),
    _schema(_ONE, "a number in the unit of what it is compared with, or unknown", "25 %", "500k", "unknown"),
]
_RESPONSE: dict[str, Any] = {"anyOf": [*_ONE["anyOf"], {"type": "object"}]}
LikelihoodResponse = Annotated[
    Response,
    _number(lambda value, reading: parse_response(value, one=parse_share, words=reading.scales.likelihood)),
    _schema(_RESPONSE, "a chance: a word, a share, arithmetic, a curve, steps or a choice", "70 %"),
]
SeverityResponse = Annotated[
    Response,
    _number(lambda value, reading: parse_response(value, one=parse_share, words=reading.scales.severity)),
    _schema(
        _RESPONSE, "an intensity from 0 to 1: a word, a share, arithmetic, ...", "min(1, discount / margin)"
    ),
]
DaysResponse = Annotated[
    Response,
    _number(lambda value, _: parse_response(value, one=parse_days, words={})),
    _schema(_RESPONSE, "days after the decision", "5 days", "notice_days"),
]
MoneyResponse = Annotated[
    Response,
    _number(lambda value, reading: parse_response(value, one=_money(reading.currency), words={})),
    _schema(_RESPONSE, "an amount of money; a loss is positive", "list_value * discount"),
]
FactorResponse = Annotated[
    Response,
    _number(lambda value, _: parse_response(value, one=_factor, words={})),
    _schema(_RESPONSE, "a factor of 0 or more", 0.5, "min(1, best_price_clauses)"),
]
FigureResponse = Annotated[
    Response,
    _number(lambda value, _: parse_response(value, one=parse_constant, words={})),
    _schema(_RESPONSE, "a number told in the report", "(margin - discount) / (1 - discount)"),
]
Conditions = Annotated[
    When,
    _number(lambda value, _: parse_conditions(value)),
    _schema(
        {"type": "object"},
        "comparisons of parameters, all of which must hold; or a list of such, any of which",
        {"discount": {"above": "15 %"}},
    ),
]


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_BOUNDS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "at_least": {
            **_SCALAR,
            "description": "the old value, or this if it is lower",
            "examples": ["12 months"],
        },
        "at_most": {**_SCALAR, "description": "the old value, or this if it is higher", "examples": ["18 %"]},
    },
    "minProperties": 1,
    "additionalProperties": False,
}
ParameterSetting = Annotated[
    Mapping[str, object],
    _number(lambda value, _: parse_setting(value)),
    _schema({"anyOf": [_SCALAR, _BOUNDS]}, "another value, or bounds for the old one", "60 days"),
]


def _threshold(value: object) -> float | None:
    """A number in any unit that arithmetic may hold, or None where it is not public."""
    if isinstance(value, str) and value.strip().lower() == UNKNOWN_THRESHOLD:
        return None
    return parse_constant(value)


def _factor(value: object) -> float:
    """A factor: a share or percentage, or a plain number up to 1,000."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 < value <= MAX_FACTOR:
        return float(value)
    factor = parse_signed_share(value)
    if not 0 <= factor <= MAX_FACTOR:
        raise NumberError(f"{said(value)} is not a factor", "write one of 0 or more, such as 0.5 or 120 %")
    return factor
