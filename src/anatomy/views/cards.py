"""One card per department that the model wants on the first screen, in the model's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import time
from anatomy.views.parts import LOW, Lookup, Step, felt_percent
from anatomy.views.uncertainty import felt_by_inputs
from anatomy.views.words import capital, chance_step, chance_word, honest, percent

if TYPE_CHECKING:
    from anatomy.domain.impact import DepartmentFacts, LinkFacts, LossFacts

BAR_WIDTH = 240.0


class Bar(Struct, frozen=True, kw_only=True):
    """A range of money on a scale that all cards share; places from 0 to BAR_WIDTH, zero near the right."""

    left: float
    width: float
    mean: float
    zero: float


class Card(Struct, frozen=True, kw_only=True):
    """What the decision means for one department, in a few lines."""

    place: int  #: of the department in the report, for links
    name: str
    code: str
    word: str
    percent: str
    inputs: str  #: range of the chance that the inputs give; empty where that was not asked
    step: int
    low: bool
    money: str  #: expected; empty when the model holds no loss item here
    range: str
    bar: Bar | None
    lead: str  #: "Low, because" and the like; empty when the reason speaks for itself
    why: str  #: model text
    first_felt: str
    path: tuple[Step, ...]  #: by which it is first felt
    hardest: tuple[
        Step, ...
    ]  #: by which it hits hardest, which the reason is about; empty if that is the same
    hardest_day: str  #: when the end of that chain is usually felt
    direct: bool  #: set off by the decision itself, so there is no path
    dearest: str  #: the largest loss item, where it lies elsewhere than where it hits hardest; else empty
    do: str  #: usual mitigation of the kind that carries most of the money if known, else of the leading kind


def cards(look: Lookup) -> tuple[Card, ...]:
    """The cards that the model asks for; keys that it does not have are left out."""
    wanted = [look.departments[key] for key in look.report.model.cards if key in look.departments]
    losses = [one.loss for one in wanted if one.loss]
    low = min([0.0, *(loss.p05 for loss in losses)])
    high = max([0.0, *(loss.p95 for loss in losses), *(loss.mean for loss in losses)])
    return tuple(_card(look, department, low=low, high=high) for department in wanted)


def _card(look: Lookup, department: DepartmentFacts, *, low: float, high: float) -> Card:
    chance = honest(department.feeling.felt)
    lead, why = reason(department)
    dearest = _dearest(look, department)
    carrier = _carrier(look, dearest) if dearest and not lead else None
    kinds = {kind.key: kind for kind in look.report.kinds}
    return Card(
        place=look.report.departments.index(department) + 1,
        name=department.name,
        code=department.code,
        word=capital(chance_word(chance)),
        percent=percent(chance),
        inputs=felt_by_inputs(department),
        step=chance_step(chance),
        low=felt_percent(department) < LOW,
        money=look.department_loss(department),
        range=look.department_range(department),
        bar=_bar(department, low=low, high=high),
        lead=lead,
        why=capital(carrier.effect) if carrier else why,
        first_felt=first_felt(department),
        path=first_path(look, department),
        hardest=() if _same_way(department) else hardest_path(look, department),
        hardest_day=_hardest_day(look, department),
        direct=department.direct and not first_path(look, department),
        dearest=f"{look.unit.loss(dearest.loss.mean)}: {dearest.name}" if dearest else "",
        do=kinds[carrier.kind].mitigation if carrier and carrier.kind in kinds else department.mitigation,
    )


def first_felt(department: DepartmentFacts) -> str:
    """The median first arrival, given that it is felt."""
    arrival = department.feeling.arrival_days
    return time.day(arrival.p50) if arrival else "–"


def first_path(look: Lookup, department: DepartmentFacts) -> tuple[Step, ...]:
    """The way it came first in most worlds; nothing where the decision itself set it off."""
    travelled = department.paths and department.paths[0].links
    return look.short_path(department.paths[0]) if travelled else ()


def hardest_path(look: Lookup, department: DepartmentFacts) -> tuple[Step, ...]:
    """The way it hits hardest; nothing where the decision itself set it off."""
    hardest = department.hardest
    return look.short_path(hardest) if hardest and hardest.links else ()


def _dearest(look: Lookup, department: DepartmentFacts) -> LossFacts | None:
    """The largest expected loss there, unless it lies in the very cell that the hardest way ends in."""
    items = [
        item
        for item in look.report.losses
        if item.department == department.key and item.measure != "late-cash" and item.loss.mean > 0
    ]
    if not items or department.hardest is None:
        return None
    worst = max(items, key=lambda item: item.loss.mean)
    return None if worst.owner == department.hardest.cells[-1] else worst


def _carrier(look: Lookup, item: LossFacts) -> LinkFacts | None:
    """The one link by which another department reaches the cell that loses it; None: several, or not told."""
    inside = f"{item.department}/"
    into = [
        link for link in look.report.links if link.target == item.owner and not link.source.startswith(inside)
    ]
    return into[0] if len(into) == 1 else None


def _same_way(department: DepartmentFacts) -> bool:
    hardest = department.hardest
    return not department.paths or hardest is None or department.paths[0].cells == hardest.cells


def _hardest_day(look: Lookup, department: DepartmentFacts) -> str:
    """The median first arrival at the end of the hardest way."""
    if department.hardest is None:
        return ""
    end = department.hardest.cells[-1]
    arrival = next((cell.feeling.arrival_days for cell in look.report.cells if cell.cell == end), None)
    return time.day(arrival.p50) if arrival else ""


def reason(department: DepartmentFacts) -> tuple[str, str]:
    """Why a department feels it, or why it hardly does: words of ours, then words of the model."""
    reached = honest(department.feeling.reached)
    if felt_percent(department) >= LOW:
        return "", capital(department.because)
    if not reached:
        return "Low, because nothing that this decision sets off leads there.", ""
    if department.feeling.felt.probability < reached / 2:
        mostly = "mostly " if felt_percent(department) else ""
        lead = f"Low, because it arrives in {percent(reached)} of worlds, but {mostly}too weak to be felt"
    else:
        lead = f"Low, because it arrives in only {percent(reached)} of worlds"
    return (f"{lead}:", department.because) if department.because else (f"{lead}.", "")


def _bar(department: DepartmentFacts, *, low: float, high: float) -> Bar | None:
    if not department.loss or high <= low:
        return None
    inner = BAR_WIDTH - 4

    def across(loss: float) -> float:
        return round(2 + (high - loss) / (high - low) * inner, 1)

    loss = department.loss
    left = across(loss.p95)
    return Bar(left=left, width=round(across(loss.p05) - left, 1), mean=across(loss.mean), zero=across(0.0))
