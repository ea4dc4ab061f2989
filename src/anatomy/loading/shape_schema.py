"""The JSON Schema of responses and conditions, which pydantic cannot know since our own readers take them."""

from __future__ import annotations

from typing import Any

from anatomy.domain.response import COMPARISONS
from anatomy.loading.responses import MAX_POINTS

Schema = dict[str, Any]

_ONE: Schema = {"type": ["number", "string"]}
_RESPONSE: Schema = {"anyOf": [_ONE, {"$ref": "#/$defs/shape"}]}


def _object(about: str, properties: dict[str, Schema]) -> Schema:
    return {
        "description": about,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _points(about: str) -> Schema:
    pair = {"type": "array", "items": _ONE, "minItems": 2, "maxItems": 2}
    points = {
        "description": "pairs [x, y] with rising x",
        "examples": [[["0 %", "0 %"], ["30 %", "50 %"]]],
        "type": "array",
        "items": pair,
        "minItems": 1,
        "maxItems": MAX_POINTS,
    }
    of = {**_ONE, "description": "a parameter, or arithmetic over parameters", "examples": ["discount"]}
    return _object(about, {"of": of, "points": points})


def _choice() -> Schema:
    of = {"type": "string", "description": "a parameter of kind choice", "examples": ["reason"]}
    options = {
        "description": "one response for every word",
        "examples": [{"competitive": "30 %", "volume": "20 %"}],
        "type": "object",
        "minProperties": 1,
        "additionalProperties": _RESPONSE,
    }
    return _object("one response for every word of a choice", {"of": of, "options": options})


def _comparison(sign: str) -> Schema:
    if sign not in {"is", "is_not"}:
        return {
            **_ONE,
            "description": f"the parameter is {sign.replace('_', ' ')} this",
            "examples": ["15 %"],
        }
    words = {"type": "array", "items": {"type": "string"}}
    anything = {"anyOf": [{"type": ["string", "number", "boolean"]}, words]}
    return {**anything, "description": "a word, one of several words, or true or false", "examples": [True]}


SHAPES: dict[str, Schema] = {
    "shape": {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {
            "curve": _points("straight lines between points"),
            "steps": _points("each value from its x on"),
            "choice": _choice(),
        },
    },
    "conditions": {
        "if": {"type": "array"},
        "then": {"items": {"$ref": "#/$defs/condition-group"}, "minItems": 2, "maxItems": MAX_POINTS},
        "else": {"$ref": "#/$defs/condition-group"},
    },
    "condition-group": {
        "description": "comparisons of parameters, all of which must hold",
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {sign: _comparison(sign) for sign in COMPARISONS},
        },
    },
    "removed": {
        "description": "in an overlay: taken away",
        "type": "object",
        "properties": {"remove": {"const": True}},
        "required": ["remove"],
        "additionalProperties": False,
    },
}
"""What any entry may refer to."""


_CONTENTS = {"properties", "additionalProperties", "patternProperties"}


def refined(schema: Schema) -> Schema:
    """The schema of one field without titles, nulls and defaults, its responses spelled out."""
    if schema.get("type") == "object" and not schema.keys() & _CONTENTS:
        return {"$ref": "#/$defs/conditions"}  # nothing else is an object of any form
    bare = {key: value for key, value in schema.items() if key not in {"title", "default"}}
    if "anyOf" not in bare:
        return {key: refined(value) if key == "items" else value for key, value in bare.items()}
    options = [_option(option) for option in bare["anyOf"] if option != {"type": "null"}]
    if len(options) == 1:
        return {**{key: value for key, value in bare.items() if key != "anyOf"}, **options[0]}
    return {**bare, "anyOf": options}


def _option(option: Schema) -> Schema:
    if option == {"type": "object"}:
        return {"$ref": "#/$defs/shape"}
    return refined(option)
