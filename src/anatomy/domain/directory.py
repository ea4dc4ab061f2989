"""From what people write (codes, keys, aliases, names) to the keys that identify departments, sub-functions and cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.cell import CellId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.enterprise import Enterprise

MAX_PARTS = 3


class UnknownAddressError(Exception):
    """Nothing has this address; `hint` names the nearest that exists."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Address:
    """A department, one of its sub-functions, or one cell, by keys."""

    department: str
    sub_function: str = ""
    layer: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.department, self.sub_function, self.layer) if part)

    def cell(self) -> CellId | None:
        """The cell, when the address is complete."""
        return CellId(self.department, self.sub_function, self.layer) if self.layer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What one department, sub-function or layer answers to."""

    key: str
    code: str
    others: tuple[str, ...] = ()
    parts: Mapping[str, Names] = field(default_factory=dict)


class Directory:
    """Finds addresses among the departments and layers of one model."""

    def __init__(self, departments: Iterable[Names], layers: Iterable[Names]) -> None:
        self._departments = _index(departments)
        self._layers = _index(layers)

    def find(self, text: str) -> Address:
        """
        The department, sub-function or cell of an address such as D9.F7.P2, sales/discount-control or Support.

        Raises:
            UnknownAddressError: with a hint at the nearest names.
        """
        parts = [part.strip() for part in text.split("/" if "/" in text else ".")]
        if len(parts) > MAX_PARTS or not all(parts):
            raise UnknownAddressError(
                f"{text!r} is not an address", "write one such as D9.F7.P2 or sales/discount-control/process"
            )
        department = self._pick(self._departments, parts[0], text, "the departments")
        if len(parts) == 1:
            return Address(department.key)
        siblings = _index(department.parts.values())
        sub_function = self._pick(siblings, parts[1], text, department.code or department.key)
        if len(parts) == 2:  # noqa: PLR2004 - department and sub-function
            return Address(department.key, sub_function.key)
        layer = self._pick(self._layers, parts[2], text, "the layers")
        return Address(department.key, sub_function.key, layer.key)

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
            raise UnknownAddressError(
                f"{text!r} is not a cell: {missing} is missing",
                f"add it, as in {text}.{self._example(address)}",
            )
        return cell

    def _example(self, address: Address) -> str:
        layer = next(iter(self._layers.values())).code
        return layer if address.sub_function else f"F1.{layer}"

    @staticmethod
    def _pick(candidates: Mapping[str, Names], part: str, text: str, among: str) -> Names:
        found = candidates.get(part.lower())
        if found is not None:
            return found
        codes = list(dict.fromkeys(names.code for names in candidates.values()))
        near = get_close_matches(part.lower(), candidates, n=1, cutoff=0.5)
        shown = f"{codes[0]} to {codes[-1]}" if len(codes) > 1 else ", ".join(codes)
        hint = f"{among} has {shown}" if not among.startswith("the ") else f"{among} are {shown}"
        if near:
            names = candidates[near[0]]
            spelling = names.code if part.upper()[:1] == names.code[:1] and part[1:].isdigit() else near[0]
            hint += f"; did you mean {text.replace(part, spelling, 1)!r}?"
        raise UnknownAddressError(f"{text!r} is not in this enterprise: {part!r} is unknown", hint)


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
