"""The cells that a decision sets off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.deciding.evaluating import Evaluating
    from anatomy.domain.cell import CellId


class CellTrigger(Struct, frozen=True, kw_only=True):
    """One cell that is set off: with what chance, how hard, and when."""

    cell: CellId
    likelihood: float  #: in (0, 1]
    severity: float  #: in (0, 1]
    time_days: float
    because: str


def set_off(proposals: Iterable[Evaluating]) -> tuple[CellTrigger, ...]:
    """
    The union of what all proposals set off; per cell the highest chance and severity and the earliest time.

    The reason told is that of the hardest. A cell with chance or severity 0 is not set off.
    """
    merged: dict[CellId, CellTrigger] = {}
    for proposal in proposals:
        for trigger in _of_one(proposal):
            other = merged.get(trigger.cell)
            merged[trigger.cell] = trigger if other is None else _both(other, trigger)
    return tuple(merged[cell] for cell in sorted(merged))


def _of_one(proposal: Evaluating) -> Iterator[CellTrigger]:
    for index, one in enumerate(proposal.type.sets_off):
        path = f"sets_off|{index}"
        if not proposal.meets(one.when, path):
            continue
        likelihood = proposal.share(one.likelihood, f"{path}|likelihood")
        severity = proposal.share(one.severity, f"{path}|severity")
        if likelihood > 0 and severity > 0:
            yield CellTrigger(
                cell=one.cell,
                likelihood=likelihood,
                severity=severity,
                time_days=proposal.days(one.time, f"{path}|time"),
                because=one.because,
            )


def _both(one: CellTrigger, other: CellTrigger) -> CellTrigger:
    # Ties are broken by the words, so that the order of proposals means nothing.
    harder = max(one, other, key=lambda trigger: (trigger.severity, trigger.because))
    return CellTrigger(
        cell=one.cell,
        likelihood=max(one.likelihood, other.likelihood),
        severity=harder.severity,
        time_days=min(one.time_days, other.time_days),
        because=harder.because,
    )
