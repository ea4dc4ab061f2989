"""Limits held against every choice, against each choice put to the what-if as a decision of its own."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from anatomy.advise.choices import options_of
from anatomy.advise.comparing import compare
from anatomy.loading import parse_limit
from anatomy.render.alternatives_csv import render_alternatives_csv
from anatomy.whatif import what_if, with_limits
from anatomy.whatif.advising import with_advice
from anatomy.whatif.alternatives import compared_of

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.limit import Limit

TEXTS = (
    "legal.felt > 40 %",
    "legal.loss.mean > 1k",
    "sales.loss.p90 > 10k",
    "legal.arrival.p50 < 3 days",
    "legal.severity > 20 %",
    "total.material > 30 %",
    "departments-felt > 1.2",
    "any.felt > 90 %",
)


@pytest.fixture(scope="module")
def limits(enterprise: Enterprise) -> list[Limit]:
    return [parse_limit(text, enterprise) for text in TEXTS]


@pytest.mark.parametrize("exact", ["always", "never"])
def test_each_choice_is_held_as_if_it_were_asked_alone(
    enterprise: Enterprise, deal: Decision, limits: list[Limit], exact: str
) -> None:
    found = compare(enterprise, options_of(deal), worlds=400, seed=3, exact=exact, limits=limits)  # type: ignore[arg-type]
    counts = []
    for option, told in zip(options_of(deal)[:-1], found.choices, strict=False):
        alone = what_if(enterprise, option.decision, worlds=400, seed=3, exact=exact, limits=limits)  # type: ignore[arg-type]
        counts.append(told.exceeded)
        assert [one.text for one in told.limits] == [one.text for one in alone.limits]
        for one, other in zip(told.limits, alone.limits, strict=True):
            assert (one.exceeded, one.department) == (other.exceeded, other.department)
            assert one.figure == pytest.approx(other.figure)

    assert len(set(counts)) > 1
    assert (found.choices[-1].limits, found.choices[-1].exceeded) == ((), 0)


def test_a_page_holds_its_limits_against_the_choices_too(
    enterprise: Enterprise, deal: Decision, limits: list[Limit]
) -> None:
    plain = what_if(enterprise, deal, limits=limits)
    report = with_advice(plain, enterprise, deal, limits=limits)
    assert report.alternatives
    assert report.alternatives.choices[0].limits
    assert report.alternatives.choices[0].exceeded == sum(one.exceeded for one in report.limits)
    compared = compared_of(report)
    assert compared
    rows = csv.reader(io.StringIO(render_alternatives_csv(compared)))
    told = {row[0]: float(row[4]) for row in rows if row[3] == "limits exceeded"}
    assert told == {one.key: one.exceeded for one in report.alternatives.choices}
    # Of a saved answer the worlds are gone: other limits than these cannot be held against its choices.
    further = with_limits(report, limits[:1]).alternatives
    assert further
    assert not any(one.limits for one in further.choices)
