"""The answer for a terminal: a sentence and a table of departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.acts import needs
from anatomy.views.answer import answer
from anatomy.views.cards import first_felt, first_path, reason
from anatomy.views.limits import limit_lines
from anatomy.views.method import computed
from anatomy.views.parts import FAINT, LOW, Lookup, Piece, felt_percent
from anatomy.views.promises import promises
from anatomy.views.uncertainty import felt_by_inputs, inputs_range, sampling_error
from anatomy.views.verdict import verdict
from anatomy.views.words import NBSP, capital, chance_word, honest, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.impact import DepartmentFacts, ImpactReport

HEADS = ("Department", "Chance", "First felt", "Money (90 % range)", "First path")
INPUTS = "Inputs"


class TerminalRow(Struct, frozen=True, kw_only=True):
    """One department in five cells."""

    name: str
    chance: str
    inputs: str  #: what the ranges of the inputs make of the chance; empty where that was not asked
    first_felt: str
    money: str
    range: str
    path: str


class TerminalView(Struct, frozen=True, kw_only=True):
    """Lines of text, not yet aligned."""

    title: str
    run: str
    verdict: str  #: empty where the report holds none
    answer: tuple[Piece, ...]
    promises: tuple[str, ...]  #: a line for each promised mitigation
    needs: str  #: who must agree, why and by when; empty where no policy applies
    rows: tuple[TerminalRow, ...]
    limits: str  #: how many are exceeded; empty where there are none to exceed
    exceeded: tuple[str, ...]  #: a line for each that is
    low: tuple[tuple[str, str], ...]  #: card departments that are low, with the reason
    notes: tuple[str, ...]  #: sampling error, what the inputs' ranges mean, and chances by dates
    late: str  #: late cash, which no other figure holds; empty where there is none
    left_out: int  #: faint departments without a row


def view_terminal(report: ImpactReport) -> TerminalView:
    """Card departments and all that are not faint, hardest first."""
    look = Lookup(report)
    shown = [one for one in look.by_severity if felt_percent(one) >= FAINT or one.key in report.model.cards]
    model = report.model
    limits, exceeded = limit_lines(report.limits, currency=look.currency, names=look.names)
    return TerminalView(
        title=report.decision.title or "What-if",
        run=f"model {model.name} {model.version} · seed {report.run.seed} · {computed(report)}",
        verdict=told.line() if (told := verdict(look)) else "",
        answer=answer(look),
        promises=tuple(f"Promised: {one}." for one in promises(look)),
        needs=_needs(look),
        rows=tuple(_row(look, one) for one in shown),
        limits=limits,
        exceeded=exceeded,
        low=tuple(_low(look)),
        notes=tuple(_notes(look, shown)),
        late=_late(look),
        left_out=len(report.departments) - len(shown),
    )


def _notes(look: Lookup, shown: list[DepartmentFacts]) -> Iterator[str]:
    sampled = sampling_error(look.report)
    if look.report.run.correlation:
        yield f"{INPUTS}: {inputs_range(look.report)}{f' Apart from that, {sampled}' if sampled else ''}"
    elif sampled:
        yield capital(sampled)
    for number, date in enumerate(shown[0].felt_by if shown else ()):
        said = (f"{one.name} {percent(honest(one.felt_by[number].chance))}" for one in shown)
        yield f"Arrived by day {date.days:g}, and felt: {', '.join(said)}."


def _late(look: Lookup) -> str:
    total = look.report.total
    parts = []
    if total.direct_late_cash:
        parts.append(f"{money.plain_money(total.direct_late_cash, look.currency)} certain")
    if total.late_cash.mean:
        parts.append(f"{money.plain_money(total.late_cash.mean, look.currency)} expected")
    return f"Late cash, in no sum above: {' and '.join(parts)}." if parts else ""


def _needs(look: Lookup) -> str:
    asked = needs(look)
    if asked is None:
        return ""
    by = f", by {asked.by}" if asked.by else ""
    return f"Needs: {asked.who}{by}. Because {asked.more}."


def _row(look: Lookup, one: DepartmentFacts) -> TerminalRow:
    chance = honest(one.feeling.felt)
    path = " > ".join(step.short().replace(" ", NBSP) for step in first_path(look, one))
    return TerminalRow(
        name=one.name,
        chance=f"{chance_word(chance)} {percent(chance)}",
        inputs=felt_by_inputs(one),
        first_felt=first_felt(one),
        money=look.department_loss(one) or "–",
        range=f"({look.department_range(one)})" if one.loss else "",
        path=path or ("starts here" if one.direct else "–"),
    )


def _low(look: Lookup) -> Iterator[tuple[str, str]]:
    for key in look.report.model.cards:
        one = look.departments.get(key)
        if one and felt_percent(one) < LOW:
            lead, why = reason(one)
            yield one.name, f"{lead[:1].lower()}{lead[1:]} {why}".strip()
