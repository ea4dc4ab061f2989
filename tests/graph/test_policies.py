"""The lint of policies: silent on sound ones, each finding on one that breaks it, and never other than brute force."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.domain.policy_table import apply_policy
from anatomy.graph import CHECKS, check_structure
from anatomy.graph.policies import lint_policy
from builders.enterprises import an_enterprise
from builders.policies import PARAMETERS, a_policy, a_rule, an_act, hours

if TYPE_CHECKING:
    from anatomy.domain.policy import Policy

SOUND = a_policy(
    [
        a_rule("low", {"amount": {"at_most": 10}}),
        a_rule("middle", {"amount": {"above": 10, "at_most": 20}}),
        a_rule("high", {"amount": {"above": 20}}),
    ],
    hit="any",
    complete=True,
)


def told(policy: Policy) -> list[tuple[str, str, str]]:
    return [(one.check, one.rule, one.message) for one in lint_policy(policy, PARAMETERS)]


def kinds(policy: Policy) -> set[str]:
    return {one.check for one in lint_policy(policy, PARAMETERS)}


def test_a_sound_policy_is_without_findings() -> None:
    assert told(SOUND) == []


def test_a_gap_exactly_at_a_bound_is_found() -> None:
    below, above = a_rule("no", {"amount": {"below": 25_000}}), a_rule("yes", {"amount": {"above": 25_000}})

    assert told(a_policy([below, above])) == [
        ("gap", "yes", "at amount = 25,000 exactly neither no nor yes holds")
    ]
    assert told(a_policy([below, above], complete=True)) == [("gap", "", "no rule holds at amount = 25,000")]


def test_a_rule_for_the_bound_itself_is_no_gap() -> None:
    rules = [
        a_rule("no", {"amount": {"below": 10}}),
        a_rule("even", {"amount": {"is": 10}}),
        a_rule("yes", {"amount": {"above": 10}}),
    ]

    assert told(a_policy(rules)) == []


def test_both_rules_at_a_bound_are_an_overlap() -> None:
    rules = [a_rule("low", {"amount": {"at_most": 10}}), a_rule("high", {"amount": {"at_least": 10}})]

    assert told(a_policy(rules)) == [("overlap", "high", "at amount = 10 exactly both low and high hold")]
    assert told(a_policy(rules, hit="any")) == [
        ("overlap", "low", "high and low hold together at amount = 10, though one at most should")
    ]
    assert told(a_policy(rules, hit="first")) == []


def test_whole_numbers_have_nothing_between_them() -> None:
    few, many = a_rule("few", {"seats": {"at_most": 9}}), a_rule("many", {"seats": {"at_least": 10}})

    assert told(a_policy([few, many], complete=True)) == []
    assert kinds(
        a_policy([replace(few, when=a_rule("x", {"seats": {"at_most": 8}}).when), many], complete=True)
    ) == {"gap"}


@pytest.mark.parametrize(
    "policy",
    [
        a_policy([a_rule("never", {"amount": {"above": 10, "below": 5}})]),
        a_policy([a_rule("always"), a_rule("never", {"rush": {"is": True}})], hit="first"),
        a_policy([a_rule("winner", overrides=("never",)), a_rule("never", {"rush": {"is": True}})]),
        a_policy([a_rule("never", {"share": {"above": "100 %"}})]),
    ],
    ids=["contradiction", "shadowed", "overridden", "out of range"],
)
def test_a_rule_that_can_never_count_is_found(policy: Policy) -> None:
    assert [(check, rule) for check, rule, _ in told(policy)] == [("unreachable", "never")]


def test_a_first_answer_after_the_end_is_a_contradiction() -> None:
    act = an_act(respond=hours(2, "working days"), complete=hours(8))

    assert [(check, rule) for check, rule, _ in told(a_policy([a_rule("slow", None, act)]))] == [
        ("times", "slow")
    ]
    assert (
        told(a_policy([a_rule("fine", None, an_act(respond=hours(6, "working hours"), complete=hours(24)))]))
        == []
    )


def test_two_times_for_the_same_act_are_a_contradiction() -> None:
    quick = a_rule("quick", {"amount": {"above": 5}}, an_act(complete=hours(8)))
    slow = a_rule("slow", {"amount": {"above": 10}}, an_act(complete=hours(24)))
    other = a_rule("slow", {"amount": {"above": 10}}, an_act("sign", complete=hours(24)))

    assert [message for _, _, message in told(a_policy([quick, slow]))] == [
        "quick and slow give clerk different times to approve at amount = 12.5"
    ]
    assert told(a_policy([quick, slow], hit="first")) == [
        ("unreachable", "slow", told(a_policy([quick, slow], hit="first"))[0][2])
    ]
    assert told(a_policy([quick, other])) == []


def test_rules_of_another_time_are_held_apart() -> None:
    old = a_rule("old", {"amount": {"above": 10}}, valid_until="2025-12-31")
    new = a_rule("new", {"amount": {"above": 10}}, valid_from="2026-01-01")

    assert told(a_policy([old, new], hit="any")) == []
    assert kinds(a_policy([old, replace(new, valid_from="2025-12-31")], hit="any")) == {"overlap"}


def test_what_cannot_be_tried_is_told_and_blamed_for_nothing() -> None:
    rules = [a_rule("public", {"amount": {"above": 10}}), a_rule("secret", {"share": {"above": "limit"}})]
    policy = a_policy(rules, thresholds={"limit": None}, complete=True, hit="first")
    wide = [
        a_rule(
            f"r{number}",
            {"amount": {"above": number}, "share": {"above": number / 200}, "seats": {"above": number}},
        )
        for number in range(1, 40)
    ]

    assert kinds(policy) == {"unchecked"}
    assert kinds(a_policy(wide, complete=True)) == {"unchecked"}


def test_parts_that_share_no_parameter_are_tried_apart() -> None:
    """Sixteen parameters together would be too many combinations."""
    parameters = {f"p{place}": replace(PARAMETERS["amount"], name=f"p{place}") for place in range(16)}
    rules = [
        rule
        for name in parameters
        for rule in (
            a_rule(f"{name}-low", {name: {"below": 10}}),
            a_rule(f"{name}-high", {name: {"above": 10}}),
        )
    ]
    found = lint_policy(a_policy(rules, parameters=parameters), parameters)

    assert {one.check for one in found} == {"gap"}
    assert len(found) == 16


@pytest.mark.parametrize(
    ("code", "policy"),
    [
        (
            "ANA116",
            a_policy([a_rule("low", {"amount": {"below": 1}}), a_rule("high", {"amount": {"above": 1}})]),
        ),
        ("ANA117", replace(SOUND, rules=(*SOUND.rules, a_rule("more", {"amount": {"above": 30}})))),
        ("ANA118", a_policy([a_rule("never", {"amount": {"above": 1, "below": 1}})])),
        ("ANA119", a_policy([a_rule("slow", None, an_act(respond=hours(9), complete=hours(8)))])),
        ("ANA120", a_policy([a_rule("secret", {"amount": {"above": "limit"}})], thresholds={"limit": None})),
    ],
)
def test_every_check_fails_on_a_policy_that_breaks_it(code: str, policy: Policy) -> None:
    def codes(*policies: Policy) -> set[str]:
        enterprise = an_enterprise(policies={one.key: one for one in policies})
        return {one.code for one in check_structure(enterprise) if one.code >= "ANA116"}

    assert codes(SOUND) == set()
    assert codes(policy) == {code}
    assert CHECKS[code].severity == ("info" if code == "ANA120" else "warning")


FINE = [number / 2 for number in range(-2, 13)]
NUMBERS = st.integers(0, 5)
COMPARED = st.one_of(
    st.tuples(st.sampled_from(["above", "at_least", "below", "at_most", "is"]), NUMBERS).map(
        lambda one: dict([one])
    ),
    st.tuples(NUMBERS, NUMBERS).map(lambda ends: {"above": min(ends), "at_most": max(ends)}),
)
GROUPS = st.one_of(
    st.fixed_dictionaries({"amount": COMPARED}),
    st.fixed_dictionaries({"share": COMPARED}),
    st.fixed_dictionaries({"amount": COMPARED, "share": COMPARED}),
)
WHENS = st.one_of(st.none(), GROUPS, st.tuples(GROUPS, GROUPS).map(list))
FREE = {name: replace(PARAMETERS["amount"], name=name) for name in ("amount", "share")}


@given(
    whens=st.lists(WHENS, min_size=1, max_size=4),
    hit=st.sampled_from(["first", "any", "all"]),
    overriding=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_the_lint_agrees_with_trying_everything(whens: list[object], hit: str, *, overriding: bool) -> None:
    """Gaps, overlaps and unreachable rules are those that a fine grid over all values meets."""
    rules = [a_rule(f"r{place}", when) for place, when in enumerate(whens)]
    if overriding and len(rules) > 1:
        rules[0] = replace(rules[0], overrides=("r1",))
    policy = a_policy(rules, hit=hit, complete=True, parameters=FREE)
    hits = [
        frozenset(rule.key for rule in apply_policy(policy, {"amount": one, "share": other}).hit)
        for one, other in product(FINE, FINE)
    ]
    findings = lint_policy(policy, FREE)

    assert any(one.check == "gap" and one.message.startswith("no rule") for one in findings) == (
        frozenset() in hits
    )
    assert {one.rule for one in findings if one.check == "unreachable"} == {
        rule.key for rule in rules if not any(rule.key in keys for keys in hits)
    }
    if hit == "any":
        together = {" and ".join(sorted(keys)) for keys in hits if len(keys) > 1}
        said = {one.message.partition(" hold together")[0] for one in findings if one.check == "overlap"}
        assert said == together
