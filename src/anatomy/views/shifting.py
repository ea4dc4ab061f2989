"""What the differences between two models do to decisions, in words and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, to_builtins

from anatomy.views.money import loss_money
from anatomy.views.words import chance_words, counted, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.difference import Consequence, Figures, Shift

HEADS: Final = ("", "Felt", "Expected loss")
_ABSENT: Final = "not there"

Currencies = tuple[str, str]


class DecisionShift(Struct, frozen=True, kw_only=True):
    """One decision whose figures differ: its title and rows of department, chance and loss."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


class ShiftView(Struct, frozen=True, kw_only=True):
    """All decisions that were asked."""

    heading: str  #: empty: none was asked
    decisions: tuple[DecisionShift, ...]
    notes: tuple[str, ...]


def view_shifts(
    consequences: Sequence[Consequence], *, currencies: Currencies, worlds: int, seed: int
) -> ShiftView:
    """Only what differs as printed; the rest in a line."""
    shifted: list[DecisionShift] = []
    steady: list[str] = []
    notes: list[str] = []
    for one in consequences:
        rows = tuple(_rows(one, currencies))
        notes.extend(_unasked(one))
        if rows:
            shifted.append(DecisionShift(title=one.title, rows=rows))
        elif one.total is not None:
            steady.append(one.title)
    if steady:
        notes.insert(0, f"No printed figure differs: {', '.join(steady)}.")
    heading = (
        f"What that does to decisions ({counted(worlds, 'world')}, seed {seed}, the same coins for both)"
    )
    return ShiftView(heading=heading if consequences else "", decisions=tuple(shifted), notes=tuple(notes))


def shift_data(one: Consequence) -> dict[str, Any]:
    """A decision in both models as plain data, unrounded."""
    return {
        "title": one.title,
        "source": one.source,
        "needs": list(one.needs),
        "problems": [{"model": side, "message": problem.first_line()} for side, problem in one.problems],
        "loss": {"old": _loss_of(one.total.old), "new": _loss_of(one.total.new)} if one.total else None,
        "departments": [to_builtins(shift) for shift in one.departments],
    }


def _loss_of(figures: Figures | None) -> float | None:
    return figures.loss if figures else None


def _unasked(one: Consequence) -> Iterator[str]:
    if one.needs:
        yield f"{one.title} was not asked: it has no default for {', '.join(one.needs)}."
    for side, problem in one.problems:
        yield f"{one.title} has no answer in the {side} model: {problem.first_line()}"


def _rows(one: Consequence, currencies: Currencies) -> Iterator[tuple[str, str, str]]:
    for shift in one.departments:
        felt, loss = _felt(shift), _loss(shift, currencies)
        if felt or loss:
            yield shift.name, felt, loss
    if one.total and (loss := _loss(one.total, currencies)):
        yield "Together", "", loss


def _felt(shift: Shift) -> str:
    """Old and new chance; nothing where the printed percent is the same."""
    old, new = (figures.felt if figures else None for figures in (shift.old, shift.new))
    if whole_percent(old or 0.0) == whole_percent(new or 0.0):
        return ""
    return f"{_chance(old)} → {_chance(new)}"


def _chance(felt: float | None) -> str:
    return _ABSENT if felt is None else chance_words(felt)


def _loss(shift: Shift, currencies: Currencies) -> str:
    """Old and new loss; nothing where both are printed alike."""
    amounts = [
        loss_money(figures.loss, currency) if figures and figures.loss is not None else ""
        for figures, currency in zip((shift.old, shift.new), currencies, strict=True)
    ]
    if amounts[0] == amounts[1]:
        return ""
    return " → ".join(amount or "none" for amount in amounts)
