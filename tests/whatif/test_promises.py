"""What a decision promises already is told in its answer, and costs what it costs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.timing import NEVER_FELT, TOO_LATE
from anatomy.loading import load_enterprise, load_result, read_decision, settle_decision
from anatomy.render import EXPORTERS, render_json, render_text
from anatomy.shipped import shelf
from anatomy.views.terminal import view_terminal
from anatomy.whatif import what_if

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

ROOT = Path(__file__).parents[2]
STAFFED, NOTE = "cover-staffed", "precedent-note"


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@pytest.fixture(scope="module")
def northwind(reference: Enterprise) -> Decision:
    path = ROOT / "examples" / "northwind" / "decision.yaml"
    return settle_decision(read_decision(path, name="decision.yaml"), reference)


def test_what_promises_cost_is_one_line_of_what_the_decision_costs(
    reference: Enterprise, northwind: Decision
) -> None:
    plain = what_if(reference, northwind, worlds=200)
    promising = what_if(reference, replace(northwind, mitigations=(STAFFED, NOTE)), worlds=200)

    costs = math.fsum(one.cost for one in promising.promises)
    assert [one.key for one in promising.promises] == [STAFFED, NOTE]
    assert costs > 0
    assert promising.total.direct - plain.total.direct == pytest.approx(costs)
    assert [line.amount for line in promising.money if line not in plain.money] == [pytest.approx(costs)]
    assert plain.promises == ()


def test_a_long_lead_time_is_late_though_the_promise_keeps_away_what_would_tell_the_day(
    reference: Enterprise, northwind: Decision
) -> None:
    slow = {key: replace(one, lead_days=300.0) for key, one in reference.mitigations.items() if one.adjusts}
    model = replace(reference, mitigations={**reference.mitigations, **slow})
    told = what_if(model, replace(northwind, mitigations=(STAFFED,)), worlds=200).promises[0]

    assert told.timing.verdict == TOO_LATE != NEVER_FELT
    assert told.timing.department == "support"


def test_promises_are_told_in_the_terminal_on_the_page_and_in_what_is_saved(
    reference: Enterprise, northwind: Decision, tmp_path: Path
) -> None:
    report = what_if(reference, replace(northwind, mitigations=(NOTE,)), worlds=200)
    mitigation = reference.mitigations[NOTE]

    for told in (
        render_text(view_terminal(report), width=500),
        EXPORTERS["html"](report, drawing=None),
    ):
        assert f"{mitigation.name} ({mitigation.owner}, €400, 1 day): " in told.replace("\u00a0", " ")
    saved = tmp_path / "a.json"
    saved.write_text(render_json(report), encoding="utf-8")
    assert load_result(saved, name="a.json") == report
