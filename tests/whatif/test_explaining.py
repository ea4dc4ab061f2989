"""Shares that add up and what single links do, against every world of a small model in plain Python, and re-runs."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.deciding import decide_effects
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.explaining import explain_decision
from builders.tiny import a_decision, tiny
from builders.ways import live_ways

if TYPE_CHECKING:
    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.explanation import Explanation

FELT_AT = 0.1


def in_parts(effects: Effects, goals: set[str]) -> dict[str, dict[tuple[str, ...], float]]:
    """Figure -> links of a chain -> what it comes to; nothing in this model arrives twice at one time, or as hard."""
    sums: dict[str, dict[tuple[str, ...], float]] = {
        "first": defaultdict(float),
        "hardest": defaultdict(float),
        "loss": defaultdict(float),
    }
    for chance, ways in live_ways(effects):
        here = [way for way in ways if way.cells[-1] in goals]
        felt = {
            cell for cell in goals if any(way.severity >= FELT_AT for way in here if way.cells[-1] == cell)
        }
        feeling = [way for way in here if way.cells[-1] in felt]
        if feeling:
            first = min(feeling, key=lambda way: (way.days, len(way.links)))
            hardest = max(feeling, key=lambda way: (way.severity, -len(way.links)))
            sums["first"][tuple(link.id for link in first.links)] += chance
            sums["hardest"][tuple(link.id for link in hardest.links)] += chance
        for item in effects.at_risk:
            owner = [way for way in here if way.cells[-1] == str(item.owner)]
            if item.measure == "margin" and owner and min(way.days for way in owner) <= item.horizon_days:
                hardest = max(owner, key=lambda way: (way.severity, -len(way.links)))
                lost = chance * item.amount * hardest.severity
                sums["loss"][tuple(link.id for link in hardest.links)] += lost
    return sums


@pytest.fixture(scope="module")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    return tiny(tmp_path_factory.mktemp("tiny"))


@pytest.mark.parametrize("to", ["legal", "sales/pricing", "legal/contracts/operations"])
@pytest.mark.parametrize("count", [1, 50])
def test_parts_are_those_of_every_world(enterprise: Enterprise, to: str, count: int) -> None:
    decision = a_decision(enterprise)
    found = explain_decision(enterprise, decision, to, paths=count)
    goals = {str(cell) for cell in enterprise.cells() if f"{cell}/".startswith(f"{to}/")}
    truth = in_parts(decide_effects(enterprise, decision), goals)

    assert found.run.exact
    for split, depth in zip(found.splits[1:], (1, None), strict=True):
        wanted: dict[str, dict[tuple[str, ...], float]] = {}
        for figure, chains in truth.items():
            by_part: dict[tuple[str, ...], float] = defaultdict(float)
            for links, amount in chains.items():
                by_part[links[:depth]] += amount
            wanted[figure] = by_part
        for part in split.parts:
            if part.links or count > 1:
                for figure, by_part in wanted.items():
                    assert getattr(part.portion, figure) == pytest.approx(
                        by_part.get(part.links, 0.0), abs=1e-9
                    )
        if count > 1:
            assert {part.links for part in split.parts} == {
                links for part in wanted.values() for links in part
            }


def adds_up(found: Explanation) -> None:
    for split in found.splits:
        portions = [*(part.portion for part in split.parts), split.rest]
        for figure in ("first", "hardest", "loss"):
            whole = getattr(found.whole, figure)
            if whole is not None:
                parts = math.fsum(getattr(portion, figure) for portion in portions)
                assert parts == pytest.approx(whole, rel=1e-12, abs=1e-12)
    assert found.whole.first == pytest.approx(found.feeling.felt.probability, rel=1e-12)
    assert found.whole.hardest == pytest.approx(found.feeling.felt.probability, rel=1e-12)


@pytest.mark.parametrize(
    "to", ["finance", "support", "legal", "operations", "technology", "D12.F2", "D12.F2.P6"]
)
def test_parts_add_up_on_the_reference(to: str) -> None:
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(
        draft_of_type(enterprise, "discount-exception"),
        enterprise,
        {"discount": "28 %", "list_value": "1.2M"},
    )
    found = explain_decision(enterprise, decision, to, paths=3, worlds=600, seed=5)
    report = what_if(enterprise, decision, worlds=600, seed=5)

    adds_up(found)
    assert [split.by for split in found.splits] == ["kind", "first-link", "path"]
    assert found.splits[0].rest.first == 0  # every kind is told
    loss = next((one.loss for one in report.departments if one.key == to), None)
    assert (found.whole.loss is not None) == (loss is not None)
    if loss is not None:
        assert found.whole.loss == pytest.approx(loss.mean, rel=1e-12)


@pytest.mark.parametrize(("key", "to"), [("discount", "legal"), ("terms", "legal/contracts/operations")])
def test_without_a_link_is_as_if_it_were_not_there(enterprise: Enterprise, key: str, to: str) -> None:
    decision = a_decision(enterprise, key, **({"days": "120"} if key == "terms" else {}))
    found = explain_decision(enterprise, decision, to)

    assert found.without
    for one in found.without:
        rest = replace(
            enterprise, dependencies=tuple(link for link in enterprise.dependencies if link.id != one.link)
        )
        again = explain_decision(rest, decision, to)
        assert one.felt == pytest.approx(again.feeling.felt.probability, abs=1e-12)
        assert one.loss == pytest.approx(again.whole.loss or 0.0, abs=1e-9)
        assert one.felt_half == one.loss_half == 0


def test_without_a_link_in_a_sample_too() -> None:
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(
        draft_of_type(enterprise, "discount-exception"), enterprise, {"discount": "28 %"}
    )
    found = explain_decision(enterprise, decision, "support", paths=2, worlds=500)

    assert found.without
    for one in found.without:
        rest = replace(
            enterprise, dependencies=tuple(link for link in enterprise.dependencies if link.id != one.link)
        )
        again = explain_decision(rest, decision, "support", worlds=500)
        assert one.felt == pytest.approx(again.feeling.felt.probability, abs=1e-12)
        assert one.felt_less == pytest.approx(found.whole.first - one.felt, abs=1e-12)
        assert one.loss == pytest.approx(again.whole.loss)
        assert one.loss_half is not None
        assert one.loss_half > 0 or one.loss_less == 0
