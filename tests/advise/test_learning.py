"""What knowing something is worth, against full enumeration: every level of every input, every world, by hand."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.advise import hidden
from anatomy.advise.drawing import LEVELS
from anatomy.advise.hidden import Playing
from anatomy.advise.inputs import with_value
from anatomy.advise.knowing import worth_of_knowing
from anatomy.advise.learning import CHANCE_LEVELS, PARAMETER_LEVELS, rank_questions
from anatomy.deciding import decide_effects
from anatomy.domain.decision import Alternative
from anatomy.domain.quantity import Range
from anatomy.loading import draft_of_type, load_enterprise, read_decision, settle_decision
from anatomy.propagation import play
from anatomy.shipped import shelf
from anatomy.whatif.sensing import sense_decision
from builders.models import write_model
from builders.tiny import a_decision, tiny_files
from builders.ways import mean_margin_lost

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.sensitivity import LearningFacts
    from anatomy.propagation import Network, Outcomes, Trigger

NORTHWIND = shelf("models").parent / "examples" / "northwind" / "decision.yaml"

#: Chances to win: as proposed, with a smaller discount, and without.
CHANCES = (Range(0.45, 0.6, 0.75), Range(0.25, 0.34, 0.45), Range(0.2, 0.29, 0.38))
IF_WON = 80_000.0


def two_kinds() -> dict[str, str]:
    """The tiny model with ranges on two kinds, and without the way back to Sales."""
    files = tiny_files()
    kind = files["kinds.yaml"].removeprefix("format: anatomy/1\nkinds:\n").replace("feeds", "gates")
    files["kinds.yaml"] += kind.replace("likelihood: 50 %", "likelihood: [30 %, 50 %, 90 %]")
    sales = files["sales.yaml"].replace("likelihood: 70 %", "likelihood: [40 %, 70 %, 80 %]")
    files["sales.yaml"] = sales.replace("likelihood: 90 %", "likelihood: [70 %, 90 %, 95 %]")
    rows = files["legal.yaml"].splitlines(keepends=True)
    files["legal.yaml"] = (
        "".join(rows[:7])
        .replace("kind: feeds", "kind: gates")
        .replace("likelihood: 60 %", "likelihood: [20 %, 60 %, 70 %]")
    )
    return files


def a_deal(enterprise: Enterprise) -> Decision:
    """A 30 % discount, 10 % instead, or none; the value of the deal is assumed."""
    proposed, smaller = (a_decision(enterprise, share=share) for share in ("30 %", "10 %"))
    alternative = Alternative(
        key="less",
        title="Less",
        proposals=smaller.proposals,
        win_chance=CHANCES[1],
        assumed=smaller.assumed,
    )
    return replace(
        proposed,
        win_chance=CHANCES[0],
        win_chance_without=CHANCES[2],
        value_if_won=IF_WON,
        alternatives=(alternative,),
    )


@pytest.fixture(scope="module")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    return load_enterprise(write_model(tmp_path_factory.mktemp("two-kinds"), two_kinds()))


@pytest.fixture(scope="module")
def learning(enterprise: Enterprise) -> LearningFacts:
    return sense_decision(enterprise, a_deal(enterprise)).learning


def pert_levels(low: float, mode: float, high: float, count: int) -> list[float]:
    """The middles of equal parts of the law, by adding up its density on a fine grid."""
    if low == high:
        return [low] * count
    at = (np.arange(200_000) + 0.5) / 200_000
    up, down = 4 * (mode - low) / (high - low), 4 * (high - mode) / (high - low)
    below = np.cumsum(at**up * (1 - at) ** down)
    middles = (np.arange(count) + 0.5) / count
    levels: list[float] = (low + (high - low) * np.interp(middles, below / below[-1], at)).tolist()
    return levels


def hidden_by_levels(enterprise: Enterprise, decision: Decision) -> dict[tuple[int, ...], float]:
    """(level of feeds, level of gates) -> expected hidden cost."""
    effects = decide_effects(enterprise, decision)
    ranges = {one.dependency.id: one.dependency for one in effects.dependencies}
    values = {
        name: pert_levels(one.likelihood.low, one.likelihood.mode, one.likelihood.high, LEVELS)
        for name, one in ranges.items()
    }
    found = {}
    for levels in itertools.product(range(LEVELS), repeat=2):
        of_kind = dict(zip(("feeds", "gates"), levels, strict=True))
        chances = {name: values[name][of_kind[one.kind]] for name, one in ranges.items()}
        found[levels] = mean_margin_lost(effects, chances)
    return found


def brought(enterprise: Enterprise, decision: Decision) -> dict[tuple[int, ...], float]:
    """The same, as what the decision brings if it goes ahead."""
    own = math.fsum(
        line.amount for line in decide_effects(enterprise, decision).money if line.measure == "margin"
    )
    return {at: IF_WON - own - lost for at, lost in hidden_by_levels(enterprise, decision).items()}


@pytest.fixture(scope="module")
def truth(enterprise: Enterprise) -> list[dict[tuple[int, ...], float]]:
    """What each choice brings at every combination of levels."""
    decision = a_deal(enterprise)
    proposed, less = (brought(enterprise, decision.instead(choice)) for choice in decision.choices()[:2])
    return [proposed, less, dict.fromkeys(proposed, IF_WON)]


def mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return math.fsum(numbers) / len(numbers)


def by_hand(conditional: Sequence[Sequence[float]]) -> float:
    """E[max_a E[V_a | level]] - max_a E[V_a], for choices x levels that are equally likely."""
    with_it = mean(max(column) for column in zip(*conditional, strict=True))
    return with_it - max(map(mean, conditional))


def worth(learning: LearningFacts, what: str, key: str) -> float:
    return next(one.worth for one in learning.questions if (one.what, one.key) == (what, key))


def test_everything_that_is_uncertain_is_asked_about_and_nothing_else(learning: LearningFacts) -> None:
    assert learning.exact
    assert learning.draws == LEVELS**2
    assert {(one.what, one.key) for one in learning.questions} == {
        ("likelihoods", "feeds"),
        ("likelihoods", "gates"),
        ("win-chance", "as-proposed"),
        ("win-chance", "less"),
        ("win-chance", "decline"),
        ("parameter", "discount.value"),
    }
    worths = [one.worth for one in learning.questions]
    assert worths == sorted(worths, reverse=True)
    assert sum(one > 0 for one in worths) >= 4
    assert all(one.noise == 0 for one in learning.questions)


@pytest.mark.parametrize(("kind", "place"), [("feeds", 0), ("gates", 1)])
def test_likelihoods_are_worth_what_full_enumeration_says(
    learning: LearningFacts, truth: list[dict[tuple[int, ...], float]], kind: str, place: int
) -> None:
    conditional = [
        [chance.point * mean(v for at, v in values.items() if at[place] == level) for level in range(LEVELS)]
        for chance, values in zip(CHANCES, truth, strict=True)
    ]

    assert worth(learning, "likelihoods", kind) == pytest.approx(by_hand(conditional), rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("number", range(3))
def test_chances_to_win_are_worth_what_full_enumeration_says(
    learning: LearningFacts, truth: list[dict[tuple[int, ...], float]], number: int
) -> None:
    chance = CHANCES[number]
    conditional = [
        [one.point * mean(values.values())] * CHANCE_LEVELS
        for one, values in zip(CHANCES, truth, strict=True)
    ]
    levels = pert_levels(chance.low, chance.mode, chance.high, CHANCE_LEVELS)
    conditional[number] = [level * mean(truth[number].values()) for level in levels]
    key = ("as-proposed", "less", "decline")[number]

    assert worth(learning, "win-chance", key) == pytest.approx(by_hand(conditional), rel=1e-3)
    assert by_hand(conditional) > 0


def test_an_assumed_parameter_is_worth_what_full_enumeration_says(
    enterprise: Enterprise, learning: LearningFacts
) -> None:
    decision = a_deal(enterprise)
    conditional: list[list[float]] = [[], [], []]
    for level in pert_levels(80_000.0, 100_000.0, 120_000.0, PARAMETER_LEVELS):
        for row, chance, choice in zip(conditional, CHANCES, decision.choices(), strict=True):
            asked = replace(
                decision.instead(choice),
                proposals=tuple(
                    replace(one, values={**one.values, "value": level}) for one in choice.proposals
                ),
            )
            got = brought(enterprise, asked).values() if choice.proposals else [IF_WON]
            row.append(chance.point * mean(got))

    assert worth(learning, "parameter", "discount.value") == pytest.approx(by_hand(conditional), rel=1e-3)
    assert by_hand(conditional) > 0


def test_values_are_means_over_all_levels(
    learning: LearningFacts, truth: list[dict[tuple[int, ...], float]]
) -> None:
    wanted = [chance.point * mean(values.values()) for chance, values in zip(CHANCES, truth, strict=True)]

    assert [one.value for one in learning.choices] == pytest.approx(wanted, rel=1e-4)
    assert learning.best == learning.choices[int(np.argmax(wanted))].key


def test_samples_come_close_and_say_how_much_is_noise(
    enterprise: Enterprise, learning: LearningFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same question, held too big to be gone through in full, is sampled."""
    monkeypatch.setattr(hidden, "play", lambda *a, **options: play(*a, **{**options, "exact": "never"}))
    sampled = sense_decision(enterprise, a_deal(enterprise), worlds=20_000).learning

    assert not sampled.exact
    assert (sampled.draws, sampled.worlds) == (128, 156)
    values = [one.value for one in sampled.choices]
    assert values == pytest.approx([one.value for one in learning.choices], abs=150)
    for one in sampled.questions:
        if one.what == "likelihoods":
            assert one.noise > 0
            assert one.worth == pytest.approx(worth(learning, one.what, one.key), abs=one.noise + 25)
        else:
            assert one.worth == pytest.approx(worth(learning, one.what, one.key), abs=60)


