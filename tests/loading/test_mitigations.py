"""Mitigations from files: what a sound one holds, every mistake at its place, and overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.domain.cell import CellId
from anatomy.domain.decision import Selector
from anatomy.domain.mitigation import Block, ParameterChange
from anatomy.domain.response import Condition, Name, Number, evaluate
from anatomy.loading import load_enterprise
from builders.models import first_lines, refusal, small_with, write_model, write_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

FILE = "mitigations/all.yaml"
MITIGATIONS = """\
format: anatomy/1
basis: {how: stated, grade: B, source: our handbook}
mitigations:
  note:
    name: Precedent note
    what: The exception is recorded
    applies_to: [discount-exception]
    when: {discount: {above: policy_limit}}
    cost: 0.5 % * list_value
    lead_time: 2 weeks
    owner: Head of sales
    department: D1
    adjusts:
      - {of: {from: D1.F1.P3, to: Finance, kind: values}, likelihood: 0.5, delay_added: 10 days, because: why not}
    blocks:
      - {cell: D1.F1.P6, stops: both, because: it is held back}
      - {cell: sales/key-accounts/operations}
    set:
      discount: {at_most: policy_limit, at_least: 2 %}
      best_customer: true
    basis: {grade: C}
  plain:
    name: A call
    what: Somebody calls
    cost: 100
    lead_time: 1 days
    owner: Anyone
    blocks: [{cell: D1.F2.P6, stops: start}]
