"""The whole page as a value: chosen, sorted, rounded and worded, so that a template only places it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views.acts import Acts, acts
from anatomy.views.alternatives import AlternativesView, view_alternatives
from anatomy.views.answer import Fact, answer, facts
from anatomy.views.basis import Basis, basis
from anatomy.views.cards import Card, cards
from anatomy.views.costs import Costs, costs
from anatomy.views.heat import Heat, heat
from anatomy.views.levers import Levers, levers
from anatomy.views.method import computed
from anatomy.views.page_conditions import PageConditions, page_conditions
from anatomy.views.parts import Lookup, Piece
from anatomy.views.roll import Roll, roll
from anatomy.views.sensitivity import SensitivityView, view_sensitivity
from anatomy.views.timeline import Timeline, timeline
from anatomy.views.verdict import VerdictView, verdict
from anatomy.views.ways import LinkRow, Ways, link_rows, ways
from anatomy.views.words import NBSP

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport


class ReportView(Struct, frozen=True, kw_only=True):
    """A report ready to print, section by section."""

    lang: str
    title: str
    kicker: tuple[Piece, ...]  #: the grey line above the title
    verdict: VerdictView | None  #: None: the report holds none
    answer: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    heat: Heat
    timeline: Timeline | None
    drawing: str | None  #: cleaned SVG
    ways: tuple[Ways, ...]
    links: tuple[LinkRow, ...]
    acts: Acts | None  #: None: no policy applies
    levers: tuple[Levers, ...]  #: none: the report does not hold them
    conditions: PageConditions | None  #: None: there are no limits
    roll: Roll
    costs: Costs
    sensitivity: SensitivityView | None  #: None: not asked
    basis: Basis
    alternatives: AlternativesView | None = None  #: None: the result holds none


def view_report(report: ImpactReport, *, drawing: str | None = None) -> ReportView:
    """
    What a page says of a report.

    Args:
        report: the answer to one what-if.
        drawing: cleaned SVG of the spread, when a drawing program was there.
    """
    look = Lookup(report)
    return ReportView(
        lang="en",
        title=report.decision.title or "What-if",
        kicker=kicker(report),
        verdict=verdict(look),
        answer=answer(look),
        facts=facts(look),
        cards=cards(look),
        heat=heat(look),
        timeline=timeline(look),
        drawing=drawing,
        ways=ways(look),
        links=link_rows(look),
        acts=acts(look),
        levers=levers(look),
        conditions=page_conditions(look),
        roll=roll(look),
        costs=costs(look),
        sensitivity=view_sensitivity(report.sensitivity, currency=look.currency)
        if report.sensitivity
        else None,
        basis=basis(look),
        alternatives=view_alternatives(report.alternatives, report.model) if report.alternatives else None,
    )


def kicker(report: ImpactReport) -> tuple[Piece, ...]:
    """Kind of page, decision types, model, seed, worlds and date, in one line."""
    model, run = report.model, report.run
    names = [*report.decision.types, f"model {model.name} {model.version}".strip()]
    pieces = [Piece(text="What-if impact report")]
    for name in names:
        pieces += [Piece(text=" · "), Piece(text=name, tone="name")]
    pieces.append(Piece(text=f" · seed{NBSP}{run.seed} · {computed(report)}"))
    if report.decision.date:
        pieces += [Piece(text=" · "), Piece(text=report.decision.date, tone="name")]
    return tuple(pieces)
