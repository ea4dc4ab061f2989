"""Twenty options on the reference: a million sets, proven with few of them played through."""

from __future__ import annotations

import random
from pathlib import Path

from msgspec.structs import replace

from anatomy.advise import find_conditions, options_for
from anatomy.advise.trying import Trials
from anatomy.assess import spread_effects
from anatomy.deciding import decide_effects
from anatomy.loading import load_enterprise, parse_limit, read_decision, settle_decision
from anatomy.shipped import shelf
from builders.options import a_factor, a_mitigation

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind" / "decision.yaml"
TEXTS = (
    "Support.loss.p90 > 1",
    "total.loss.p90 > 1",
    "Legal.loss.p90 > 1",
    "departments felt > 1",
    "Legal.severity > 1 %",
)
WORLDS = 500


def test_twenty_options_are_proven_and_nothing_cheaper_will_do() -> None:
    """Seventeen that weaken what the decision travels over, and the three of the reference that change its terms."""
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), enterprise)
    dice = random.Random(3)
    effects = decide_effects(enterprise, decision)
    spread = spread_effects(enterprise, effects, worlds=300, seed=0)
    rows = [one.dependency for one in effects.dependencies]
    hot = [row for row in rows if spread.nodes[str(row.source)].reached > 0.3 and row.likelihood.point > 0.3]
    offers = {
        key: a_mitigation(
            key,
            cost=dice.choice([500.0, 1_000.0, 2_000.0, 3_000.0, 5_000.0]),
            adjusts=tuple(
                a_factor(str(row.source), str(row.target), likelihood=dice.choice([0.2, 0.4, 0.6]))
                for row in dice.sample(hot, 6)
            ),
        )
        for key in (f"m{number:02}" for number in range(17))
    }
    offers |= {
        key: one for key, one in enterprise.mitigations.items() if one.sets and one.fits(decision.proposals)
    }
    model = replace(enterprise, mitigations=offers)
    options = options_for(model, decision)
    limits = [parse_limit(text, model) for text in TEXTS]
    trials = Trials(model, decision, options, limits, worlds=WORLDS, seed=0, exact=False)
    ends = trials.tried(0), trials.tried(options.every)
    for place, limit in enumerate(limits):
        high, low = (max(figure or 0.0 for figure in one.figures[place].values()) for one in ends)
        limits[place] = replace(limit, quantity=low + (high - low) * 0.35)

    found = find_conditions(model, decision, limits=limits, worlds=WORLDS, fresh_worlds=500)
    assert (len(options.each), found.search.free) == (20, 3)
    assert found.search.proven
    assert found.chosen.satisfied
    assert len(found.chosen.options) > 2
    assert found.search.tried < 200

    trials = Trials(model, decision, options, limits, worlds=WORLDS, seed=0, exact=False)
    chosen = sum(1 << bit for bit, one in enumerate(options.each) if one.key in found.chosen.options)
    assert not trials.tried(chosen).exceeded
    cheaper = [
        one
        for one in (dice.getrandbits(20) & dice.getrandbits(20) for _ in range(20_000))
        if options.cost(one) < found.chosen.cost
    ]
    dearest = sorted(set(cheaper), key=lambda one: (-options.cost(one), one))[:60]
    assert len(dearest) == 60
    assert all(trials.tried(one).exceeded for one in dearest)
