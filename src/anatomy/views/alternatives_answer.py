"""Which choice brings most, when the one proposed pays, and what has to be known to read the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.domain.decision import DECLINE, PROPOSED
from anatomy.views import money
from anatomy.views.alternatives_departments import widest_intervals
from anatomy.views.parts import Piece
from anatomy.views.words import NBSP, capital, counted, listed, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.alternatives import AlternativeFacts, BreakEven
    from anatomy.views.alternatives_parts import Named

BETTER: Final = (
    "“Brings more” compares what two choices bring in the same world, all costs taken off; less than a cent apart is "
    "the same, and neither more nor less. "
)
COUNTED: Final = (
    "Losing the deal brings nothing and is counted; a customer who would sign at one chance to win is taken to sign "
    "at any larger one. "
)
REGRET: Final = (
    "Expected regret is how much less a choice brings, on average, than the best one of each such future."
)


def answer(named: Named) -> tuple[Piece, ...]:
    """The choice that brings most, how sure that is, and what becomes of the others."""
    return tuple(_answer(named))


def notes(named: Named) -> tuple[str, ...]:
    """How to read the table."""
    return tuple(_notes(named))


def _answer(named: Named) -> Iterator[Piece]:
    comparison = named.comparison
    if comparison.ranked_by == "expected":
        yield from _by_expected(named)
    elif comparison.ranked_by == "if-won":
        yield from _by_worth(named)
    else:
        yield Piece(text=f"{' '.join(_lacking(named))} So no choice is called best.")


def _by_expected(named: Named) -> Iterator[Piece]:
    comparison = named.comparison
    best, first, declined = (
        comparison.choice(comparison.best),
        comparison.choices[0],
        comparison.choices[-1],
    )
    yield from _called(named, best)
    yield Piece(text=" brings most: ")
    yield Piece(text=named.worth(best.worth.expected or 0.0), tone="strong")
    yield Piece(text=f" expected{_guesses(named, best)}{_ties(named)}. ")
    yield Piece(text=_rivals(named, best))
    if first.key not in named.best:
        name = _name(named, first.key)
        does = "it brings" if name != named.letters.get(first.key) else "brings"
        brought = named.worth(first.worth.expected or 0.0)
        yield Piece(text=f" {capital(name)} {does} {brought}: {_pays(first, first.worth.pays)}.")
    elif best is first and first.worth.pays:
        yield Piece(text=f" {capital(_pays(first, first.worth.pays))}.")
    if declined.key not in named.best:
        yield Piece(text=f" To decline brings {named.worth(declined.worth.expected or 0.0)}.")


def _ties(named: Named) -> str:
    """Who brings as much, as far as the printed figures tell."""
    others = [_name(named, key) for key in named.best[1:]]
    return f"; {listed(others)} {'bring' if len(others) > 1 else 'brings'} as much" if others else ""


def _lacking(named: Named) -> Iterator[str]:
    """What would have to be said to tell which choice brings most."""
    choices = named.comparison.choices
    chances = [named.letters[one.key] for one in choices if one.win_chance is None]
    worths = [named.letters[one.key] for one in choices if not one.worth.known]
    if chances:
        yield f"Nobody says the chance to win the deal with {listed(chances)}."
    if worths:
        yield f"Nothing says what winning brings with {listed(worths)}."


def _by_worth(named: Named) -> Iterator[Piece]:
    comparison = named.comparison
    best = comparison.choice(comparison.best)
    yield Piece(text="If it goes ahead, ")
    yield from _called(named, best, begins=False)
    if best.worth.known:
        yield Piece(text=" brings most: ")
        yield Piece(text=named.worth(best.worth.if_won), tone="strong")
        yield Piece(
            text=". Nobody says how likely each choice is to win the deal, so this is no expectation."
        )
    else:
        yield Piece(text=" costs least, by itself and elsewhere: ")
        yield Piece(text=named.worth(best.worth.if_won), tone="strong")
        yield Piece(text=". Nothing says what winning brings.")


def _called(named: Named, one: AlternativeFacts, *, begins: bool = True) -> Iterator[Piece]:
    name = _name(named, one.key)
    if name != named.letters.get(one.key):
        yield Piece(text=capital(name) if begins else name)
        return
    yield Piece(text=f"{name}, ")
    yield Piece(text=one.title, tone="name")
    yield Piece(text=",")


def _guesses(named: Named, one: AlternativeFacts) -> str:
    low, high = one.worth.expected_low, one.worth.expected_high
    if low is None or high is None or named.worth(low) == named.worth(high):
        return ""
    return f", {named.worth(low)} to {named.worth(high)} by the guessed chances to win"


def _rivals(named: Named, best: AlternativeFacts) -> str:
    """Which others could bring more if the chances to win lie elsewhere within what is guessed."""
    worst = best.worth.expected_low or 0.0
    rivals = [
        _name(named, one.key)
        for one in named.comparison.choices
        if one is not best and (one.worth.expected_high or 0.0) > worst
    ]
    if not rivals:
        return "It does so wherever the chances to win lie within what is guessed."
    return f"Elsewhere within what is guessed, {listed(rivals, last='or')} could bring more."


def _pays(one: AlternativeFacts, pays: BreakEven | None) -> str:
    """When a choice pays, as a clause."""
    if pays is None:
        return "nobody says what declining brings"
    if pays.kind == "always":
        return "it pays at any chance to win"
    if pays.kind == "never" or pays.chance is None or pays.uplift is None:
        if one.worth.if_won < 0:
            return "it loses money even if the deal is won, so no chance to win makes it pay"
        return "even a sure win would bring less than declining"
    if pays.kind == "up-to":
        return f"it loses money if the deal is won, though less than declining up to a chance of {percent(pays.chance)}"
    lift = whole_percent(pays.uplift)
    if lift <= 0:
        return "it pays even if it does not raise the chance to win"
    guess = ""
    if one.win_chance:
        point = one.win_chance.point
        guess = f"; the guess is {percent(point)}"
        if percent(point) == percent(pays.chance):
            guess += ", just enough" if point >= pays.chance else ", just short of it"
    return (
        f"it pays only if it lifts the chance to win by at least {counted(lift, 'point')}, "
        f"to {percent(pays.chance)}{guess}"
    )


def _name(named: Named, key: str) -> str:
    """A choice within a sentence: by its name where it has one of its own, else by its letter."""
    if key == PROPOSED:
        return "as proposed"
    return "declining" if key == DECLINE else named.letters[key]


def _notes(named: Named) -> Iterator[str]:
    comparison = named.comparison
    yield _same_worlds(named)
    if comparison.ranked_by == "expected":
        yield f"{BETTER}{COUNTED}{REGRET}"
    elif comparison.ranked_by:
        yield f"{BETTER}{REGRET} All of it is given that the choice goes ahead."
    elif any(one.worth.regret_if_won is not None for one in comparison.choices):
        yield f"{BETTER}Where a chance to win is missing, rows marked “if won” are given that each choice goes ahead."
    if any(change.kind == "months" for one in comparison.choices for change in one.changes):
        yield "A choice is credited with all of its term: three years bring three years of margin, one year brings one."
    if any(one.promised for one in comparison.choices):
        yield "What promised mitigations cost is taken off before the hidden cost."


def _same_worlds(named: Named) -> str:
    if named.comparison.exact:
        return "All choices meet every world there is, so that no figure has a sampling error."
    felt, lost = widest_intervals(named)
    return (
        f"All choices meet the same {counted(named.comparison.worlds, 'world')} and differ by nothing else. The paired "
        f"95{NBSP}% intervals of the differences from {named.first} are no wider than {felt * 100:.1f} points and "
        f"{money.plain_money(lost, named.model.currency)} to each side."
    )
