"""What matters most, in the answer itself: the figures of `importance`, and links that the page can name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.render import EXPORTERS
from anatomy.shipped import shelf
from anatomy.views.levers import levers
from anatomy.views.parts import Lookup
from anatomy.whatif import what_if
from anatomy.whatif.levers import with_levers
from anatomy.whatif.weighing import weigh_decision

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport


@pytest.fixture(scope="module")
def report() -> ImpactReport:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(draft_of_type(reference, "discount-exception"), reference)
    return with_levers(what_if(reference, decision, worlds=800), reference, decision, worlds=800)


def test_levers_are_those_of_importance(report: ImpactReport) -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(draft_of_type(reference, "discount-exception"), reference)
    weighed = weigh_decision(reference, decision, worlds=800)
    total = next(one for one in weighed.targets if one.target.what == "enterprise")
    ours = [one for one in report.levers if not one.target]
    assert [(one.link, one.by, one.without) for one in ours] == [
        (one.what, one.loss.by, one.loss.without) for one in total.removals if one.loss
    ]
    assert report.total.loss.mean == pytest.approx(ours[0].by + ours[0].without)
    cards = [one.target for one in report.levers if one.target]
    assert list(dict.fromkeys(cards)) == [key for key in reference.cards if key in cards]


def test_a_department_that_loses_money_is_told_by_money_with_its_other_figures_beside(
    report: ImpactReport,
) -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(draft_of_type(reference, "discount-exception"), reference)
    legal = report.department("legal")
    assert legal.loss is not None
    (weighed,) = weigh_decision(reference, decision, to="legal", measure="loss", worlds=800).targets
    ours = [one for one in report.levers if one.target == "legal"]

    assert {one.measure for one in ours} == {"loss"}
    assert legal.loss.mean == pytest.approx(ours[0].by + ours[0].without)
    for one, removal in zip(ours, weighed.removals, strict=True):
        assert removal.loss is not None
        assert (one.link, one.by) == (removal.what, removal.loss.by)
        told = {fall.measure: (fall.by, fall.low, fall.high) for fall in one.beside}
        assert told == {
            name: (fall.by, fall.low, fall.high)
            for name in ("felt", "severity")
            if (fall := getattr(removal, name)) is not None
        }


def test_every_lever_names_a_link_of_the_answer(report: ImpactReport) -> None:
    links = {link.id for link in report.links}
    assert {one.link for one in report.levers} <= links
    assert [link.id for link in report.links] == sorted(links)


def test_the_page_tells_them_and_is_silent_without(report: ImpactReport) -> None:
    told = levers(Lookup(report))
    assert told[0].heading == "Hidden cost"
    assert len(told[0].levers) == 5
    assert all(0 < len(one.levers) <= 5 for one in told[1:])
    page = EXPORTERS["html"](report)
    assert "What matters most" in page
    assert told[0].levers[0].effect in page
