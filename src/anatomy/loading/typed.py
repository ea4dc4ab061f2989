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


def readable(cls: type[Struct], names: Mapping[str, Any]) -> Any:
    """
    What pydantic can check a value class by, and make it from, with all that its fields are made of.

    Args:
        cls: the class.
        names: what annotations may name besides what their modules import when they run.
    """
    return _Readable(names).checked(cls)


class _Readable:
    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = dict(names)
        self._known: dict[type[Struct], Any] = {}

    def checked(self, hint: Any) -> Any:
        """Any nesting of value classes, unions and collections."""
        if isinstance(hint, type) and issubclass(hint, Struct):
            if hint not in self._known:
                self._known[hint] = Annotated[self._model(hint), AfterValidator(partial(_made, hint))]
            return self._known[hint]
        parts = tuple(map(self.checked, get_args(hint)))
        if not parts:
            return hint
        origin = get_origin(hint)
        return reduce(or_, parts) if origin is UnionType else origin[parts]

    def _model(self, cls: type[Struct]) -> type[BaseModel]:
        hints = get_type_hints(cls, localns=self._names)
        defaults = dict(zip(reversed(cls.__struct_fields__), reversed(cls.__struct_defaults__), strict=False))
        fields: dict[str, Any] = {
            name: (self.checked(hints[name]), ... if defaults.get(name, NODEFAULT) is NODEFAULT else None)
            for name in cls.__struct_fields__
        }
        return create_model(cls.__name__, **fields)


def _made(cls: type[Struct], told: BaseModel) -> Struct:
    """The value; what was not told keeps the class's own default."""
    return cls(**{name: getattr(told, name) for name in told.model_fields_set})
