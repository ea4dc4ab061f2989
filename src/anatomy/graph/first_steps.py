"""The first step out: by which dependencies a change leaves the department where it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency


class FirstStep(Struct, frozen=True, kw_only=True):
    """A dependency into another department, one step from where a change begins."""

    dependency: Dependency
    strength: float  #: in [0, 1]: likelihood times severity along the strongest way to its target; only ranks


def first_steps(begins: Mapping[CellId, float], dependencies: Iterable[Dependency]) -> tuple[FirstStep, ...]:
    """
    Every dependency that leads into another department in one step, the strongest first.

    It starts at a cell where the change begins, or at one that follows it within the same sub-function, such as
    the screens and the daily work that carry a changed rule out. A dependency that cannot cross is no step.

    Args:
        begins: cells where the change begins, with how hard they are hit, in [0, 1].
        dependencies: all that may carry it.
    """
    live = [one for one in dependencies if one.likelihood.point > 0 and one.severity_share.point > 0]
    hit = _within(begins, [one for one in live if _is_inside(one)])
    found = [
        FirstStep(dependency=one, strength=hit[one.source] * _weight(one))
        for one in live
        if one.source in hit and one.target.department != one.source.department
    ]
    return tuple(sorted(found, key=lambda step: (-step.strength, step.dependency.id)))


def _within(begins: Mapping[CellId, float], inside: Iterable[Dependency]) -> dict[CellId, float]:
    """How hard the cells that begin are hit, and those that follow them in their sub-function."""
    by_source: dict[CellId, list[Dependency]] = {}
    for one in inside:
        by_source.setdefault(one.source, []).append(one)
    hit = dict(begins)
    waiting = sorted(begins)
    while waiting:
        cell = waiting.pop()
        for one in by_source.get(cell, ()):
            strength = hit[cell] * _weight(one)
            if strength > hit.get(one.target, 0.0):
                hit[one.target] = strength
                waiting.append(one.target)
    return hit


def _is_inside(one: Dependency) -> bool:
    source, target = one.source, one.target
    return (source.department, source.sub_function) == (target.department, target.sub_function)


def _weight(one: Dependency) -> float:
    return one.likelihood.point * one.severity_share.point