@pytest.mark.parametrize("exactly", ["smaller", "proposed"])
def test_a_choice_whose_worlds_are_all_gone_through_may_stand_beside_a_sampled_one(
    enterprise: Enterprise, learning: LearningFacts, monkeypatch: pytest.MonkeyPatch, exactly: str
) -> None:
    """The discount sets two cells off and the smaller one a single cell; either of them is sampled."""
    several = {"smaller": 2, "proposed": 1}[exactly]

    def some_sampled(network: Network, triggers: Iterable[Trigger], **options: Any) -> Outcomes:
        triggers = tuple(triggers)
        exact = "never" if len(triggers) == several else options["exact"]
        return play(network, triggers, **{**options, "exact": exact})

    monkeypatch.setattr(hidden, "play", some_sampled)
    mixed = sense_decision(enterprise, a_deal(enterprise), worlds=20_000).learning

    assert not mixed.exact
    values = [one.value for one in mixed.choices]
    assert values == pytest.approx([one.value for one in learning.choices], abs=150)
    for one in mixed.questions:
        if one.what == "likelihoods":
            assert one.worth == pytest.approx(worth(learning, one.what, one.key), abs=one.noise + 25)


def test_a_choice_that_sets_off_nothing_doubtful_is_asked_about_beside_a_sampled_one() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    settings = {"list_value": "500k", "discount": "30 %"}
    proposed = settle_decision(draft_of_type(reference, "discount-exception"), reference, settings)
    nothing_off = with_value(proposed, 0, "discount", 0.0)
    alternative = Alternative(key="z", title="Nothing off", proposals=nothing_off.proposals)
    facts = asked(reference, replace(proposed, alternatives=(alternative,)))
    exact, sampled = (
        Playing(reference, worlds=128, seed=0).play(decide_effects(reference, one))
        for one in (nothing_off, proposed)
    )

    assert exact.exact
    assert not sampled.exact
    at_list_price = 500_000.0 * 0.4
    assert facts.choices[1].value == pytest.approx(at_list_price - float(exact.loss @ exact.weights))


