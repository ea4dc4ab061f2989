"""What an answer hangs on, against what-ifs of models that really lack the dependency or the cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.importance import CELLS, DEPENDENCIES, MEASURES
from anatomy.domain.quantity import Range
from anatomy.errors import UnknownNameError
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.weighing import weigh_decision
from builders.models import write_overlay
from builders.tiny import a_decision, tiny

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.importance import Fall, ImportanceReport, Weighed

TYPE = "discount-exception"
ALL = 1_000


@pytest.fixture(scope="module")
def few_coins(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    return tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def small() -> Enterprise:
    return load_enterprise(shelf("models") / "small")


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is enumerated, so that all of them count the same worlds, however few coins are left."""
    monkeypatch.setattr("anatomy.propagation.engine.AUTO_COINS", -1)


def without_dependency(enterprise: Enterprise, identity: str) -> Enterprise:
    kept = tuple(one for one in enterprise.dependencies if one.id != identity)
    assert len(kept) == len(enterprise.dependencies) - 1
    return replace(enterprise, dependencies=kept)


def without_cell(enterprise: Enterprise, slug: str) -> Enterprise:
    """Nothing leads there, nothing leads away, and no decision sets it off."""

    def elsewhere(cell: CellId) -> bool:
        return str(cell) != slug

    types = {
        key: replace(one, sets_off=tuple(each for each in one.sets_off if elsewhere(each.cell)))
        for key, one in enterprise.decision_types.items()
    }
    kept = tuple(one for one in enterprise.dependencies if elsewhere(one.source) and elsewhere(one.target))
    return replace(enterprise, dependencies=kept, decision_types=types)


def surely(enterprise: Enterprise, identity: str, likelihood: float) -> Enterprise:
    changed = tuple(
        replace(one, likelihood=Range.exactly(likelihood)) if one.id == identity else one
        for one in enterprise.dependencies
    )
    return replace(enterprise, dependencies=changed)


def figures(report: ImpactReport, department: str) -> dict[str, float]:
    """By measure; of the enterprise where the key is empty."""
    items = [one for one in report.losses if not department or one.department == department]
    money = {
        name: math.fsum(one.loss.mean for one in items if one.measure == measure)
        for name, measure in (("loss", "margin"), ("late_cash", "late-cash"))
    }
    if not department:
        return money
    feeling = report.department(department).feeling
    return money | {
        "felt": feeling.felt.probability,
        "reached": feeling.reached.probability,
        "severity": feeling.mean_severity,
    }


def falls(target: Weighed) -> dict[str, dict[str, Fall]]:
    """What is removed -> measure -> fall, where the target has that measure."""
    names = (*MEASURES, "late_cash")
    return {
        one.what: {name: getattr(one, name) for name in names if getattr(one, name)}
        for one in target.removals
    }


def check(found: ImportanceReport, whole: ImpactReport, less: dict[str, ImpactReport]) -> None:
    """Every fall of every target equals the difference of two answers, and nothing that falls is left out."""
    for target in found.targets:
        base, told = figures(whole, target.target.address), falls(target)
        rank = [one.fall(target.ranked_by).by for one in target.removals]
        assert rank == sorted(rank, reverse=True)
        assert [one.rank for one in target.removals] == list(range(1, len(rank) + 1))
        for what, answer in less.items():
            rest = figures(answer, target.target.address)
            if what not in told:
                assert rest[target.ranked_by] == pytest.approx(base[target.ranked_by], rel=1e-9)
            for measure, fall in told.get(what, {}).items():
                assert fall.by == pytest.approx(base[measure] - rest[measure], rel=1e-9, abs=1e-9)
                assert fall.without == pytest.approx(rest[measure], rel=1e-9, abs=1e-9)
                assert 0 <= fall.low <= fall.by <= fall.high


@pytest.mark.usefixtures("sampled")
@pytest.mark.parametrize("measure", [None, *MEASURES])
def test_every_dependency_and_cell_of_a_small_model(small: Enterprise, measure: str | None) -> None:
    options: dict[str, Any] = {"worlds": 200, "seed": 5}
    decision = settle_decision(draft_of_type(small, TYPE), small, {"discount": "30 %"})
    whole = what_if(small, decision, **options)
    of = CELLS if measure == "severity" else DEPENDENCIES
    names = [one.id for one in small.dependencies] if of == DEPENDENCIES else list(map(str, small.cells()))
    take_out = without_dependency if of == DEPENDENCIES else without_cell
    less = {name: what_if(take_out(small, name), decision, **options) for name in names[::3]}

    found = weigh_decision(small, decision, measure=measure, of=of, top=ALL, **options)
    assert [one.target.address for one in found.targets][:1] == (
        ["sales"] if measure in MEASURES[:3] else [""]
    )
    check(found, whole, less)


