"""One mistake in a model: one clear line at its place, with the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders.models import carets, first_lines, load_small, refusal, small_with, why_not, write_model

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "use one of: rare, unlikely, possible, likely, almost certain"
RESPONSES = "see responses in docs/model-format.md"
PARAMETERS = "list_value, discount, policy_limit, margin, best_customer"
FORMULA = "min(1, discount / margin)"

MISTAKES = [
    # names and keys
    ("sales", "owner: Head of sales -> ownr: Head of sales", "6:1: ANA011 unknown key 'ownr'; did you mean 'owner'?"),
    ("sales", "owner: Head of sales -> bogus: 1", "6:1: ANA011 unknown key 'bogus'; known here: code, name, short, owner, aliases, sub_functions"),
    ("sales", "owner: Head of sales -> оwner: Head", "6:1: ANA011 unknown key 'оwner': it holds CYRILLIC SMALL LETTER O; type 'owner' anew"),
    ("sales", "department: sales -> department: Sales", "2:13: ANA012 Sales is not a key; write it in small letters, digits and single hyphens"),
    ("sales", "name: Sales\n -> ", "1:1: ANA010 'name' is missing; add name: ..."),
    ("sales", "name: Sales -> name: 012", '4:7: ANA012 name must be text; write it in quotes: "..."'),
    ("sales", "name: Sales -> name: true", '4:7: ANA012 name must be text; write it in quotes: "..."'),
    ("sales", "name: Sales -> name: [Sales]", '4:7: ANA012 name must be text; write it in quotes: "..."'),
    ("sales", "name: Sales -> name: ''", "4:7: ANA012 name is empty; write something, or delete the key"),
    ("sales", f"name: Sales -> name: {'x' * 200}", "4:7: ANA012 name is longer than 160 characters; shorten it"),
    ("sales", "aliases: [Discounts] -> aliases: Discounts", "12:14: ANA012 aliases must be a list; write [..., ...] or lines that begin with a hyphen"),
    ("sales", "      strategy: protect ->       strategi: protect", "14:7: ANA031 unknown layer 'strategi'; did you mean 'strategy'?"),
    ("sales", "      strategy: protect ->       P1: protect", "14:7: ANA012 P1 is not a key; write it in small letters, digits and single hyphens"),
    ("sales", "name: Key accounts -> name: Discounts", "20:3: ANA030 name 'discounts' is used by both 'discount-control' and 'key-accounts'; give one of them another name"),
    ("support", "short: SUP -> short: Sales", "2:13: ANA030 name 'sales' is used by both 'sales' and 'support'; give one of them another name"),
    # addresses
    ("sales", "to: D2.F1.P6 -> to: D2.F9.P6", "34:9: ANA031 'D2.F9.P6' is not in this enterprise: 'F9' is unknown; D2 has F1 to F2; did you mean D2.F2.P6?"),
    ("sales", "to: D2.F1.P6 -> to: D2.F1.P7", "34:9: ANA031 'D2.F1.P7' is not in this enterprise: 'P7' is unknown; the layers are P1 to P6; did you mean D2.F1.P6?"),
    ("sales", "to: D2.F1.P6 -> to: finanse/margin/operations", "34:9: ANA031 'finanse/margin/operations' is not in this enterprise: 'finanse' is unknown; the departments are D1 to D3; did you mean finance/margin/operations?"),
    ("sales", "to: D2.F1.P6 -> to: D2.F1", "34:9: ANA031 'D2.F1' is not a cell: a layer is missing; add it, as in finance/margin/strategy"),
    ("sales", "to: D2.F1.P6 -> to: D2.F1.P6.P6", "34:9: ANA031 'D2.F1.P6.P6' is not an address; write one such as D9.F7.P2 or sales/discount-control/process"),
    ("sales", "to: D2.F1.P6 -> to: [D2]", "34:9: ANA010 'to' must be one word; add to: ..."),
    ("header", "cards: [finance, support] -> cards: [finance, D1.F1]", "8:18: ANA031 'D1.F1' is not a department; write sales"),
    ("discount", "owner: D3.F2.P2 -> owner: D3.F9.P2", "30:12: ANA031 'D3.F9.P2' is not in this enterprise: 'F9' is unknown; D3 has F1 to F2; did you mean D3.F2.P2?"),
    ("discount", "of: {from: D1.F1.P6 -> of: {from: D1.F1.P6.P7.P8", "21:16: ANA031 'D1.F1.P6.P7.P8' is not an address; write one such as D9.F7.P2 or sales/discount-control/process"),
    # references
    ("sales", "kind: values -> kind: valuez", "35:11: ANA031 unknown kind 'valuez'; did you mean 'values'?"),
    ("sales", "source: talk -> source: tak", "40:31: ANA033 unknown source 'tak'; did you mean 'talk'?"),
    ("header", "kind: realizes -> kind: realises", "39:9: ANA031 unknown kind 'realises'; did you mean 'realizes'?"),
    ("header", "from: strategy -> from: stratgy", "44:14: ANA031 unknown layer 'stratgy'; did you mean 'strategy'?"),
    ("kinds", "family: direction -> family: direction\n    source_layers: [strategy, procss]", "5:31: ANA031 unknown layer 'procss'; did you mean 'process'?"),
    ("discount", "of: {from: -> of: {kind: valuez, from:", "21:16: ANA031 unknown kind 'valuez'; did you mean 'values'?"),
    # numbers
    ("sales", "likelihood: almost certain -> likelihood: 70", "37:17: ANA014 likelihood: 70 is above 1; write 70 % or 0.7"),
    ("sales", "likelihood: almost certain -> likelihood: 1.4", "37:17: ANA014 likelihood: 1.4 is above 1; write 1.4 % or 0.014"),
    ("sales", "likelihood: almost certain -> likelihood: -0.1", "37:17: ANA014 likelihood: -0.1 is not between 0 % and 100 %; write a share from 0 % to 100 %"),
    ("sales", "likelihood: almost certain -> likelihood: almost certan", "37:17: ANA014 likelihood: 'almost certan' is not a word of the scale; did you mean 'almost certain'?"),
    ("sales", "likelihood: almost certain -> likelihood: perhaps", f"37:17: ANA014 likelihood: 'perhaps' is not a word of the scale; {WORDS}"),
    ("sales", "likelihood: almost certain -> likelihood: NO", f"37:17: ANA014 likelihood: 'NO' is not a word of the scale; {WORDS}"),
    ("sales", "likelihood: almost certain -> likelihood: [80 %, 60 %, 90 %]", "37:17: ANA014 likelihood: ['80 %', '60 %', '90 %'] does not rise; write the lowest first and the highest last"),
    ("sales", "likelihood: almost certain -> likelihood: 60 % to 30 %", "37:17: ANA014 likelihood: '60 % to 30 %' does not rise; write the lowest first and the highest last"),
    ("sales", "likelihood: almost certain -> likelihood: [80 %, 90 %]", "37:17: ANA014 likelihood: a range has three numbers, not 2; write [low, most likely, high]"),
    ("sales", "likelihood: almost certain -> likelihood: .inf", f"37:17: ANA014 likelihood: '.inf' is not a word of the scale; {WORDS}"),
    ("sales", "likelihood: almost certain -> likelihood: true", "37:17: ANA014 likelihood: True is not a share such as 0.28 or 28 %; write a share such as 0.28 or 28 %"),
    ("sales", "delay: immediate -> delay: 5", "39:12: ANA014 delay: 5 has no unit; write 5 days"),
    ("sales", "delay: immediate -> delay: 1:30", '39:12: ANA014 delay: \'1:30\' is not a time; write it like "3 days" or "2 weeks"'),
    ("sales", "documented: 30 % -> documented: 30", "49:17: ANA014 documented: 30 is above 1; write 30 % or 0.3"),
    ("header", "material_loss: 10k -> material_loss: USD 10k", "7:16: ANA014 material_loss: 'USD 10k' is in USD, but the model is in EUR; convert it to EUR"),
    ("header", "material_loss: 10k -> material_loss: -10k", "7:16: ANA014 material_loss: '-10k' is below 0; write an amount of 0 or more"),
    ("header", "material_loss: 10k -> material_loss: 1,2M", "7:16: ANA014 material_loss: '1,2M' is not an amount of money; write it like 1.2M, 50k or 250000, with a point before decimals"),
    ("header", "currency: EUR -> currency: Euro", "5:11: ANA012 currency is not a currency; write its code, such as EUR"),
    ("header", "likely: [60 %, 70 %, 85 %] -> likely: 6", "23:13: ANA014 likely: 6 is above 1; write 6 % or 0.06"),
    ("sales", "grade: A -> grade: D", "40:20: ANA012 grade is not one of the known words; use one of: A, B, C"),
    ("kinds", "line: solid -> line: soild", "13:19: ANA012 line is not one of the known words; did you mean 'solid'?"),
    # responses
    ("discount", f"{FORMULA} -> min(1, discont / margin)", "14:22: ANA031 unknown parameter 'discont'; did you mean 'discount'?"),
    ("discount", f"{FORMULA} -> majr", "14:15: ANA031 unknown parameter 'majr'; did you mean 'major'?"),
    ("discount", f"{FORMULA} -> lots", f"14:15: ANA031 unknown parameter 'lots'; parameters: {PARAMETERS}"),
    ("discount", f"{FORMULA} -> best_customer", "14:15: ANA035 best_customer is a yes-no, not a number; use choice: or when: for it"),
    ("discount", f"{FORMULA} -> discount ** 2", f"14:24: ANA014 severity: '**' does not belong here: there are no powers; {RESPONSES}"),
    ("discount", f"{FORMULA} -> discount.real", f"14:23: ANA014 severity: '.' is not arithmetic; use numbers, parameter names, + - * /, min, max; {RESPONSES}"),
    ("discount", f"{FORMULA} -> abs(discount)", f"14:15: ANA014 severity: abs() is not known; only min() and max() are; {RESPONSES}"),
    ("discount", f'{FORMULA} -> "discount * \'x\'"', f'14:27: ANA014 severity: "\'" is not arithmetic; use numbers, parameter names, + - * /, min, max; {RESPONSES}'),
    ("discount", f"{FORMULA} -> (discount", f"14:24: ANA014 severity: ')' is missing before the end; {RESPONSES}"),
    ("discount", f"{FORMULA} -> 1 / 0", "14:15: ANA014 severity: 0 is 0, so 1 / 0 divides by zero; write another number"),
    ("discount", f"{FORMULA} -> 40", "14:15: ANA014 severity: 40 is above 1; write 40 % or 0.4"),
    ("discount", f"{FORMULA} -> {{curv: 1}}", "14:15: ANA014 severity: a response with braces is a curve, steps or a choice; use one of: curve, steps, choice"),
    ("discount", f"{FORMULA} -> {{curve: {{of: discount}}}}", "14:23: ANA014 severity: curve needs exactly: of, points; write {curve: {of: ..., points: ...}}"),
    ("discount", f"{FORMULA} -> {{curve: {{of: discount, points: [[0 %, 0 %], [0 %, 5 %]]}}}}", "14:60: ANA014 severity: the x of points must rise; sort the points"),
    ("discount", f"{FORMULA} -> {{steps: {{of: discount, points: [[0 %, 0 %], [5 %]]}}}}", "14:59: ANA014 severity: a point is a pair; write [x, y]"),
    ("discount", f"{FORMULA} -> {{steps: {{of: discount, points: []}}}}", "14:46: ANA014 severity: points are a list of 1 to 100 pairs; write [[x, y], [x, y]]"),
    ("discount", f"{FORMULA} -> {{steps: {{of: discount, points: [[0, 0 %], [15, 5 %]]}}}}", "14:15: ANA035 discount is a share and never 15; write 15 % or 0.15"),
    ("discount", f"{FORMULA} -> {{steps: {{of: discount, points: [[0, 0 %], [1, 50]]}}}}", "14:61: ANA014 severity: 50 is above 1; write 50 % or 0.5"),
    ("discount", f"{FORMULA} -> {{choice: {{of: discount, options: {{a: 5 %}}}}}}", "14:15: ANA035 discount cannot be 'a'; compare with a number"),
    ("discount", "{above: policy_limit} -> {abov: policy_limit}", "17:29: ANA014 when: 'abov' is not a comparison; use one of: above, at_least, below, at_most, is, is_not"),
    ("discount", "{above: policy_limit} -> {above: policy_limt}", "17:30: ANA031 unknown parameter 'policy_limt'; did you mean 'policy_limit'?"),
    ("discount", "{above: policy_limit} -> {above: 15}", "17:30: ANA035 discount is a share and never 15; write 15 % or 0.15"),
    ("discount", "{above: policy_limit} -> {above: [1]}", "17:30: ANA014 when: above cannot compare with [1]; compare with a number, a word or true/false"),
    ("discount", "{above: policy_limit} -> {is: true}", "17:22: ANA035 discount is not a yes or no; compare with a value"),
    ("discount", "{above: policy_limit} -> 15 %", "17:22: ANA014 when: discount needs a comparison; write {above: 15 %}, or {above: 10 %, at_most: 20 %}"),
    ("discount", "when: {discount: {above: policy_limit}} -> when: [discount]", "17:12: ANA014 when: `when` maps parameters to comparisons; write {discount: {above: 15 %}}"),
    ("discount", "when: {discount: {above: policy_limit}} -> when: [{discount: {above: 15 %}}]", "17:11: ANA014 when: a list in `when` has 2 to 100 items, any of which may hold; write a single mapping without the list"),
    ("discount", "when: {discount: {above: policy_limit}} -> when: [{discount: {above: 5 %}}, {discont: {above: 1}}]", "17:39: ANA031 unknown parameter 'discont'; did you mean 'discount'?"),
    ("discount", "when: {discount: -> when: {discont:", "17:12: ANA031 unknown parameter 'discont'; did you mean 'discount'?"),
    ("discount", "best_customer: {is: true} -> best_customer: {is: yes}", "22:27: ANA035 best_customer is yes or no; write {is: true}"),
    # parameters
    ("discount", "kind: share -> kind: shares", "8:37: ANA012 kind is not one of the known words; did you mean 'share'?"),
    ("discount", "default: 20 % -> default: 80 %", "8:73: ANA014 discount: '80 %' is outside its range; choose from 0 % to 60 %"),
    ("discount", "default: 20 % -> default: [1]", "8:73: ANA012 default is of the wrong kind; write one word or number, or what docs/model-format.md shows here"),
    ("discount", "range: [0 %, 60 %] -> range: [60 %, 0 %]", "8:51: ANA014 discount: the range does not rise; write [low, high]"),
    ("discount", "range: [0 %, 60 %] -> range: [0 %]", "8:51: ANA012 range has fewer than 2 entries; add one"),
    ("discount", "kind: yes-no, -> kind: yes-no, range: [0, 1],", "11:77: ANA035 best_customer: a yes-no has no range; delete range:"),
    ("discount", "kind: yes-no, -> kind: yes-no, choices: [a],", "11:18: ANA035 best_customer: choices belong to a parameter of kind choice; delete choices:"),
    ("discount", "horizon: 90 days -> horizon: 90", "38:14: ANA014 horizon: 90 has no unit; write 90 days"),
]  # fmt: skip
NAMES = {
    "sales": "departments/sales.yaml",
    "support": "departments/support.yaml",
    "header": "anatomy.yaml",
    "kinds": "kinds.yaml",
    "discount": "decisions/discount-exception.yaml",
}


@pytest.mark.parametrize(("file", "change", "line"), MISTAKES, ids=[change for _, change, _ in MISTAKES])
def test_a_mistake_is_told_once_at_its_place(tmp_path: Path, file: str, change: str, line: str) -> None:
    assert why_not(tmp_path, **{file: change}) == [f"{NAMES[file]}:{line}"]


@pytest.mark.parametrize(
    ("change", "marked"),
    [
        ("likelihood: almost certain -> likelihood: 70", "70"),
        ("likelihood: almost certain -> likelihood: 'ü 70'", "'ü 70'"),
        ("to: D2.F1.P6 -> to: D2.F9.P6", "D2.F9.P6"),
        ("kind: values -> kind: valuez", "valuez"),
        ("owner: Head of sales -> ownr: Head of sales", "ownr"),
        ("{grade: A, source: talk} -> {note: ééé 日本, grade: A, source: tak}", "tak"),
    ],
)
def test_carets_mark_what_is_meant(tmp_path: Path, change: str, marked: str) -> None:
    error = refusal(write_model(tmp_path, small_with(sales=change)))
    shown, marks = error.problems[0].excerpt.split("\n")
    wide = sum(character in "日本" for character in shown)

    # The two wide characters take two columns each, so the carets stand further right than in the string.
    assert (shown[marks.index("^") - wide :][: marks.count("^")] if wide else carets(error)) == marked


def test_a_settled_address_is_marked_as_it_was_written(tmp_path: Path) -> None:
    change = "family: direction -> family: direction\n    target_layers: [process]"

    error = refusal(write_model(tmp_path, small_with(kinds=change, sales="kind: values -> kind: realizes")))

    assert first_lines(error)[0] == (
        "departments/sales.yaml:34:9: ANA034 realizes does not go to the layer operations; "
        "allowed: process; or take another kind"
    )
    assert carets(error) == "D2.F1.P6"


def test_text_that_looks_like_something_else_stays_text(tmp_path: Path) -> None:
    enterprise = load_small(tmp_path, sales="name: Sales -> name: NO", finance="short: FIN -> short: 1:30")

    assert enterprise.departments["sales"].name == "NO"
    assert enterprise.departments["finance"].short == "1:30"


@pytest.mark.parametrize(
    ("file", "change", "line"),
    [
        ("sales", "code: F1 -> code: one", "9:11: ANA012 code is not a code; write letters and a number, such as D9 or F7"),
        ("header", "code: P2, -> code: p1,", "12:19: ANA030 code p1 is used by both 'strategy' and 'process'; give one of them another code"),
    ],
)  # fmt: skip
def test_a_wrong_code_is_told_beside_the_addresses_it_breaks(
    tmp_path: Path, file: str, change: str, line: str
) -> None:
    lines = why_not(tmp_path, **{file: change})

    assert f"{NAMES[file]}:{line}" in lines
    assert sum("ANA031" in one for one in lines) == len(lines) - 1
