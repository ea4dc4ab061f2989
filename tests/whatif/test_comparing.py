"""A decision by another method is that method on the same cells set off and the same adjusted dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.propagation import Network, Trigger
from anatomy.propagation.comparisons import compare
from anatomy.whatif import what_if
from anatomy.whatif.comparing import compare_decision
from builders.graphs import an_edge
from builders.tiny import a_decision, tiny

if TYPE_CHECKING:
    from pathlib import Path

DEALS, PRICING = "sales/deals/process", "sales/pricing/process"
CONTRACT, QUERIES, WAIT = "legal/contracts/process", "legal/contracts/operations", "sales/deals/operations"
#: Straight from the text of the model; `reason: term` halves what leads into Legal.
ROWS = [
    (DEALS, PRICING, 0.7, 0.8),
    (DEALS, CONTRACT, 0.4 / 2, 0.8),
    (PRICING, CONTRACT, 0.5 / 2, 0.5),
    (PRICING, QUERIES, 0.9 / 2, 0.09),
    (CONTRACT, QUERIES, 0.6 / 2, 0.8),
    (QUERIES, WAIT, 0.8, 0.8),
    (WAIT, DEALS, 0.3, 0.8),
]


@pytest.mark.parametrize("measure", ["cpm", "linear"])
def test_what_the_decision_adjusts_reaches_the_method(measure: str, tmp_path: Path) -> None:
    enterprise = tiny(tmp_path)
    decision = a_decision(enterprise, reason="term")
    compared = compare_decision(enterprise, decision, measure=measure)

    network = Network.of(
        map(str, enterprise.cells()),
        [an_edge(*row, name=f"e{place}") for place, row in enumerate(ROWS)],
    )
    triggers = [
        Trigger(node=DEALS, likelihood=0.8, severity=0.6),
        Trigger(node=PRICING, likelihood=0.5, severity=0.3, time_days=4),
    ]
    groups = {"sales": [DEALS, PRICING, WAIT, "sales/pricing/operations"], "legal": [CONTRACT, QUERIES]}
    expected = compare(network, triggers, measure=measure, groups=groups)
    assert {row.key: row.compared.chance for row in compared.departments} == pytest.approx(
        {name: figure.chance for name, figure in expected.groups.items()}
    )
    for row in compared.cells:
        assert row.compared.chance == pytest.approx(expected.nodes[row.key].chance)
        assert row.compared.risk == pytest.approx(expected.nodes[row.key].risk)
    assert {row.key for row in compared.cells} == {DEALS, PRICING, CONTRACT, QUERIES, WAIT}
    assert compared.report == what_if(enterprise, decision)
