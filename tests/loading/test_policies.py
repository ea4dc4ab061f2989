"""Policies from files: what a sound one holds, every mistake at its place, overlays, and their own parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.deciding import decide_effects
from anatomy.domain.policy import Span
from anatomy.errors import InputError
from anatomy.loading import Draft, load_enterprise, settle_decision
from anatomy.loading.numbers import NumberError
from anatomy.loading.spans import parse_span
from builders.models import first_lines, refusal, small_with, write_model, write_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

POLICY = """\
format: anatomy/1
policy: limits
name: Limits
applies_to: [discount-exception]
hit: first
complete: true
basis: {how: stated, grade: B, source: our handbook}
parameters:
  waived: {label: Seats waived, kind: count}
roles:
  clerk: {name: Clerk, department: D1, backup: cfo}
  cfo: {name: Chief Financial Officer, short: CFO, department: Finance}
thresholds: {large: 500k, secret: unknown}
rules:
  big:
    when: [{discount: {above: 20 %, at_most: 90 %}}, {list_value: {at_least: large}}]
    acts: [{act: approve, by: [clerk, cfo], mode: in-order, respond: 6 working hours, complete: 3 to 5 days}]
    basis: {grade: A}
  small:
    when: {waived: {above: 2}}
    acts: [{act: forbid, what: not so many, instead: two}]
    overrides: [other]
    certainty: ambiguous
  other:
    acts: []
