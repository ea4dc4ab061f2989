"""
Values of the domain as JSON and back: every field of every value, whatever room of the domain it comes from.

An instance is a list that begins with the number of its class, a tuple one that begins with TUPLE; a mapping is an
object. Small values that recur by the thousand are written once and referred to.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.domain.cell import CellId
from anatomy.domain.enterprise import Basis
from anatomy.domain.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ROOM: Final = "anatomy.domain."
TUPLE: Final = -1
SHARED: Final = -2  #: followed by a place among the shared values
_ONCE: Final = (CellId, Range, Basis)
_NESTED: Final = frozenset({list, dict})

Coded = Any  # what json reads: nested too freely for a type


def encode(value: object, *, without: Collection[str] = ()) -> Coded:
    """
    A value as what JSON can hold.

    Args:
        value: a value of the domain.
        without: fields of it that are left out.

    Raises:
        TypeError: something in it is no value of the domain.
    """
    encoder = _Encoder()
    root = encoder.instance(value, without=without)
    return {"classes": encoder.classes(), "shared": encoder.shared, "value": root}


def decode(coded: Coded, **more: object) -> object:
    """
    The value that `encode` wrote.

    Args:
        coded: as read from JSON.
        more: the fields that were left out.

    Raises:
        ValueError, TypeError, LookupError, AttributeError, ImportError: it was not written by `encode`.
    """
    classes = [(_class_of(name), names) for name, *names in coded["classes"]]
    number, *values = coded["value"]
    cls, names = classes[number]
    decoder = _Decoder([_maker(one, fields) for one, fields in classes])
    for one in coded["shared"]:
        decoder.shared.append(decoder.value(one))
    known = dict(zip(names, map(decoder.value, values), strict=True))
    return cls(**known, **more)


class _Encoder:
    def __init__(self) -> None:
        self.shared: list[Coded] = []
        self._numbers: dict[tuple[type, tuple[str, ...]], int] = {}
        self._seen: dict[str, list[int]] = {}

    def classes(self) -> list[list[str]]:
        """Name and fields of every class met, in the order of their numbers."""
        return [[_name_of(cls), *names] for cls, names in self._numbers]

    def value(self, value: object) -> Coded:
        if value is None or isinstance(value, str | int | float):
            return value
        if isinstance(value, tuple):
            return [TUPLE, *map(self.value, value)]
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return {key: self.value(one) for key, one in value.items()}
        if isinstance(value, _ONCE):
            return self._once(value)
        return self.instance(value)

    def instance(self, value: object, *, without: Collection[str] = ()) -> Coded:
        if not isinstance(value, Struct):
            raise TypeError(f"{type(value).__name__} is no value of the domain")
        names = tuple(name for name in value.__struct_fields__ if name not in without)
        number = self._numbers.setdefault((type(value), names), len(self._numbers))
        return [number, *(self.value(getattr(value, name)) for name in names)]

    def _once(self, value: object) -> Coded:
        coded = self.instance(value)
        # By its text, for 1 and 1.0 are equal and must both come back as they were.
        reference = self._seen.setdefault(json.dumps(coded), [SHARED, len(self.shared)])
        if reference[1] == len(self.shared):
            self.shared.append(coded)
        return reference


class _Decoder:
    def __init__(self, makers: list[Callable[[list[Any]], object]]) -> None:
        self._makers = makers
        self.shared: list[object] = []

    def value(self, coded: Coded) -> Any:
        if type(coded) is dict:
            return {key: self.value(one) for key, one in coded.items()}
        if type(coded) is not list:
            return coded
        number = coded[0]
        if number == SHARED:
            return self.shared[coded[1]]
        values = [self.value(one) if type(one) in _NESTED else one for one in coded[1:]]
        return tuple(values) if number == TUPLE else self._makers[number](values)


def _maker(cls: type, names: list[str]) -> Callable[[list[Any]], object]:
    """What makes an instance from the values of these fields."""
    return lambda values: cls(**dict(zip(names, values, strict=True)))


def _name_of(cls: type) -> str:
    name = f"{cls.__module__}.{cls.__qualname__}"
    if not name.startswith(ROOM) or _class_of(name.removeprefix(ROOM)) is not cls:
        raise TypeError(f"{name} is no class of the domain")
    return name.removeprefix(ROOM)


def _class_of(name: str) -> type:
    """The class of that name in the domain; nothing else can be named."""
    module, dot, cls = name.rpartition(".")
    if not dot or not module.isidentifier() or not cls.isidentifier():
        raise ValueError(f"{name!r} is no class of the domain")
    found = getattr(import_module(ROOM + module), cls)
    if not (isinstance(found, type) and issubclass(found, Struct) and found.__module__ == ROOM + module):
        raise ValueError(f"{name!r} is no class of the domain")
    return found
