"""Every value that is tried against the whole what-if with that value, and the bounds it is tried within."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.advise.hidden import Playing
from anatomy.advise.sensitivity import swing_inputs
from anatomy.advise.spans import span_of
from anatomy.assess.asking import network_of_effects
from anatomy.deciding import decide_effects
from anatomy.domain.decision import Parameter
from anatomy.domain.quantity import Range
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.sensing import sense_decision
from builders.models import write_model
from builders.tiny import a_decision, tiny, tiny_files

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.response import Value
    from anatomy.domain.sensitivity import FiguresAt, SensitivityFacts

NORTHWIND = shelf("models").parent / "examples" / "northwind" / "decision.yaml"


def figures(enterprise: Enterprise, decision: Decision, *, worlds: int = 10_000) -> tuple[float, ...]:
    """Hidden cost, expected value and the chances of the cards, by the what-if."""
    report = what_if(enterprise, decision, worlds=worlds)
    chance = decision.win_chance.point if decision.win_chance else 1.0
    value = chance * ((decision.value_if_won or 0.0) - report.total.direct - report.total.loss.mean)
    felt = (report.department(key).feeling.felt.probability for key in enterprise.cards)
    return (report.total.loss.mean, value, *felt)


def told(one: FiguresAt) -> tuple[float, ...]:
    return (one.loss, one.value, *one.felt)


def with_setting(decision: Decision, key: str, value: Value) -> Decision:
    kind, name = key.split(".")
    return replace(
        decision,
        proposals=tuple(
            replace(one, values={**one.values, name: value}) if one.type == kind else one
            for one in decision.proposals
        ),
    )


def at_end(enterprise: Enterprise, kind: str, end: str) -> Enterprise:
    """The model with every likelihood of a kind at one end of its range."""
    rows = tuple(
        replace(one, likelihood=Range.exactly(getattr(one.likelihood, end))) if one.kind == kind else one
        for one in enterprise.dependencies
    )
    return replace(enterprise, dependencies=rows)


def agrees(enterprise: Enterprise, decision: Decision, facts: SensitivityFacts, *, worlds: int) -> None:
    """Hold every point of every input against the what-if."""
    assert told(facts.base) == pytest.approx(figures(enterprise, decision, worlds=worlds))
    for one in facts.swings:
        seen = [told(facts.base)]
        for point in one.points:
            model, asked = enterprise, decision
            if one.what == "parameter":
                asked = with_setting(decision, one.key, point.at)
            elif one.what == "win-chance":
                assert isinstance(point.at, float)
                asked = replace(decision, win_chance=Range.exactly(point.at))
            else:
                model = at_end(enterprise, one.key, str(point.at))
            seen.append(figures(model, asked, worlds=worlds))
            assert told(point.figures) == pytest.approx(seen[-1], abs=1e-9), (one.key, point.at)
        swings = np.max(seen, axis=0) - np.min(seen, axis=0)
        assert told(one.swing) == pytest.approx(swings, abs=1e-9)


@pytest.fixture(scope="module")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    """Two departments with an exact answer, two likelihoods of one kind with ranges."""
    model = tiny(tmp_path_factory.mktemp("tiny"))
    doubtful = {one.id: Range(0.2, 0.5, 0.9) for one in model.dependencies[:2]}
    rows = (replace(one, likelihood=doubtful.get(one.id, one.likelihood)) for one in model.dependencies)
    return replace(model, dependencies=tuple(rows))


def test_every_point_is_the_whole_answer_with_that_value(enterprise: Enterprise) -> None:
    decision = replace(
        a_decision(enterprise, share="28 %"), win_chance=Range(0.3, 0.5, 0.8), value_if_won=50_000.0
    )
    facts = sense_decision(enterprise, decision)

    assert facts.exact
    assert {(one.what, one.key): one.span for one in facts.swings} == {
        ("win-chance", ""): "range",
        ("parameter", "discount.value"): "band",
        ("parameter", "discount.share"): "band",
        ("parameter", "discount.reason"): "choices",
        ("likelihoods", "feeds"): "range",
    }
    assert {one.key for one in facts.swings if one.assumed} == {"discount.value", "discount.reason"}
    assert next(one.dependencies for one in facts.swings if one.what == "likelihoods") == 2
    assert all(one.half is None for one in facts.swings)
    agrees(enterprise, decision, facts, worlds=1)
    swings = [one.swing.loss for one in facts.swings]
    assert swings == sorted(swings, reverse=True)


def test_samples_agree_with_the_what_if_in_the_same_worlds() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference)
    playing = Playing(reference, worlds=300, seed=0)
    swings = swing_inputs(playing, decision, groups="kind")
    facts = sense_decision(reference, decision, worlds=300)

    assert facts.swings == swings.rows
    some = {
        "discount-exception.discount",
        "contract-sla-exception.band",
        "anchors",
        "",
        "discount-exception.term",
    }
    agrees(
        reference,
        decision,
        replace(facts, swings=tuple(one for one in facts.swings if one.key in some)),
        worlds=300,
    )
    base = playing.play(decide_effects(reference, decision)).loss
    assert base.mean() == pytest.approx(facts.base.loss)
    for one in facts.swings:
        if one.key == "discount-exception.discount":
            high = with_setting(decision, one.key, one.points[1].at)
            low = with_setting(decision, one.key, one.points[0].at)
            ends = [playing.play(decide_effects(reference, end)).loss for end in (low, high)]
            paired = 1.959964 * float(np.std(ends[1] - ends[0])) / math.sqrt(300)
            assert one.half is not None
            assert one.half.loss == pytest.approx(paired, rel=1e-5)


def test_the_first_worlds_move_what_all_worlds_say() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference)
    few = swing_inputs(Playing(reference, worlds=200, seed=0), decision, groups="kind")
    more = swing_inputs(Playing(reference, worlds=900, seed=0), decision, groups="kind", moved=200)

    assert told(more.base) == pytest.approx(figures(reference, decision, worlds=900))
    shift = more.base.loss - few.base.loss
    assert abs(shift) > 1
    for one, other in zip(few.rows, more.rows, strict=True):
        assert (one.key, one.swing, one.half) == (other.key, other.swing, other.half)
        losses = [point.figures.loss + shift for point in one.points]
        assert [point.figures.loss for point in other.points] == pytest.approx(losses)


def test_a_network_of_effects_is_the_one_that_the_what_if_plays() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference)
    for choice in decision.choices():
        effects = decide_effects(reference, decision.instead(choice))
        wanted = network_of_effects(reference, effects)
        found = Playing(reference, worlds=1, seed=0).network(effects)
        assert found.edge_ids == wanted.edge_ids
        for name in (
            "likelihood",
            "severity_share",
            "delay_low",
            "delay_mode",
            "delay_high",
            "source",
            "target",
        ):
            assert np.array_equal(getattr(found, name), getattr(wanted, name)), name


def a_parameter(kind: str, low: float | None = None, high: float | None = None, **more: object) -> Parameter:
    return Parameter(name="x", label="", kind=kind, low=low, high=high, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parameter", "value", "points", "why"),
    [
        (a_parameter("money"), 100.0, (80.0, 120.0), "band"),
        (a_parameter("money"), -100.0, (-120.0, -80.0), "band"),
        (a_parameter("share", 0.0, 0.3), 0.28, (0.224, 0.3), "band"),
        (a_parameter("share"), 0.0, (1.0,), "bounds"),
        (a_parameter("days", None, 180.0), 0.0, (180.0,), "bounds"),
        (a_parameter("money"), 0.0, (), "bounds"),
        (a_parameter("count", 0.0, 50.0), 1.0, (0.0, 2.0), "step"),
        (a_parameter("count"), 0.0, (1.0,), "step"),
        (a_parameter("months", 1.0, 13.0), 12.0, (10.0, 13.0), "band"),
        (a_parameter("yes-no"), True, (False,), "choices"),
        (a_parameter("choice", choices=("a", "b", "c")), "b", ("a", "c"), "choices"),
    ],
)
def test_inputs_are_tried_within_reason(
    parameter: Parameter, value: Value, points: tuple[object, ...], why: str
) -> None:
    span = span_of(parameter, value, band=0.2)

    assert span.points == pytest.approx(points) if isinstance(value, float) else span.points == points
    assert span.why == why


def test_bounds_are_gone_to_where_asked() -> None:
    assert span_of(a_parameter("share", 0.1, 0.9), 0.4, band=0.2, spans="bounds").points == (0.1, 0.9)
    half_open = span_of(a_parameter("money", 50.0), 100.0, band=0.2, spans="bounds")
    assert half_open.points == (50.0, 120.0)


def test_what_has_no_answer_is_left_out_and_said_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = tiny_files()
    files["discount.yaml"] = files["discount.yaml"].replace(
        "amount: value / 10", "amount: value / (48 % - share)"
    )
    model = load_enterprise(write_model(tmp_path_factory.mktemp("poles"), files))
    facts = sense_decision(model, a_decision(model, share="40 %"))

    assert facts.left_out == ("Share",)
    assert "discount.share" not in {one.key for one in facts.swings}