"""


def model_with(folder: Path, change: str = "") -> Path:
    """The small model with this policy; `old -> new` changes one text of it."""
    old, _, new = change.partition(" -> ")
    assert old in POLICY, old
    return write_model(folder, {**small_with(), "policies/limits.yaml": POLICY.replace(old, new, 1)})


def test_a_policy_is_read(tmp_path: Path) -> None:
    policy = load_enterprise(model_with(tmp_path)).policies["limits"]
    big, small, other = policy.rules
    [act] = big.acts

    assert [rule.key for rule in policy.rules] == ["big", "small", "other"]
    assert [len(group) for group in big.when] == [2, 1]
    assert (act.act, act.by, act.mode) == ("approve", ("clerk", "cfo"), "in-order")
    assert (act.respond, act.complete) == (
        Span(amount=6, unit="working hours"),
        Span(amount=5, unit="days"),
    )
    assert act.complete is not None
    assert act.complete.text == "3 to 5 days"
    assert (big.basis.how, big.basis.grade, big.basis.sources) == ("stated", "A", ("our handbook",))
    assert (other.basis.grade, other.acts, other.when) == ("B", (), ())
    assert (small.overrides, small.certainty, small.acts[0].instead) == (("other",), "ambiguous", "two")
    assert policy.roles["clerk"].department == "sales"
    assert policy.roles["cfo"].department == "finance"
    assert policy.thresholds == {"large": 500_000.0, "secret": None}


def test_a_rule_knows_its_line(tmp_path: Path) -> None:
    enterprise = load_enterprise(model_with(tmp_path))

    assert str(enterprise.origin("policies|limits|rules|other")).startswith("policies/limits.yaml:25:")


MISTAKES = [
    ("hit: first -> hit: fist", "5:6: ANA012 hit is not one of the known words; did you mean 'first'?"),
    ("applies_to: [discount-exception] -> applies_to: [discount]", "4:14: ANA031 unknown decision type 'discount'; did you mean 'discount-exception'?"),
    ("thresholds: -> treshold:", "13:1: ANA011 unknown key 'treshold'; did you mean 'thresholds'?"),
    ("secret: unknown -> secret: unkown", "13:35: ANA014 secret: 'unkown' is not a number; write it like 10 %, 50k or 3"),
    ("backup: cfo -> backup: ceo", "11:48: ANA031 unknown role 'ceo'; did you mean 'cfo'?"),
    ("backup: cfo -> backup: clerk", "11:48: ANA035 clerk cannot stand in for itself; name another"),
    ("department: D1 -> department: D91", "11:36: ANA031 'D91' is not in this enterprise"),
    ("discount: {above: 20 % -> discont: {above: 20 %", "16:13: ANA031 unknown parameter 'discont'; did you mean 'discount'?"),
    ("above: 20 % -> above: 20", "16:31: ANA035 discount is a share and never 20; write 20 % or 0.2"),
    ("at_least: large -> at_least: lage", "16:78: ANA031 unknown parameter 'lage'; did you mean 'large'?"),
    ("{list_value: {at_least: large}} -> {large: {at_least: 5}}", "16:11: ANA035 large is a threshold, not a parameter; write {parameter: {above: threshold}}"),
    ("act: approve -> act: aprove", "17:18: ANA012 act is not one of the known words; did you mean 'approve'?"),
    ("by: [clerk, cfo] -> by: [clerk, cof]", "17:39: ANA031 unknown role 'cof'; did you mean 'cfo'?"),
    ("by: [clerk, cfo] -> by: [clerk, clerk]", "17:31: ANA035 a role stands in by: twice; name it once"),
    ("by: [clerk, cfo], -> ", "17:18: ANA035 approve needs by:; write by: [role]"),
    ("act: forbid, -> act: forbid, by: [cfo],", "21:18: ANA035 forbid names nobody in by:; delete by:"),
    ("6 working hours -> 6 business hours", "17:70: ANA014 respond: '6 business hours' is not a time limit; write it like 24 hours, 6 working hours or 3 to 5 working days"),
    ("3 to 5 days -> 5 to 3 days", "17:97: ANA014 complete: '5 to 3 days' falls; write the shorter time first"),
    ("overrides: [other] -> overrides: [othr]", "22:17: ANA031 unknown rule 'othr'; did you mean 'other'?"),
    ("overrides: [other] -> overrides: [small]", "22:17: ANA035 the rule 'small' names itself; name another rule"),
    ("    acts: []\n -> ", "24:9: ANA012 other has no value"),
    ("    acts: []\n ->     acts: []\n    valid_from: 2026-02-30\n", "26:17: ANA012 valid_from is not in the calendar; mend it"),
    ("    acts: []\n ->     acts: []\n    valid_from: 2026-02-02\n    valid_until: 2026-02-01\n", "27:18: ANA035 valid_until lies before valid_from; swap them"),
    ("secret: unknown -> discount: unknown", "13:37: ANA030 discount is both a threshold and a parameter; rename the threshold"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line"), MISTAKES, ids=[change for change, _ in MISTAKES])
def test_a_mistake_is_told_once_at_its_place(tmp_path: Path, change: str, line: str) -> None:
    lines = first_lines(refusal(model_with(tmp_path, change)))

    assert len(lines) == 1, lines
    assert lines[0].startswith(f"policies/limits.yaml:{line}")


def test_rules_that_override_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    lines = first_lines(
        refusal(model_with(tmp_path, "    acts: []\n ->     acts: []\n    overrides: [small]\n"))
    )

    assert [line.partition(": ANA035 ")[2] for line in lines] == [
        "the rule 'small' overrides itself through others; break the circle",
        "the rule 'other' overrides itself through others; break the circle",
    ]


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("24 hours", 24, "hours"),
        ("1 hour", 1, "hours"),
        ("24-48 hours", 48, "hours"),
        ("1.5 days", 1.5, "days"),
        ("2 weeks", 14, "days"),
        ("2 working weeks", 10, "working days"),
    ],
)
def test_time_limits(text: str, amount: float, unit: str) -> None:
    assert parse_span(text) == Span(amount=amount, unit=unit)


@pytest.mark.parametrize(
    "text", ["", "24", "hours", "-1 hours", "1e3 hours", "99999 days", 24, None, "1 to hours"]
)
def test_what_is_no_time_limit(text: object) -> None:
    with pytest.raises(NumberError):
        parse_span(text)


LADDER = "policy: discount-ladder"


def overlay(folder: Path, text: str) -> Enterprise:
    return load_enterprise(write_overlay(folder, policy=text))


def test_an_overlay_changes_a_bound_and_adds_a_rule_where_it_belongs(tmp_path: Path) -> None:
    text = f"{LADDER}\nthresholds: {{seller_limit: 5 %}}\nrules:\n  friends:\n    before: manager\n    acts: []\n  seller: {{remove: true}}"
    policy = overlay(tmp_path, text).policies["discount-ladder"]

    assert policy.thresholds["seller_limit"] == 0.05
    assert policy.thresholds["manager_limit"] == 0.2
    assert [rule.key for rule in policy.rules][-2:] == ["friends", "manager"]


def test_two_comparisons_replace_those_below_rather_than_mix_with_them(tmp_path: Path) -> None:
    text = "policy: payment-terms\nrules: {beyond-net-60: {when: {new_days: {at_least: 70, below: 100}}}}"
    rule = next(
        one for one in overlay(tmp_path, text).policies["payment-terms"].rules if one.key == "beyond-net-60"
    )

    assert [one.comparison for one in rule.when[0]] == ["at_least", "below"]


def test_a_policy_a_department_and_a_decision_type_may_go(tmp_path: Path) -> None:
    gone = overlay(tmp_path / "a", f"{LADDER}\nremove: true")
    without = load_enterprise(
        write_overlay(tmp_path / "b", "department: finance\nremove: true", header="name: A\ncards: []")
    )
    no_type = load_enterprise(write_overlay(tmp_path / "c", t="decision_type: pricing-change\nremove: true"))

    assert "discount-ladder" not in gone.policies
    assert "policy discount-ladder" in gone.removed
    assert without.policies["discount-ladder"].roles["cfo"].department == ""
    assert "department of role cfo in policy discount-ladder" in without.removed
    assert "pricing-changes" not in no_type.policies
    assert "policy pricing-changes" in no_type.removed


def test_a_rule_that_an_overlay_removes_goes_from_overrides_without_a_word(tmp_path: Path) -> None:
    files = {**small_with(), "policies/limits.yaml": POLICY}
    base = load_enterprise(write_model(tmp_path, files))

    assert base.policies["limits"].rules[1].overrides == ("other",)


def decided(enterprise: Enterprise, **values: object) -> list[str]:
    """The rules that hold for a decision with these values."""
    draft = Draft(title="t", proposals=(("discount-exception", values),))
    effects = decide_effects(enterprise, settle_decision(draft, enterprise))
    return [ruling.rule.key for policy in effects.policies for ruling in policy.hit]


def test_a_decision_may_give_what_only_policies_read(tmp_path: Path) -> None:
    enterprise = load_enterprise(model_with(tmp_path, "overrides: [other] -> overrides: []"))
    modest = {"discount": "5 %", "list_value": "10k"}

    assert decided(enterprise, **modest) == ["other"]
    assert decided(enterprise, **modest, waived=3) == ["small"]
    with pytest.raises(InputError, match="did you mean 'waived'"):
        decided(enterprise, **modest, waved=3)
    draft = Draft(title="t", proposals=(("discount-exception", modest),))
    set_by_hand = settle_decision(draft, enterprise, {"waived": "4"})
    assert set_by_hand.proposals[0].values["waived"] == 4