@pytest.mark.parametrize("of", [DEPENDENCIES, CELLS])
def test_enumerated_worlds_leave_nothing_open(few_coins: Enterprise, of: str) -> None:
    decision = a_decision(few_coins)
    whole = what_if(few_coins, decision)
    if of == CELLS:
        less = {
            name: what_if(without_cell(few_coins, name), decision) for name in map(str, few_coins.cells())
        }
    else:
        less = {
            one.id: what_if(without_dependency(few_coins, one.id), decision) for one in few_coins.dependencies
        }
    found = weigh_decision(few_coins, decision, of=of, top=ALL)

    assert found.run.exact
    assert [one.ranked_by for one in found.targets][:2] == ["loss", "late_cash"]
    assert [one.target.address for one in found.targets] == ["", "", "sales", "legal"]
    check(found, whole, less)
    for target in found.targets:
        for told in falls(target).values():
            assert all(fall.low == fall.by == fall.high for fall in told.values())


def test_birnbaum_is_the_step_from_a_dead_to_a_sure_link(few_coins: Enterprise) -> None:
    decision = a_decision(few_coins)
    found = weigh_decision(few_coins, decision, top=ALL)
    for one in few_coins.dependencies:
        sure, dead = (what_if(surely(few_coins, one.id, end), decision) for end in (1.0, 0.0))
        for target in found.targets:
            top, bottom = (figures(answer, target.target.address) for answer in (sure, dead))
            for measure, fall in falls(target).get(one.id, {}).items():
                assert fall.birnbaum == pytest.approx(top[measure] - bottom[measure], rel=1e-9, abs=1e-9)


@pytest.mark.usefixtures("sampled")
@pytest.mark.parametrize(
    ("department", "row"),
    [
        ("sales", "{from: D9.F7.P6, to: D10.F10.P2, kind: anchors, remove: true}"),
        ("sales", "{from: D9.F7.P3, to: D15.F15.P1, kind: anchors, remove: true}"),
        ("finance", "{from: D12.F2.P6, to: D10.F7.P1, kind: values, remove: true}"),
    ],
)
def test_an_overlay_that_removes_a_row_shows_the_same_fall(department: str, row: str, tmp_path: Path) -> None:
    reference = load_enterprise(shelf("models") / "reference")
    overlay = load_enterprise(write_overlay(tmp_path, f"department: {department}\ndependencies:\n  - {row}"))
    (gone,) = {one.id for one in reference.dependencies} - {one.id for one in overlay.dependencies}
    before, after = (
        what_if(
            model,
            settle_decision(draft_of_type(model, TYPE), model, {"discount": "28 %"}),
            worlds=1_000,
            seed=2,
        )
        for model in (reference, overlay)
    )
    decision = settle_decision(draft_of_type(reference, TYPE), reference, {"discount": "28 %"})
    found = weigh_decision(reference, decision, top=ALL, worlds=1_000, seed=2)

    assert any(gone in falls(target) for target in found.targets)
    check(found, before, {gone: after})


def test_one_address_is_weighed_as_its_department_is(small: Enterprise) -> None:
    decision = settle_decision(draft_of_type(small, TYPE), small)
    whole = weigh_decision(small, decision, worlds=500)
    (one,) = weigh_decision(small, decision, to="Support", worlds=500).targets
    (cell,) = weigh_decision(small, decision, to="D3.F2.P2", worlds=500).targets

    assert one == next(target for target in whole.targets if target.target.address == "support")
    assert cell.target.address == "support/renewals/process"
    assert (cell.loss, one.loss) == (one.loss, cell.loss)
    with pytest.raises(UnknownNameError, match="Nowhere"):
        weigh_decision(small, decision, to="Nowhere", worlds=10)


def test_what_is_named_is_told_with_owner_place_and_help(small: Enterprise) -> None:
    decision = settle_decision(draft_of_type(small, TYPE), small)
    links = weigh_decision(small, decision, worlds=500).links
    cells = weigh_decision(small, decision, of=CELLS, worlds=500).cells

    anchor = next(one for one in links if one.target == "support/renewals/process")
    assert anchor.owner == "Pricing lead"
    assert anchor.mitigation == small.kinds["anchors"].mitigation
    assert anchor.source_names == ("Sales", "Discount control", "Operations")
    lines = (shelf("models") / "small" / "departments" / "sales.yaml").read_text().splitlines()
    assert "to: D3.F2.P2" in lines[int(anchor.where.rpartition(":")[2])]
    assert {one.cell: one.set_off for one in cells}["sales/discount-control/operations"]
    assert all(one.owner and one.where and one.text for one in cells)


def test_a_department_whose_chance_cannot_fall_is_ranked_by_severity(small: Enterprise) -> None:
    decision = settle_decision(draft_of_type(small, TYPE), small, {"discount": "40 %"})
    sales = next(
        one for one in weigh_decision(small, decision, worlds=500).targets if one.target.address == "sales"
    )

    assert sales.feeling
    assert sales.feeling.felt.low == 1
    assert sales.ranked_by == "severity"
    asked = weigh_decision(small, decision, to="Sales", measure="felt", worlds=500).targets[0]
    assert (asked.ranked_by, asked.removals) == ("felt", ())
