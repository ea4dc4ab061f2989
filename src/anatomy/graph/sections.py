"""The kinds of entry that a model holds, as far as comparing two models needs to know them: one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.domain.cell import CellId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.enterprise import Enterprise


def _key_alone(_enterprise: Enterprise, key: str) -> str:
    return key


def _no_home(_key: str, _other: Enterprise) -> str:
    return ""


class Section(Struct, frozen=True, kw_only=True):
    """One kind of entry."""

    key: str
    one: str  #: in words
    many: str
    entries: Callable[[Enterprise], Mapping[str, Any]]  #: by identity
    title: Callable[[Enterprise, str], str] = _key_alone  #: what people call an entry
    naming: frozenset[str] = frozenset()  #: fields that people read and nothing is computed from
    apart: frozenset[str] = frozenset()  #: fields that have a section of their own, or are the identity
    home: Callable[[str, Enterprise], str] = _no_home  #: what takes it along, as the other model lacks it
    ruled: bool = False  #: some are made by a rule


def _header(enterprise: Enterprise) -> dict[str, Any]:
    names = ("name", "version", "currency", "felt_at", "material_loss", "cards")
    return {name: getattr(enterprise, name) for name in names} | {
        f"scale of {name}": getattr(enterprise.scales, name) for name in ("likelihood", "severity", "delay")
    }


def _limits(enterprise: Enterprise) -> dict[str, Any]:
    """Limits as people write them: one change of a text rather than of its parts."""
    return {
        key: {"limit": str(one), "why": one.why, "owner": one.owner, "basis": one.basis}
        for key, one in enterprise.limits.items()
    }


def _sub_functions(enterprise: Enterprise) -> dict[str, Any]:
    return {
        f"{department.key}/{key}": part
        for department in enterprise.departments.values()
        for key, part in department.sub_functions.items()
    }


def _cells(enterprise: Enterprise) -> dict[str, Any]:
    return {str(cell): text for cell in enterprise.cells() if (text := enterprise.text(cell))}


def _missing(slug: str, other: Enterprise) -> str:
    """The department or sub-function of a cell that the other model does not have."""
    department, sub_function, *layers = slug.split("/")
    if department not in other.departments:
        return department
    if sub_function not in other.departments[department].sub_functions:
        return f"{department}/{sub_function}"
    return next((f"layer {layer}" for layer in layers if layer not in other.layers), "")


def _missing_department(slug: str, other: Enterprise) -> str:
    department = slug.partition("/")[0]
    return "" if department in other.departments else department


def _missing_end(identity: str, other: Enterprise) -> str:
    ends = identity.rsplit(" : ", 1)[0].split(" > ")
    return next(filter(None, (_missing(end, other) for end in ends)), "")


def _layer_title(enterprise: Enterprise, key: str) -> str:
    return f"{enterprise.layers[key].code} {enterprise.layers[key].name}"


def _department_title(enterprise: Enterprise, key: str) -> str:
    return f"{enterprise.departments[key].code} {enterprise.departments[key].name}"


def _part_title(enterprise: Enterprise, slug: str) -> str:
    department = enterprise.departments[slug.partition("/")[0]]
    part = department.sub_functions[slug.partition("/")[2]]
    return f"{department.code}.{part.code} {department.name}, {part.name}"


def _cell_title(enterprise: Enterprise, slug: str) -> str:
    cell = CellId.parse(slug)
    return f"{enterprise.code(cell)} {enterprise.title(cell)}"


def _dependency_title(enterprise: Enterprise, identity: str) -> str:
    one = enterprise.dependency(identity)
    suffix = identity.rpartition("#")[2] if "#" in identity else ""
    kind = f"{one.kind} ({suffix})" if suffix else one.kind
    return f"{_cell_title(enterprise, str(one.source))} > {_cell_title(enterprise, str(one.target))}, {kind}"


def _named(field: str) -> Callable[[Enterprise, str], str]:
    """Title of an entry that has a name."""

    def title(enterprise: Enterprise, key: str) -> str:
        return str(getattr(enterprise, field)[key].name)

    return title


_CALLED: Final = frozenset({"code", "name", "short", "aliases"})

SECTIONS: Final = (
    Section(key="header", one="value", many="header", entries=_header, naming=frozenset({"name", "version"})),
    Section(
        key="layers",
        one="layer",
        many="layers",
        entries=lambda model: model.layers,
        title=_layer_title,
        naming=_CALLED,
    ),
    Section(
        key="departments",
        one="department",
        many="departments",
        entries=lambda model: model.departments,
        title=_department_title,
        naming=_CALLED,
        apart=frozenset({"sub_functions"}),
    ),
    Section(
        key="sub_functions",
        one="sub-function",
        many="sub-functions",
        entries=_sub_functions,
        title=_part_title,
        naming=_CALLED,
        apart=frozenset({"cells"}),
        home=_missing_department,
    ),
    Section(
        key="cells",
        one="cell text",
        many="cell texts",
        entries=_cells,
        title=_cell_title,
        home=_missing,
    ),
    Section(key="kinds", one="kind", many="kinds of dependency", entries=lambda model: model.kinds),
    Section(
        key="dependencies",
        one="dependency",
        many="dependencies",
        entries=lambda model: {one.id: one for one in model.dependencies},
        title=_dependency_title,
        apart=frozenset({"id", "source", "target", "kind"}),
        home=_missing_end,
        ruled=True,
    ),
    Section(
        key="decision_types",
        one="decision type",
        many="decision types",
        entries=lambda model: model.decision_types,
        title=_named("decision_types"),
        naming=frozenset({"name"}),
    ),
    Section(
        key="policies",
        one="policy",
        many="policies",
        entries=lambda model: model.policies,
        title=_named("policies"),
        naming=frozenset({"name"}),
    ),
    Section(
        key="mitigations",
        one="mitigation",
        many="mitigations",
        entries=lambda model: model.mitigations,
        title=_named("mitigations"),
        naming=frozenset({"name"}),
    ),
    Section(key="limits", one="limit", many="limits", entries=_limits),
    Section(key="sources", one="source", many="sources", entries=lambda model: model.sources),
)
"""Order is that of the text; a new kind of entry is one line here."""
