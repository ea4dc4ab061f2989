"""Choices side by side on the same worlds: who feels each, what it costs, and what it is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from anatomy.advise.choices import changes, dropped
from anatomy.advise.pairing import (
    chance_difference,
    mean_difference,
    mean_share,
    standing_if_won,
    standing_in_all,
)
from anatomy.advise.playing import hold_choice, play_options
from anatomy.advise.ranking import benchmark, best, worths
from anatomy.advise.tabling import tabulate
from anatomy.assess.approvals import act_facts, policy_facts
from anatomy.assess.asking import LATE, TOTAL
from anatomy.assess.figures import certain_chance, chance, quantiles
from anatomy.domain.alternatives import (
    AlternativeFacts,
    Comparison,
    DepartmentDifference,
    DepartmentOutcome,
    NamedDepartment,
    PairFacts,
)
from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from anatomy.advise.choices import Option
    from anatomy.advise.playing import Choice
    from anatomy.domain.alternatives import Worth
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.figures import Chance
    from anatomy.domain.grid import Grid
    from anatomy.domain.limit import Limit
    from anatomy.propagation.question import Exactness

MOST_WORLDS: Final = 1_000_000  #: what is kept of every choice world by world has to fit in memory


def compare(
    enterprise: Enterprise,
    options: Sequence[Option],
    *,
    worlds: int = 10_000,
    seed: int = 0,
    exact: Exactness = "auto",
    grid: Grid | None = None,
    limits: Sequence[Limit] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """
    The choices side by side, each world the same for all of them.

    Args:
        enterprise: the model.
        options: with keys that differ; the first is what the others are held against, the last is to decline that.
        worlds: how many to sample, 1 to 1,000,000; an exact answer needs none.
        seed: the same seed gives the same worlds as a what-if.
        exact: whether to go through every world; "auto" does where few coins matter.
        grid: a table over two parameters of the first option; None: no table.
        limits: that win over those of the model and of each decision on the same figures.
        progress: told how many worlds are done, and of how many; of the choices, then of the table.

    Raises:
        InputError: a response has no value for some parameters, a setting is out of range, or an exact answer cannot
            be had.
    """
    if worlds > MOST_WORLDS:
        hint = f"ask for at most {MOST_WORLDS:,}"
        raise InputError.because("ANA707", f"{worlds:,} worlds of every choice would not fit", hint=hint)
    choices = play_options(enterprise, options, worlds=worlds, seed=seed, exact=exact, progress=progress)
    worth = worths(choices)
    key, ranked_by = best(choices, worth)
    against = [choices[0], *(one for one in choices[1:] if one.option.key == key)]
    played = choices[0].outcomes
    return Comparison(
        reference=options[0].key,
        best=key,
        ranked_by=ranked_by,
        worlds=played.worlds,
        seed=seed,
        exact=played.exact,
        departments=tuple(
            NamedDepartment(key=one.key, code=one.code, name=one.name)
            for one in enterprise.departments.values()
        ),
        choices=tuple(
            _facts(enterprise, one, own, than=options[0], limits=limits)
            for one, own in zip(choices, worth, strict=True)
        ),
        pairs=tuple(
            _pair(enterprise, one, other) for other in against for one in choices if one is not other
        ),
        grid=None
        if grid is None
        else tabulate(
            enterprise,
            options[0].decision,
            grid,
            mark=benchmark(choices[-1]),
            worlds=worlds,
            seed=seed,
            exact=exact,
            progress=progress,
        ),
    )


def _facts(
    enterprise: Enterprise, choice: Choice, worth: Worth, *, than: Option, limits: Sequence[Limit]
) -> AlternativeFacts:
    option, effects, outcomes = choice.option, choice.effects, choice.outcomes
    departments = tuple(_departments(enterprise, choice))
    return AlternativeFacts(
        key=option.key,
        title=option.title,
        declines=option.declines,
        changes=changes(enterprise, option, than),
        dropped=() if option.declines else dropped(enterprise, option, than),
        win_chance=choice.chance,
        value_if_won=choice.certain.value_if_won,
        direct=choice.certain.direct,
        direct_late_cash=choice.certain.direct_late_cash,
        promised=choice.certain.promised,
        hidden=choice.hidden,
        hidden_late_cash=quantiles(choice.lost(f"{LATE}{TOTAL}"), outcomes),
        material=chance(choice.lost(TOTAL) > enterprise.material_loss, outcomes)
        if effects.triggers
        else certain_chance(0.0),
        departments_felt=math.fsum(one.felt.probability for one in departments),
        departments=departments,
        worth=worth,
        acts=act_facts(enterprise, effects.acts),
        policies=policy_facts(enterprise, effects.policies),
        limits=hold_choice(enterprise, choice, limits),
    )


def _departments(enterprise: Enterprise, choice: Choice) -> Iterator[DepartmentOutcome]:
    outcomes = choice.outcomes
    everywhere = outcomes.felt
    for key in enterprise.departments:
        row = outcomes.of_group(key)
        felt, severity = everywhere[row], outcomes.severity[row]
        likely = _felt(choice, row)
        yield DepartmentOutcome(
            key=key,
            felt=likely,
            severity=mean_share(severity, outcomes),
            severity_if_felt=mean_share(severity * felt, outcomes) / likely.probability
            if likely.probability
            else None,
            loss=quantiles(choice.lost(key), outcomes) if key in outcomes.ledgers else None,
        )


def _felt(choice: Choice, row: int) -> Chance:
    """The chance that a department feels it; what is certain or impossible has no sampling error."""
    outcomes = choice.outcomes
    if outcomes.surely_felt[row] or not outcomes.possibly_felt[row]:
        return certain_chance(float(outcomes.surely_felt[row]))
    return chance(outcomes.felt[row], outcomes)


def _pair(enterprise: Enterprise, one: Choice, other: Choice) -> PairFacts:
    played, known = one.outcomes, (one.certain.known, other.certain.known)
    if_won = in_all = None
    if known[0] == known[1] and not (one.option.declines or other.option.declines):
        if_won = standing_if_won(one.brought, other.brought, played)
    if all(known) and one.chance and other.chance:
        chances = one.chance.point, other.chance.point
        in_all = standing_in_all(one.brought, other.brought, chances, played)
    return PairFacts(
        one=one.option.key,
        other=other.option.key,
        departments=tuple(_department_pairs(enterprise, one, other)),
        hidden=mean_difference(one.lost(TOTAL) - other.lost(TOTAL), played),
        if_won=if_won,
        in_all=in_all,
    )


def _department_pairs(enterprise: Enterprise, one: Choice, other: Choice) -> Iterator[DepartmentDifference]:
    played, mine, others = one.outcomes, one.outcomes.felt, other.outcomes.felt
    settled = _settled(one) & _settled(other)
    for key in enterprise.departments:
        row = played.of_group(key)
        with_money = key in one.outcomes.ledgers or key in other.outcomes.ledgers
        yield DepartmentDifference(
            key=key,
            felt=chance_difference(mine[row], others[row], played, settled=bool(settled[row])),
            loss=mean_difference(one.lost(key) - other.lost(key), played) if with_money else None,
        )


def _settled(choice: Choice) -> NDArray[np.bool_]:
    """Per department, whether it feels the choice in every world or in none."""
    settled: NDArray[np.bool_] = choice.outcomes.surely_felt | ~choice.outcomes.possibly_felt
    return settled
