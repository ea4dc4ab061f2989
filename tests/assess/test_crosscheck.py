"""Sampled chances meet the exact ones, and a difference that sampling cannot explain is not passed over."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.assess import assess_impact, crosscheck, spread_effects
from anatomy.assess.asking import triggers_of_effects, within_reach
from anatomy.assess.crosscheck import felt_exactly, target_exactly
from anatomy.cli import run
from anatomy.cli.opening import open_decision
from anatomy.deciding import decide_effects
from anatomy.errors import EngineFaultError
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.propagation import exact_chances
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from builders.tiny import a_decision

if TYPE_CHECKING:
    from anatomy.deciding import Effects
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Spread

REFERENCE = "reference"
EXAMPLES = Path(__file__).parents[2] / "examples"
STORIES = sorted(path.parent.name for path in EXAMPLES.glob("*/decision.yaml"))


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / REFERENCE)


@pytest.fixture(scope="module")
def asked(reference: Enterprise) -> tuple[Effects, Spread]:
    """A discount exception at its defaults, sampled."""
    decision = settle_decision(draft_of_type(reference, "discount-exception"), reference)
    effects = decide_effects(reference, decision)
    return effects, spread_effects(reference, effects, worlds=2_000, seed=1)


def off_by(spread: Spread, key: str, share: float) -> Spread:
    """The spread with one department's chances of being felt and reached moved."""
    group = spread.groups[key]
    wrong = replace(group, probability=group.probability + share, reached=group.reached + share)
    return replace(spread, groups={**spread.groups, key: wrong})


@pytest.mark.parametrize("key", ["discount-exception", "key-person-leaves", "payment-terms-exception"])
def test_every_department_of_the_reference_is_checked(reference: Enterprise, key: str) -> None:
    decision = settle_decision(draft_of_type(reference, key), reference)
    report = what_if(reference, decision, worlds=4_000, seed=3)

    for one in report.departments:
        assert one.felt_exact is not None
        error = math.sqrt(one.felt_exact * (1 - one.felt_exact) / 4_000)
        assert abs(one.feeling.felt.probability - one.felt_exact) <= 4.5 * error + 1e-12


@pytest.mark.parametrize("story", STORIES)
def test_every_department_of_every_example_is_checked(story: str) -> None:
    """As docs/method.md says; a model that outgrows this changes that sentence."""
    report = what_if(*open_decision(f"{EXAMPLES / story}/decision.yaml", model=None, settings=()), worlds=300)

    assert report.run.exact or all(one.felt_exact is not None for one in report.departments)


def test_enumeration_and_elimination_agree(enterprise: Enterprise) -> None:
    """Two exact methods that share nothing but the question."""
    decision = a_decision(enterprise)
    effects = decide_effects(enterprise, decision)
    spread = spread_effects(enterprise, effects, worlds=1, seed=0)
    network, triggers = within_reach(effects).network, triggers_of_effects(effects)
    groups = {
        key: [slug for slug in network.nodes if slug.startswith(f"{key}/")] for key in enterprise.departments
    }

    assert spread.exact
    felt = exact_chances(network, triggers, groups, felt_at=spread.felt_at)
    reached = exact_chances(network, triggers, groups)
    for key in enterprise.departments:
        assert felt[key] == pytest.approx(spread.groups[key].probability, abs=1e-12)
        assert reached[key] == pytest.approx(spread.groups[key].reached, abs=1e-12)


def test_an_exact_answer_is_not_checked_again(enterprise: Enterprise) -> None:
    effects = decide_effects(enterprise, a_decision(enterprise))
    spread = spread_effects(enterprise, effects, worlds=1, seed=0)

    assert felt_exactly(enterprise, effects, spread) == {}
    assert target_exactly(effects, spread, "legal", ["legal/contracts/process"]) == (None, None)
    assert {one.felt_exact for one in what_if(enterprise, a_decision(enterprise)).departments} == {None}


def test_a_wrong_chance_is_refused(reference: Enterprise, asked: tuple[Effects, Spread]) -> None:
    effects, spread = asked
    exact = felt_exactly(reference, effects, spread)["legal"]
    assert exact is not None
    error = math.sqrt(exact * (1 - exact) / spread.worlds)
    off = exact - spread.groups["legal"].probability

    for errors in (4.5, -4.5):
        felt_exactly(reference, effects, off_by(spread, "legal", off + errors * error))
    for errors in (8, -8):
        wrong = off_by(spread, "legal", off + errors * error)
        with pytest.raises(EngineFaultError, match=r"legal feels it in .* of 2,000 worlds"):
            felt_exactly(reference, effects, wrong)
        decision = settle_decision(draft_of_type(reference, "discount-exception"), reference)
        with pytest.raises(EngineFaultError):
            assess_impact(reference, decision, effects, wrong, tool_version="0")


def test_a_target_is_checked_for_being_reached_too(asked: tuple[Effects, Spread]) -> None:
    effects, spread = asked
    network = within_reach(effects).network
    cells = [slug for slug in network.nodes if slug.startswith("legal/")]

    felt, reached = target_exactly(effects, spread, "legal", cells)
    assert felt is not None
    assert reached is not None
    assert felt <= reached
    group = spread.groups["legal"]
    wrong = replace(spread, groups={"legal": replace(group, reached=min(1.0, group.reached + 0.12))})
    with pytest.raises(EngineFaultError, match="legal is reached in"):
        target_exactly(effects, wrong, "legal", cells)


def test_what_would_take_long_is_left_alone(
    reference: Enterprise, asked: tuple[Effects, Spread], monkeypatch: pytest.MonkeyPatch
) -> None:
    effects, spread = asked
    monkeypatch.setattr(crosscheck, "QUICK_ARCS", 0)

    chances = felt_exactly(reference, effects, off_by(spread, "legal", 0.2))
    assert chances["legal"] is None
    assert chances["sales"] == 1


def test_a_fault_of_ours_ends_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crosscheck, "exact_chances", lambda *_, **__: {"legal": 0.25})
    code = run(["whatif", "discount-exception", "-m", REFERENCE, "--worlds", "1000"])
    streams = capsys.readouterr()

    assert (code, streams.out) == (70, "")
    assert streams.err.startswith("This is a fault in anatomy itself; please report it")
    assert "where its exact chance is 0.25" in streams.err
