"""Small things that several views are made of: pieces of a sentence, steps of a path, lookups in a report."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.words import LIKELY, honest, whole_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.impact import (
        CellFacts,
        DepartmentFacts,
        ImpactReport,
        LinkFacts,
        PathFacts,
        TriggerFacts,
    )

#: Below this percent a department is called low.
LOW = 25
#: Below this percent a department leaves the first screen's heat map and timeline.
FAINT = 10
#: A path longer than this is shortened in the middle.
_LONG = 5


class Piece(Struct, frozen=True, kw_only=True):
    """A part of a sentence; tone is "" (plain), "strong" (a figure) or "name" (text of the model)."""

    text: str
    tone: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """One stop of a path: a sub-function, or a cell when its code is full."""

    department: str  #: name; empty for the gap in a shortened path
    code: str  #: F7, or D9.F7.P6
    name: str  #: of the sub-function

    def short(self) -> str:
        """Department and code, for narrow places."""
        return f"{self.department} {self.code}".strip()


GAP = Step(department="", code="…", name="")


class Lookup:
    """One report with its cells, links and departments at hand, and money rounded once for all places."""

    def __init__(self, report: ImpactReport) -> None:
        self.report = report

    @property
    def currency(self) -> str:
        """The model's currency."""
        return self.report.model.currency

    @cached_property
    def departments(self) -> Mapping[str, DepartmentFacts]:
        """By key."""
        return {department.key: department for department in self.report.departments}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Of departments, by key."""
        return {department.key: department.name for department in self.report.departments}

    @cached_property
    def cells(self) -> Mapping[str, CellFacts]:
        """By slug."""
        return {cell.cell: cell for cell in self.report.cells}

    @cached_property
    def triggers(self) -> Mapping[str, TriggerFacts]:
        """By slug of the cell."""
        return {trigger.cell: trigger for trigger in self.report.decision.sets_off}

    @cached_property
    def links(self) -> Mapping[str, LinkFacts]:
        """By id."""
        return {link.id: link for link in self.report.links}

    @cached_property
    def by_severity(self) -> tuple[DepartmentFacts, ...]:
        """Hardest expected severity first; ties in the model's order."""
        return tuple(sorted(self.report.departments, key=lambda one: -one.feeling.mean_severity))

    @cached_property
    def by_chance(self) -> tuple[DepartmentFacts, ...]:
        """Likeliest first; ties by expected severity, then in the model's order."""
        return tuple(
            sorted(
                self.report.departments,
                key=lambda one: (-one.feeling.felt.probability, -one.feeling.mean_severity),
            )
        )

    @cached_property
    def likely(self) -> tuple[DepartmentFacts, ...]:
        """Departments likely hit, in the model's order."""
        return tuple(one for one in self.report.departments if felt_percent(one) >= LIKELY)

    @cached_property
    def unit(self) -> money.Unit:
        """The one unit of every table of losses by department or item."""
        spreads = [one.loss for one in self.report.departments if one.loss]
        ends = [end for spread in spreads for end in (spread.mean, spread.p05, spread.p95)]
        return money.table_unit(ends, self.currency)

    @cached_property
    def department_grains(self) -> Mapping[str, int]:
        """Expected margin loss by department, rounded so that the parts add up to the total."""
        with_loss = [(one.key, one.loss.mean) for one in self.report.departments if one.loss]
        grains = money.share_out([mean for _, mean in with_loss], self.unit)
        return dict(zip((key for key, _ in with_loss), grains, strict=True))

    def department_loss(self, department: DepartmentFacts) -> str:
        """The expected loss of a department as printed everywhere; empty without a loss item there."""
        if not department.loss:
            return ""
        grains = self.department_grains[department.key]
        if grains == 0 and department.loss.mean:
            return f"<{self.unit.figure(1)}"
        return self.unit.loss_of(grains)

    def department_range(self, department: DepartmentFacts) -> str:
        """The middle 90 % of that loss."""
        return self.unit.range(department.loss) if department.loss else ""

    def step(self, slug: str) -> Step:
        """A cell as a step with its full code."""
        known = self.cells.get(slug) or self.triggers.get(slug)
        if known is None:
            return Step(department="", code=slug, name="")
        department = self.departments.get(known.department)
        return Step(department=department.name if department else "", code=known.code, name=known.name)

    def short_path(self, path: PathFacts) -> tuple[Step, ...]:
        """A path by sub-functions; steps inside one sub-function fold into one, long middles into a gap."""
        steps: list[Step] = []
        for slug in path.cells:
            step = self.step(slug)
            middle = step.code.split(".")[1] if step.code.count(".") else step.code
            folded = Step(department=step.department, code=middle, name=step.name)
            if not steps or steps[-1] != folded:
                steps.append(folded)
        return tuple(steps) if len(steps) <= _LONG else (*steps[:2], GAP, *steps[-2:])


def felt_percent(department: DepartmentFacts) -> int:
    """The chance that a department feels it, in whole percent."""
    return whole_percent(honest(department.feeling.felt))
