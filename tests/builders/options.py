"""Mitigations of the tiny model, made up at random, and every set of them asked one by one."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from anatomy.assess import ReportFigures, hold_limits
from anatomy.domain.cell import CellId
from anatomy.domain.decision import Adjustment, Selector
from anatomy.domain.enterprise import Basis
from anatomy.domain.limit import ANY, MEASURES, TOTAL, Limit
from anatomy.domain.mitigation import Block, Mitigation, ParameterChange
from anatomy.domain.response import Number
from anatomy.whatif import what_if

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.propagation.question import Exactness

CELLS = (
    "sales/deals/process",
    "sales/pricing/process",
    "legal/contracts/process",
    "legal/contracts/operations",
    "sales/deals/operations",
)
GUESS = Basis(how="judged", grade="C")


def a_mitigation(
    key: str,
    *,
    cost: float = 1.0,
    adjusts: tuple[Adjustment, ...] = (),
    blocks: tuple[Block, ...] = (),
    sets: tuple[ParameterChange, ...] = (),
    lead_days: float = 1.0,
) -> Mitigation:
    """One that fits every decision."""
    return Mitigation(
        key=key,
        name=f"Do {key}",
        what=f"{key} is done",
        cost=Number(cost),
        lead_days=lead_days,
        owner="Somebody",
        adjusts=adjusts,
        blocks=blocks,
        sets=sets,
        basis=GUESS,
    )


def a_factor(
    source: str = "",
    target: str = "",
    *,
    likelihood: float | None = None,
    share: float | None = None,
    delay: float | None = None,
    added: float | None = None,
) -> Adjustment:
    """Factors on what leads from one place to another."""
    numbers = (None if number is None else Number(number) for number in (likelihood, share, delay, added))
    one, two, three, four = numbers
    return Adjustment(
        of=Selector(source=source, target=target),
        likelihood=one,
        severity_share=two,
        delay=three,
        delay_added=four,
    )


PLACES = st.sampled_from(
    ["", "sales", "legal", "sales/deals", "sales/pricing", "legal/contracts/process", *CELLS]
)
FACTORS = st.sampled_from([None, None, 0.0, 0.2, 0.5, 0.9, 1.0])


@st.composite
def adjustments(draw: st.DrawFn, *, stronger: bool) -> Adjustment:
    """Factors that weaken; if `stronger`, some that do not."""
    factors = st.one_of(FACTORS, st.sampled_from([1.2, 2.0])) if stronger else FACTORS
    return a_factor(
        draw(PLACES),
        draw(PLACES),
        likelihood=draw(factors),
        share=draw(factors),
        delay=draw(st.sampled_from([None, 1.0, 2.0, *([0.5] if stronger else [])])),
        added=draw(st.sampled_from([None, None, 3.0, 12.0])),
    )


@st.composite
def mitigations(draw: st.DrawFn, key: str) -> Mitigation:
    """One that weakens, blocks, strengthens or sets a parameter."""
    cost = draw(st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0]))
    match draw(st.sampled_from(["weaken", "weaken", "weaken", "block", "set", "strengthen"])):
        case "block":
            at = CellId.parse(draw(st.sampled_from(CELLS)))
            spread = draw(st.booleans())
            return a_mitigation(
                key,
                cost=cost,
                blocks=(Block(cell=at, spread=spread, start=draw(st.booleans()) or not spread),),
            )
        case "set":
            share = Number(draw(st.sampled_from([0.05, 0.1, 0.2, 0.4])))
            more = draw(st.booleans())
            return a_mitigation(
                key,
                cost=cost,
                sets=(ParameterChange(parameter="share", to=share),),
                adjusts=(draw(adjustments(stronger=False)),) if more else (),
            )
        case kind:
            return a_mitigation(
                key,
                cost=cost,
                adjusts=(draw(adjustments(stronger=kind == "strengthen")), draw(adjustments(stronger=False))),
            )


#: Those that are told of the worlds that feel it come more often: they are what bounds may get wrong.
NAMES = st.sampled_from([*sorted(MEASURES), "severity", "severity", "arrival", "arrival"])


@st.composite
def limits(draw: st.DrawFn) -> tuple[Limit, float]:
    """A limit on any figure of the tiny model, and where among the figures of all sets its quantity shall lie."""
    name = draw(NAMES)
    measure = MEASURES[name]
    scopes = [
        *(["sales", "legal", "legal", ANY] if measure.of_departments else []),
        *([TOTAL] if measure.of_total else []),
    ]
    sign = ">" if measure.more_is_worse else "<"
    limit = Limit(
        scope=draw(st.sampled_from(scopes)),
        measure=name,
        stat=draw(st.sampled_from(measure.stats)) if measure.stats else "",
        comparison=draw(st.sampled_from([sign, f"{sign}="])),
        quantity=0.5,
    )
    return limit, draw(st.floats(0, 0.4))


class Asked(Struct, frozen=True, kw_only=True):
    """One set, asked by itself."""

    keys: tuple[str, ...]
    cost: float
    report: ImpactReport
    exceeded: int = 0

    @property
    def loss(self) -> float:
        """Expected hidden loss."""
        return self.report.total.loss.mean

    @property
    def net(self) -> float:
        """Hidden loss, own margin and cost together."""
        return self.loss + self.report.total.direct  # what is promised costs is part of it

    def held(self, limits: Iterable[Limit]) -> Asked:
        """The same held against limits."""
        told = hold_limits(limits, ReportFigures(self.report))
        return replace(self, exceeded=sum(limit.exceeded for limit in told))


def every_set(
    enterprise: Enterprise, decision: Decision, *, worlds: int = 1, exact: Exactness = "always"
) -> list[Asked]:
    """Each set of all mitigations of the model, put to the engine as a decision that promises them."""
    keys = sorted(enterprise.mitigations)
    return [
        Asked(
            keys=some,
            cost=math.fsum(float(str(enterprise.mitigations[key].cost)) for key in some),
            report=what_if(enterprise, replace(decision, mitigations=some), worlds=worlds, exact=exact),
        )
        for size in range(len(keys) + 1)
        for some in combinations(keys, size)
    ]


def placed(limit: Limit, at: float, asked: Iterable[Asked]) -> Limit:
    """The limit with its quantity between two neighbouring figures that different sets have."""
    told = {hold_limits([limit], ReportFigures(one.report))[0].figure for one in asked}
    figures = sorted(figure for figure in told if figure is not None)
    if not figures:
        return limit
    place = min(len(figures) - 1, int(at * len(figures)))
    low, high = figures[place], figures[min(place + 1, len(figures) - 1)]
    return replace(limit, quantity=(low + high) / 2)
