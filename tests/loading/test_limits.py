"""Limits as text: what is read, what is refused and where, and that a limit reads back from what it prints."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.domain.limit import ANY, MEASURES, TOTAL, Limit
from anatomy.errors import InputError
from anatomy.loading import load_enterprise, parse_limit
from anatomy.shipped import shelf
from builders.models import first_lines, refusal, small_with, why_not, write_model, write_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise


@cache
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


READ = {
    "Finance.loss.p90 > 100k": "finance.loss.p90 > 100k",
    "D12.loss>100000": "finance.loss.mean > 100k",
    "finance . Loss . P90  >=  €1.2M": "finance.loss.p90 >= 1.2M",
    "IT.late_cash.mean > 0": "technology.late-cash.mean > 0",
    "any.felt > 80%": "any.felt > 80 %",
    "ANY.reached >= 0.075": "any.reached >= 7.5 %",
    "Customer Support.felt > likely": "support.felt > 80 %",
    "Customer Support.felt >= likely": "support.felt >= 55 %",
    "Risk & Compliance.severity > moderate": "risk.severity > 50 %",
    "Legal.severity >= moderate": "legal.severity >= 20 %",
    "Support.arrival < 1 month": "support.arrival.p50 < 30.416666666666668 days",
    "Support.arrival.p05 <= weeks": "support.arrival.p05 <= 25 days",
    "Support.arrival < weeks": "support.arrival.p50 < 5 days",
    "total.loss.mean > 250k": "total.loss.mean > 250k",
    "total.material > 50 %": "total.material > 50 %",
    "departments felt > 6.5": "total.departments-felt > 6.5",
    "material > 5 %": "total.material > 5 %",
    "total.loss > 1234.56": "total.loss.mean > 1234.56",
}


@pytest.mark.parametrize(("text", "canonical"), READ.items())
def test_a_limit_is_read(text: str, canonical: str) -> None:
    assert str(parse_limit(text, reference())) == canonical


REFUSED = {
    "": "1: ANA014 '' compares with nothing; write it like Finance.loss.p90 > 100k",
    "Finance.loss.p90": "17: ANA014 'Finance.loss.p90' compares with nothing; write it like Finance.loss.p90 > 100k",
    " > 100k": "2: ANA014 what is limited is missing; write it like Finance.loss.p90 > 100k",
    "Finance.loss >": "15: ANA014 nothing stands after '>'; write it like Finance.loss.p90 > 100k",
    "Finance..loss > 1k": "9: ANA014 a name is missing beside a point; write it like Finance.loss.p90 > 100k",
    "Finance > 1k": "8: ANA010 'Finance' stands without a measure; add one of: felt, reached, severity, loss, late-cash, arrival, material, departments-felt",
    "loss.p90 > 1k": "1: ANA010 'loss' does not say whose; write any.loss",
    "Finanse.loss > 1k": "1: ANA031 'Finanse' is not in this enterprise: 'Finanse' is unknown; the departments are D1 to D15; did you mean finance?",
    "totl.loss > 1k": "1: ANA031 'totl' is not in this enterprise: 'totl' is unknown; did you mean 'total'?",
    "D12.F4.loss > 1k": "1: ANA031 'D12.F4' is not a department; write finance",
    "Finance.los.p90 > 1k": "9: ANA031 unknown measure 'los'; did you mean 'loss'?",
    "Finance.zzz > 1k": "9: ANA031 unknown measure 'zzz'; known: felt, reached, severity, loss, late-cash, arrival, material, departments-felt",
    "Finance.loss.p99 > 1k": "14: ANA031 unknown statistic 'p99'; did you mean 'p95'?",
    "Finance.loss.median > 1k": "14: ANA031 unknown statistic 'median'; did you mean 'p50'?",
    "Finance.felt.p90 > 5 %": "14: ANA035 felt is a single figure, without 'p90'; write felt alone",
    "total.felt > 5 %": "1: ANA035 felt is a figure of departments, not of the whole; name a department, or write any.felt",
    "any.material > 5 %": "1: ANA035 material is a figure of the whole, not of departments; write total.material",
    "Finance.loss => 1k": "14: ANA014 '=>' is not a comparison; write > or >=",
    "Finance.arrival == 3 days": "17: ANA014 '==' is not a comparison; write < or <=",
    "Finance.loss < 1k": "14: ANA035 loss: less is no harm; a limit says what is not acceptable, so write >",
    "Finance.arrival > 3 days": "17: ANA035 arrival: later is no harm; a limit says what is not acceptable, so write <",
    "Finance.arrival < 30": "19: ANA014 '30' has no unit; write 30 days",
    "Finance.arrival < 30k": '19: ANA014 \'30k\' is not a time; write it like "3 days" or "2 weeks"',
    "Finance.arrival < 0 days": "19: ANA014 no answer can exceed this limit; write another number",
    "Finance.felt > 80": "16: ANA014 '80' is above 1; write 80 % or 0.8",
    "Finance.felt > 180 %": "16: ANA014 '180 %' is not between 0 % and 100 %; write a share from 0 % to 100 %",
    "Finance.felt > 100 %": "16: ANA014 no answer can exceed this limit; write another number",
    "Finance.felt >= 0 %": "17: ANA014 every answer exceeds this limit; write > for beyond it",
    "Finance.felt > likly": "16: ANA014 'likly' is not a word of the scale; did you mean 'likely'?",
    "Finance.felt > 10 % to 20 %": "16: ANA014 '10 % to 20 %' is a range; write the number from which on it is too much",
    "Finance.loss > USD 5k": "16: ANA014 'USD 5k' is in USD, but the model is in EUR; convert it to EUR",
    "Finance.loss > $5k": "16: ANA014 '$5k' is in USD, but the model is in EUR; convert it to EUR",
    "Finance.loss > -5k": "16: ANA014 '-5k' is below 0; write an amount of 0 or more",
    "Finance.loss > lots": "16: ANA014 'lots' is not an amount of money; write it like 1.2M, 50k or 250000, with a point before decimals",
    "departments-felt > 15": "20: ANA014 no answer can exceed this limit; there are 15 departments; write another number",
    "departments-felt > many": "20: ANA014 'many' is not a number of 0 or more; write it like 6 or 4.5",
    "x" * 301: "301: ANA014 longer than 300 characters; shorten it",
}  # fmt: skip


@pytest.mark.parametrize(("text", "line"), REFUSED.items(), ids=[text[:30] for text in REFUSED])
def test_a_mistake_is_told_with_its_column(text: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_limit(text, reference(), name="--fail-on")

    assert first_lines(caught.value) == [f"--fail-on:1:{line}"]


def test_the_caret_stands_under_the_mistake() -> None:
    with pytest.raises(InputError) as caught:
        parse_limit("Finance.los.p90 > 1k", reference(), name="--fail-on")

    assert caught.value.problems[0].excerpt == "  1 | Finance.los.p90 > 1k\n    |         ^"


QUANTITIES = {
    "likelihood": st.floats(1e-6, 1 - 1e-6) | st.integers(1, 99).map(lambda share: share / 100),
    "severity": st.floats(1e-6, 1 - 1e-6),
    "money": st.floats(1e-6, 1e15) | st.integers(1, 10**12).map(float),
    "days": st.floats(1e-6, 36_500),
    "count": st.integers(1, 14_999).map(lambda thousands: thousands / 1_000),
}


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Any limit of the reference that makes sense; beyond a share just below 1 there is nothing but rounding."""
    measure, about = draw(st.sampled_from(sorted(MEASURES.items())))
    scopes = [TOTAL] if about.of_total else []
    if about.of_departments:
        scopes += [ANY, *reference().departments]
    return Limit(
        scope=draw(st.sampled_from(scopes)),
        measure=measure,
        stat=draw(st.sampled_from(about.stats)) if about.stats else "",
        comparison=draw(st.sampled_from((">", ">=") if about.more_is_worse else ("<", "<="))),
        quantity=draw(QUANTITIES[about.unit]),
    )


