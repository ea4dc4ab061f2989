"""The drawings there are: to add one, write its file and name it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.drawing.overview import draw_overview
from anatomy.drawing.spread import draw_spread
from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport

    #: model, answer, how many lines or cells at most (0: as many as suit), heading -> DOT text
    Drawing = Callable[[Enterprise | None, ImpactReport | None, int, str], str]


class View(Struct, frozen=True, kw_only=True):
    """One way of drawing."""

    title: str
    description: str
    needs_model: bool
    needs_report: bool
    draw: Drawing


def _overview(enterprise: Enterprise | None, report: ImpactReport | None, most: int, heading: str) -> str:
    if enterprise is None:
        raise InputError.because("ANA080", "the overview needs a model")
    return draw_overview(enterprise, report, max_bundles=most, heading=heading)


def _spread(_enterprise: Enterprise | None, report: ImpactReport | None, most: int, heading: str) -> str:
    if report is None:
        raise InputError.because("ANA081", "the spread needs a decision", hint="give --decision or --result")
    return draw_spread(report, max_cells=most or 25, heading=heading)


VIEWS: Mapping[str, View] = {
    "overview": View(
        title="The anatomy by department and layer",
        description="Departments with their layers, and bundles of dependencies between departments.",
        needs_model=True,
        needs_report=False,
        draw=_overview,
    ),
    "spread": View(
        title="How the decision spreads",
        description="The likeliest chains from the cells that the decision sets off to those who feel it.",
        needs_model=False,
        needs_report=True,
        draw=_spread,
    ),
}
