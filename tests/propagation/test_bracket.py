"""The bounds that hold without worlds, and what happens when a chance leaves them."""

from __future__ import annotations

import math
from contextlib import nullcontext
from functools import partial

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from anatomy.errors import EngineFaultError, InputError, UnknownNameError
from anatomy.propagation import Trigger, run
from anatomy.propagation.bracket import bracket, check_bracket
from anatomy.propagation.plan import Plan
from builders.graphs import Case, an_edge, brute_force, cases, diamond


@settings(max_examples=100, deadline=None)
@given(case=cases(coins=8))
def test_every_chance_lies_in_its_bracket(case: Case) -> None:
    plan = Plan.of(case.network(), case.triggers)
    truth = brute_force(case)
    lower, upper = bracket(plan)
    for place, node in enumerate(plan.nodes.tolist()):
        name = plan.network.nodes[node]
        assert lower[place] - 1e-12 <= truth[name].reached <= upper[place] + 1e-12


def test_the_bracket_of_the_diamond() -> None:
    plan = Plan.of(diamond().network(), diamond().triggers)
    lower, upper = bracket(plan)
    assert lower.tolist() == [1, 0.5, 0.25, 0.25, 0.125]
    assert upper[-1] == pytest.approx(0.234375)  # the two ways taken as independent


def test_a_loop_makes_the_upper_bound_too_high_and_never_too_low() -> None:
    case = Case(
        edges=(an_edge("a", "b", 0.1), an_edge("b", "c"), an_edge("c", "b")), triggers=(Trigger(node="a"),)
    )
    plan = Plan.of(case.network(), case.triggers)
    assert bracket(plan)[1].tolist() == [1, 1, 1]


def test_a_chance_outside_is_reported_as_a_fault() -> None:
    case = diamond()
    plan = Plan.of(case.network(), case.triggers)
    spread = case.answer("always")
    wrong = {**spread.nodes, "e": replace(spread.nodes["e"], reached=0.24)}
    with pytest.raises(EngineFaultError, match=r"'e' is reached came out as 0\.240000, outside 0\.125"):
        check_bracket(plan, wrong, {}, {}, worlds=0)
    check_bracket(plan, wrong, {}, {}, worlds=1_000)  # a sample may stray that far
    with pytest.raises(EngineFaultError):
        check_bracket(plan, wrong, {}, {}, worlds=10_000_000)
    group = {"cd": replace(spread.groups["cd"], reached=0.2)}
    with pytest.raises(EngineFaultError, match="'cd'"):
        check_bracket(plan, spread.nodes, group, {"cd": ["c", "d"]}, worlds=0)


def test_a_sample_may_stray_by_eight_standard_errors() -> None:
    case = diamond()
    plan = Plan.of(case.network(), case.triggers)
    spread = case.answer("always")
    for bound, side in ((0.125, -1), (0.234375, 1)):
        allowed = 8 * math.sqrt(bound * (1 - bound) / 10_000) + 8 / 10_000
        for share, fine in ((0.999, True), (1.001, False)):
            strayed = replace(spread.nodes["e"], reached=bound + side * share * allowed)
            with nullcontext() if fine else pytest.raises(EngineFaultError, match="'e'"):
                check_bracket(plan, {**spread.nodes, "e": strayed}, {}, {}, worlds=10_000)


def test_worlds_are_added_until_every_interval_is_narrow() -> None:
    case = diamond()
    options = {"groups": {"e": ("e",), "c": ("c",)}, "worlds": 100, "seed": 4, "exact": "never"}
    found = run(case.network(), case.triggers, until=0.01, **options)  # type: ignore[arg-type]
    widest = max((one.high - one.low) / 2 for one in found.groups.values())
    assert 0.008 < widest <= 0.01
    assert found.worlds % 1_000 == 0
    again = run(case.network(), case.triggers, **{**options, "worlds": found.worlds})  # type: ignore[arg-type]
    assert again.to_dict() == found.to_dict()
    alone = run(case.network(), case.triggers, worlds=100, exact="never", until=0.02)
    assert max((one.high - one.low) / 2 for one in alone.nodes.values()) <= 0.02
    assert case.answer("always", until=0.0001).worlds == 32  # an exact answer is as narrow as can be
    for until in (0.0, 0.6, float("nan")):
        with pytest.raises(InputError, match="until"):
            run(case.network(), case.triggers, until=until)
    with pytest.raises(InputError, match="worlds"):
        run(case.network(), case.triggers, until=1e-6, exact="never")


def test_the_groups_whose_intervals_count_are_named() -> None:
    """The widest of all is that of b, a coin; e is felt in about every fifth world."""
    case = diamond()
    ask = partial(
        run,
        case.network(),
        case.triggers,
        groups={"e": ("e",), "b": ("b",)},
        worlds=100,
        exact="never",
        until=0.01,
    )
    of_all, of_e = ask(), ask(until_groups=["e"])

    assert (
        of_e.worlds
        == run(
            case.network(), case.triggers, groups={"e": ("e",)}, worlds=100, exact="never", until=0.01
        ).worlds
    )
    e, b = of_e.groups["e"], of_e.groups["b"]
    assert (e.high - e.low) / 2 <= 0.01 < (b.high - b.low) / 2
    assert of_e.worlds < of_all.worlds == ask(until_groups=["b"]).worlds
    with pytest.raises(UnknownNameError, match="'f'"):
        ask(until_groups=["f"])


def test_progress_is_told_after_each_batch_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anatomy.propagation.flood.MOST_WORLDS", 400)
    told: list[tuple[int, int]] = []
    case = diamond()

    found = case.answer("never", worlds=1_000, progress=lambda done, of: told.append((done, of)))

    assert told == [(400, 1_000), (800, 1_000), (1_000, 1_000)]
    assert found.to_dict() == case.answer("never", worlds=1_000).to_dict()


def test_only_a_sample_may_stray_from_its_bracket(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr("anatomy.propagation.engine.check_bracket", lambda *_, worlds: told.append(worlds))
    diamond().answer("always")
    diamond().answer("never", worlds=300)
    assert told == [0, 300]