@given(limits())
def test_what_a_limit_prints_reads_back_to_the_same_limit(limit: Limit) -> None:
    assert parse_limit(str(limit), reference()) == limit


PARTS = st.sampled_from(
    ["Finance", "D12", "any", "total", ".", "loss", "felt", "p90", ">", "<", ">=", "5 %", "100k", "3 days", "\n", "\x1b", "é", "\ud800", " "]
)  # fmt: skip


@given(st.text(max_size=40) | st.lists(PARTS, max_size=12).map("".join))
def test_any_text_is_a_limit_or_a_single_clear_line(text: str) -> None:
    try:
        limit = parse_limit(text, reference())
    except InputError as error:
        (line,) = first_lines(error)
        assert line.startswith("limit:1:")
    else:
        assert parse_limit(str(limit), reference()) == limit


# Limits of a model.

LIMITS = """\
limits:
  money: {limit: Finance.loss.p90 > 5k, why: enough, owner: Head of finance, basis: {grade: B, source: talk}}
  chance: {limit: any.felt > likely}
"""
CARDS = "cards: [finance, support]\n"


def with_limits(folder: Path, change: str = "") -> Path:
    """The small model with these limits; `old -> new` changes one text of them."""
    old, _, new = change.partition(" -> ")
    assert old in LIMITS
    text = LIMITS.replace(old, new, 1)
    return write_model(folder, small_with(header=f"{CARDS} -> {CARDS}{text}"))


