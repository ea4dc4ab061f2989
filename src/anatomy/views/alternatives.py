"""What could be decided, side by side: an answer, a table of choices, who feels each, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.views import money
from anatomy.views.acts import needs_of
from anatomy.views.alternatives_answer import answer, notes
from anatomy.views.alternatives_departments import departments
from anatomy.views.alternatives_grid import GridView, view_grid
from anatomy.views.alternatives_parts import (
    NONE,
    SAME,
    Entry,
    Group,
    Named,
    Row,
    pays_words,
    shaded,
    uplift_words,
)
from anatomy.views.basis import setting
from anatomy.views.heat import Shade
from anatomy.views.limits import furthest, limit_row
from anatomy.views.palette import STEP_LABELS
from anatomy.views.words import NBSP, capital, counted, honest, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anatomy.domain.alternatives import AlternativeFacts, Comparison, Standing
    from anatomy.domain.impact import ModelFacts
    from anatomy.views.parts import Piece

LEGEND: Final = tuple(Shade(text=text, step=step) for step, text in enumerate(STEP_LABELS))


class Column(Struct, frozen=True, kw_only=True):
    """One choice."""

    letter: str  #: by which rows and sentences call it
    title: str
    what: str  #: how it differs from the first
    mark: str  #: "brings most" or nothing
    needs: str  #: who must agree; empty where no policy applies
    why: str  #: because of what
    limits: str = ""  #: how many limits it exceeds, and which of them by most; empty where it exceeds none


class AlternativesView(Struct, frozen=True, kw_only=True):
    """Everything that is said of alternatives."""

    answer: tuple[Piece, ...]
    columns: tuple[Column, ...]
    worth: Group
    departments: tuple[Group, ...]
    grid: GridView | None
    notes: tuple[str, ...]
    legend: tuple[Shade, ...] = LEGEND


def view_alternatives(comparison: Comparison, model: ModelFacts) -> AlternativesView:
    """
    What a page or a terminal says of alternatives.

    Args:
        comparison: of the choices.
        model: that was asked, for its currency and its material loss.
    """
    named = Named.of(comparison, model)
    return AlternativesView(
        answer=answer(named),
        columns=tuple(_columns(named)),
        worth=_worth(named),
        departments=departments(named),
        grid=view_grid(comparison, model.currency, model.material_loss),
        notes=notes(named),
    )


def _columns(named: Named) -> Iterator[Column]:
    for one in named.comparison.choices:
        asked = None if one.declines else needs_of(one, named.model.currency)
        yield Column(
            letter=named.letters[one.key],
            title=one.title,
            what=_what(one, named.model.currency),
            mark="brings most" if one.key in named.best else "",
            needs=asked.value if asked else "",
            why=asked.note if asked else "",
            limits=_beyond(named, one),
        )


def _beyond(named: Named, one: AlternativeFacts) -> str:
    worst = furthest(one.limits)
    if worst is None:
        return ""
    row = limit_row(worst, currency=named.model.currency, names=named.names)
    count = f"{one.exceeded} of {counted(len(one.limits), 'limit')}"
    most = "most " if one.exceeded > 1 else ""
    return f"Exceeds {count}: {most}{row.who}, {row.what} {row.figure}, limit {row.limit}"


def _what(one: AlternativeFacts, currency: str) -> str:
    changed = [
        f"{change.label[:1].lower()}{change.label[1:]} {setting(change.value, change.kind, currency)}"
        for change in one.changes
    ]
    left = [f"without {name}" for name in one.dropped]
    return capital("; ".join((*changed, *left)))


def _worth(named: Named) -> Group:
    """What each is worth, how sure that is, and what it risks; a row of which nothing is known is left out."""
    choices = named.comparison.choices
    late = money.table_unit(
        [one.direct_late_cash + one.hidden_late_cash.mean for one in choices], named.model.currency
    )

    def row(
        label: str, entry: Callable[[AlternativeFacts], Entry], *, range_: str = "", total: bool = False
    ) -> Row:
        return Row(label=label, entries=tuple(map(entry, choices)), range=range_, total=total)

    rows = [
        row("Chance to win", _win_chance, range_="as guessed"),
        row("If won, before hidden cost", lambda one: Entry(text=named.worth(one.worth.before_hidden))),
        row("Hidden cost, expected", lambda one: _hidden(named, one), range_=f"90{NBSP}% range"),
        row("Left if won, expected", lambda one: _left(named, one)),
        row(
            "Expected, losing counted",
            lambda one: _expected(named, one),
            range_="by the guesses",
            total=True,
        ),
        Row(
            label="Pays from a chance of",
            entries=tuple(
                Entry(text=pays_words(one.worth.pays), beside=uplift_words(one.worth.pays)) for one in choices
            ),
            beside="points above declining",
        ),
        *_standings(named),
        row(f"Expected regret{_given(named)}", lambda one: _regret(named, one)),
        row(_over(named), lambda one: shaded(one.material)),
        row("Limits exceeded", lambda one: _exceeded(named, one)),
        row("Departments that feel it", lambda one: Entry(text=f"{one.departments_felt:.1f}")),
        row("Late cash, in no sum", lambda one: _late(one, late)),
    ]
    return Group(
        title="What each choice is worth",
        letters=tuple(named.letters[one.key] for one in choices),
        rows=tuple(one for one in rows if any(entry.text != NONE for entry in one.entries)),
    )


def _win_chance(one: AlternativeFacts) -> Entry:
    chance = one.win_chance
    if chance is None:
        return Entry(text=NONE)
    return Entry(text=percent(chance.point), low=percent(chance.low), high=percent(chance.high))


def _hidden(named: Named, one: AlternativeFacts) -> Entry:
    text = named.lost(one.hidden.mean)
    if one.declines:
        return Entry(text=text)
    return Entry(text=text, low=named.lost(one.hidden.p95), high=named.lost(one.hidden.p05))


def _left(named: Named, one: AlternativeFacts) -> Entry:
    """The printed figures above add up to it."""
    unit = named.unit
    return Entry(text=unit.loss_of(unit.grains(one.hidden.mean) - unit.grains(one.worth.before_hidden)))


def _expected(named: Named, one: AlternativeFacts) -> Entry:
    worth = one.worth
    if worth.expected is None or worth.expected_low is None or worth.expected_high is None:
        return Entry(text=NONE)
    low, high = named.worth(worth.expected_low), named.worth(worth.expected_high)
    return Entry(text=named.worth(worth.expected), low=low, high=high)


def _standings(named: Named) -> Iterator[Row]:
    """How often each brings more or less than the first, and than the one that brings most."""
    comparison = named.comparison
    for other in dict.fromkeys(filter(None, (comparison.reference, comparison.best))):
        entries = tuple(_than(named, one, other) for one in comparison.choices)
        yield Row(
            label=f"Brings more than {named.letters[other]}{_given(named)}", entries=entries, beside="less"
        )


def _than(named: Named, one: AlternativeFacts, other: str) -> Entry:
    pair = named.comparison.pair(one.key, other)
    standing = pair and (pair.in_all if named.comparison.ranked_by == "expected" else pair.if_won)
    if not standing:
        return Entry(text=NONE)
    if _is_same(standing):
        return Entry(text=SAME)
    return Entry(text=percent(honest(standing.better)), beside=percent(honest(standing.worse)))


def _is_same(standing: Standing) -> bool:
    """Whether two choices bring the same in every world."""
    apart = standing.difference
    return standing.better.probability == standing.worse.probability == apart.low == apart.high == 0


def _given(named: Named) -> str:
    """What figures of several choices are given, where losing the deal is not counted."""
    return "" if named.comparison.ranked_by == "expected" else ", if won"


def _regret(named: Named, one: AlternativeFacts) -> Entry:
    regret = one.worth.regret if named.comparison.ranked_by == "expected" else one.worth.regret_if_won
    if one.win_chance and not one.win_chance.high and named.comparison.ranked_by != "expected":
        regret = None  # what is never won is not regretted if won
    return Entry(text=NONE if regret is None else named.unit.figure(named.unit.grains(regret)))


def _exceeded(named: Named, one: AlternativeFacts) -> Entry:
    if not any(other.limits for other in named.comparison.choices):
        return Entry(text=NONE)
    return Entry(text=f"{one.exceeded} of {len(one.limits)}" if one.limits else "0")


def _over(named: Named) -> str:
    limit = named.model.material_loss
    return (
        f"Hidden cost over {money.plain_money(limit, named.model.currency)}" if limit else "Any hidden cost"
    )


def _late(one: AlternativeFacts, unit: money.Unit) -> Entry:
    late = one.direct_late_cash + one.hidden_late_cash.mean
    if not late:
        return Entry(text=NONE)
    return Entry(text=unit.loss(late))
