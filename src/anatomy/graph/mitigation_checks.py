"""Whether mitigations and limits fit the anatomy that they act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.limit import ANY, TOTAL
from anatomy.graph.choosing import choosing_of
from anatomy.graph.decision_checks import reached_from, starts_of
from anatomy.graph.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit
    from anatomy.domain.mitigation import Mitigation

#: Measure of a limit -> measure of the loss items that it adds up.
_LOSSES_OF = {"loss": "margin", "late-cash": "late-cash"}


def idle_mitigations(enterprise: Enterprise) -> Iterator[Spot]:
    """Mitigations of which an adjustment chooses no dependency."""
    choosing = choosing_of(enterprise)
    for key, one in enterprise.mitigations.items():
        for index, adjustment in enumerate(one.adjusts):
            if not choosing.chosen(adjustment.of):
                yield Spot(
                    message=f"adjusts: item {index + 1} of the mitigation {key} chooses no dependency",
                    hint="check from, to, kind and carried_by; was the dependency removed or renamed?",
                    position=enterprise.origin(f"mitigations|{key}|adjusts|{index}"),
                    subject=key,
                )


def idle_blocks(enterprise: Enterprise) -> Iterator[Spot]:
    """Blocks of cells that nothing sets off, or from which nothing leads on."""
    leading = {one.source for one in enterprise.dependencies}
    for key, one in enterprise.mitigations.items():
        starts = {cell for each in _types(enterprise, one) for cell in _starts(enterprise, each)}
        for index, block in enumerate(one.blocks):
            code = enterprise.code(block.cell)
            why = []
            if block.start and block.cell not in starts:
                why.append(f"no decision it applies to sets off {code}")
            if block.spread and block.cell not in leading:
                why.append(f"no dependency leads out of {code}")
            if why:
                yield Spot(
                    message=f"blocks: item {index + 1} of the mitigation {key} stops nothing: "
                    f"{' and '.join(why)}",
                    hint="name another cell, or check applies_to and stops",
                    position=enterprise.origin(f"mitigations|{key}|blocks|{index}"),
                    subject=key,
                )


def unreached_mitigations(enterprise: Enterprise) -> Iterator[Spot]:
    """Mitigations that weaken only what no decision they apply to can reach."""
    choosing = choosing_of(enterprise)
    for key, one in enterprise.mitigations.items():
        adjusts = one.all_adjusts()
        if one.sets or one.not_set_off() or not adjusts:
            continue
        starts = {cell for each in _types(enterprise, one) for cell in _starts(enterprise, each)}
        reached = reached_from(enterprise, starts)
        chosen = {number for item in adjusts for number in choosing.chosen(item.of)}
        if chosen and not any(enterprise.dependencies[number].source in reached for number in chosen):
            yield Spot(
                message=f"the mitigation {key} can never help: no decision it applies to reaches what it weakens",
                hint="check applies_to, and from: in its adjusts:",
                position=enterprise.origin(f"mitigations|{key}"),
                subject=key,
            )


def idle_limits(enterprise: Enterprise) -> Iterator[Spot]:
    """Limits that no answer can exceed: on money where none can be lost, on more departments than there are."""
    for key, limit in enterprise.limits.items():
        if why := _never_exceeded(enterprise, limit):
            yield Spot(
                message=f"the limit {key} can never be exceeded: {why}",
                hint="set it anew, limit another figure, or remove it",
                position=enterprise.origin(f"header|limits|{key}|limit"),
                subject=key,
            )


def _never_exceeded(enterprise: Enterprise, limit: Limit) -> str:
    """Why no answer can exceed a limit, or nothing."""
    if limit.measure == "departments-felt" and not limit.is_exceeded(len(enterprise.departments)):
        return f"there are {len(enterprise.departments)} departments"
    measure = _LOSSES_OF.get(limit.measure)
    owners = {
        loss.owner.department
        for one in enterprise.decision_types.values()
        for loss in one.losses
        if loss.measure == measure
    }
    if measure and not (owners if limit.scope in {ANY, TOTAL} else owners & {limit.scope}):
        return f"no loss item of {measure} lies there"
    return ""


def _types(enterprise: Enterprise, one: Mitigation) -> tuple[str, ...]:
    return one.applies_to or tuple(enterprise.decision_types)


def _starts(enterprise: Enterprise, decision_type: str) -> set[CellId]:
    return starts_of(enterprise.decision_types[decision_type])
