"""Sheets of dependencies: every number in words and figures, with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views.quantities import delay_words, likelihood_words, range_data, share_words
from anatomy.views.sheet import Field, Sheet, Table, names, words
from anatomy.views.words import counted, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.errors import Position


def link_row(enterprise: Enterprise, one: Dependency, *, into: bool | None = None) -> tuple[Field, ...]:
    """
    A dependency as a row of a cell's sheet, or of a list.

    Args:
        enterprise: the model.
        one: the dependency.
        into: seen from its target (True), from its source (False), or from neither (None).
    """
    if into is None:
        ends = f"{_spoken(enterprise, one.source)} > {_spoken(enterprise, one.target)}"
    else:
        ends = f"{'from' if into else 'to'} {_spoken(enterprise, one.source if into else one.target)}"
    place = _place(enterprise, one, "")
    return (
        Field(key="id", label="", value=one.id, text=ends, origin=place),
        *_ends(enterprise, one, labels=("", "")),
        *_numbers(enterprise, one),
        words("basis", "Basis", _basis(one), _place(enterprise, one, "basis")),
        *_memory(enterprise, one),
    )


def dependencies_sheet(enterprise: Enterprise, text: str, links: Sequence[Dependency]) -> Sheet:
    """Several dependencies."""
    rows = tuple(link_row(enterprise, one) for one in links)
    return Sheet(
        what="dependencies",
        title=f"{text}: {counted(len(links), 'dependency', 'dependencies')}",
        fields=(),
        tables=(Table(key="dependencies", heading="", rows=rows, wide=True),),
    )


def dependency_sheet(enterprise: Enterprise, one: Dependency) -> Sheet:
    """One dependency with everything that the model says of it."""
    kind = enterprise.kinds[one.kind]
    basis = one.basis
    return Sheet(
        what="dependency",
        title=f"{enterprise.code(one.source)} > {enterprise.code(one.target)}, {one.kind}",
        fields=(
            words("id", "Id", one.id, _place(enterprise, one, "")),
            *_ends(enterprise, one, labels=("From", "To")),
            *_numbers(enterprise, one),
            words("meaning", "Kind means", kind.meaning, enterprise.origin(f"kinds|{kind.key}|meaning")),
            words("how", "Basis", basis.how, _place(enterprise, one, "basis|how")),
            words("grade", "Grade", basis.grade, _place(enterprise, one, "basis|grade")),
            _sources(enterprise, one),
            words("who", "Who says so", basis.who, _place(enterprise, one, "basis|who")),
            words("when", "When", basis.when, _place(enterprise, one, "basis|when")),
            words("note", "Note", basis.note, _place(enterprise, one, "basis|note")),
            *_memory(enterprise, one),
            _rule(enterprise, one),
        ),
    )


def _ends(enterprise: Enterprise, one: Dependency, *, labels: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(
            key=key,
            label=label,
            value=enterprise.code(cell),
            text=_spoken(enterprise, cell),
            origin=_place(enterprise, one, key),
        )
        for key, label, cell in zip(("from", "to"), labels, (one.source, one.target), strict=True)
    )


def _numbers(enterprise: Enterprise, one: Dependency) -> tuple[Field, ...]:
    bands = enterprise.scales.severity_bands()
    return (
        words("effect", "Effect", one.effect, _place(enterprise, one, "effect")),
        words("kind", "Kind", one.kind, _place(enterprise, one, "kind")),
        Field(
            key="likelihood",
            label="Likelihood",
            value=range_data(one.likelihood),
            text=likelihood_words(one.likelihood),
            origin=_place(enterprise, one, "likelihood"),
        ),
        Field(
            key="severity_share",
            label="Severity passed on",
            value=range_data(one.severity_share),
            text=share_words(one.severity_share, bands),
            origin=_place(enterprise, one, "severity_share"),
        ),
        Field(
            key="delay_days",
            label="Delay",
            value=range_data(one.delay),
            text=delay_words(one.delay),
            origin=_place(enterprise, one, "delay"),
        ),
    )


def _memory(enterprise: Enterprise, one: Dependency) -> tuple[Field, ...]:
    documented = percent(one.documented) if one.carried_by or one.documented < 1 else ""
    return (
        words("carried_by", "Carried by", one.carried_by, _place(enterprise, one, "carried_by")),
        Field(
            key="documented",
            label="Written down",
            value=one.documented,
            text=documented,
            origin=_place(enterprise, one, "documented") if documented else None,
        ),
    )


def _sources(enterprise: Enterprise, one: Dependency) -> Field:
    cited = [
        f"{source}: {enterprise.sources.get(source, '')}".removesuffix(": ") for source in one.basis.sources
    ]
    field = names("sources", "Sources", one.basis.sources, _place(enterprise, one, "basis|source"))
    return Field(
        key=field.key, label=field.label, value=field.value, text="; ".join(cited), origin=field.origin
    )


def _rule(enterprise: Enterprise, one: Dependency) -> Field:
    place = enterprise.origin("header|vertical") if one.by_rule else None
    text = "by the model's rule for the layers of a sub-function" if one.by_rule else ""
    return Field(key="by_rule", label="Made", value=one.by_rule, text=text, origin=place)


def _basis(one: Dependency) -> str:
    return ", ".join((f"{one.basis.how}, grade {one.basis.grade}", *one.basis.sources))


def _place(enterprise: Enterprise, one: Dependency, field: str) -> Position | None:
    if one.by_rule:
        written = "steps" if field in {"from", "to", "likelihood", "delay"} else field
        return enterprise.origin(f"header|vertical|{written}" if written else "header|vertical")
    return enterprise.dependency_origin(one, field)


def _spoken(enterprise: Enterprise, cell: CellId) -> str:
    return f"{enterprise.code(cell)} {enterprise.title(cell)}"
