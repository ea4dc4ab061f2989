"""Sheets of the model as a whole and of the values in its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.views import money
from anatomy.views.places import department_row
from anatomy.views.quantities import delay_words, range_data
from anatomy.views.sheet import Field, Sheet, Table, names, words
from anatomy.views.words import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.quantity import Range


def model_sheet(enterprise: Enterprise) -> Sheet:
    """The header values and the table of departments."""
    return Sheet(
        what="model",
        title=f"{enterprise.name} {enterprise.version}".strip(),
        fields=tuple(make(enterprise) for make in _VALUES.values()),
        tables=(
            Table(
                key="departments",
                heading="Departments",
                rows=tuple(department_row(enterprise, key) for key in enterprise.departments),
            ),
        ),
    )


def header_sheet(enterprise: Enterprise, name: str) -> Sheet:
    """One value of the header, or one of its tables."""
    if name in _VALUES:
        field = _VALUES[name](enterprise)
        return Sheet(what="header", title=f"{name} of {enterprise.name}", fields=(field,))
    rows = tuple(_TABLES[name](enterprise))
    table = Table(key=name, heading="", rows=rows)
    return Sheet(what="header", title=f"{name} of {enterprise.name}", fields=(), tables=(table,))


def _text(name: str, label: str) -> Callable[[Enterprise], Field]:
    def make(enterprise: Enterprise) -> Field:
        return words(name, label, getattr(enterprise, name), enterprise.origin(f"header|{name}"))

    return make


def _felt_at(enterprise: Enterprise) -> Field:
    return Field(
        key="felt_at",
        label="Felt at",
        value=enterprise.felt_at,
        text=f"a severity of {percent(enterprise.felt_at)}",
        origin=enterprise.origin("header|felt_at"),
    )


def _material_loss(enterprise: Enterprise) -> Field:
    return Field(
        key="material_loss",
        label="Material loss",
        value=enterprise.material_loss,
        text=money.plain_money(enterprise.material_loss, enterprise.currency),
        origin=enterprise.origin("header|material_loss"),
    )


def _cards(enterprise: Enterprise) -> Field:
    return names("cards", "Cards", enterprise.cards, enterprise.origin("header|cards"))


def _layers(enterprise: Enterprise) -> Iterator[tuple[Field, ...]]:
    for key, layer in enterprise.layers.items():
        at = f"header|layers|{key}"
        yield (
            words("code", "Code", layer.code, enterprise.origin(f"{at}|code")),
            words("key", "Key", key, enterprise.origin(at)),
            words("name", "Name", layer.name, enterprise.origin(f"{at}|name")),
            words("meaning", "Meaning", layer.meaning, enterprise.origin(f"{at}|meaning")),
        )


def _scales(enterprise: Enterprise) -> Iterator[tuple[Field, ...]]:
    scales: Mapping[str, Mapping[str, Range]] = {
        "likelihood": enterprise.scales.likelihood,
        "severity": enterprise.scales.severity,
        "delay": enterprise.scales.delay,
    }
    for name, scale in scales.items():
        for word, value in scale.items():
            bounds = f"{percent(value.low)} to {percent(value.high)}"
            place = enterprise.origin(f"header|scales|{name}|{word}")
            yield (
                words("scale", "Scale", name, place),
                words("word", "Word", word, place),
                Field(
                    key="value",
                    label="Value",
                    value=range_data(value),
                    text=delay_words(value) if name == "delay" else f"{percent(value.point)}, from {bounds}",
                    origin=place,
                ),
            )


def _sources(enterprise: Enterprise) -> Iterator[tuple[Field, ...]]:
    for key, citation in enterprise.sources.items():
        place = enterprise.origin(f"header|sources|{key}")
        yield (words("key", "Key", key, place), words("citation", "Citation", citation, place))


_VALUES: Final[Mapping[str, Callable[[Enterprise], Field]]] = {
    "name": _text("name", "Name"),
    "version": _text("version", "Version"),
    "currency": _text("currency", "Currency"),
    "felt_at": _felt_at,
    "material_loss": _material_loss,
    "cards": _cards,
}
_TABLES: Final[Mapping[str, Callable[[Enterprise], Iterator[tuple[Field, ...]]]]] = {
    "layers": _layers,
    "scales": _scales,
    "sources": _sources,
}
HEADER: Final = (*_VALUES, *_TABLES)
"""Names of the header that may be asked for."""
