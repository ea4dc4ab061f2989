"""Limits held against an answer: from a whole answer and from worlds kept one by one, alike."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.assess import OutcomeFigures, ReportFigures, hold_limits, limits_in_force, play_effects
from anatomy.deciding import decide_effects
from anatomy.domain.impact import Chance
from anatomy.domain.limit import ANY, MEASURES, TOTAL, Limit
from anatomy.loading import load_enterprise, parse_limit, read_decision, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from builders.reports import a_report
from builders.tiny import a_decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit_facts import LimitFacts

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind" / "decision.yaml"


@cache
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


def every_limit(enterprise: Enterprise) -> Iterator[Limit]:
    """One of every measure, statistic and scope; the quantity does not matter here."""
    for name, measure in MEASURES.items():
        scopes = [*enterprise.departments, ANY] if measure.of_departments else []
        for scope in [*scopes, *([TOTAL] if measure.of_total else [])]:
            for stat in measure.stats or ("",):
                sign = ">" if measure.more_is_worse else "<"
                yield Limit(scope=scope, measure=name, stat=stat, comparison=sign, quantity=0.5)


def both_ways(
    enterprise: Enterprise, decision: Decision, *, exact: str, worlds: int = 1_000
) -> tuple[ImpactReport, list[tuple[LimitFacts, LimitFacts]]]:
    effects = decide_effects(enterprise, decision)
    limits = tuple(every_limit(enterprise))
    report = what_if(enterprise, decision, worlds=worlds, seed=3, exact=exact, limits=limits)  # type: ignore[arg-type]
    outcomes = play_effects(enterprise, effects, worlds=worlds, seed=3, exact=exact)  # type: ignore[arg-type]
    figures = OutcomeFigures(
        outcomes=outcomes,
        departments=tuple(enterprise.departments),
        direct=frozenset(trigger.cell.department for trigger in effects.triggers),
        material_loss=enterprise.material_loss,
    )
    told = {one.text: one for one in report.limits}
    return report, [(told[one.text], one) for one in hold_limits(limits, figures)]


@pytest.mark.parametrize("key", ["discount", "terms"])
def test_worlds_and_answer_agree_on_every_figure_when_exact(key: str, enterprise: Enterprise) -> None:
    settings = {"days": "90 days"} if key == "terms" else {}
    report, pairs = both_ways(enterprise, a_decision(enterprise, key, **settings), exact="always")

    assert report.run.exact
    for told, found in pairs:
        assert found.figure == (told.figure if told.figure is None else pytest.approx(told.figure, rel=1e-12))
        assert (found.department, found.exceeded) == (told.department, told.exceeded)
        assert not told.within_error
        assert told.low == told.high == told.figure
    assert {told.measure for told, _ in pairs if told.figure is not None} == set(MEASURES)


def test_worlds_and_answer_agree_on_every_figure_of_a_sample() -> None:
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference())
    report, pairs = both_ways(reference(), decision, exact="never")

    assert not report.run.exact
    for told, found in pairs:
        if told.measure in {"loss", "late-cash", "felt", "reached", "material"} and told.stat != "mean":
            assert found.figure == told.figure
        else:
            assert found.figure == (
                told.figure if told.figure is None else pytest.approx(told.figure, rel=1e-9)
            )
        assert (found.department, found.exceeded) == (told.department, told.exceeded)
        assert [key for key, _ in found.others] == [key for key, _ in told.others]
        sure = told.measure == "reached" and told.figure in {0.0, 1.0}
        if not sure and told.low is not None:
            assert [found.low, found.high] == pytest.approx([told.low, told.high], rel=1e-3, abs=1e-9)


def test_the_narrower_word_counts(enterprise: Enterprise) -> None:
    """Of limits on one figure the option wins over the decision file, and that over the model."""
    model = {
        text: parse_limit(text, enterprise, name=text)
        for text in ("Legal.felt > 1 %", "Legal.loss > 5", "total.loss > 7")
    }
    enterprise = replace(enterprise, limits=model)
    decision = replace(
        a_decision(enterprise),
        limits=(parse_limit("Legal.loss > 6", enterprise), parse_limit("total.loss > 8", enterprise)),
    )
    option = parse_limit("total.loss > 9", enterprise)

    assert list(map(str, limits_in_force(enterprise, decision, [option]))) == [
        "legal.felt > 1 %",
        "legal.loss.mean > 6",
        "total.loss.mean > 9",
    ]


def held(text: str, **changes: Any) -> LimitFacts:
    """A limit held against the report made by hand, with some of its fields changed."""
    limit = parse_limit(text, reference())
    return hold_limits([limit], ReportFigures(a_report(**changes)))[0]


def test_any_names_who_is_worst_off_and_all_who_are_beyond() -> None:
    limit = held("any.felt > 65 %")

    assert (limit.exceeded, limit.department, limit.figure) == (True, "finance", 0.86)
    assert limit.others == (("legal", 0.78), ("product", 0.71), ("support", 0.66))
    assert limit.excess == pytest.approx(0.21)


def test_any_leaves_out_where_the_decision_starts_except_for_money() -> None:
    assert held("Sales.felt > 99 %").exceeded
    assert not held("any.felt > 90 %").exceeded
    assert held("any.loss > 15k").others[-1] == ("sales", 16_000.0)


def test_a_figure_that_does_not_exist_exceeds_nothing() -> None:
    limit = held("Procurement.arrival < 900 days")

    assert (limit.figure, limit.exceeded, limit.excess, limit.low) == (None, False, None, None)


def test_arrival_is_worse_the_earlier_it_is() -> None:
    limit = held("any.arrival < 5 days")

    assert (limit.exceeded, limit.department, limit.figure, limit.excess) == (True, "finance", 1.0, 4.0)
    assert [key for key, _ in limit.others] == ["product"]


@pytest.mark.parametrize(
    ("probability", "exceeded", "within"),
    [(0.81, True, False), (0.801, True, True), (0.799, False, True), (0.7, False, False)],
)
def test_it_is_told_when_sampling_alone_may_decide(probability: float, exceeded: bool, within: bool) -> None:  # noqa: FBT001
    chance = Chance(probability=probability, low=probability - 0.005, high=probability + 0.005)
    total = replace(a_report().total, material=chance)

    limit = held("material > 80 %", total=total)
    assert (limit.exceeded, limit.within_error) == (exceeded, within)


def test_a_rounding_is_not_beyond() -> None:
    limit = parse_limit("total.loss.p90 > 50k", reference())

    assert not limit.is_exceeded(np.nextafter(50_000.0, math.inf))
    assert limit.is_exceeded(50_000.01)
    assert parse_limit("total.loss.p90 >= 50k", reference()).is_exceeded(np.nextafter(50_000.0, 0.0))
