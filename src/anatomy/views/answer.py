"""The answer in one sentence, and the five facts under it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money, time
from anatomy.views.acts import needs
from anatomy.views.left import left_of, own_money
from anatomy.views.parts import Lookup, Piece
from anatomy.views.trust import trust
from anatomy.views.words import LIKELY, NBSP, chance_words, counted, honest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.impact import DepartmentFacts

_EARLY = 7.5  #: days within which several departments count as first together
_NAMED_FIRST = 3
_MONTH = 30.0


class Fact(Struct, frozen=True, kw_only=True):
    """One figure of the strip under the answer."""

    label: str
    value: str
    note: str
    range: str = ""  #: at the end of the note, never broken
    tone: str = ""  #: "loss" for money lost
    more: str = ""  #: id of the section of the page that says more


def answer(look: Lookup) -> tuple[Piece, ...]:
    """How likely it costs more than it looks, how much, who feels it first and last, when most of it falls."""
    return (*_verdict(look), *_who(look), *_largest(look))


def _verdict(look: Lookup) -> Iterator[Piece]:
    report = look.report
    limit = report.model.material_loss
    over = f"over {money.plain_money(limit, look.currency)} more" if limit else "more"
    said = chance_words(honest(report.total.material))
    yield Piece(text="As proposed, this ")
    yield Piece(text=f"{_clause(said)} {over} than it looks", tone="strong")
    loss = report.total.loss
    if not loss.p95 and not loss.mean:
        yield Piece(text=": the model expects no hidden cost")
    else:
        unit = money.own_unit(max(abs(loss.p95), abs(loss.p05)), look.currency)
        yield Piece(text=": expected hidden cost ")
        yield Piece(text=money.plain_money(loss.mean, look.currency), tone="strong")
        yield Piece(text=f" (90{NBSP}% range {unit.plain(loss.p05)} to {unit.plain(loss.p95)})")
    cost, gain = own_money(look)
    if cost:
        yield Piece(text=f", on top of the {money.plain_money(cost, look.currency)} it costs by itself")
    if gain:
        brought = money.plain_money(gain, look.currency)
        yield Piece(text=f", against {brought} that it brings if it goes through")
    if left := left_of(look):
        yield Piece(text="; ")
        yield Piece(text=left.text, tone="strong")
        yield Piece(text=f" is left ({left.range})")
    yield Piece(text=". ")


def _largest(look: Lookup) -> Iterator[Piece]:
    """The largest expected loss and when it usually falls, where that is much later than it is first felt."""
    losses = [item for item in look.report.losses if item.measure != "late-cash"]
    if not losses:
        return
    worst = max(losses, key=lambda item: item.loss.mean)
    arrivals = {cell.cell: cell.feeling.arrival_days for cell in look.report.cells}
    arrival = arrivals.get(worst.owner)
    timed = by_arrival(look)
    latest = timed[-1][1] if timed else 0.0
    if arrival is None or arrival.p50 < max(_MONTH, 2 * latest):
        return
    department = look.departments[worst.department]
    yield Piece(
        text=f" The largest single item, {money.plain_money(worst.loss.mean, look.currency)} for “{worst.name}”, "
        "falls on "
    )
    yield Piece(text=department.name, tone="name")
    yield Piece(text=f" {time.after(arrival.p50)}.")


def _clause(said: str) -> str:
    """
    A chance as the beginning of a clause.

    >>> _clause("likely (72 %)"), _clause("almost no chance (2 %)")
    ('is likely (72 %) to cost', 'has almost no chance (2 %) of costing')
    """
    if "no chance" in said:
        return f"has {said} of costing"
    if said.startswith("roughly even"):
        return f"has a {said.replace('even', 'even chance')} of costing"
    return f"is {said} to cost"


def _who(look: Lookup) -> Iterator[Piece]:
    timed = by_arrival(look)
    if not timed:
        yield from _nobody(look)
        return
    first = _first(timed)
    yield from _names([department.name for department, _ in first])
    feel = "feels" if len(first) == 1 else "feel"
    order = " first" if len(timed) > len(first) else ""
    yield Piece(text=f" {feel} it{order}, {time.within(first[-1][1])}")
    if order:
        last, days = timed[-1]
        yield Piece(text="; ")
        yield Piece(text=last.name, tone="name")
        yield Piece(text=f" is the last of those likely to feel it, {time.after(days)}")
    yield Piece(text=".")


def _nobody(look: Lookup) -> Iterator[Piece]:
    others = [one for one in look.by_chance if not one.direct]
    yield Piece(text="No department is likely to feel it")
    if others and others[0].feeling.felt.probability:
        yield Piece(text="; ")
        yield Piece(text=others[0].name, tone="name")
        yield Piece(text=f" is nearest to it, {chance_words(honest(others[0].feeling.felt))}")
    yield Piece(text=".")


def by_arrival(look: Lookup) -> tuple[tuple[DepartmentFacts, float], ...]:
    """Departments likely hit, apart from where the decision is taken, by their median first arrival."""
    timed = [
        (department, department.feeling.arrival_days.p50)
        for department in look.likely
        if department.feeling.arrival_days and not department.direct
    ]
    return tuple(sorted(timed, key=lambda pair: pair[1]))


def _first(timed: Sequence[tuple[DepartmentFacts, float]]) -> Sequence[tuple[DepartmentFacts, float]]:
    early = [pair for pair in timed if pair[1] <= _EARLY]
    if not early:
        return timed[:1]
    soonest = [pair for pair in early if math.floor(pair[1] + 0.5) == math.floor(early[0][1] + 0.5)]
    return early if len(early) <= _NAMED_FIRST else soonest[:_NAMED_FIRST]


def _names(names: Sequence[str]) -> Iterator[Piece]:
    for place, name in enumerate(names):
        if place:
            yield Piece(text=" and " if place == len(names) - 1 else ", ")
        yield Piece(text=name, tone="name")


def facts(look: Lookup) -> tuple[Fact, ...]:
    """Hidden cost, direct effect, departments likely hit, the approval needed or first felt, trust in the inputs."""
    return (_hidden(look), _direct(look), _hit(look), _approval(look) or _felt_first(look), _trust(look))


def _hidden(look: Lookup) -> Fact:
    loss = look.report.total.loss
    return Fact(
        label="Hidden cost, expected",
        value=money.loss_money(loss.mean, look.currency),
        note=f"90{NBSP}% range",
        range=money.loss_range(loss, look.currency),
        tone="loss" if loss.mean > 0 else "",
        more="losses",
    )


def _direct(look: Lookup) -> Fact:
    lines = [line for line in look.report.money if line.measure != "late-cash"]
    total = look.report.total
    late = money.plain_money(total.direct_late_cash, look.currency) if total.direct_late_cash else ""
    cost, gain = own_money(look)
    said = bool(lines) or total.value_if_won is not None
    names = lines[0].name if len(lines) == 1 else f"{counted(len(lines), 'line')}, listed below"
    if left := left_of(look):
        names = f"less the hidden cost, {left.text} is left"
    elif cost and gain:
        names = (
            f"brings {money.plain_money(gain, look.currency)}, costs {money.plain_money(cost, look.currency)}"
        )
    return Fact(
        label="By itself, if it goes through",
        value=money.loss_money(cost - gain, look.currency) if said else "no money line",
        note=(names if said else "the decision type states no certain cost")
        + (f"; {late} late cash" if late else ""),
        more="costs",
    )


def _hit(look: Lookup) -> Fact:
    starts = [one.name for one in look.likely if one.direct]
    included = f", {starts[0]} included" if len(starts) == 1 else ""
    return Fact(
        label="Departments likely hit",
        value=f"{len(look.likely)} of {len(look.report.departments)}",
        note=f"each {LIKELY}{NBSP}% or more{included}",
        more="departments",
    )


def _approval(look: Lookup) -> Fact | None:
    """Who must agree; first felt is in the answer above as well, and so gives way."""
    asked = needs(look)
    return (
        Fact(label="Approval this needs", value=asked.value, note=asked.note, more="acts") if asked else None
    )


def _felt_first(look: Lookup) -> Fact:
    timed = by_arrival(look)
    label = "First felt elsewhere"
    if not timed:
        return Fact(label=label, value="Nowhere likely", note=f"no department reaches {LIKELY}{NBSP}%")
    (first, early), (last, late) = timed[0], timed[-1]
    note = first.name if first is last else f"{first.name}; last {last.name}, {time.day(late)}"
    return Fact(label=label, value=time.day(early).capitalize(), note=note, more="when")


def _trust(look: Lookup) -> Fact:
    word, note = trust(look.report.evidence)
    return Fact(label="Trust in the inputs", value=word, note=note, more="evidence")


def plain(pieces: Sequence[Piece]) -> str:
    """The sentence without tones."""
    return "".join(piece.text for piece in pieces)
