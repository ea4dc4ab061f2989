"""The ends of what the inputs allow, against every world gone through; and how a range is kept within them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.assess import crosscheck
from anatomy.assess.asking import cells_by_department, network_of_effects, triggers_of_effects
from anatomy.assess.doubting import input_range
from anatomy.deciding import decide_effects
from anatomy.domain.impact import InputRange
from anatomy.domain.quantity import Range
from anatomy.propagation import Shift, run
from anatomy.views.method import method
from anatomy.views.parts import Lookup
from anatomy.whatif import what_if
from builders.tiny import a_decision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.propagation.question import Exactness


@pytest.fixture(scope="module")
def doubtful(enterprise: Enterprise) -> Enterprise:
    """The tiny model, each likelihood anywhere from a third of it to half way to certainty."""
    return at(enterprise, lambda point: Range(point / 3, point, (1 + point) / 2))


def at(enterprise: Enterprise, ranged: Callable[[float], Range]) -> Enterprise:
    """The model with another range for each likelihood."""
    rows = [replace(one, likelihood=ranged(one.likelihood.mode)) for one in enterprise.dependencies]
    return replace(enterprise, dependencies=tuple(rows))


def enumerated(enterprise: Enterprise) -> Mapping[str, float]:
    """P(felt) of every department, by going through every world."""
    effects = decide_effects(enterprise, a_decision(enterprise))
    spread = run(
        network_of_effects(enterprise, effects),
        triggers_of_effects(effects),
        exact="always",
        felt_at=enterprise.felt_at,
        groups=cells_by_department(enterprise),
    )
    return {key: one.probability for key, one in spread.groups.items()}


def told(enterprise: Enterprise, *, exact: Exactness = "never") -> ImpactReport:
    return what_if(enterprise, a_decision(enterprise), worlds=200, exact=exact, correlation="independent")


@pytest.mark.parametrize("exact", ["always", "never"])
def test_the_ends_are_what_every_world_at_those_likelihoods_gives(
    enterprise: Enterprise, doubtful: Enterprise, exact: Exactness
) -> None:
    low = enumerated(at(enterprise, lambda point: Range.exactly(point / 3)))
    high = enumerated(at(enterprise, lambda point: Range.exactly((1 + point) / 2)))

    report = told(doubtful, exact=exact)

    for one in report.departments:
        inputs = one.felt_inputs
        assert inputs is not None
        assert inputs.ends_exact
        assert inputs.lowest == pytest.approx(low[one.key], abs=1e-12)
        assert inputs.highest == pytest.approx(high[one.key], abs=1e-12)
        assert inputs.low <= one.feeling.felt.probability <= inputs.high
        assert one.loss_inputs is None or not one.loss_inputs.ends_exact
    count = report.departments_felt_inputs
    assert count is not None
    assert count.lowest == pytest.approx(math.fsum(low.values()), abs=1e-12)
    assert count.highest == pytest.approx(math.fsum(high.values()), abs=1e-12)
    assert count.ends_exact
    assert "at one end of its range, about" not in " ".join(method(Lookup(report)))


def test_ends_that_would_take_long_are_sampled_and_said_to_be(
    doubtful: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = told(doubtful)
    monkeypatch.setattr(crosscheck, "QUICK_STATES", 0)

    report = told(doubtful)

    for one, other in zip(report.departments, exact.departments, strict=True):
        assert one.felt_inputs is not None
        assert other.felt_inputs is not None
        assert not one.felt_inputs.ends_exact
        assert one.felt_inputs.lowest == pytest.approx(other.felt_inputs.lowest, abs=0.12)
        assert one.felt_inputs.highest == pytest.approx(other.felt_inputs.highest, abs=0.12)
    assert report.departments_felt_inputs is not None
    assert not report.departments_felt_inputs.ends_exact
    assert "at one end of its range, about" in " ".join(method(Lookup(report)))


def test_a_range_holds_its_figure_and_goes_no_further_than_the_ends() -> None:
    shift = Shift(low=-0.3, high=0.2, lowest=-0.1, highest=0.4)

    by_shift = input_range(0.5, shift, most=0.8)
    assert by_shift == InputRange(low=0.4, high=0.7, lowest=0.4, highest=0.8)
    known = input_range(0.5, shift, ends=(0.35, 0.6))
    assert known == InputRange(low=0.35, high=0.6, lowest=0.35, highest=0.6, ends_exact=True)
    sampled_beyond = input_range(0.5, shift, ends=(0.1, 0.48))
    assert (sampled_beyond.low, sampled_beyond.high, sampled_beyond.highest) == (0.2, 0.5, 0.48)
    assert input_range(0.05, shift).low == 0
