"""What the atoms of a selector stand for: the cells of an address, a pattern or a method."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, TypeVar

from anatomy.domain.cell import CellId
from anatomy.domain.directory import UnknownAddressError, directory_of
from anatomy.graph.selector_syntax import nearest, quoted, refusal, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from anatomy.domain.enterprise import Department, Dependency, Enterprise, Layer, SubFunction
    from anatomy.graph.selector_syntax import SelectorError, Term

Key = TypeVar("Key")

GRADES: Final = ("A", "B", "C")
_LIMIT = re.compile(r"(<=|>=|<|>)(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(\s*%)?")
_PARTS = 3
_ALL = 100.0


class Atoms:
    """Finds the cells of atoms in one model."""

    def __init__(self, enterprise: Enterprise, felt: Mapping[CellId, float] | None = None) -> None:
        """
        Reads the names of a model.

        Args:
            enterprise: the model.
            felt: chance in [0, 1] that a cell feels a decision; cells without one have none.
        """
        self._enterprise = enterprise
        self._felt = felt
        self._directory = directory_of(enterprise)
        self._cells = tuple(enterprise.cells())
        self._finders: Mapping[str, Callable[[str, Term], dict[CellId, str]]] = {
            "": self._places,
            "dept": self._departments,
            "fn": self._sub_functions,
            "layer": self._layers,
            "kind": self._kinds,
            "owner": self._owners,
            "carried_by": self._carriers,
            "grade": self._grades,
            "felt": self._chances,
        }

    def find(self, text: str, term: Term) -> dict[CellId, str]:
        """
        The cells of a term, its walks left aside, each with the dependency that it is an end of, if that is why.

        Args:
            text: the whole selector, for messages.
            term: one of its terms.

        Raises:
            SelectorError: no such name in the model.
        """
        return self._finders[term.method](text, term)

    def _places(self, text: str, term: Term) -> dict[CellId, str]:
        if "*" in term.value or "?" in term.value:
            return self._pattern(text, term)
        try:
            address = self._directory.find(term.value)
        except UnknownAddressError as error:
            raise _unknown(text, term, str(error), self._better(term.value) or error.hint) from None
        return self._where(
            lambda cell: (
                cell.department == address.department
                and address.sub_function in {"", cell.sub_function}
                and address.layer in {"", cell.layer}
            )
        )

    def _pattern(self, text: str, term: Term) -> dict[CellId, str]:
        parts = [part.strip() for part in re.split("/" if "/" in term.value else r"\.", term.value)]
        if len(parts) > _PARTS or not all(parts):
            hint = "write one such as D9.F*.P3 or sales/*/process"
            raise _unknown(text, term, f"{said(term.value)} is no pattern of addresses", hint)
        first, second, third = [*parts, "*", "*"][:_PARTS]
        layers = {one.key for one in self._enterprise.layers.values() if _fits(third, _spellings(one))}
        found = {
            CellId(department.key, part.key, layer): ""
            for department in self._enterprise.departments.values()
            if _fits(first, _spellings(department))
            for part in department.sub_functions.values()
            if _fits(second, _spellings(part))
            for layer in self._enterprise.layers
            if layer in layers
        }
        if not found:
            raise _unknown(
                text, term, f"no cell fits {said(term.value)}", "* stands for any characters, ? for one"
            )
        return found

    def _departments(self, text: str, term: Term) -> dict[CellId, str]:
        known = {key: _spellings(one) for key, one in self._enterprise.departments.items()}
        keys = _named(text, term, known, what="department")
        return self._where(lambda cell: cell.department in keys)

    def _sub_functions(self, text: str, term: Term) -> dict[CellId, str]:
        known = {
            (home.key, part.key): (
                *_spellings(part),
                *(f"{name}.{part.code}" for name in (home.code, home.key)),
            )
            for home in self._enterprise.departments.values()
            for part in home.sub_functions.values()
        }
        keys = _named(text, term, known, what="sub-function")
        return self._where(lambda cell: (cell.department, cell.sub_function) in keys)

    def _layers(self, text: str, term: Term) -> dict[CellId, str]:
        known = {key: _spellings(one) for key, one in self._enterprise.layers.items()}
        keys = _named(text, term, known, what="layer")
        return self._where(lambda cell: cell.layer in keys)

    def _owners(self, text: str, term: Term) -> dict[CellId, str]:
        known = {owner: (owner,) for cell in self._cells for owner in self._answering(cell)}
        owners = _named(text, term, known, what="owner")
        return self._where(lambda cell: not owners.isdisjoint(self._answering(cell)))

    def _answering(self, cell: CellId) -> list[str]:
        """Who answers for the sub-function, and who for the department."""
        department = self._enterprise.departments[cell.department]
        return [
            owner for owner in (department.sub_functions[cell.sub_function].owner, department.owner) if owner
        ]

    def _kinds(self, text: str, term: Term) -> dict[CellId, str]:
        kinds = _named(text, term, {key: (key,) for key in self._enterprise.kinds}, what="kind")
        return self._ends(lambda one: one.kind in kinds)

    def _carriers(self, text: str, term: Term) -> dict[CellId, str]:
        known = {one.carried_by: (one.carried_by,) for one in self._enterprise.dependencies if one.carried_by}
        carriers = _named(text, term, known, what="carrier")
        return self._ends(lambda one: one.carried_by in carriers)

    def _grades(self, text: str, term: Term) -> dict[CellId, str]:
        grades = _named(text, term, {grade: (grade,) for grade in GRADES}, what="grade")
        return self._ends(lambda one: one.basis.grade in grades)

    def _chances(self, text: str, term: Term) -> dict[CellId, str]:
        if self._felt is None:
            hint = "save one with: anatomy whatif DECISION --save result.json, and name it with --result"
            raise _unknown(text, term, "felt: needs a saved result to read chances from", hint)
        found = _LIMIT.fullmatch(term.value)
        if not found:
            message = f"{said(term.value)} is no limit for a chance"
            raise _unknown(text, term, message, "write felt:>0.3 or felt:<=30%")
        sign, digits, percent = found.groups()
        limit = float(digits) / _ALL if percent else float(digits)
        if limit > 1:
            hint = f"write {digits}% or a share from 0 to 1" if not percent and limit <= _ALL else ""
            raise _unknown(text, term, "a chance is at most 100 %", hint)
        felt = self._felt
        return self._where(lambda cell: _meets(felt.get(cell, 0.0), sign, limit))

    def _where(self, chosen: Callable[[CellId], bool]) -> dict[CellId, str]:
        return {cell: "" for cell in self._cells if chosen(cell)}

    def _ends(self, chosen: Callable[[Dependency], bool]) -> dict[CellId, str]:
        """Both ends of every such dependency, each with the first of them."""
        ends: dict[CellId, str] = {}
        for one in filter(chosen, self._enterprise.dependencies):
            ends.setdefault(one.source, one.id)
            ends.setdefault(one.target, one.id)
        return {cell: ends[cell] for cell in self._cells if cell in ends}

    def _better(self, value: str) -> str:
        """A hint for what is no address but the name of a sub-function or kind."""
        wanted = value.lower()
        parts = (part for one in self._enterprise.departments.values() for part in one.sub_functions.values())
        if any(wanted in map(str.lower, (part.key, part.name, *part.aliases)) for part in parts):
            return f"did you mean fn:{quoted(value)}?"
        return f"did you mean kind:{wanted}?" if wanted in self._enterprise.kinds else ""


def known_kinds(enterprise: Enterprise, text: str, term: Term) -> frozenset[str]:
    """
    The kinds that a term's walk is kept to.

    Raises:
        SelectorError: the model has no such kind.
    """
    for name, offset in term.kinds:
        if name not in enterprise.kinds:
            hint = nearest(name, enterprise.kinds)
            message = f"this model has no kind {said(name)}"
            raise refusal(text, message, offset, length=len(name), hint=hint, code="ANA031")
    return frozenset(name for name, _ in term.kinds)


def _named(text: str, term: Term, known: Mapping[Key, tuple[str, ...]], *, what: str) -> frozenset[Key]:
    """The keys of those that answer to the value; all that fit where it is a pattern."""
    found = frozenset(key for key, spellings in known.items() if _fits(term.value, spellings))
    if not found:
        names = [name for spellings in known.values() for name in spellings if name]
        hint = nearest(term.value, names, lead=f"{term.method}:")
        raise _unknown(text, term, f"this model has no {what} {said(term.value)}", hint)
    return found


def _fits(pattern: str, spellings: Iterable[str]) -> bool:
    wanted = pattern.lower().replace("[", "[[]")
    return any(name and fnmatchcase(name.lower(), wanted) for name in spellings)


def _spellings(one: Department | SubFunction | Layer) -> tuple[str, ...]:
    short, aliases = getattr(one, "short", ""), getattr(one, "aliases", ())
    return (one.code, one.key, one.name, short, *aliases)


def _meets(chance: float, sign: str, limit: float) -> bool:
    if sign.startswith(">"):
        return chance > limit or (sign == ">=" and chance == limit)
    return chance < limit or (sign == "<=" and chance == limit)


def _unknown(text: str, term: Term, message: str, hint: str) -> SelectorError:
    length = max(term.offset + len(term.text) - term.value_offset, 1)
    return refusal(
        text, message, term.value_offset, length=min(length, len(term.value)), hint=hint, code="ANA031"
    )
