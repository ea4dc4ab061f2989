"""Limits and conditions made by hand, to stand in the report made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from anatomy.domain.conditions import (
    ChangeFacts,
    Conditions,
    EffectFacts,
    LimitChangeFacts,
    OptionFacts,
    SearchFacts,
    SetFacts,
)
from anatomy.domain.limit_facts import LimitFacts
from anatomy.domain.timing import TimingFacts

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport

FINANCE = LimitFacts(
    text="finance.loss.p90 > 150k",
    scope="finance",
    measure="loss",
    stat="p90",
    comparison=">",
    quantity=150_000.0,
    key="finance-loss",
    why="what a quarter can lose",
    owner="Chief Financial Officer",
    how="judged",
    grade="C",
    department="finance",
    figure=222_700.0,
    low=219_000.0,
    high=226_000.0,
    exceeded=True,
    excess=72_700.0,
)
LEGAL = LimitFacts(
    text="legal.felt > 80 %",
    scope="legal",
    measure="felt",
    stat="",
    comparison=">",
    quantity=0.8,
    key="legal-felt",
    owner="General Counsel",
    department="legal",
    figure=0.78,
    low=0.774,
    high=0.786,
    exceeded=False,
    excess=-0.02,
)
ANYONE = LimitFacts(
    text="any.arrival.p50 < 3 days",
    scope="any",
    measure="arrival",
    stat="p50",
    comparison="<",
    quantity=3.0,
    department="finance",
    figure=1.0,
    low=1.0,
    high=1.25,
    exceeded=True,
    excess=2.0,
    others=(("product", 2.0),),
)
NEVER = LimitFacts(
    text="procurement.severity >= 20 %",
    scope="procurement",
    measure="severity",
    stat="",
    comparison=">=",
    quantity=0.2,
    department="",
    figure=None,
    exceeded=False,
)
ALL = (FINANCE, LEGAL, ANYONE, NEVER)


def some_limits(**figures: float) -> tuple[LimitFacts, ...]:
    """All four, with other figures of finance, legal or anyone."""
    named = {"finance": FINANCE, "legal": LEGAL, "anyone": ANYONE}
    told = []
    for one in ALL:
        figure = next(
            (figures[name] for name, other in named.items() if other is one and name in figures), one.figure
        )
        worse = figure is not None and (
            (figure > one.quantity) if one.comparison == ">" else figure < one.quantity
        )
        told.append(replace(one, figure=figure, exceeded=worse, others=one.others if worse else ()))
    return tuple(told)


def a_change(change: float, half: float | None = None) -> ChangeFacts:
    """A change, with half of its interval."""
    return (
        ChangeFacts(change=change)
        if half is None
        else ChangeFacts(change=change, low=change - half, high=change + half)
    )


def an_effect(
    loss: float, half: float | None = 900.0, *, direct: float = 0.0, finance: float | None = None
) -> EffectFacts:
    """What something does to the loss, and to the figure of Finance."""
    changes: tuple[LimitChangeFacts, ...] = ()
    if finance is not None:
        changes = (
            LimitChangeFacts(
                text=FINANCE.text,
                before=222_700.0,
                after=finance,
                change=a_change(finance - 222_700.0, 4_000.0),
            ),
        )
    return EffectFacts(loss=a_change(loss, half), direct=direct, limits=changes)


def an_option(key: str, **changes: Any) -> OptionFacts:
    """An option that takes away 9k of hidden loss for 2k."""
    option = OptionFacts(
        key=key,
        name=f"The {key} is settled",
        what=f"Somebody settles the {key} with the customer",
        owner="Deal desk lead",
        department="sales",
        cost=2_000.0,
        lead_days=5.0,
        how="judged",
        grade="C",
        changes_terms=False,
        chosen=False,
        alone=an_effect(-10_000.0),
        last_in=an_effect(-9_000.0),
        net_benefit=7_000.0,
        timing=TimingFacts(
            verdict="in-time", department="legal", first_p05=20.0, first_p50=52.0, late_share=0.0
        ),
    )
    return replace(option, **changes)


OPTIONS = (
    an_option(
        "clause",
        chosen=True,
        alone=an_effect(-70_000.0),
        last_in=an_effect(-62_000.0, finance=131_000.0),
        net_benefit=60_000.0,
    ),
    an_option(
        "cover",
        cost=52_000.0,
        lead_days=90.0,
        net_benefit=-43_000.0,
        timing=TimingFacts(
            verdict="too-late", department="support", first_p05=8.0, first_p50=61.0, late_share=0.72
        ),
    ),
    an_option(
        "note",
        cost=400.0,
        lead_days=1.0,
        alone=an_effect(0.0, 0.0),
        last_in=an_effect(0.0, 0.0),
        net_benefit=-400.0,
        timing=TimingFacts(verdict="never-felt"),
    ),
    an_option(
        "services",
        chosen=True,
        cost=18_000.0,
        changes_terms=True,
        last_in=an_effect(-22_000.0, None, direct=-36_000.0),
        net_benefit=40_000.0,
        timing=TimingFacts(verdict="with-the-terms"),
    ),
    an_option(
        "wording",
        cost=1_200.0,
        lead_days=2.0,
        last_in=an_effect(500.0),
        net_benefit=-1_700.0,
        timing=TimingFacts(
            verdict="sometimes-late", department="legal", first_p05=0.5, first_p50=6.0, late_share=0.39
        ),
    ),
)


def a_set(
    *options: str, cost: float = 20_000.0, fresh: tuple[LimitFacts, ...] | None = None, **figures: float
) -> SetFacts:
    """A set of options; the figures are those on the worlds of the search."""
    held = some_limits(**{"finance": 131_000.0, "anyone": 4.0, **figures})
    checked = held if fresh is None else fresh
    return SetFacts(
        options=options,
        cost=cost,
        loss=110_000.0,
        effect=an_effect(-90_000.0, 3_000.0, direct=-36_000.0, finance=131_000.0),
        limits=held,
        fresh=checked,
        net_benefit=106_000.0,
        satisfied=not any(limit.exceeded for limit in held),
        holds=not any(limit.exceeded for limit in (*held, *checked)),
    )


def a_search(**changes: Any) -> SearchFacts:
    """A search that came to a proof."""
    search = SearchFacts(
        options=5,
        free=1,
        tried=25,
        most=600,
        worlds=2_000,
        seed=7,
        exact=False,
        fresh_worlds=10_000,
        fresh_seed=8,
        proven=True,
        lower_bound=20_000.0,
        gap=0.0,
    )
    return replace(search, **changes)


def some_conditions(**changes: Any) -> Conditions:
    """Two conditions under which nothing is exceeded; keywords replace fields."""
    conditions = Conditions(
        budget=None,
        promised=("Precedent note",),
        proposed=ALL,
        proposed_fresh=ALL,
        chosen=a_set("clause", "services"),
        sturdier=None,
        impossible=False,
        options=OPTIONS,
        search=a_search(),
    )
    return replace(conditions, **changes)


def with_conditions(report: ImpactReport, **changes: Any) -> ImpactReport:
    """A report that is held against limits, with its conditions."""
    return replace(report, limits=ALL, conditions=some_conditions(**changes))
