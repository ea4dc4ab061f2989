"""Choices played through: each with its effects, its outcomes in the same worlds, and what is certain of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.advise.valuing import certain, certain_if_declined, win_chance
from anatomy.assess import OutcomeFigures, hold_limits, limits_in_force
from anatomy.assess.asking import TOTAL
from anatomy.assess.figures import quantiles
from anatomy.assess.playing import play_effects_together
from anatomy.deciding import decide_effects
from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from anatomy.advise.choices import Option
    from anatomy.advise.valuing import Certain
    from anatomy.deciding import Effects
    from anatomy.domain.alternatives import WinChance
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.figures import Quantiles
    from anatomy.domain.limit import Limit
    from anatomy.domain.limit_facts import LimitFacts
    from anatomy.propagation import Outcomes
    from anatomy.propagation.question import Exactness

    Floats = NDArray[np.float64]


class Choice(Struct, frozen=True, kw_only=True, eq=False):
    """One option, world by world."""

    option: Option
    effects: Effects
    outcomes: Outcomes
    certain: Certain
    chance: WinChance | None
    hidden: Quantiles  #: propagated loss of margin

    @property
    def brought(self) -> Floats:
        """What it brings in each world if it goes ahead."""
        return self.certain.worth - self.lost(TOTAL)

    def lost(self, ledger: str) -> Floats:
        """What a ledger loses in each world; nothing where there is no such ledger."""
        if ledger not in self.outcomes.ledgers:
            return np.zeros(self.outcomes.worlds)
        lost: Floats = self.outcomes.loss[self.outcomes.of_ledger(ledger)]
        return lost


def hold_choice(
    enterprise: Enterprise, choice: Choice, further: Iterable[Limit] = ()
) -> tuple[LimitFacts, ...]:
    """
    The limits in force held against a choice; none against declining, which sets nothing off.

    Args:
        enterprise: with limits of its own.
        choice: played through; its decision may have limits of its own.
        further: that win over those on the same figures.
    """
    if choice.option.declines:
        return ()
    figures = OutcomeFigures(
        outcomes=choice.outcomes,
        departments=tuple(enterprise.departments),
        direct=frozenset(one.cell.department for one in choice.effects.triggers),
        material_loss=enterprise.material_loss,
    )
    return hold_limits(limits_in_force(enterprise, choice.option.decision, further), figures)


def play_options(
    enterprise: Enterprise,
    options: Sequence[Option],
    *,
    worlds: int,
    seed: int,
    exact: Exactness,
    progress: Callable[[int, int], None] | None = None,
) -> list[Choice]:
    """
    Every option in the same worlds.

    Args:
        enterprise: the model.
        options: to decline takes the lines that come either way from the first.
        worlds: how many to sample.
        seed: of the coins.
        exact: as in `play_together`.
        progress: as there.

    Raises:
        InputError: a response has no value, a setting is out of range, or an exact answer cannot be had.
    """
    effects = [_decided(enterprise, option, place) for place, option in enumerate(options)]
    outcomes = play_effects_together(
        enterprise, effects, worlds=worlds, seed=seed, exact=exact, progress=progress
    )
    return [
        Choice(
            option=option,
            effects=own,
            outcomes=played,
            certain=certain_if_declined(option.decision, effects[0])
            if option.declines
            else certain(option.decision, own),
            chance=win_chance(option.decision.win_chance),
            hidden=quantiles(played.loss[played.of_ledger(TOTAL)], played),
        )
        for option, own, played in zip(options, effects, outcomes, strict=True)
    ]


def _decided(enterprise: Enterprise, option: Option, place: int) -> Effects:
    """The effects of an option; a refusal says of which, unless it is the first."""
    try:
        return decide_effects(enterprise, option.decision)
    except InputError as error:
        if not place:
            raise
        told = (replace(one, message=f"{option.key}: {one.message}") for one in error.problems)
        raise InputError(told) from None
