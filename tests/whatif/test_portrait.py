"""Departments that feel each decision type: the short way gives the figures of whole answers, to the last bit."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist, fmean, pvariance
from typing import TYPE_CHECKING

import numpy as np
import pytest

from anatomy.assess import spread_effects
from anatomy.deciding import decide_effects
from anatomy.domain.quantity import Range
from anatomy.graph import LEVELS
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.portrait import portray_reactions

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


@pytest.mark.parametrize("felt_at", [0.1, 0.0, 0.35])
def test_they_are_the_figures_of_whole_answers(felt_at: float) -> None:
    model = replace(load_enterprise(shelf("models") / "reference"), felt_at=felt_at)
    levels = [at_level(model, level) for level in LEVELS]
    reactions = portray_reactions(model, worlds=250, seed=5)

    assert [one.decision_type for one in reactions] == list(model.decision_types)
    for reaction in reactions[:: 1 if felt_at == 0.1 else 5]:
        for felt, scaled in zip(reaction.felt, levels, strict=True):
            decision = settle_decision(draft_of_type(scaled, reaction.decision_type), scaled)
            groups = spread_effects(scaled, decide_effects(scaled, decision), worlds=250, seed=5).groups
            assert felt == math.fsum(groups[key].probability for key in model.departments)


def test_at_as_many_worlds_it_is_the_figure_of_a_what_if() -> None:
    model = load_enterprise(shelf("models") / "reference")
    reactions = {one.decision_type: one for one in portray_reactions(model)}
    decision = settle_decision(draft_of_type(model, "discount-exception"), model)

    assert reactions["discount-exception"].felt[1] == what_if(model, decision).departments_felt


def test_the_margin_is_that_of_a_mean_over_worlds() -> None:
    """Held against one count of departments per world, from runs of the engine that end at that world."""
    model = load_enterprise(shelf("models") / "small")
    (reaction,) = portray_reactions(model, worlds=60, seed=2)
    effects = decide_effects(model, settle_decision(draft_of_type(model, reaction.decision_type), model))

    totals = [0.0]
    for worlds in range(1, 61):
        groups = spread_effects(model, effects, worlds=worlds, seed=2).groups
        totals.append(worlds * sum(groups[key].probability for key in model.departments))
    counts = np.diff(totals).tolist()

    assert reaction.felt[1] == pytest.approx(fmean(counts))
    half = NormalDist().inv_cdf(0.975) * (pvariance(counts) / 60) ** 0.5
    assert reaction.margins[1] == pytest.approx(half)
