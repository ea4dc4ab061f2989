"""Conditions and limits in words."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from anatomy.domain.limit import MEASURES
from anatomy.domain.timing import NEVER_FELT, TimingFacts
from anatomy.views.conditions import ConditionsView, view_conditions
from anatomy.views.limits import limit_lines, limit_row
from anatomy.views.report import view_report
from anatomy.views.timing import timing_words
from builders.conditions import (
    ALL,
    FINANCE,
    OPTIONS,
    a_search,
    a_set,
    some_conditions,
    some_limits,
    with_conditions,
)
from builders.reports import DEPARTMENTS, a_report

NAMES = {row[0]: row[2] for row in DEPARTMENTS}


def view(**changes: Any) -> ConditionsView:
    return view_conditions(some_conditions(**changes), currency="EUR", names=NAMES)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_what_is_met_is_said_with_its_cost_its_proof_and_its_check() -> None:
    told = view()

    assert (
        plain(told.answer)
        == "As proposed, 2 of 4 limits are exceeded. With these 2 conditions, €20k together, none is."
    )
    assert told.proof == "Proven on 2,000 worlds: no other set costs less (25 sets played through)."
    assert told.check == "On 10,000 fresh worlds it holds as well."
    assert told.promised == "Promised already, and part of it as proposed: Precedent note."
    assert [row.key for row in told.rows] == ["clause", "services"]
    assert [row.key for row in told.others] == ["note", "wording", "cover"]


def test_nothing_to_do_is_said() -> None:
    fine = some_limits(finance=1.0, anyone=9.0)
    told = view(proposed=fine, proposed_fresh=fine, chosen=replace(a_set(cost=0.0), options=()))

    assert told.answer == "As proposed, none of 4 limits is exceeded, so that nothing need be done."
    assert (told.proof, told.check) == ("", "")
    none = replace(a_set(cost=0.0), options=(), limits=(), fresh=())
    assert (
        view(proposed=(), proposed_fresh=(), chosen=none, options=()).answer
        == "There is no limit to stay within."
    )


def test_what_cannot_be_met_is_said_with_what_is_left() -> None:
    chosen = a_set("clause", cost=2_000.0, finance=180_000.0)
    told = view(chosen=chosen, impossible=True, search=a_search(lower_bound=-5.0))

    assert plain(told.answer) == (
        "As proposed, 2 of 4 limits are exceeded. No set of the 5 options brings every limit within bounds. Best is "
        "this condition, €2k together, after which 1 is still exceeded: Finance, hidden loss, P90, €180k, limit over "
        "€150k."
    )
    assert told.proof == "Proven on 2,000 worlds: no other set does better (25 sets played through)."
    unsure = view(chosen=chosen, search=a_search(proven=False, gap=None, lower_bound=None))
    assert "No set that was tried of the 5 options" in unsure.answer
    assert unsure.proof == "The best of 25 sets played through on 2,000 worlds, which is no proof."


def test_a_search_that_was_cut_does_not_say_that_nothing_helps() -> None:
    nothing = replace(a_set(cost=0.0, finance=222_700.0, anyone=1.0), options=())
    told = {
        proven: view_conditions(
            some_conditions(chosen=nothing, impossible=proven, search=a_search(tried=2, proven=proven)),
            currency="EUR",
            names=NAMES,
        ).answer
        for proven in (True, False)
    }
    assert told[True].endswith("Nothing does better than doing nothing.")
    assert told[False].endswith(
        "The search was cut off after 2 sets, and none of those does better than doing nothing."
    )


def test_what_is_not_proven_is_said_with_its_gap() -> None:
    told = view(search=a_search(proven=False, lower_bound=14_500.0, gap=5_500.0))

    assert plain(told.proof) == (
        "The best of 25 sets played through on 2,000 worlds, which is no proof. No set costs less than €15k, €5.5k below."
    )


def test_a_budget_is_said() -> None:
    told = view(budget=25_000.0)

    assert plain(told.answer).endswith("Within €25k, these 2 conditions, €20k together, leave none.")
    assert "no other set does better" in told.proof
    nothing = view(budget=100.0, chosen=replace(a_set(cost=0.0), options=()))
    assert plain(nothing.answer).endswith("Nothing that €100 can buy is worth it.")


def test_what_fails_on_fresh_worlds_is_said_with_the_next_that_does_not() -> None:
    fresh = some_limits(finance=151_000.0, anyone=4.0)
    chosen = a_set("clause", "services", fresh=fresh)
    told = view(chosen=chosen, sturdier=a_set("clause", "note", "services", cost=20_400.0))

    assert plain(told.check) == (
        "On 10,000 fresh worlds it does not hold: Finance, hidden loss, P90, €151k, limit over €150k. The next that "
        "holds there too costs €20k: The clause is settled, The note is settled and The services is settled."
    )
    assert [row.failed for row in told.limits] == [True, False, False, False]


def test_every_world_needs_no_check() -> None:
    told = view(
        chosen=a_set("clause", "services", fresh=()),
        proposed_fresh=(),
        search=a_search(exact=True, worlds=64, fresh_worlds=0),
    )

    assert (told.check, told.fresh) == ("", "")
    assert told.proof.startswith("Proven in all worlds:")


def test_an_option_tells_what_it_saves_and_when() -> None:
    rows = {row.key: row for row in (*view().rows, *view().others)}

    assert (
        plain(rows["clause"].timing)
        == "in time: what it acts on is first felt by Legal after about two months"
    )
    assert plain(rows["clause"].last_in) == "€62k"
    assert plain(rows["clause"].interval) == "€61k to €63k"
    assert plain(rows["clause"].net) == "+€60k"
    assert [plain(text) for text in rows["clause"].effects] == [
        "Finance, hidden loss, P90: €223k without it, €131k with it (−€96k to −€88k)"
    ]
    assert plain(rows["cover"].timing) == (
        "too late: what it acts on is first felt by Customer Support after about two months; begin 82 days before "
        "signing, or it works too late in 72 % of worlds"
    )
    assert rows["note"].timing == "what it acts on is never felt"
    assert (rows["note"].last_in, rows["note"].interval) == ("nothing", "")
    assert rows["services"].timing == "a change of the terms, to be agreed before signing"
    assert plain(rows["wording"].last_in) == "−€500"
    assert [row.late for row in rows.values()] == ["", "", "", "late in some worlds", "too late"]


def test_a_late_condition_is_warned_of() -> None:
    late = tuple(replace(one, chosen=one.key == "cover") for one in OPTIONS)

    assert "that is not so for The cover is settled." in view(options=late, chosen=a_set("cover")).notes[-1]


@pytest.mark.parametrize(
    ("figure", "told"),
    [(222_700.0, "€223k"), (150_000.0, "€150k"), (150_128.0, "€150,128"), (150_000.25, "€150,000.25")],
)
def test_a_figure_is_told_apart_from_its_limit(figure: float, told: str) -> None:
    row = limit_row(replace(FINANCE, figure=figure), currency="EUR", names=NAMES)

    assert plain(row.figure) == told
    assert plain(row.limit) == "over €150k"


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_words_and_a_figure(measure: str) -> None:
    limit = replace(FINANCE, measure=measure, stat="", figure=0.4, quantity=0.25)
    row = limit_row(limit, currency="EUR", names=NAMES)

    assert row.what
    assert row.figure != row.limit


def test_lines_tell_what_is_exceeded_and_what_only_just_is_not() -> None:
    near = replace(ALL[1], within_error=True)
    head, lines = limit_lines((ALL[0], near, *ALL[2:]), currency="EUR", names=NAMES)

    assert head == "2 of 4 limits are exceeded; 1 holds so closely that sampling alone may decide."
    assert [plain(line) for line in lines] == [
        "Finance: hidden loss, P90 €223k, limit over €150k (Chief Financial Officer)",
        "Finance: first felt of any department, median day 1, limit before day 3; also Product & Pricing day 2",
    ]
    assert limit_lines(ALL[1:2], currency="EUR", names=NAMES) == (
        "1 limit held against this, none exceeded.",
        (),
    )
    assert limit_lines((), currency="EUR", names=NAMES) == ("", ())


def test_a_page_has_its_limits_and_conditions() -> None:
    assert view_report(a_report()).conditions is None
    alone = view_report(a_report(limits=ALL)).conditions
    assert alone is not None
    assert alone.view is None
    assert [row.exceeded for row in alone.limits] == [True, True, False, False]
    both = view_report(with_conditions(a_report())).conditions
    assert both is not None
    assert set(both.chosen) == {limit.text for limit in ALL}


def test_what_saves_money_is_not_called_never_felt() -> None:
    """Money is lost from the first touch on, felt or not."""
    quiet = TimingFacts(verdict=NEVER_FELT)

    assert timing_words(quiet, 5, {}) == "what it acts on is never felt"
    assert timing_words(quiet, 5, {}, saves=True) == "what it acts on stays too mild to be felt"
