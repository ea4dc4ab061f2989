"""Values as pydantic reads them: each field by its declared type, every problem at once."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from pydantic import AfterValidator, create_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel


def readable(hint: Any, names: Mapping[str, Any]) -> Any:
    """
    A type in which every value class stands as what pydantic can check and make it from.

    Args:
        hint: the type; any nesting of value classes, unions and collections.
        names: what annotations may name besides what their modules import when they run.
    """
    if isinstance(hint, type) and issubclass(hint, Struct):
        return Annotated[_model(hint, names), AfterValidator(partial(_made, hint))]
    parts = tuple(readable(part, names) for part in get_args(hint))
    if not parts:
        return hint
    origin = get_origin(hint)
    return reduce(or_, parts) if origin is UnionType else origin[parts]


def _model(cls: type[Struct], names: Mapping[str, Any]) -> type[BaseModel]:
    hints = get_type_hints(cls, localns=dict(names))
    defaults = dict(zip(reversed(cls.__struct_fields__), reversed(cls.__struct_defaults__), strict=False))
    fields: dict[str, Any] = {}
    for name in cls.__struct_fields__:
        default = defaults.get(name, NODEFAULT)
        fields[name] = (readable(hints[name], names), ... if default is NODEFAULT else default)
    return create_model(cls.__name__, **fields)


def _made(cls: type[Struct], told: BaseModel) -> Struct:
    return cls(**dict(told))
