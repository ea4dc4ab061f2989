"""What a mitigation fits, what it changes, and what a block means."""

from __future__ import annotations

from typing import Any

import pytest

from anatomy.domain.cell import CellId
from anatomy.domain.decision import Adjustment, Parameter, Proposal, Selector
from anatomy.domain.enterprise import Basis
from anatomy.domain.mitigation import Block, Mitigation, ParameterChange
from anatomy.domain.response import Number, Value
from anatomy.loading.expression import parse_expression
from anatomy.loading.responses import parse_conditions
from builders.enterprises import a_dependency, an_enterprise

DEAL = (
    Proposal(type="terms", values={"days": 90.0, "value": 50.0}),
    Proposal(
        type="discount",
        values={"value": 100.0, "share": 0.28, "limit": 0.15, "rush": False, "reason": "term"},
    ),
)
SHARE = Parameter(name="share", label="Share", kind="share", low=0.0, high=0.5)


def a_mitigation(**changes: Any) -> Mitigation:
    values: dict[str, Any] = {
        "key": "m",
        "name": "M",
        "what": "W",
        "cost": Number(1.0),
        "lead_days": 1.0,
        "owner": "O",
        "basis": Basis(how="judged", grade="C"),
    }
    return Mitigation(**(values | changes))


@pytest.mark.parametrize(
    ("applies_to", "when", "type_"),
    [
        (("discount",), {}, "discount"),
        (("discount", "terms"), {}, "discount"),
        (("terms", "discount"), {}, "terms"),
        (("terms", "discount"), {"value": {"above": 60}}, "discount"),
        (("terms", "discount"), {"value": {"above": 100}}, None),
        (("discount",), {"share": {"above": "limit"}}, "discount"),
        (("discount",), {"share": {"below": "limit"}}, None),
        (("other",), {}, None),
        ((), {}, "terms"),
    ],
)
def test_it_fits_the_first_proposal_of_its_types_that_meets_its_conditions(
    applies_to: tuple[str, ...], when: dict[str, Any], type_: str | None
) -> None:
    found = a_mitigation(applies_to=applies_to, when=parse_conditions(when)).fits(DEAL)

    assert (found.type if found else None) == type_


def test_nothing_fits_no_proposals() -> None:
    assert a_mitigation().fits(()) is None


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ({"to": "10 %"}, 0.1),
        ({"to": "(share + limit) / 2"}, 0.215),
        ({"to": "share * 9"}, 0.5),
        ({"to": "share - 9"}, 0.0),
        ({"at_most": "20 %"}, 0.2),
        ({"at_most": "40 %"}, 0.28),
        ({"at_least": "20 %"}, 0.28),
        ({"at_least": "40 %"}, 0.4),
        ({"at_most": "limit", "at_least": "10 %"}, 0.15),
    ],
)
def test_a_changed_value_stays_within_its_bounds_and_the_range_of_the_parameter(
    change: dict[str, str], value: float
) -> None:
    parsed: dict[str, Any] = {how: parse_expression(text) for how, text in change.items()}
    one = ParameterChange(parameter="share", **parsed)

    assert one.changed(SHARE, DEAL[1].values) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(("name", "to"), [("rush", True), ("reason", "volume")])
def test_words_and_truth_values_are_replaced(name: str, to: Value) -> None:
    parameter = Parameter(name=name, label=name, kind="choice")
    change = ParameterChange(parameter=name, to=to)  # type: ignore[arg-type]

    assert change.changed(parameter, DEAL[1].values) == to


def test_all_changes_read_the_old_values() -> None:
    sets = (
        ParameterChange(parameter="share", to=parse_expression("limit")),
        ParameterChange(parameter="limit", to=parse_expression("share")),
    )
    parameters = {"share": SHARE, "limit": SHARE}
    changed = a_mitigation(sets=sets).changed(DEAL[1], parameters)

    assert (changed.values["share"], changed.values["limit"]) == (0.15, 0.28)
    assert changed.values["reason"] == "term"
    assert a_mitigation().changed(DEAL[1], parameters) == DEAL[1]


def test_a_block_is_a_factor_of_nothing_on_all_that_leads_out_and_a_start_that_is_none() -> None:
    own = Adjustment(of=Selector(kind="feeds"), likelihood=Number(0.5))
    held, spared = CellId("sales", "work", "system"), CellId("sales", "work", "process")
    blocks = (Block(cell=held), Block(cell=spared, spread=False, start=True))
    mitigation = a_mitigation(adjusts=(own,), blocks=blocks)
    first, blocked = mitigation.all_adjusts()
    rows = [a_dependency("sales/work/system", "legal/work/process"), *an_enterprise().dependencies]

    assert first == own
    assert blocked.likelihood == Number(0.0)
    assert {row.source for row in rows if blocked.of.chooses(row)} == {held}
    assert mitigation.not_set_off() == {spared}
