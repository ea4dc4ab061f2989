"""The row of what helps to decide: the bars that it holds against, and that a search answers or the bar is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.advise import options_for
from anatomy.advise.trying import Trials
from anatomy.drawing import available_renderers
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf
from benchmarks.line import QUICK
from benchmarks.options import OPTIONS, placed_limits, with_options
from benchmarks.rows import advice
from builders.conditions import a_search, some_conditions

if TYPE_CHECKING:
    from anatomy.domain.conditions import Conditions

SMALLEST = replace(QUICK, worlds=200, repeats=1)


def searched(*, proven: bool, gap: float | None) -> Conditions:
    """Conditions whose search ended so."""
    return some_conditions(search=a_search(proven=proven, gap=gap, tried=7))


def test_both_bars_are_held_against_the_engine_and_the_page_against_its_size() -> None:
    played, compared, sought, page = advice.lines(SMALLEST)

    assert [line.bar for line in (played, compared, sought, page)] == [
        "<= 2x",
        "<= 2x",
        "<= 60x",
        "<= 200 KB",
    ]
    assert played.work == "compare of 4 alternatives, reference, 200 worlds: the engine"
    assert played.theirs == sought.theirs != compared.theirs
    for line, most in ((played, 2), (compared, 2), (sought, 60)):
        ours, theirs = (float(side.removesuffix(" s")) for side in (line.ours, line.theirs))
        assert float(line.ratio.removesuffix("x")) == pytest.approx(ours / theirs, rel=0.02)
        assert line.passed == (ours / theirs <= most) or abs(ours / theirs - most) < 0.02 * most
    assert float(page.ratio.removesuffix(" KB")) > 100
    assert page.note.startswith("drawn by") == any(one.works for one in available_renderers())


def test_there_are_twenty_options_and_they_keep_the_limits_that_are_exceeded_without_them() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(advice.STORY, name="decision.yaml"), reference)
    model = with_options(reference, decision)

    assert sum(bool(one.fits(decision.proposals)) for one in model.mitigations.values()) == OPTIONS == 20
    assert sum(bool(one.sets) for one in model.mitigations.values()) == 3
    assert model.mitigations == with_options(reference, decision).mitigations
    assert with_options(reference, decision, seed=4).mitigations != model.mitigations

    limits, options = placed_limits(model, decision), options_for(model, decision)
    trials = Trials(model, decision, options, limits, worlds=500, seed=1, exact=False)
    assert trials.tried(0).exceeded == {0, 1, 2, 3, 4}
    assert not trials.tried(options.every).exceeded


def test_a_search_without_proof_or_gap_is_told_and_misses_the_bar() -> None:
    sure, near, lost = (
        searched(proven=proven, gap=gap) for proven, gap in ((True, 0.0), (False, 1_250.0), (False, None))
    )

    assert advice.told([sure, sure]) == "2 of 2 proven; at most 7 sets played through"
    assert advice.told([sure, near]) == "1 of 2 proven; gap at most 1,250; at most 7 sets played through"
    assert "1 with neither proof nor gap" in advice.told([sure, near, lost])
    assert [advice.answered(some) for some in ([sure, near], [sure, lost])] == [True, False]
