"""Departments that feel each decision type: the short way gives the figures of whole answers, to the last bit."""

from __future__ import annotations

import math
import random
from statistics import NormalDist, fmean, pvariance
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.assess.asking import network_of_effects
from anatomy.deciding import CellTrigger, Effects, decide_effects
from anatomy.deciding.adjusting import Factors, adjust
from anatomy.domain.cell import CellId
from anatomy.domain.decision import Selector
from anatomy.domain.quantity import Range
from anatomy.graph import LEVELS
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.propagation import Trigger, run
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.counting import DepartmentCount
from anatomy.whatif.portrait import WORLDS, portray_reactions
from builders.enterprises import LAYERS, a_dependency, an_enterprise

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise


def at_level(enterprise: Enterprise, factor: float) -> Enterprise:
    """The model with every likelihood times the factor, at most 1."""

    def scaled(range_: Range) -> Range:
        return Range(*(min(1.0, value * factor) for value in (range_.low, range_.mode, range_.high)))

    rows = enterprise.dependencies
    return replace(
        enterprise, dependencies=tuple(replace(row, likelihood=scaled(row.likelihood)) for row in rows)
    )


def sampled(model: Enterprise, effects: Effects, *, worlds: int, seed: int) -> list[float]:
    """The chance of each department to feel it, by the engine, on a sample whatever the model is like."""
    spread = run(
        network_of_effects(model, effects),
        [
            Trigger(node=str(one.cell), likelihood=one.likelihood, severity=one.severity)
            for one in effects.triggers
        ],
        worlds=worlds,
        seed=seed,
        felt_at=model.felt_at,
        exact="never",
        groups={
            key: [str(cell) for cell in model.cells() if cell.department == key] for key in model.departments
        },
    )
    return [group.probability for group in spread.groups.values()]


@pytest.mark.parametrize("felt_at", [0.1, 0.0, 0.35])
def test_they_are_the_figures_of_whole_answers(felt_at: float) -> None:
    model = replace(load_enterprise(shelf("models") / "reference"), felt_at=felt_at)
    levels = [at_level(model, level) for level in LEVELS]
    reactions = portray_reactions(model, worlds=250, seed=5)

    assert [one.decision_type for one in reactions] == list(model.decision_types)
    for reaction in reactions[:: 1 if felt_at == 0.1 else 5]:
        for felt, scaled in zip(reaction.felt, levels, strict=True):
            decision = settle_decision(draft_of_type(scaled, reaction.decision_type), scaled)
            effects = decide_effects(scaled, decision)
            assert felt == math.fsum(sampled(scaled, effects, worlds=250, seed=5))


def test_at_as_many_worlds_it_is_the_figure_of_a_what_if() -> None:
    model = load_enterprise(shelf("models") / "reference")
    reactions = {one.decision_type: one for one in portray_reactions(model)}
    decision = settle_decision(draft_of_type(model, "discount-exception"), model)

    assert reactions["discount-exception"].felt[1] == what_if(model, decision, worlds=WORLDS).departments_felt


@pytest.mark.parametrize("seed", range(12))
def test_any_web_of_dependencies_gives_the_counts_of_the_engine(seed: int) -> None:
    """Loops, dependencies on the own cell, parallel ones, and likelihoods and shares of 0 and 1 among them."""
    draw = random.Random(seed)
    cells = [f"{key}/work/{layer}" for key in ("sales", "finance", "legal") for layer in LAYERS]
    rows = tuple(
        replace(
            a_dependency(
                *draw.choices(cells, k=2), likelihood=draw.choice([0, 0.3, 0.7, 0.9, 1]), suffix=f"n{n}"
            ),
            severity_share=Range.exactly(draw.choice([0, 0.4, 0.8, 1])),
        )
        for n in range(40)
    )
    named = [("sales", "system", "finance", "system", 0.5), ("legal", "system", "sales", "system", 0.5)]
    model = an_enterprise(named, dependencies=rows, felt_at=draw.choice([0, 0.1, 0.5]))
    triggers = tuple(
        CellTrigger(
            cell=CellId.parse(cell), likelihood=draw.choice([0.5, 1]), severity=0.9, time_days=0, because=""
        )
        for cell in draw.sample(cells, 3)
    )
    factors = [
        Factors(of=Selector(source="sales"), likelihood=0.5, severity_share=1.5, delay=1, because=""),
        Factors(of=Selector(target="finance"), likelihood=1.8, severity_share=0.5, delay=1, because=""),
    ]

    found = DepartmentCount(model, worlds=200, seed=seed).count(triggers, factors)

    for felt, level in zip(found, LEVELS, strict=True):
        scaled = at_level(model, level)
        adjusted = tuple(adjust(row, factors) for row in scaled.dependencies)
        effects = Effects(triggers=triggers, dependencies=adjusted, money=(), at_risk=())
        assert felt.mean == math.fsum(sampled(scaled, effects, worlds=200, seed=seed))


def test_the_margin_is_that_of_a_mean_over_worlds() -> None:
    """Held against one count of departments per world, from runs of the engine that end at that world."""
    model = load_enterprise(shelf("models") / "small")
    (reaction,) = portray_reactions(model, worlds=60, seed=2)
    effects = decide_effects(model, settle_decision(draft_of_type(model, reaction.decision_type), model))

    totals = [worlds * sum(sampled(model, effects, worlds=worlds, seed=2)) for worlds in range(1, 61)]
    counts = np.diff(totals, prepend=0.0).tolist()

    assert reaction.felt[1] == pytest.approx(fmean(counts))
    half = NormalDist().inv_cdf(0.975) * (pvariance(counts) / 60) ** 0.5
    assert reaction.margins[1] == pytest.approx(half)
