"""What could hit a place, against decision types that set off one cell each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from anatomy.errors import UnknownNameError
from anatomy.graph import SelectorError
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.whatif.explaining import explain_decision
from anatomy.whatif.exposing import expose_target
from builders.models import files_of, write_model

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import Explanation
    from anatomy.domain.impact import Feeling

WORLDS, SEED = 300, 4


@pytest.fixture(autouse=True)
def _sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is enumerated, so that all of them count the same worlds."""
    monkeypatch.setattr("anatomy.propagation.engine.AUTO_COINS", -1)


def type_of(slug: str) -> str:
    return f"only-{slug.replace('/', '-')}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    """The small model, and for each of its cells a decision type that sets off that cell alone, surely and fully."""
    files = files_of("small")
    folder = tmp_path_factory.mktemp("small")
    cells = [str(cell) for cell in load_enterprise(write_model(folder, files)).cells()]
    types = {
        f"decisions/{type_of(slug)}.yaml": (
            f"format: anatomy/1\ndecision_type: {type_of(slug)}\nname: Only {slug}\nquestion: What if?\n"
            f"sets_off:\n  - {{cell: {slug}, severity: 100 %, because: asked}}\n"
        )
        for slug in cells
    }
    return load_enterprise(write_model(folder, types))


def ask(enterprise: Enterprise, slug: str, to: str) -> Explanation:
    decision = settle_decision(draft_of_type(enterprise, type_of(slug)), enterprise)
    return explain_decision(enterprise, decision, to, paths=1, worlds=WORLDS, seed=SEED)


def days(feeling: Feeling) -> list[float] | None:
    """Mean and quantiles of the first arrival."""
    one = feeling.arrival_days
    return None if one is None else [one.mean, one.p05, one.p10, one.p50, one.p90, one.p95]


@pytest.mark.parametrize("to", ["Support", "D3.F1", "D1.F2.P6"])
def test_exposure_is_what_each_cell_alone_does(small: Enterprise, to: str) -> None:
    everything = expose_target(small, to, sources="*", worlds=WORLDS, seed=SEED)
    assert {one.cell for one in everything.cells} == set(map(str, small.cells()))
    for one in everything.cells:
        alone = ask(small, one.cell, to).feeling
        assert one.feeling.felt == alone.felt
        assert one.feeling.reached == alone.reached
        assert one.feeling.mean_severity == pytest.approx(alone.mean_severity, abs=1e-12)
        assert one.feeling.mean_severity_if_felt == pytest.approx(alone.mean_severity_if_felt, abs=1e-12)
        if to == "D1.F2.P6":  # of several cells the first that is felt may not be the first that is reached
            assert days(one.feeling) == days(alone)


def test_its_own_cells_are_left_out_unless_selected(small: Enterprise) -> None:
    usual = expose_target(small, "Support", worlds=WORLDS)
    chosen = expose_target(small, "Support", sources="dept:Support,layer:P6 D1.F1", worlds=WORLDS)

    assert not any(one.own for one in usual.cells)
    assert len(usual.cells) == sum(cell.department != "support" for cell in small.cells())
    assert {one.code for one in chosen.cells if one.own} == {"D3.F1.P6", "D3.F2.P6"}
    assert {one.code for one in chosen.cells if not one.own} == {f"D1.F1.P{layer}" for layer in range(1, 7)}
    assert all(one.feeling.felt.probability == 1 for one in chosen.cells if one.own)


def test_departments_and_sub_functions_sum_up_their_cells(small: Enterprise) -> None:
    found = expose_target(small, "Support", worlds=WORLDS)
    chances = {one.cell: one.feeling.felt.probability for one in found.cells}
    groups = (*found.departments, *found.sub_functions)

    assert [one.address for one in groups if one.what == "department"] == ["sales", "finance"]
    assert len(found.sub_functions) == 4
    for group in groups:
        inside = [chance for slug, chance in chances.items() if slug.startswith(f"{group.address}/")]
        assert group.cells == len(inside)
        assert group.able == sum(chance > 0 for chance in inside)
        assert group.mean == pytest.approx(math.fsum(inside) / len(inside))
        assert chances[group.highest.cell] == max(inside)
    for rows in (found.departments, found.sub_functions):
        highest = [one.highest.feeling.felt.probability for one in rows]
        assert highest == sorted(highest, reverse=True)
    listed = [one.feeling.felt.probability for one in found.cells]
    assert listed == sorted(listed, reverse=True)


def test_a_decision_lends_its_adjustments_and_sets_nothing_off(small: Enterprise) -> None:
    draft = draft_of_type(small, "discount-exception")
    plain, best = (
        settle_decision(draft, small, {"discount": "50 %", "best_customer": best}) for best in ("no", "yes")
    )
    found = {
        name: expose_target(small, "D3.F2.P2", decision=decision, worlds=2_000, seed=SEED)
        for name, decision in (("none", None), ("plain", plain), ("best", best))
    }
    chance = {
        name: next(one for one in report.cells if one.code == "D1.F1.P6").feeling.felt.probability
        for name, report in found.items()
    }

    assert chance["none"] == chance["plain"]
    # Large customers remember: the one link from there is 1.2 times as likely.
    assert chance["best"] == pytest.approx(0.65 * 1.2, abs=0.03)
    assert chance["none"] == pytest.approx(0.65, abs=0.03)
    assert found["best"].decision == "Discount exception"


def test_what_is_not_there_is_refused(small: Enterprise) -> None:
    with pytest.raises(UnknownNameError, match="Nowhere"):
        expose_target(small, "Nowhere", worlds=10)
    with pytest.raises(SelectorError, match="D9"):
        expose_target(small, "Support", sources="D9.F1", worlds=10)
