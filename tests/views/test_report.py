"""What the page says of a report."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from anatomy.domain.impact import DepartmentFacts, EvidenceFacts, ImpactReport, Quantiles, RunFacts
from anatomy.views.answer import plain
from anatomy.views.basis import setting
from anatomy.views.report import view_report
from anatomy.views.terminal import view_terminal
from anatomy.views.trust import trust
from builders.reports import a_chance, a_model, a_report, a_spread


def said(report: ImpactReport) -> str:
    return plain(view_report(report).answer).replace("\xa0", " ")


def unfelt(department: DepartmentFacts, chance: float = 0.0) -> DepartmentFacts:
    felt = a_chance(chance, exact=True)
    return replace(department, feeling=replace(department.feeling, felt=felt, reached=felt))


def test_the_answer_says_how_likely_how_much_and_who() -> None:
    assert said(a_report()) == (
        "As proposed, this is very likely (93 %) to cost over €50k more than it looks: expected hidden cost "
        "€200k (90 % range €52k to €418k), on top of the €336k it costs by itself. Finance, Product & "
        "Pricing and Legal feel it first, within a week; Customer Support is the last of those likely to feel it, "
        "after about two months."
    )


@pytest.mark.parametrize(
    ("chance", "clause"),
    [
        (0.0, "has no chance (0 %) of costing over"),
        (0.23, "is unlikely (23 %) to cost over"),
        (0.5, "has a roughly even chance (50 %) of costing over"),
        (1.0, "is certain (100 %) to cost over"),
    ],
)
def test_the_verdict_is_a_sentence_at_every_chance(chance: float, clause: str) -> None:
    total = replace(a_report().total, material=a_chance(chance))
    assert clause in said(a_report(total=total))


def test_nobody_likely_to_feel_it_is_said() -> None:
    report = a_report()
    quiet = tuple(unfelt(one, 0.31 if one.key == "finance" else 0.0) for one in report.departments)
    assert said(replace(report, departments=quiet)).endswith(
        "No department is likely to feel it; Finance is nearest to it, unlikely (31 %)."
    )


def test_cards_stand_in_the_models_order_without_those_it_does_not_have() -> None:
    report = a_report(model=a_model(cards=("support", "treasury", "finance")))
    assert [card.name for card in view_report(report).cards] == ["Customer Support", "Finance"]


def test_a_low_department_says_why() -> None:
    operations = next(card for card in view_report(a_report()).cards if card.name == "Operations")
    assert operations.low
    assert "too weak to be felt" in operations.lead
    assert operations.why == "the peak month loses two slots"


def test_a_department_out_of_reach_says_so() -> None:
    report = a_report(model=a_model(cards=("procurement",)))
    (card,) = view_report(report).cards
    assert card.word == "No chance"
    assert "nothing that this decision sets off leads there" in card.lead


def test_all_departments_are_in_the_heat_map_once() -> None:
    view = view_report(a_report())
    names = [row.name for row in (*view.heat.rows, *view.heat.faint)]
    assert len(names) == len(set(names)) == 15
    assert [row.name for row in view.heat.rows][:2] == ["Sales", "Finance"]


def test_shares_of_ways_add_up_to_the_printed_chance() -> None:
    for ways in view_report(a_report()).ways:
        shares = [way.share for way in ways.ways] + ([ways.other] if ways.other else [])
        shares += [ways.rounding.replace("−", "-")] if ways.rounding else []
        assert f"({sum(int(share.split()[0]) for share in shares)}\xa0%)" in ways.chance


def test_every_way_names_links_with_file_and_line() -> None:
    view = view_report(a_report())
    numbers = {link.number for link in view.links}
    assert {hop.number for ways in view.ways for way in ways.ways for hop in way.hops} == numbers
    assert all(":" in link.where and "grade" in link.basis for link in view.links)


def test_printed_losses_add_up_by_department_and_by_item() -> None:
    view = view_report(a_report())

    def thousands(text: str) -> int:
        return int(text.removeprefix("−€").removesuffix("k"))

    rows = [row.money for row in view.roll.rows if row.money.startswith("−")]
    assert sum(map(thousands, rows)) == thousands(view.roll.total) == 200
    assert sum(thousands(item.expected) for item in view.costs.items) == 200
    assert sum(thousands(line.amount) for line in view.costs.hidden) == 200
    by_owner = {item.owner.department: item.expected for item in view.costs.items}
    printed = {row.name: row.money for row in view.roll.rows}
    assert by_owner["Operations"] == printed["Operations"]


def test_sampling_is_shown_only_where_it_could_change_the_figure() -> None:
    report = a_report()
    exact = replace(report, run=RunFacts(tool_version="0.1.0", worlds=64, seed=7, exact=True))
    still = tuple(
        replace(one, feeling=replace(one.feeling, felt=a_chance(one.feeling.felt.probability, exact=True)))
        for one in report.departments
    )
    view = view_report(replace(exact, departments=still))
    assert not any(row.sampling for row in view.roll.rows)
    assert any("exact" in paragraph for paragraph in view.basis.method)
    assert any(row.sampling for row in view_report(report).roll.rows)


def test_the_check_without_sampling_is_told_beside_the_interval_and_in_the_method() -> None:
    report = a_report()
    assert not any("without sampling" in paragraph for paragraph in view_report(report).basis.method)
    assert not view_report(report).roll.has_exact

    checked = {"product": 0.7134, "sales": 1.0}
    report = replace(
        report,
        departments=tuple(replace(one, felt_exact=checked.get(one.key)) for one in report.departments),
    )
    view = view_report(report)
    exact = {row.name: row.exact for row in view.roll.rows if row.exact}
    assert exact == {"Product & Pricing": "71.34\xa0%"}  # a chance that is certain needs no interval
    assert any(
        "for 2 of 15 departments; the sampled chances are off by 0.34 points at most" in paragraph
        for paragraph in view.basis.method
    )
    all_of_them = tuple(replace(one, felt_exact=one.feeling.felt.probability) for one in report.departments)
    whole = view_report(replace(report, departments=all_of_them))
    assert any("for every department; the sampled" in paragraph for paragraph in whole.basis.method)


@pytest.mark.parametrize(
    ("grades", "hows", "word"),
    [
        ((("A", 60), ("C", 40)), (("judged", 100),), "Medium"),
        ((("A", 40), ("C", 60)), (("measured", 100),), "Low"),
        ((("A", 90), ("C", 10)), (("measured", 60), ("judged", 40)), "High"),
        ((), (), "None"),
    ],
)
def test_trust_has_a_word_with_its_reason(
    grades: tuple[tuple[str, int], ...], hows: tuple[tuple[str, int], ...], word: str
) -> None:
    total = sum(number for _, number in grades)
    evidence = EvidenceFacts(dependencies=total, grades=grades, hows=hows, by_rule=0, from_memory=3)
    assert trust(evidence)[0] == word


def test_a_report_without_money_or_reach_still_reads() -> None:
    report = a_report()
    empty = replace(
        report,
        money=(),
        losses=(),
        links=(),
        cells=(),
        departments=tuple(
            replace(unfelt(one), paths=(), hardest=None, loss=None, late_cash=None, other_paths=0.0)
            for one in report.departments
        ),
        total=replace(
            report.total,
            direct=0.0,
            loss=a_spread(0, 0, 0),
            late_cash=a_spread(0, 0, 0),
            material=a_chance(0.0),
        ),
    )
    view = view_report(empty)
    assert "no hidden cost" in plain(view.answer)
    assert view.timeline is None
    assert view.ways == ()
    assert all(card.bar is None for card in view.cards)


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (0.28, "share", "28\xa0%"),
        (1_200_000.0, "money", "€1.2M"),
        (1_234_567.0, "money", "€1,234,567"),
        (1.0, "months", "1\xa0month"),
        (3.0, "count", "3"),
        (False, "yes-no", "no"),
        ("uncapped", "money", "uncapped"),
    ],
)
def test_a_parameter_is_printed_by_its_kind(value: float | str | bool, kind: str, printed: str) -> None:  # noqa: FBT001
    assert setting(value, kind, "EUR") == printed


def test_what_the_decision_brings_and_costs_are_told_apart() -> None:
    """A gain does not swallow the cost that it pays for."""
    report = a_report()
    margin = replace(report.money[0], key="margin", name="Margin at list", amount=-480_000.0)
    report = replace(report, money=(*report.money, margin), total=replace(report.total, direct=-144_000.0))

    assert "on top of the €336k it costs by itself, against €480k that it brings if it goes through" in said(
        report
    )


def test_a_large_loss_that_falls_late_is_told() -> None:
    """The sentence says when the largest hidden item falls, if that is long after it is first felt."""
    report = a_report()
    worst = max((item for item in report.losses if item.measure == "margin"), key=lambda item: item.loss.mean)
    late = Quantiles(mean=240.0, p05=150.0, p10=170.0, p50=236.0, p90=300.0, p95=330.0)
    cells = tuple(
        replace(cell, feeling=replace(cell.feeling, arrival_days=late)) if cell.cell == worst.owner else cell
        for cell in report.cells
    )

    assert "The largest single item, " in said(replace(report, cells=cells))
    assert "after about eight months" in said(replace(report, cells=cells))
    assert "The largest single item" not in said(report)


def test_the_terminal_tells_late_cash_apart() -> None:
    report = a_report()
    certain = replace(report, total=replace(report.total, direct_late_cash=14_200.0))

    assert view_terminal(report).late.replace("\xa0", " ") == "Late cash, in no sum above: €21k expected."
    assert "€14k certain and €21k expected" in view_terminal(certain).late.replace("\xa0", " ")
