"""Two models compared: every kind of change is found, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from anatomy.domain.difference import Change, Difference, Differences
from anatomy.domain.quantity import Range
from anatomy.domain.response import Number
from anatomy.graph import compare_models
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf
from builders.enterprises import an_enterprise
from builders.models import small_with, write_model, write_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

VALUES = "sales/discount-control/operations > finance/margin/operations : values"
TYPE = "discount-exception"


@pytest.fixture(scope="module")
def small() -> Enterprise:
    return load_enterprise(shelf("models") / "small")


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


def changed(folder: Path, **changes: str) -> Enterprise:
    return load_enterprise(write_model(folder, small_with(**changes)))


def only(found: Differences) -> Difference:
    assert len(found.entries) == 1, [entry.title for entry in found.entries]
    return found.entries[0]


def leaves(entry: Difference) -> list[tuple[str, Any, Any]]:
    return [(change.field, change.old, change.new) for change in entry.changes]


@pytest.mark.parametrize("name", ["small", "reference"])
def test_a_model_does_not_differ_from_itself(name: str) -> None:
    one, again = (load_enterprise(shelf("models") / name) for _ in range(2))

    assert not compare_models(one, again)


#: What is changed, and the section, identity, field, old and new value of the only difference.
ONE_CHANGE: dict[str, tuple[dict[str, str], tuple[str, str, str, Any, Any]]] = {
    "header": ({"header": "felt_at: 10 % -> felt_at: 8 %"}, ("header", "felt_at", "", 0.1, 0.08)),
    "cards": (
        {"header": "cards: [finance, support] -> cards: [support]"},
        ("header", "cards", "", ("finance", "support"), ("support",)),
    ),
    "scale": (
        {"header": "rare: [1 %, 5 %, 10 %] -> rare: [1 %, 6 %, 10 %]"},
        ("header", "scale of likelihood", "rare", Range(0.01, 0.05, 0.1), Range(0.01, 0.06, 0.1)),
    ),
    "layer": (
        {"header": "meaning: the order of steps that pursues it -> meaning: the steps"},
        ("layers", "process", "meaning", "the order of steps that pursues it", "the steps"),
    ),
    "owner": (
        {"sales": "owner: Head of sales -> owner: Sales director"},
        ("departments", "sales", "owner", "Head of sales", "Sales director"),
    ),
    "sub-function": (
        {"sales": "owner: Pricing lead -> owner: Pricing clerk"},
        ("sub_functions", "sales/discount-control", "owner", "Pricing lead", "Pricing clerk"),
    ),
    "cell": (
        {"sales": "process: ask, check, decide, record -> process: ask, decide"},
        ("cells", "sales/discount-control/process", "", "ask, check, decide, record", "ask, decide"),
    ),
    "likelihood": (
        {"sales": "likelihood: almost certain -> likelihood: 60 %"},
        ("dependencies", VALUES, "likelihood", Range(0.85, 0.93, 0.99), Range.exactly(0.6)),
    ),
    "delay": (
        {"sales": "delay: immediate -> delay: 3 days"},
        ("dependencies", VALUES, "delay", Range(0, 0.25, 1), Range.exactly(3)),
    ),
    "effect": (
        {"sales": "effect: price realization on the deal falls -> effect: margin falls"},
        ("dependencies", VALUES, "effect", "price realization on the deal falls", "margin falls"),
    ),
    "basis": (
        {"sales": "basis: {grade: A, source: talk} -> basis: {grade: B, source: talk}"},
        ("dependencies", VALUES, "basis|grade", "A", "B"),
    ),
    "parameter": (
        {"discount": "default: 20 % -> default: 25 %"},
        ("decision_types", TYPE, "parameters|discount|default", 0.2, 0.25),
    ),
    "horizon": (
        {"discount": "horizon: 90 days -> horizon: 30 days"},
        ("decision_types", TYPE, "losses|late-answer|horizon_days", 90.0, 30.0),
    ),
    "reason": (
        {"discount": "because: the price really charged falls -> because: it is cheaper"},
        (
            "decision_types",
            TYPE,
            "sets_off|sales/discount-control/operations|because",
            "the price really charged falls",
            "it is cheaper",
        ),
    ),
    "source": (
        {"header": "talk: an afternoon -> talk: a morning"},
        (
            "sources",
            "talk",
            "",
            "an afternoon with the heads of the three departments, invented for the tutorial",
            "a morning with the heads of the three departments, invented for the tutorial",
        ),
    ),
    "kind": (
        {"kinds": "family: money -> family: cash"},
        ("kinds", "values", "family", "money", "cash"),
    ),
}


@pytest.mark.parametrize(("changes", "told"), ONE_CHANGE.values(), ids=ONE_CHANGE)
def test_one_change_is_found_and_nothing_else(
    changes: dict[str, str], told: tuple[str, str, str, Any, Any], small: Enterprise, tmp_path: Path
) -> None:
    section, key, *leaf = told
    entry = only(compare_models(small, changed(tmp_path, **changes)))

    assert (entry.section, entry.what, entry.key, entry.naming) == (section, "changed", key, False)
    assert leaves(entry) == [tuple(leaf)]


@pytest.mark.parametrize(
    ("changes", "field", "old", "new"),
    [
        ({"sales": "code: D1 -> code: D9"}, "code", "D1", "D9"),
        ({"sales": "name: Sales -> name: Selling"}, "name", "Sales", "Selling"),
        ({"sales": "aliases: [Discounts] -> aliases: [Rebates]"}, "aliases", ("Discounts",), ("Rebates",)),
        ({"discount": "name: Discount exception -> name: Rebate"}, "name", "Discount exception", "Rebate"),
        ({"header": "name: Small enterprise -> name: Tiny"}, "", "Small enterprise", "Tiny"),
    ],
)
def test_a_new_code_or_name_is_no_change_of_substance(
    changes: dict[str, str], field: str, old: Any, new: Any, small: Enterprise
) -> None:
    before, after = small, renamed(small, changes)
    entry = only(compare_models(before, after))

    assert entry.naming
    assert entry.changes == (Change(field=field, old=old, new=new, naming=True),)


def renamed(small: Enterprise, changes: dict[str, str]) -> Enterprise:
    """The change made to the values, so that addresses by code in the files need not follow."""
    (file, text), *_ = changes.items()
    field, _, value = text.partition(" -> ")[2].partition(": ")
    new: Any = (value.strip("[]"),) if field == "aliases" else value
    if file == "header":
        return replace(small, **{field: new})
    if file == "discount":
        types = {key: replace(one, **{field: new}) for key, one in small.decision_types.items()}
        return replace(small, decision_types=types)
    sales = small.departments["sales"]
    if field == "aliases":
        parts = dict(sales.sub_functions)
        parts["discount-control"] = replace(parts["discount-control"], aliases=new)
        sales = replace(sales, sub_functions=parts)
    else:
        sales = replace(sales, **{field: new})
    return replace(small, departments={**small.departments, "sales": sales})


def test_additions_and_removals_mirror_each_other(small: Enterprise, tmp_path: Path) -> None:
    row = "  - {from: D1.F2.P2, to: D2.F2.P2, kind: triggers, effect: a plan is made}\n"
    more = changed(tmp_path, sales=f"dependencies:\n -> dependencies:\n{row}")

    gained, lost = compare_models(small, more), compare_models(more, small)

    assert [(one.section, one.what) for one in gained.entries] == [("dependencies", "added")]
    assert [(one.section, one.what) for one in lost.entries] == [("dependencies", "removed")]
    assert only(gained).key == only(lost).key


def test_what_goes_with_a_department_says_so(reference: Enterprise, tmp_path: Path) -> None:
    found = compare_models(
        reference, load_enterprise(write_overlay(tmp_path, "department: supply-chain\nremove: true"))
    )

    assert [one.key for one in found.of("departments")] == ["supply-chain"]
    assert {one.goes_with for one in found.of("sub_functions")} == {"supply-chain"}
    assert {one.goes_with for one in found.of("dependencies")} == {"supply-chain"}
    assert all("supply-chain/" in one.key for one in found.of("dependencies"))


def test_a_change_of_the_rule_is_one_entry_a_step(small: Enterprise, tmp_path: Path) -> None:
    found = compare_models(small, changed(tmp_path, header="severity_share: 80 % -> severity_share: 70 %"))
    rules = found.of("dependencies")
    parts = sum(len(one.sub_functions) for one in small.departments.values())

    assert found.entries == rules
    assert len(rules) == len(small.layers) - 1
    assert {one.alike for one in rules} == {parts}


def test_one_ruled_dependency_stands_for_itself(small: Enterprise, tmp_path: Path) -> None:
    row = "  - {from: D1.F1.P1, to: D1.F1.P2, kind: realizes, effect: it follows, likelihood: 90 %}\n"
    entry = only(compare_models(small, changed(tmp_path, sales=f"dependencies:\n -> dependencies:\n{row}")))

    assert (entry.what, entry.alike) == ("changed", 1)
    assert ("by_rule", True, False) in leaves(entry)


def test_of_several_entries_for_one_cell_only_the_new_one_is_told(small: Enterprise, tmp_path: Path) -> None:
    more = "sets_off:\n  - {cell: D1.F1.P6, severity: 5 %, because: people talk}\n"
    entry = only(compare_models(small, changed(tmp_path, discount=f"sets_off:\n -> {more}")))
    (change,) = entry.changes

    assert change.field.startswith("sets_off|sales/discount-control/operations")
    assert (change.old, change.new.because) == (None, "people talk")


def test_places_and_digests_mean_nothing() -> None:
    one = an_enterprise()

    assert not compare_models(one, replace(one, digest="1" * 64))


def test_a_policy_that_went_and_one_that_changed_are_found(reference: Enterprise) -> None:
    first, *others = reference.policies
    changed_policy = replace(reference.policies[others[0]], hit="all", name="Another name")
    policies = {key: reference.policies[key] for key in others} | {others[0]: changed_policy}
    before = replace(
        reference, policies={**reference.policies, others[0]: replace(changed_policy, hit="any")}
    )
    gone, other = compare_models(before, replace(reference, policies=policies)).entries

    assert (gone.section, gone.what, gone.key) == ("policies", "removed", first)
    assert (other.what, leaves(other)) == ("changed", [("hit", "any", "all")])


def test_what_may_be_done_and_what_is_not_acceptable_is_compared(
    reference: Enterprise, tmp_path: Path
) -> None:
    """A changed cost, block and bound; a limit that moved as one text, and one that went."""
    text = (
        "mitigations:\n  precedent-note: {cost: 500, lead_time: 2 days}\n  early-payment: {set: {new_days: {at_most: 45}}}\n"
        "  inside-the-plan: {blocks: [{cell: D8.F3.P1, stops: both}]}\n  quote-rule: {remove: true}\n"
    )
    header = "name: A\nlimits:\n  finance-loss: {limit: Finance.loss.p90 > 75k}\n  spread: {remove: true}"
    found = compare_models(reference, load_enterprise(write_overlay(tmp_path, header=header, m=text)))
    told = {entry.key: entry for section in ("mitigations", "limits") for entry in found.of(section)}

    assert {key: entry.what for key, entry in told.items()} == {
        "precedent-note": "changed",
        "early-payment": "changed",
        "inside-the-plan": "changed",
        "quote-rule": "removed",
        "finance-loss": "changed",
        "spread": "removed",
    }
    assert leaves(told["precedent-note"]) == [
        ("cost", Number(400.0), Number(500.0)),
        ("lead_days", 1.0, 2.0),
    ]
    assert leaves(told["early-payment"]) == [("sets|new_days|at_most", Number(60.0), Number(45.0))]
    assert leaves(told["inside-the-plan"]) == [
        ("blocks|marketing/campaign-planning/strategy|spread", False, True),
        ("blocks|marketing/campaign-planning/strategy|because", "Marketing itself picks what makes room", ""),
    ]
    assert leaves(told["finance-loss"]) == [("limit", "finance.loss.p90 > 50k", "finance.loss.p90 > 75k")]
    assert told["quote-rule"].title == "Exception built into the quote engine"
