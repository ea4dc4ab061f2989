"""What each of several choices is worth, how much one may come to regret it, and which brings most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.advise.pairing import regrets_if_won, regrets_in_all
from anatomy.advise.valuing import break_even, expected_range
from anatomy.domain.alternatives import Worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.advise.playing import Choice
    from anatomy.domain.alternatives import BreakEven


class Benchmark(Struct, frozen=True, kw_only=True):
    """What a choice has to bring to be worth while: as much as declining."""

    declined: float  #: expected worth of that, losing the deal counted
    without: float  #: chance to win then

    def against(self, if_won: float) -> BreakEven:
        """From which chance to win that much pays."""
        return break_even(if_won, declined=self.declined, without=self.without)


def benchmark(declined: Choice) -> Benchmark | None:
    """What declining brings; None where its chance to win or what winning brings is not said."""
    if declined.chance is None or not declined.certain.known:
        return None
    without = declined.chance.point
    return Benchmark(declined=without * declined.certain.worth, without=without)


def worths(choices: Sequence[Choice]) -> list[Worth]:
    """What each is worth; the last is to decline."""
    mark = benchmark(choices[-1])
    return [
        _worth(one, mark, regret, regret_if_won)
        for one, regret, regret_if_won in zip(
            choices, _regrets(choices), _regrets_if_won(choices), strict=True
        )
    ]


def best(choices: Sequence[Choice], worth: Sequence[Worth]) -> tuple[str, str]:
    """
    Key of the choice that brings most, and by what.

    By expected worth where it is known of all; where it is of none, by the worth if it goes ahead, among several that
    can be proposed. Else nobody can say, and both are empty.
    """
    expected = [one.expected for one in worth if one.expected is not None]
    if len(expected) == len(choices):
        return choices[expected.index(max(expected))].option.key, "expected"
    if_won = [one.if_won for one in worth[:-1]]
    if expected or len(if_won) == 1 or not _comparable(choices):
        return "", ""
    return choices[if_won.index(max(if_won))].option.key, "if-won"


def _worth(one: Choice, mark: Benchmark | None, regret: float | None, regret_if_won: float | None) -> Worth:
    before, hidden = one.certain.worth, one.hidden.mean
    least, most = (one.hidden.margins and one.hidden.margins.mean) or (hidden, hidden)
    if_won = before - hidden
    chance = one.chance if one.certain.known else None
    low, high = expected_range(if_won, chance) if chance else (None, None)
    has_pays = mark is not None and one.certain.known and not one.option.declines
    return Worth(
        known=one.certain.known,
        before_hidden=before,
        if_won=if_won,
        if_won_margin=(before - most, before - least),
        expected=chance.point * if_won if chance else None,
        expected_low=low,
        expected_high=high,
        pays=mark.against(if_won) if mark and has_pays else None,
        regret=regret,
        regret_if_won=regret_if_won,
    )


def _comparable(choices: Sequence[Choice]) -> bool:
    """Whether what they bring if they go ahead may be compared: all of them say it, or none."""
    return len({one.certain.known for one in choices if not one.option.declines}) == 1


def _regrets(choices: Sequence[Choice]) -> Sequence[float | None]:
    """Losing the deal counted; of none where not every chance and worth is known."""
    chances = [one.chance.point for one in choices if one.chance and one.certain.known]
    if len(chances) < len(choices):
        return [None] * len(choices)
    return regrets_in_all([one.brought for one in choices], chances, choices[0].outcomes)


def _regrets_if_won(choices: Sequence[Choice]) -> Sequence[float | None]:
    if not _comparable(choices):
        return [None] * len(choices)
    return [*regrets_if_won([one.brought for one in choices[:-1]], choices[0].outcomes), None]
