"""One sweep backwards against a run forwards from every node, on the same coins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from anatomy.errors import UnknownNameError
from anatomy.propagation import Trigger, exposure, run
from builders.graphs import Case, cases, diamond


@settings(max_examples=40, deadline=None)
@given(case=cases(coins=8))
@pytest.mark.parametrize("exact", ["never", "always"])
def test_backwards_equals_forwards(exact: str, case: Case) -> None:
    target = case.groups["cd"]
    options = {"worlds": 200, "seed": 3, "felt_at": case.felt_at, "exact": exact}
    back = exposure(case.network(), target, **options)  # type: ignore[arg-type]
    for node in case.nodes:
        ahead = run(
            case.network(),
            [Trigger(node=node)],
            groups={"target": target},
            **options,  # type: ignore[arg-type]
        ).groups["target"]
        found = back.nodes[node]
        assert found.reached == pytest.approx(ahead.reached, abs=1e-12)
        assert found.probability == pytest.approx(ahead.probability, abs=1e-12)
        assert found.mean_severity == pytest.approx(ahead.mean_severity, abs=1e-12)
        if case.felt_at == 0 and ahead.arrival is not None:
            assert found.arrival is not None
            assert found.arrival.mean == pytest.approx(ahead.arrival.mean, abs=1e-9)


def test_a_target_is_exposed_to_itself_and_to_what_leads_there() -> None:
    case = diamond()
    spread = exposure(case.network(), ["e"])

    assert spread.exact
    assert {name: node.reached for name, node in spread.nodes.items()} == {
        "a": 0.21875,
        "b": 0.4375,
        "c": 0.5,
        "d": 0.5,
        "e": 1.0,
    }


def test_delays_that_vary_arrive_as_forwards() -> None:
    case = diamond()
    network = case.network()
    varying = replace(network, delay_high=network.delay_high + 9)
    back = exposure(varying, ["e"], worlds=400)
    ahead = run(varying, case.triggers, worlds=400).nodes["e"]

    assert back.nodes["a"].arrival == ahead.arrival
    with pytest.raises(UnknownNameError, match="nobody"):
        exposure(network, ["nobody"])