def test_limits_of_a_model_are_read(tmp_path: Path) -> None:
    enterprise = load_enterprise(with_limits(tmp_path))
    money, chance = enterprise.limits.values()

    assert [str(one) for one in (money, chance)] == ["finance.loss.p90 > 5k", "any.felt > 85 %"]
    assert (money.key, money.why, money.owner) == ("money", "enough", "Head of finance")
    assert money.basis is not None
    assert (money.basis.grade, money.basis.sources) == ("B", ("talk",))
    assert str(enterprise.origin("header|limits|chance|limit")) == "anatomy.yaml:11:19"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("Finance.loss -> Finanse.loss", "10:18: ANA031 'Finanse' is not in this enterprise: 'Finanse' is unknown; the departments are D1 to D3; did you mean finance?"),
        ("Finance.loss -> D2.los", "10:21: ANA031 unknown measure 'los'; did you mean 'loss'?"),
        ("Finance.loss.p90 > 5k -> 'D2.loss.p90 > 5x'", "10:33: ANA014 '5x' is not an amount of money; write it like 1.2M, 50k or 250000, with a point before decimals"),
        ("likely -> likly", "11:30: ANA014 'likly' is not a word of the scale; did you mean 'likely'?"),
        ("any.felt > likely -> D2.loss.p90 > 9k", "11:19: ANA030 finance.loss.p90 is limited by 'money' already; merge the two, or limit another figure"),
        ("why: enough -> wy: enough", "10:41: ANA011 unknown key 'wy'; did you mean 'why'?"),
        ("limit: any.felt > likely -> limit: [a]", '11:19: ANA012 limit must be text; write it in quotes: "..."'),
        ("source: talk -> source: tak", "10:104: ANA033 unknown source 'tak'; did you mean 'talk'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_model_is_told_once_at_its_place(tmp_path: Path, change: str, line: str) -> None:
    assert first_lines(refusal(with_limits(tmp_path, change))) == [f"anatomy.yaml:{line}"]


def test_one_wrong_limit_does_not_hide_another(tmp_path: Path) -> None:
    text = LIMITS.replace("likely", "likly").replace("why: enough", "wy: enough")

    assert len(why_not(tmp_path, header=f"{CARDS} -> {CARDS}{text}")) == 2


def test_an_overlay_changes_adds_and_removes_limits_in_its_own_codes(tmp_path: Path) -> None:
    header = (
        "name: A\nlimits:\n  finance-loss: {limit: D12.loss.p90 > 75k}\n  legal-loss: {remove: true}\n"
        "  ours: {limit: D5.felt > 99 %}"
    )
    enterprise = load_enterprise(
        write_overlay(
            tmp_path, "department: sales\ncode: D5", "department: supply-chain\ncode: D9", header=header
        )
    )

    assert str(enterprise.limits["finance-loss"]) == "finance.loss.p90 > 75k"
    assert enterprise.limits["finance-loss"].owner == "Chief Financial Officer"
    assert "legal-loss" not in enterprise.limits
    assert "header limits/legal-loss" in enterprise.removed
    assert str(enterprise.limits["ours"]) == "sales.felt > 99 %"


def test_limits_of_a_removed_department_go_with_it(tmp_path: Path) -> None:
    enterprise = load_enterprise(
        write_overlay(tmp_path, "department: legal\nremove: true", header="name: A\ncards: []")
    )

    assert not [one for one in enterprise.limits.values() if one.scope == "legal"]
    assert {"limit legal-loss", "limit legal-severity"} <= set(enterprise.removed)
    assert "finance-loss" in enterprise.limits