"""


def model_with(folder: Path, change: str = "") -> Path:
    """The small model with these mitigations; `old -> new` changes one text of them."""
    old, _, new = change.partition(" -> ")
    assert old in MITIGATIONS, old
    return write_model(folder, {**small_with(), FILE: MITIGATIONS.replace(old, new, 1)})


def test_a_mitigation_is_read(tmp_path: Path) -> None:
    enterprise = load_enterprise(model_with(tmp_path))
    note = enterprise.mitigations["note"]
    (weakened,) = note.adjusts

    assert list(enterprise.mitigations) == ["note", "plain"]
    assert (note.name, note.what, note.owner) == (
        "Precedent note",
        "The exception is recorded",
        "Head of sales",
    )
    assert (note.department, note.lead_days, note.applies_to) == ("sales", 14.0, ("discount-exception",))
    assert evaluate(note.cost, {"list_value": 200_000.0}) == 1_000.0
    assert note.when == ((Condition("discount", "above", Name("policy_limit")),),)
    assert weakened.of == Selector(source="sales/discount-control/system", target="finance", kind="values")
    assert (weakened.likelihood, weakened.delay, weakened.delay_added) == (Number(0.5), None, Number(10.0))
    assert note.blocks == (
        Block(cell=CellId("sales", "discount-control", "operations"), start=True, because="it is held back"),
        Block(cell=CellId("sales", "key-accounts", "operations")),
    )
    assert note.sets == (
        ParameterChange(parameter="discount", at_most=Name("policy_limit"), at_least=Number(0.02)),
        ParameterChange(parameter="best_customer", to=True),
    )
    assert (note.basis.how, note.basis.grade, note.basis.sources) == ("stated", "C", ("our handbook",))
    assert enterprise.mitigations["plain"].blocks[0].spread is False
    assert str(enterprise.origin("mitigations|note|cost")) == f"{FILE}:9:11"


MISTAKES = [
    ("department: D1 -> departmnt: D1", "12:5: ANA011 unknown key 'departmnt'; did you mean 'department'?"),
    ("lead_time: 2 weeks -> lead_time: 14", "10:16: ANA014 lead_time: 14 has no unit; write 14 days"),
    ("    owner: Anyone\n -> ", "23:5: ANA010 'owner' is missing; add owner: ..."),
    ("cost: 100 -> cost: -100", "25:11: ANA014 cost: a cost is positive; write 0 or more"),
    ("cost: 100 -> cost: USD 100", "25:11: ANA014 cost: 'USD 100' is in USD, but the model is in EUR; convert it to EUR"),
    ("cost: 0.5 % * list_value -> cost: 0.5 % * lst_value", "9:19: ANA031 unknown parameter 'lst_value'; did you mean 'list_value'?"),
    ("cost: 100 -> cost: list_value", "25:11: ANA031 unknown parameter 'list_value'; parameters: none"),
    ("applies_to: [discount-exception] -> applies_to: [discount]", "7:18: ANA031 unknown decision type 'discount'; did you mean 'discount-exception'?"),
    ("{discount: {above -> {discont: {above", "8:12: ANA031 unknown parameter 'discont'; did you mean 'discount'?"),
    ("department: D1 -> department: D91", "12:17: ANA031 'D91' is not in this enterprise: 'D91' is unknown; the departments are D1 to D3; did you mean D1?"),
    ("department: D1 -> department: D1.F1", "12:17: ANA031 'D1.F1' is not a department; write sales"),
    ("to: Finance, -> to: Finanse,", "14:35: ANA031 'Finanse' is not in this enterprise: 'Finanse' is unknown; the departments are D1 to D3; did you mean finance?"),
    ("kind: values -> kind: valuez", "14:50: ANA031 unknown kind 'valuez'; did you mean 'values'?"),
    ("likelihood: 0.5 -> likelihood: -1", "14:71: ANA014 likelihood: -1 is not a factor; write one of 0 or more, such as 0.5 or 120 %"),
    ("delay_added: 10 days -> delay_added: 10", "14:89: ANA014 delay_added: 10 has no unit; write 10 days"),
    ("cell: D1.F1.P6 -> cell: D1.F1", "16:16: ANA031 'D1.F1' is not a cell: a layer is missing; add it, as in sales/discount-control/strategy"),
    ("stops: both -> stops: boht", "16:33: ANA012 stops is not one of the known words; did you mean 'both'?"),
    ("{at_most: policy_limit, -> {at_mst: policy_limit,", "19:26: ANA014 discount: 'at_mst' is not a bound; did you mean 'at_most'?"),
    ("at_least: 2 % -> at_least: 90 %", "19:51: ANA014 discount: '90 %' is outside its range; choose from 0 % to 60 %"),
    ("at_least: 2 % -> at_least: true", "19:51: ANA014 discount: True is not a bound; write a value, or {at_most: 18 %}"),
    ("at_most: policy_limit -> at_most: polcy_limit", "19:27: ANA031 unknown parameter 'polcy_limit'; did you mean 'policy_limit'?"),
    ("discount: {at_most: policy_limit, at_least: 2 %} -> discount: 70 %", "19:17: ANA014 discount: '70 %' is outside its range; choose from 0 % to 60 %"),
    ("discount: {at_most: policy_limit, at_least: 2 %} -> discount: 18", "19:17: ANA014 discount: 18 is above 1; write 18 % or 0.18"),
    ("discount: {at_most: policy_limit, at_least: 2 %} -> discount: best_customer / 2", "19:17: ANA035 best_customer is a yes-no, not a number; use choice: or when: for it"),
    ("discount: {at_most: policy_limit, at_least: 2 %} -> discount: [1]", "19:17: ANA014 discount: [1] is neither a value nor bounds; write a value, or {at_most: 18 %}"),
    ("discount: {at_most -> discunt: {at_most", "19:7: ANA031 unknown parameter 'discunt'; did you mean 'discount'?"),
    ("best_customer: true -> best_customer: perhaps", "20:22: ANA014 best_customer: 'perhaps' is neither yes nor no; write yes or no"),
    ("best_customer: true -> best_customer: {at_most: true}", "20:32: ANA014 best_customer: True is not a bound; write a value, or {at_most: 18 %}"),
    ("best_customer: true -> best_customer: {at_most: 1}", "20:32: ANA014 best_customer: a yes-no has no bounds; write best_customer: the value"),
    ("    blocks: [{cell: D1.F2.P6, stops: start}]\n -> ", "23:5: ANA010 plain changes nothing; add adjusts:, blocks: or set:"),
    ("source: our handbook -> source: tak", "2:40: ANA033 unknown source 'tak'; did you mean 'talk'?"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line"), MISTAKES, ids=[change for change, _ in MISTAKES])
def test_a_mistake_is_told_once_at_its_place(tmp_path: Path, change: str, line: str) -> None:
    assert first_lines(refusal(model_with(tmp_path, change))) == [f"{FILE}:{line}"]


def test_a_parameter_that_one_of_its_types_lacks_cannot_be_read(tmp_path: Path) -> None:
    """Two types share `amount` by name and kind, so only that one may be read; bounds fit both."""
    types = {
        f"decisions/{key}.yaml": f"format: anatomy/1\ndecision_type: {key}\nname: {key}\nquestion: What?\n"
        f"parameters:\n  amount: {{label: A, kind: {kind}, range: [0, {high}], default: 1}}\n"
        f"  other: {{label: A, kind: {other}, default: 1}}\n"
        "sets_off: [{cell: D1.F1.P6, severity: 'min(1, amount)'}]\n"
        for key, kind, high, other in (("one", "count", 9, "count"), ("two", "count", 5, "months"))
    }
    text = (
        "format: anatomy/1\nmitigations:\n  m: {name: M, what: W, cost: other, lead_time: 1 days, owner: O,"
        " applies_to: [one, two], set: {amount: 7}}\n"
    )
    lines = first_lines(refusal(write_model(tmp_path, {**small_with(), **types, "m.yaml": text})))

    assert lines == [
        "m.yaml:3:31: ANA031 unknown parameter 'other'; parameters: amount",
        "m.yaml:3:105: ANA014 amount: 7 is outside its range; choose from 0 to 5",
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = MITIGATIONS.replace("kind: values", "kind: valuez").replace("{above: policy", "{abov: policy")
    text = text.replace("cost: 100", "cost: -100 USD")
    lines = first_lines(refusal(write_model(tmp_path, {**small_with(), FILE: text})))

    assert [line.split(" ")[0] for line in lines] == [f"{FILE}:{at}:" for at in ("8:29", "14:50", "25:11")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mitigations: [a]", "2:14: ANA012 mitigations: must hold entries; write key: value lines below it"),
        ("mitigations: {}\nbais: {}", "3:1: ANA011 unknown key 'bais'; known here: format, mitigations, basis"),
        ("mitigations: {Note: {name: N, what: W, cost: 1, lead_time: 1 days, owner: O}}", "2:15: ANA012 Note is not a key; write it in small letters, digits and single hyphens"),
    ],
)  # fmt: skip
def test_what_the_file_may_hold(tmp_path: Path, text: str, line: str) -> None:
    files = {**small_with(), "m.yaml": f"format: anatomy/1\n{text}\n"}

    assert first_lines(refusal(write_model(tmp_path, files))) == [f"m.yaml:{line}"]


def test_two_files_may_not_hold_the_same_mitigation(tmp_path: Path) -> None:
    files = {**small_with(), "mitigations/a.yaml": MITIGATIONS, "mitigations/b.yaml": MITIGATIONS}
    lines = first_lines(refusal(write_model(tmp_path, files)))

    assert lines[0] == (
        "mitigations/b.yaml:4:3: ANA030 mitigation 'note' is already in mitigations/a.yaml:4; "
        "merge the two, or rename one"
    )


def overlay(folder: Path, text: str, *departments: str, header: str = "name: A") -> Enterprise:
    return load_enterprise(write_overlay(folder, *departments, header=header, m=f"mitigations:\n{text}"))


def test_an_overlay_changes_adds_and_removes(tmp_path: Path) -> None:
    text = (
        "  precedent-note: {cost: 900, set: {discount: {at_most: 20 %}}}\n  quote-rule: {remove: true}\n"
        "  ours: {name: Ours, what: W, cost: 1, lead_time: 1 days, owner: O, blocks: [{cell: D9.F7.P6}]}\n"
    )
    enterprise = overlay(tmp_path, text)
    note = enterprise.mitigations["precedent-note"]

    assert note.cost == Number(900.0)
    assert note.lead_days == 1.0
    assert [one.parameter for one in note.sets] == ["discount"]
    assert len(note.adjusts) == 2
    assert "quote-rule" not in enterprise.mitigations
    assert "mitigation quote-rule" in enterprise.removed
    assert enterprise.mitigations["ours"].blocks[0].cell == CellId("sales", "discount-control", "operations")
    assert str(enterprise.origin("mitigations|precedent-note|cost")) == "m.yaml:3:26"
    assert str(enterprise.origin("mitigations|precedent-note|name")).startswith("reference/mitigations/")


def test_an_overlay_writes_its_own_codes(tmp_path: Path) -> None:
    text = "  ours: {name: O, what: W, cost: 1, lead_time: 1 days, owner: O, adjusts: [{of: {from: D5.F7.P6}, delay: 2}]}\n"
    enterprise = overlay(tmp_path, text, "department: sales\ncode: D5", "department: supply-chain\ncode: D9")

    assert enterprise.mitigations["ours"].adjusts[0].of.source == "sales/discount-control/operations"
    assert enterprise.mitigations["precedent-note"].adjusts[0].of.source == "sales/discount-control/system"


def test_what_acts_on_a_removed_department_goes_with_it(tmp_path: Path) -> None:
    enterprise = load_enterprise(
        write_overlay(
            tmp_path,
            "department: legal\nremove: true",
            t="decision_type: crm-change\nremove: true",
            header="name: A\ncards: []",
        )
    )

    assert [one.of.target for one in enterprise.mitigations["precedent-note"].adjusts] == [
        "risk/policy-waivers-register/operations"
    ]
    assert enterprise.mitigations["precedent-note"].department == ""
    assert "best-price-carve-out" not in enterprise.mitigations
    assert "tried-in-a-copy" not in enterprise.mitigations
    assert enterprise.mitigations["readers-listed"].applies_to == ("lead-routing-change",)
    assert {
        "mitigation best-price-carve-out",
        "mitigation tried-in-a-copy",
        "department of mitigation precedent-note",
    } <= set(enterprise.removed)