MONEY = st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False)


@given(data=st.data(), choices=st.integers(2, 4), draws=st.integers(1, 12))
def test_knowing_is_never_worth_less_than_nothing(data: st.DataObject, choices: int, draws: int) -> None:
    values = [data.draw(st.lists(MONEY, min_size=draws, max_size=draws)) for _ in range(choices)]
    raw = data.draw(st.lists(st.integers(0, 3), min_size=draws, max_size=draws))
    levels = [sorted(set(raw)).index(level) for level in raw]
    found = worth_of_knowing(np.array(values), np.array(levels))

    means = [
        [
            mean(v for v, at in zip(row, levels, strict=True) if at == level)
            for level in range(max(levels) + 1)
        ]
        for row in values
    ]
    counts = [levels.count(level) / draws for level in range(max(levels) + 1)]
    with_it = math.fsum(
        share * max(column) for share, column in zip(counts, zip(*means, strict=True), strict=True)
    )
    assert found.worth >= 0
    assert found.worth == pytest.approx(with_it - max(map(mean, values)), abs=1e-3)
    assert 0 <= found.changes <= 1
    assert (found.changes > 0) == (found.worth > 0) == (found.lead < 0)


def asked(enterprise: Enterprise, decision: Decision) -> LearningFacts:
    """The questions alone, in few worlds."""
    return rank_questions(Playing(enterprise, worlds=128, seed=0), decision, groups="kind", band=0.2)


def test_nothing_said_of_winning_counts_as_said() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference)
    bare = replace(decision, win_chance=None, win_chance_without=None, alternatives=(), value_if_won=None)
    facts = asked(reference, bare)

    assert [(one.key, one.win_chance, one.guessed) for one in facts.choices] == [
        ("as-proposed", 1.0, False),
        ("decline", 0.0, False),
    ]
    assert facts.choices[1].value == 0
    assert not [one for one in facts.questions if one.what == "win-chance"]


def test_declining_brings_what_comes_either_way() -> None:
    reference = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference)
    facts = asked(reference, decision)
    more = asked(reference, replace(decision, value_if_won=10_000.0))

    declined = facts.choices[-1]
    assert declined.value == pytest.approx((0.10 + 4 * 0.15 + 0.25) / 6 * 1_200_000 * 0.4)
    for one, other in zip(facts.choices, more.choices, strict=True):
        assert other.value - one.value == pytest.approx(one.win_chance * 10_000.0)
