"""Small enterprises made by hand, for drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anatomy.domain.cell import CellId, dependency_id
from anatomy.domain.enterprise import (
    Basis,
    Department,
    Dependency,
    Enterprise,
    Kind,
    Layer,
    LineStyle,
    SubFunction,
)
from anatomy.domain.quantity import Range, Scales

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYERS = {
    key: Layer(key=key, code=f"P{number}", name=key.capitalize())
    for number, key in enumerate(
        ("strategy", "process", "system", "component", "implementation", "operations"), 1
    )
}
#: Department key of `from`, layer, department key of `to`, layer, likelihood.
ROWS = (
    ("sales", "system", "finance", "system", 0.9),
    ("sales", "operations", "finance", "operations", 0.8),
    ("sales", "component", "legal", "process", 0.4),
    ("legal", "strategy", "sales", "system", 0.2),
    ("finance", "operations", "support", "operations", 0.45),
)


def a_department(key: str, *, code: str = "D1", name: str = "") -> Department:
    """A department with one sub-function, called `work`."""
    work = SubFunction(key="work", code="F1", name="Work")
    return Department(key=key, code=code, name=name or key.capitalize(), sub_functions={"work": work})


def a_dependency(
    source: str, target: str, *, likelihood: float = 0.5, kind: str = "feeds", suffix: str = ""
) -> Dependency:
    """A dependency between cells given by slug."""
    tail, head = CellId.parse(source), CellId.parse(target)
    return Dependency(
        id=dependency_id(source=tail, target=head, kind=kind, suffix=suffix),
        source=tail,
        target=head,
        kind=kind,
        effect="something is felt",
        likelihood=Range.exactly(likelihood),
        severity_share=Range.exactly(0.5),
        delay=Range.exactly(1.0),
        basis=Basis(how="judged", grade="C"),
    )


def a_kind(key: str = "feeds", *, line: str = "solid") -> Kind:
    """A kind of dependency."""
    half = Range.exactly(0.5)
    return Kind(
        key=key,
        family="information",
        meaning="numbers are made from it",
        direction="forwards",
        shows="in reports",
        ask="who reads it?",
        mitigation="tell them",
        likelihood=half,
        severity_share=half,
        delay=half,
        style=LineStyle(line=line),
    )


def an_enterprise(rows: Iterable[tuple[str, str, str, str, float]] = ROWS, **changes: Any) -> Enterprise:
    """An enterprise of the departments that the rows name; keywords replace its fields."""
    rows = tuple(rows)
    keys = dict.fromkeys(key for source, _, target, _, _ in rows for key in (source, target))
    made = (
        a_dependency(f"{source}/work/{first}", f"{target}/work/{last}", likelihood=likelihood)
        for source, first, target, last, likelihood in rows
    )
    values: dict[str, Any] = {
        "name": "Small",
        "version": "1",
        "currency": "EUR",
        "felt_at": 0.1,
        "material_loss": 10_000.0,
        "cards": (),
        "layers": LAYERS,
        "departments": {key: a_department(key, code=f"D{place}") for place, key in enumerate(keys, 1)},
        "kinds": {"feeds": a_kind()},
        "dependencies": tuple(sorted(made, key=lambda each: each.id)),
        "decision_types": {},
        "scales": Scales(likelihood={}, severity={}, delay={}),
        "sources": {},
        "digest": "0" * 64,
    }
    return Enterprise(**(values | changes))
