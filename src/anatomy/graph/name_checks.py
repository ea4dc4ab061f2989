"""Whether a name leads to one thing only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.graph.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.enterprise import Department, Enterprise, SubFunction


def clashing_names(enterprise: Enterprise) -> Iterator[Spot]:
    """Names and aliases that another department, or sub-function of the same department, has too."""
    yield from _clashes(enterprise, enterprise.departments, "departments", "the departments")
    for key, department in enterprise.departments.items():
        path = f"departments|{key}|sub_functions"
        yield from _clashes(enterprise, department.sub_functions, path, department.name)


def _clashes(
    enterprise: Enterprise,
    things: Mapping[str, Department] | Mapping[str, SubFunction],
    path: str,
    among: str,
) -> Iterator[Spot]:
    answers: dict[str, list[str]] = {}
    for key, thing in things.items():
        for spelling in {name.strip().lower() for name in _names(thing) if name.strip()}:
            answers.setdefault(spelling, []).append(key)
    for spelling, keys in sorted(answers.items()):
        if len(keys) > 1:
            yield Spot(
                message=f"{spelling!r} may mean {' or '.join(keys)} among {among}",
                hint="rename one, so that an address leads to one place",
                position=enterprise.origin(f"{path}|{keys[-1]}"),
                subject=keys[-1],
            )


def _names(thing: Department | SubFunction) -> tuple[str, ...]:
    short = getattr(thing, "short", "")
    return (thing.key, thing.code, thing.name, short, *thing.aliases)
