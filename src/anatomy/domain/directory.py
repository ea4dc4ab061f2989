"""From what people write (codes, keys, aliases, names) to the keys that identify departments and cells."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct, field

from anatomy.domain.cell import CellId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.enterprise import Enterprise

MAX_PARTS = 3
LONGEST = 80  # characters of an address that a message repeats


class UnknownAddressError(Exception):
    """Nothing has this address; `hint` names the nearest that exists."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Address(Struct, frozen=True):
    """A department, one of its sub-functions, or one cell, by keys."""

    department: str
    sub_function: str = ""
    layer: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.department, self.sub_function, self.layer) if part)

    @property
    def parts(self) -> int:
        """1 for a department, 2 for a sub-function, 3 for a cell."""
        return 1 + bool(self.sub_function) + bool(self.layer)

    def cell(self) -> CellId | None:
        """The cell, when the address is complete."""
        return CellId(self.department, self.sub_function, self.layer) if self.layer else None


class Names(Struct, frozen=True, kw_only=True):
    """What one department, sub-function or layer answers to."""

    key: str
    code: str
    others: tuple[str, ...] = ()
    parts: Mapping[str, Names] = field(default_factory=dict)


class Directory:
    """Finds addresses among the departments and layers of one model."""

    def __init__(self, departments: Iterable[Names], layers: Iterable[Names]) -> None:
        listed = list(departments)
        self._departments = _index(listed)
        self._parts = {names.key: _index(names.parts.values()) for names in listed}
        self._layers = _index(layers)
        self._found: dict[str, Address] = {}

    def find(self, text: str) -> Address:
        """
        The department, sub-function or cell of an address such as D9.F7.P2, sales/discount-control or Support.

        Raises:
            UnknownAddressError: with a hint at the nearest names.
        """
        if text not in self._found:
            self._found[text] = self._looked_up(text)
        return self._found[text]

    def _looked_up(self, text: str) -> Address:
        separator = "/" if "/" in text else "."
        parts = [part.strip() for part in text.split(separator)]
        if len(parts) > MAX_PARTS or not all(parts):
            hint = "write one such as D9.F7.P2 or sales/discount-control/process"
            raise UnknownAddressError(f"{_quoted(text)} is not an address", hint)
        candidates, among = self._departments, "the departments are"
        keys: list[str] = []
        for place, part in enumerate(parts):
            names = candidates.get(part.lower())
            if names is None:
                nearest = _nearest(part, candidates)
                whole = separator.join([*parts[:place], nearest, *parts[place + 1 :]]) if nearest else ""
                raise _unknown(text, part, candidates, among=among, suggestion=whole)
            keys.append(names.key)
            candidates, among = (
                (self._parts[names.key], f"{names.code or names.key} has")
                if place == 0
                else (self._layers, "the layers are")
            )
        return Address(*keys)

    def find_cell(self, text: str) -> CellId:
        """
        The cell of a complete address.

        Raises:
            UnknownAddressError: unknown, or only a department or sub-function.
        """
        address = self.find(text)
        cell = address.cell()
        if cell is None:
            missing = "a layer" if address.sub_function else "a sub-function and a layer"
            hint = f"add it, as in {address}/{self._example(address)}"
            raise UnknownAddressError(f"{_quoted(text)} is not a cell: {missing} is missing", hint)
        return cell

    def _example(self, address: Address) -> str:
        layer = next((names.key for names in self._layers.values()), "process")
        part = next((names.key for names in self._parts[address.department].values()), "some-part")
        return layer if address.sub_function else f"{part}/{layer}"


def clashes(everything: Iterable[Names]) -> Iterator[tuple[str, str, str]]:
    """Spellings that two of them answer to: the spelling, the key of the first and that of the second."""
    first: dict[str, str] = {}
    for names in everything:
        for spelling in {one.lower() for one in (names.key, names.code, *names.others) if one}:
            other = first.setdefault(spelling, names.key)
            if other != names.key:
                yield spelling, other, names.key


def _unknown(
    text: str, part: str, candidates: Mapping[str, Names], *, among: str, suggestion: str
) -> UnknownAddressError:
    codes = sorted({names.code or names.key for names in candidates.values()}, key=_by_number)
    shown = f"{codes[0]} to {codes[-1]}" if len(codes) > 1 else codes[0] if codes else "not known"
    hint = f"{among} {shown}"
    if suggestion:
        hint += f"; did you mean {suggestion}?"
    return UnknownAddressError(f"{_quoted(text)} is not in this enterprise: {_quoted(part)} is unknown", hint)


def _nearest(part: str, candidates: Mapping[str, Names]) -> str:
    """The nearest spelling: a code for what looks like a code, else a key, code or name."""
    near = get_close_matches(part.lower(), candidates, n=1, cutoff=0.5)
    if not near:
        return ""
    names = candidates[near[0]]
    return names.code if near[0] == names.code.lower() else near[0]


def _quoted(text: str) -> str:
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")


def _by_number(code: str) -> tuple[str, int, str]:
    """D9 before D10; not as a number, which may be too long to be one."""
    letters = code.rstrip("0123456789")
    return letters.upper(), len(code) - len(letters), code


def directory_of(enterprise: Enterprise) -> Directory:
    """The directory of a loaded model."""
    departments = [
        Names(
            key=department.key,
            code=department.code,
            others=(department.name, department.short, *department.aliases),
            parts={
                part.key: Names(key=part.key, code=part.code, others=(part.name, *part.aliases))
                for part in department.sub_functions.values()
            },
        )
        for department in enterprise.departments.values()
    ]
    layers = [
        Names(key=layer.key, code=layer.code, others=(layer.name,)) for layer in enterprise.layers.values()
    ]
    return Directory(departments, layers)


def _index(everything: Iterable[Names]) -> dict[str, Names]:
    """Spelling -> names; keys and codes win over names and aliases."""
    index: dict[str, Names] = {}
    listed = list(everything)
    for names in listed:
        for spelling in names.others:
            if spelling:
                index[spelling.lower()] = names
    for names in listed:
        if names.code:
            index[names.code.lower()] = names
    for names in listed:
        index[names.key.lower()] = names
    return index
