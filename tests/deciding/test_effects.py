"""What a decision fixes before any world: cells set off, dependencies adjusted, money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.deciding import decide_effects
from anatomy.deciding.adjusting import Factors, adjust
from anatomy.domain.decision import Selector
from anatomy.domain.quantity import Range
from anatomy.errors import InputError
from anatomy.loading import load_enterprise
from builders.models import first_lines, write_model
from builders.tiny import a_decision, tiny_files

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise


def both(
    enterprise: Enterprise, *, share: str = "30 %", days: str = "90", backwards: bool = False
) -> Decision:
    proposals = [
        *a_decision(enterprise, "discount", share=share).proposals,
        *a_decision(enterprise, "terms", days=days).proposals,
    ]
    return replace(a_decision(enterprise), proposals=tuple(reversed(proposals) if backwards else proposals))


def test_cells_set_off(enterprise: Enterprise) -> None:
    triggers = decide_effects(enterprise, a_decision(enterprise, share="30 %")).triggers

    assert [(str(one.cell), one.likelihood, one.severity, one.time_days) for one in triggers] == [
        ("sales/deals/process", 0.8, 0.6, 0.0),
        ("sales/pricing/process", 0.5, 0.3, 4.0),
    ]


def test_a_condition_that_does_not_hold_and_a_severity_of_nothing_set_nothing_off(
    enterprise: Enterprise,
) -> None:
    assert [
        str(one.cell) for one in decide_effects(enterprise, a_decision(enterprise, share="10 %")).triggers
    ] == ["sales/deals/process"]
    assert not decide_effects(enterprise, a_decision(enterprise, share="0 %")).triggers


def test_a_bundle_takes_the_highest_chance_and_severity_and_the_earliest_time(enterprise: Enterprise) -> None:
    triggers = {str(one.cell): one for one in decide_effects(enterprise, both(enterprise)).triggers}
    pricing = triggers["sales/pricing/process"]

    assert sorted(triggers) == ["legal/contracts/process", "sales/deals/process", "sales/pricing/process"]
    assert (pricing.likelihood, pricing.severity, pricing.time_days) == (0.5, 0.6, 1.0)
    assert pricing.because == "another rule"


@given(st.integers(0, 50), st.integers(0, 180))
def test_the_order_of_proposals_means_nothing(enterprise: Enterprise, share: int, days: int) -> None:
    forth = decide_effects(enterprise, both(enterprise, share=f"{share} %", days=str(days)))
    back = decide_effects(enterprise, both(enterprise, share=f"{share} %", days=str(days), backwards=True))

    assert forth.triggers == back.triggers
    assert forth.dependencies == back.dependencies
    assert forth.at_risk == back.at_risk
    assert sorted(forth.money, key=str) == sorted(back.money, key=str)


def test_one_loss_item_in_two_types_counts_once_at_the_larger_amount(enterprise: Enterprise) -> None:
    amounts = {one.key: one.amount for one in decide_effects(enterprise, both(enterprise)).at_risk}

    assert amounts == {"anchor": 30_000.0, "slip": 12_500.0, "wait": 2_000.0}


def test_money_lines_are_certain_and_apart(enterprise: Enterprise) -> None:
    lines = decide_effects(enterprise, a_decision(enterprise)).money

    assert [(one.key, one.amount, one.measure) for one in lines] == [
        ("given", 30_000.0, "margin"),
        ("waiting", 1_000.0, "late-cash"),
    ]


def test_adjusting_chooses_by_where_it_ends(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise, reason="term"))
    changed = {one.dependency.id: one for one in effects.dependencies if one.because}

    assert {identity.split(" > ")[1].split("/")[0] for identity in changed} == {"legal"}
    assert len(changed) == 4
    for one in changed.values():
        base = enterprise.dependency(one.dependency.id)
        assert one.dependency.likelihood.point == base.likelihood.point / 2
        assert (one.dependency.severity_share, one.dependency.delay) == (base.severity_share, base.delay)
        assert one.because == ("terms are standard",)


@given(
    st.lists(st.tuples(*[st.floats(0, 50)] * 3), min_size=1, max_size=4), st.randoms(use_true_random=False)
)
def test_factors_stay_within_bounds_in_any_order(
    enterprise: Enterprise, numbers: list[tuple[float, float, float]], dice: object
) -> None:
    """Halving after doubling is nothing, even where doubling alone would reach beyond 100 %."""
    factors = [
        Factors(of=Selector(), likelihood=one, severity_share=two, delay=three, because=str(place))
        for place, (one, two, three) in enumerate(numbers)
    ]
    other = factors.copy()
    dice.shuffle(other)  # type: ignore[attr-defined]
    for dependency in enterprise.dependencies:
        adjusted = adjust(dependency, factors).dependency

        assert adjust(dependency, other).dependency == adjusted
        for range_, top in ((adjusted.likelihood, 1), (adjusted.severity_share, 1), (adjusted.delay, 36_500)):
            assert 0 <= range_.low <= range_.mode <= range_.high <= top


def test_doubling_and_halving_is_nothing(enterprise: Enterprise) -> None:
    (dependency, *_) = (one for one in enterprise.dependencies if one.likelihood.point == 0.9)
    factors = [
        Factors(of=Selector(), likelihood=factor, severity_share=1.0, delay=1.0, because="x")
        for factor in (2.0, 0.5)
    ]

    assert adjust(dependency, factors).dependency == dependency


def test_days_are_added_after_the_factor_in_any_order(enterprise: Enterprise) -> None:
    def factors(delay: float, added: float) -> Factors:
        return Factors(
            of=Selector(), likelihood=1.0, severity_share=1.0, delay=delay, delay_added=added, because="x"
        )

    (dependency, *_) = (one for one in enterprise.dependencies if one.delay == Range.exactly(5.0))
    longer = [factors(2.0, 3.0), factors(1.5, 0.5), factors(1.0, 0.25)]

    assert adjust(dependency, longer).dependency.delay == Range.exactly(5 * 3 + 3.75)
    assert adjust(dependency, longer[::-1]) == adjust(dependency, longer)
    assert adjust(dependency, [factors(1.0, 40_000.0)]).dependency.delay == Range.exactly(36_500.0)


def test_days_may_be_added_by_arithmetic(tmp_path: Path) -> None:
    files = tiny_files()
    files["terms.yaml"] = files["terms.yaml"].replace("likelihood: 3,", "delay_added: days / 9,")
    enterprise = load_enterprise(write_model(tmp_path, files))
    effects = decide_effects(enterprise, a_decision(enterprise, "terms", days="90"))
    later = {one.dependency.delay.mode for one in effects.dependencies if one.because}

    assert later == {12.0, 20.0}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("time: 4 days -> time: value * 1M", "discount.yaml:11:62: ANA020 sets_off.1.time: 1e+11 days are longer than a century"),
        ("amount: value / 10 -> amount: value * 1B * 1B", "discount.yaml:18:61: ANA020 losses.slip.amount: 1e+23 is too much money"),
        ("amount: value * share -> amount: -value * 1B * 1B", "discount.yaml:15:37: ANA020 money.given.amount: -1e+23 is too much money"),
    ],
)  # fmt: skip
def test_what_is_beyond_all_measure_is_refused_where_it_is_written(
    tmp_path: Path, change: str, told: str
) -> None:
    old, _, new = change.partition(" -> ")
    files = tiny_files()
    files["discount.yaml"] = files["discount.yaml"].replace(old, new)
    model = load_enterprise(write_model(tmp_path, files))

    with pytest.raises(InputError) as caught:
        decide_effects(model, a_decision(model))

    assert first_lines(caught.value)[0].startswith(told)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ('severity: "min(1, 2 * share)" -> severity: 1 / share', "discount.yaml:10:32"),
        ("amount: value * share} -> amount: value / share}", "discount.yaml:15:37"),
        ("amount: value / 10, -> amount: value / share,", "discount.yaml:18:61"),
        ("{above: 10 %}} -> {above: 1 / share}}", "discount.yaml:11:"),
        ("likelihood: 0.5, -> likelihood: 1 / share,", "discount.yaml:13:60"),
    ],
)
def test_a_division_by_zero_is_refused_where_it_is_written(tmp_path: Path, change: str, place: str) -> None:
    old, _, new = change.partition(" -> ")
    files = tiny_files()
    assert old in files["discount.yaml"]
    files["discount.yaml"] = files["discount.yaml"].replace(old, new)
    model = load_enterprise(write_model(tmp_path, files))

    with pytest.raises(InputError) as caught:
        decide_effects(model, a_decision(model, share="0 %", reason="term"))

    (line,) = first_lines(caught.value)
    assert line.startswith(place)
    assert " ANA020 " in line
    assert "divides by zero" in line
