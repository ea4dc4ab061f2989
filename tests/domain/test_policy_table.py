"""Which rules hold: first, any or all; overridden, out of force, or open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.domain.policy_table import apply_policy
from builders.policies import a_policy, a_rule

if TYPE_CHECKING:
    from anatomy.domain.policy import Rule
    from anatomy.domain.response import Value

LOW = a_rule("low", {"amount": {"above": 10}})
HIGH = a_rule("high", {"amount": {"above": 20}})


def keys(*rules: Rule, hit: str = "all", date: str = "", values: dict[str, Value] | None = None) -> list[str]:
    """The rules that hold for an amount of 30 and these values."""
    return [
        rule.key
        for rule in apply_policy(a_policy(rules, hit=hit), {"amount": 30.0, **(values or {})}, date=date).hit
    ]


def test_first_is_by_the_order_written_and_all_are_all() -> None:
    assert keys(HIGH, LOW, hit="first") == ["high"]
    assert keys(LOW, HIGH, hit="first") == ["low"]
    assert keys(LOW, HIGH, hit="all") == ["low", "high"]


def test_several_comparisons_all_hold_and_a_list_means_any() -> None:
    between = a_rule("between", {"amount": {"above": 10, "at_most": 20}})
    either = a_rule("either", [{"amount": {"below": 5}}, {"rush": {"is": True}}])

    assert keys(between, values={"amount": 20.0}) == ["between"]
    assert keys(between) == []
    assert keys(either) == []
    assert keys(either, values={"rush": True}) == ["either"]


def test_a_parameter_without_a_value_makes_conditions_false_even_negative_ones() -> None:
    assert keys(a_rule("not-north", {"region": {"is_not": "north"}})) == []
    assert keys(a_rule("not-north", {"region": {"is_not": "north"}}), values={"region": "south"}) == [
        "not-north"
    ]


def test_a_rule_that_is_itself_overridden_overrides_nothing() -> None:
    first, second = a_rule("a", None, overrides=("b",)), a_rule("b", None, overrides=("c",))
    outcome = apply_policy(a_policy([first, second, a_rule("c")]), {})

    assert [rule.key for rule in outcome.hit] == ["a", "c"]
    assert [rule.key for rule in outcome.overridden] == ["b"]


def test_rules_are_in_force_on_their_first_and_last_day() -> None:
    rule = replace(LOW, valid_from="2026-01-01", valid_until="2026-12-31")

    assert [keys(rule, date=day) for day in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")] == [
        [],
        ["low"],
        ["low"],
        [],
    ]
    assert keys(rule) == []
    assert keys(replace(rule, valid_until="")) == ["low"]


def test_a_threshold_that_is_not_public_leaves_a_rule_open() -> None:
    secret = a_rule("secret", {"amount": {"above": "limit"}})
    both = a_rule("both", [{"amount": {"above": "limit"}}, {"amount": {"above": 10}}])
    neither = a_rule("neither", {"amount": {"above": "limit", "below": 10}})
    policy = a_policy([secret, both, neither], thresholds={"limit": None})
    outcome = apply_policy(policy, {"amount": 30.0})

    assert [rule.key for rule in outcome.open] == ["secret"]
    assert [rule.key for rule in outcome.hit] == ["both"]
    assert apply_policy(replace(policy, thresholds={"limit": 25.0}), {"amount": 30.0}).open == ()


def test_with_first_only_an_open_rule_before_the_hit_matters() -> None:
    secret = a_rule("secret", {"amount": {"above": "limit"}})

    for rules, waiting in (((secret, LOW), ["secret"]), ((LOW, secret), [])):
        policy = a_policy(rules, hit="first", thresholds={"limit": None})
        outcome = apply_policy(policy, {"amount": 30.0})
        assert [rule.key for rule in outcome.hit] == ["low"]
        assert [rule.key for rule in outcome.open] == waiting


def test_a_complete_policy_without_a_rule_that_holds_is_uncovered() -> None:
    assert apply_policy(a_policy([HIGH], complete=True), {"amount": 1.0}).uncovered
    assert not apply_policy(a_policy([HIGH]), {"amount": 1.0}).uncovered
