"""Which departments feel each choice, and what it costs there; to decline sets nothing off and has no column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.views import money
from anatomy.views.alternatives_parts import Entry, Group, Named, Row, differing, shaded
from anatomy.views.words import NBSP, honest, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.alternatives import AlternativeFacts, DepartmentDifference, Difference

#: Below this percent, whatever is decided, a department is only counted.
FAINT: Final = 10


def departments(named: Named) -> tuple[Group, ...]:
    """Chances and hidden cost by department, each with its difference from the first choice."""
    choices = [one for one in named.comparison.choices if not one.declines]
    return tuple(group for group in (_felt(named, choices), _lost(named, choices)) if group.rows)


def widest_intervals(named: Named) -> tuple[float, float]:
    """Half of the widest paired interval among all departments: of a difference of chances, and of one of money."""
    first = named.comparison.reference
    told = [
        department
        for pair in named.comparison.pairs
        if pair.other == first
        for department in pair.departments
    ]
    felt = max((_half(one.felt) for one in told), default=0.0)
    return felt, max((_half(one.loss) for one in told if one.loss), default=0.0)


def _half(difference: Difference) -> float:
    return (difference.high - difference.low) / 2


def _felt(named: Named, choices: Sequence[AlternativeFacts]) -> Group:
    rows = []
    for place, department in enumerate(named.comparison.departments):
        chances = [one.departments[place].felt for one in choices]
        if any(whole_percent(honest(chance)) >= FAINT for chance in chances):
            entries = [
                shaded(chance, difference=difference.felt if difference else None)
                for chance, difference in zip(chances, _differences(named, choices, place), strict=True)
            ]
            rows.append(Row(label=department.name, entries=tuple(entries)))
    faint = len(named.comparison.departments) - len(rows)
    return Group(
        title="Chance that a department feels it",
        letters=_letters(named, choices),
        rows=tuple(rows),
        beside="points",
        more=f"{faint} more under {FAINT}{NBSP}% with any of these" if faint else "",
    )


def _lost(named: Named, choices: Sequence[AlternativeFacts]) -> Group:
    """The parts add up to the hidden cost of each choice."""
    shares = [_grains(named, one) for one in choices]
    rows = []
    for place, department in enumerate(named.comparison.departments):
        if not any(one.departments[place].loss for one in choices):
            continue
        entries = []
        for grains, difference in zip(shares, _differences(named, choices, place), strict=True):
            loss = difference.loss if difference else None
            entry = Entry(text=named.unit.loss_of(grains[place]))
            entries.append(differing(entry, loss, named.lost, gain=True))
        rows.append(Row(label=department.name, entries=tuple(entries)))
    if rows:
        together = tuple(Entry(text=named.unit.loss_of(sum(grains))) for grains in shares)
        rows.append(Row(label="Together", entries=together, total=True))
    return Group(
        title="Hidden cost by department, expected",
        letters=_letters(named, choices),
        rows=tuple(rows),
        beside="money; a plus is a gain",
    )


def _letters(named: Named, choices: Sequence[AlternativeFacts]) -> tuple[str, ...]:
    return tuple(named.letters[one.key] for one in choices)


def _differences(
    named: Named, choices: Sequence[AlternativeFacts], place: int
) -> Iterator[DepartmentDifference | None]:
    for one in choices:
        pair = named.comparison.pair(one.key, named.comparison.reference)
        yield pair.departments[place] if pair else None


def _grains(named: Named, one: AlternativeFacts) -> Sequence[int]:
    losses = [department.loss.mean if department.loss else 0.0 for department in one.departments]
    return money.apportion(
        [loss / named.unit.grain for loss in losses], total=named.unit.grains(one.hidden.mean)
    )
