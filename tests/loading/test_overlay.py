"""Overlays say only what differs; keys are identity, and codes are for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec import to_builtins

from anatomy.domain.response import Curve
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from builders.models import (
    HEADER,
    SALES,
    files_of,
    first_lines,
    refusal,
    small_with,
    write_model,
    write_overlay,
)

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Dependency, Enterprise

VALUES = "sales/discount-control/operations > finance/margin-profitability/operations : values"
RULED = "sales/discount-control/strategy > sales/discount-control/process : realizes"
RECODED = ("department: sales\ncode: D5", "department: supply-chain\ncode: D9")
CODES = {"code", "source_code", "target_code", "owner_code", "digest", "where", "adjusted"}


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


def answer(enterprise: Enterprise, key: str, **settings: str) -> Any:
    decision = settle_decision(draft_of_type(enterprise, key), enterprise, settings)
    return to_builtins(what_if(enterprise, decision, worlds=2_000, seed=3))


def without(value: Any, names: set[str]) -> Any:
    """A report without the fields of these names; departments and cells by key rather than in order."""
    if isinstance(value, dict):
        return {key: without(one, names) for key, one in value.items() if key not in names}
    if isinstance(value, list | tuple):
        items = [without(one, names) for one in value]
        is_keyed = bool(items) and all(
            isinstance(item, dict) and {"key", "cell"} & item.keys() for item in items
        )
        return sorted(items, key=lambda item: item.get("cell", item.get("key"))) if is_keyed else items
    return value


def rows_of(enterprise: Enterprise) -> set[str]:
    return {dependency.id for dependency in enterprise.dependencies}


def row(enterprise: Enterprise, identity: str = VALUES) -> Dependency:
    return enterprise.dependency(identity)


@pytest.mark.parametrize("key", ["discount-exception", "key-deal-commitment", "pricing-change"])
def test_recoding_sales_moves_no_number(tmp_path: Path, reference: Enterprise, key: str) -> None:
    recoded = load_enterprise(write_overlay(tmp_path, *RECODED, header=f"name: {reference.name}"))

    assert recoded.departments["sales"].code == "D5"
    assert without(answer(recoded, key), CODES) == without(answer(reference, key), CODES)


def test_addresses_of_an_overlay_use_its_own_codes(tmp_path: Path) -> None:
    change = "dependencies:\n  - {from: D5.F7.P6, to: D12.F2.P6, kind: values, likelihood: 61 %}"
    recoded = load_enterprise(write_overlay(tmp_path, f"{RECODED[0]}\n{change}", RECODED[1]))

    assert row(recoded).likelihood.point == 0.61
    # D9 is Supply Chain now, and has no such row.
    stale = f"{RECODED[0]}\n{change.replace('D5', 'D9')}"
    lines = first_lines(refusal(write_overlay(tmp_path / "stale", stale, RECODED[1])))
    assert any("effect" in line or "is unknown" in line for line in lines)


def test_a_changed_likelihood_keeps_everything_else(tmp_path: Path, reference: Enterprise) -> None:
    text = "department: sales\ndependencies:\n  - {from: D9.F7.P6, to: D12.F2.P6, kind: values, likelihood: 61 %}"
    overlay = load_enterprise(write_overlay(tmp_path, text))
    before, after = row(reference), row(overlay)

    assert after.likelihood.point == 0.61
    assert (after.effect, after.basis, after.delay) == (before.effect, before.basis, before.delay)
    assert str(overlay.dependency_origin(after, "likelihood")).startswith("d0.yaml:4:")
    assert str(overlay.dependency_origin(after, "effect")).startswith("reference/departments/sales.yaml:")
    assert overlay.dependency_origin(after, "effect") != overlay.dependency_origin(after, "delay")
    assert rows_of(overlay) == rows_of(reference)


def test_a_default_of_the_kind_comes_from_the_page_of_the_kind(tmp_path: Path) -> None:
    small = load_enterprise(write_model(tmp_path, small_with()))
    dependency = row(small, "sales/discount-control/system > finance/approval/process : triggers")

    assert str(small.dependency_origin(dependency, "likelihood")).startswith("kinds.yaml:")
    assert str(small.dependency_origin(dependency, "effect")).startswith(SALES)


def test_renaming_and_adding(tmp_path: Path, reference: Enterprise) -> None:
    overlay = load_enterprise(
        write_overlay(
            tmp_path,
            "department: sales\nname: Commercial\nsub_functions:\n  new-part: {code: F16, name: New part}\n"
            "dependencies:\n  - {from: Commercial.F16.P6, to: labs/trials/process, kind: feeds, effect: asks}",
            "department: labs\ncode: D16\nname: Labs\nsub_functions: {trials: {code: F1, name: Trials}}",
        )
    )

    assert overlay.departments["sales"].name == "Commercial"
    assert list(overlay.departments)[-1] == "labs"
    assert row(overlay, "sales/new-part/operations > labs/trials/process : feeds").effect == "asks"
    # Five ruled dependencies inside each of the two new sub-functions, and the row.
    assert len(overlay.dependencies) == len(reference.dependencies) + 11


def test_removing_a_department_takes_what_hangs_on_it(tmp_path: Path, reference: Enterprise) -> None:
    overlay = load_enterprise(write_overlay(tmp_path, "department: legal\nremove: true"))
    gone = rows_of(reference) - rows_of(overlay)
    rows = [one for one in gone if not reference.dependency(one).by_rule]

    assert "legal" not in overlay.departments
    assert not any(
        "legal" in (cell.department for cell in (one.source, one.target)) for one in overlay.dependencies
    )
    assert all("legal/" in identity for identity in gone)
    assert {"department legal", "card legal"} <= set(overlay.removed)
    assert {f"dependency {identity}" for identity in rows} <= set(overlay.removed)
    assert overlay.cards == tuple(card for card in reference.cards if card != "legal")
    for key, decision_type in overlay.decision_types.items():
        lost = [one.key for one in reference.decision_types[key].losses if one.owner.department == "legal"]
        assert all(f"loss item {name} of {key}" in overlay.removed for name in lost)
        cells = [one.cell for one in reference.decision_types[key].sets_off if one.cell.department == "legal"]
        assert all(f"set-off cell {cell} of {key}" in overlay.removed for cell in cells)
        assert len(decision_type.sets_off) == len(reference.decision_types[key].sets_off) - len(cells)
    assert answer(overlay, "contract-sla-exception")


def test_removing_a_department_changes_no_number_that_it_does_not_touch(
    tmp_path: Path, reference: Enterprise
) -> None:
    """Coins belong to dependencies, so taking some away does not draw the others anew."""
    overlay = load_enterprise(write_overlay(tmp_path, "department: hr\nremove: true"))
    before, after = (answer(one, "discount-exception") for one in (reference, overlay))
    finance = [
        next(one for one in report["departments"] if one["key"] == "finance")["feeling"]["felt"][
            "probability"
        ]
        for report in (before, after)
    ]

    assert not any("hr/" in one["id"] for one in after["links"])
    assert finance[1] == pytest.approx(finance[0], abs=0.01)


def test_removing_smaller_things(tmp_path: Path, reference: Enterprise) -> None:
    overlay = load_enterprise(
        write_overlay(
            tmp_path,
            "department: sales\nsub_functions: {channel-management: {remove: true}}\ndependencies:\n"
            "  - {from: D9.F7.P6, to: D12.F2.P6, kind: values, remove: true}\n"
            "  - {from: D9.F7.P1, to: D9.F7.P2, kind: realizes, remove: true}",
            "kinds: {anchors: {remove: true}}",
            "decision_type: pricing-change\nremove: true",
            "decision_type: discount-exception\nlosses: {renewal-anchor: {remove: true}}",
        )
    )

    assert "channel-management" not in overlay.departments["sales"].sub_functions
    assert not {VALUES, RULED} & rows_of(overlay)
    assert {VALUES, RULED} <= rows_of(reference)
    assert not any(dependency.kind == "anchors" for dependency in overlay.dependencies)
    assert "pricing-change" not in overlay.decision_types
    assert "renewal-anchor" not in {one.key for one in overlay.decision_types["discount-exception"].losses}
    assert {
        f"dependency {VALUES}",
        f"dependency {RULED}",
        "kind anchors",
        "decision type pricing-change",
        "decision type discount-exception/losses/renewal-anchor",
        "department sales/sub_functions/channel-management",
    } <= set(overlay.removed)


def test_a_row_stands_in_for_the_ruled_dependency(tmp_path: Path) -> None:
    text = "{from: D1.F1.P1, to: D1.F1.P2, kind: realizes, effect: own words, likelihood: 11 %}"
    files = small_with(sales=f"dependencies: -> dependencies:\n  - {text}")
    small = load_enterprise(write_model(tmp_path, files))

    assert len(small.dependencies) == 39
    assert (row(small, RULED).by_rule, row(small, RULED).likelihood.point) == (False, 0.11)


def test_a_ruled_dependency_is_removed_in_the_model_itself(tmp_path: Path) -> None:
    text = "{from: D1.F1.P1, to: D1.F1.P2, kind: realizes, remove: true}"
    files = small_with(sales=f"dependencies: -> dependencies:\n  - {text}")
    small = load_enterprise(write_model(tmp_path, files))

    assert RULED not in rows_of(small)
    assert small.removed == (f"dependency {RULED}",)


def test_responses_and_comparisons_are_replaced_whole(tmp_path: Path, reference: Enterprise) -> None:
    """A curve does not mix with the arithmetic below it, nor one comparison with another of the same parameter."""
    overlay = load_enterprise(
        write_overlay(
            tmp_path,
            "decision_type: discount-exception\nlosses:\n  renewal-anchor:\n"
            "    amount: {curve: {of: discount, points: [[0, 0], [1, 10]]}}\n"
            "    when: {recurring: {is_not: true}, discount: {above: 1 %}}",
        )
    )
    before, after = (
        next(one for one in each.decision_types["discount-exception"].losses if one.key == "renewal-anchor")
        for each in (reference, overlay)
    )

    assert isinstance(after.amount, Curve)
    assert [(one.parameter, one.comparison) for group in before.when for one in group] == [
        ("recurring", "is")
    ]
    assert [(one.parameter, one.comparison) for group in after.when for one in group] == [
        ("recurring", "is_not"),
        ("discount", "above"),
    ]
    assert (after.name, after.owner, after.basis) == (before.name, before.owner, before.basis)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("extends: reference@9", "the shipped reference is version 1, not 9; review the changes, then write reference@1"),
        ("extends: nowhere", "cannot extend 'nowhere'; write reference, reference@1 or none"),
        ("extends: reference@", "cannot extend 'reference@'; write reference, reference@1 or none"),
        ("extends: ../other", "cannot extend '../other'; write reference, reference@1 or none"),
    ],
)  # fmt: skip
def test_only_the_reference_can_be_extended(tmp_path: Path, header: str, told: str) -> None:
    assert first_lines(refusal(write_overlay(tmp_path, header=header))) == [f"{HEADER}:2:10: ANA036 {told}"]


@pytest.mark.parametrize("header", ["extends: reference@1", "extends: reference", "name: Acme"])
def test_a_pin_that_fits_is_taken(tmp_path: Path, reference: Enterprise, header: str) -> None:
    assert load_enterprise(write_overlay(tmp_path, header=header)).dependencies == reference.dependencies


def test_the_reference_cannot_extend_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = files_of("reference")
    files[HEADER] = files[HEADER].replace("extends: none", "extends: reference")
    write_model(tmp_path / "reference", files)
    monkeypatch.setattr("anatomy.loading.files.shelf", lambda _: tmp_path)

    assert first_lines(refusal(tmp_path / "reference")) == [
        f"{HEADER}:4:10: ANA036 this is the reference itself; write extends: none"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("department: sales\ncode: D5", "code D5 is used by both 'supply-chain' and 'sales'; give one of them another code"),
        ("department: moon\nremove: true", "there is no 'moon' to remove; check the name, or delete this entry"),
        ("department: sales\nname: X\nremove: true", "'name' stands beside remove: true; keep one of the two"),
        ("department: sales\nsub_functions: {moon: {remove: true}}", "there is no 'moon' to remove; check the name, or delete this entry"),
        ("department: sales\nremove: maybe", "'remove' is out of place; there is nothing of that name below this model to remove"),
        ("department: sales\ndependencies: [{from: D9.F7.P6, to: D12.F2.P6, kind: loads, remove: true}]", "there is no such dependency to remove; check from, to and kind, or delete this entry"),
        ("department: sales\ndependencies: [{from: D9.F7.P6, to: D12.F2.P6, kind: values, suffix: b, likelihood: 1 %}]", "'effect' is missing; add effect: ..."),
        ("department: moon\nname: Moon", "'code' is missing; add code: ..."),
    ],
)  # fmt: skip
def test_what_does_not_fit_below_is_told(tmp_path: Path, text: str, told: str) -> None:
    lines = first_lines(refusal(write_overlay(tmp_path, text)))

    assert any(told in line and line.startswith("d0.yaml:") for line in lines), lines


def test_a_mistake_in_an_overlay_is_told_in_the_overlay(tmp_path: Path) -> None:
    text = "department: sales\ndependencies: [{from: D9.F7.P6, to: D12.F2.P6, kind: values, likelihood: 70}]"

    assert first_lines(refusal(write_overlay(tmp_path, text))) == [
        "d0.yaml:3:74: ANA014 likelihood: 70 is above 1; write 70 % or 0.7"
    ]


def test_sections_hand_down_their_basis(tmp_path: Path) -> None:
    section = (
        "dependencies:\n  - section: Money\n    basis: {grade: B, source: talk}\n    dependencies:\n"
        "      - {from: D1.F1.P6, to: D3.F1.P6, kind: loads, effect: e, basis: {note: own}}"
    )
    small = load_enterprise(write_model(tmp_path, small_with(sales=f"dependencies: -> {section}")))
    basis = row(small, "sales/discount-control/operations > support/cases/operations : loads").basis

    assert (basis.grade, basis.sources, basis.note, basis.who) == ("B", ("talk",), "own", "tutorial")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("- section: Money\n    likelihood: 5 %\n    dependencies: []", "unknown key 'likelihood'; known in a section: basis, dependencies, section"),
        ("- section: Money\n    basis: B\n    dependencies: []", "basis must hold entries"),
        ("- section: Money\n    dependencies: none", "dependencies: must be a list"),
        ("- just text", "a dependency holds entries"),
        ("- {from: D1.F1.P6, to: D2.F1.P6, kind: values, effect: e}", "the same dependency stands in departments/sales.yaml:33; delete one, or give one a suffix:"),
    ],
)  # fmt: skip
def test_malformed_sections_are_told(tmp_path: Path, change: str, told: str) -> None:
    files = small_with(sales=f"dependencies: -> dependencies:\n  {change}")

    lines = first_lines(refusal(write_model(tmp_path, files)))

    assert len(lines) == 1
    assert told in lines[0]
