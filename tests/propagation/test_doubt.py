"""What ranges of likelihoods do to the answer, where theory gives it."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import Doubt, Group, Network, Stake, Trigger, even_quantiles, run, weigh_doubt
from anatomy.propagation.doubt import DRAWS, ENDS, WORLDS, Shift, _shift
from anatomy.propagation.pert import pert_quantiles
from anatomy.propagation.sets import play_sets
from builders.graphs import an_edge, diamond

LAW = (0.2, 0.5, 0.9)
MEAN = (0.2 + 4 * 0.5 + 0.9) / 6


def doubtful(network: Network, moves_with: list[str]) -> Doubt:
    """The same range for every edge."""
    low, mode, high = (np.full(len(network.edge_ids), end) for end in LAW)
    return Doubt(low=low, mode=mode, high=high, moves_with=moves_with)


def in_a_row(links: int) -> Network:
    names = [f"n{number}" for number in range(links + 1)]
    rows = [an_edge(one, two, MEAN) for one, two in pairwise(names)]
    return Network.of(names, rows)


def test_pert_quantiles_invert_the_law() -> None:
    at = np.array([0.05, 0.3, 0.5, 0.95])
    for law in (LAW, (0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.1, 0.3, 0.3)):
        values = pert_quantiles(*law, at)
        rng = np.random.default_rng(1)
        low, mode, high = law
        beta = rng.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), 400_000)
        wanted = np.quantile(low + (high - low) * beta, at)
        assert values == pytest.approx(wanted, abs=0.004 * (high - low))
        assert (np.diff(values) > 0).all()
    assert pert_quantiles(0.4, 0.4, 0.4, at).tolist() == [0.4] * 4


def test_one_link_moves_as_far_as_its_range() -> None:
    network = in_a_row(1)
    found = weigh_doubt(
        network,
        [Trigger(node="n0")],
        doubtful(network, ["x"]),
        groups={"end": ["n1"]},
        ledgers={"all": [Stake(node="n1", amount=100)]},
    )
    low, high = pert_quantiles(*LAW, np.array([0.05, 0.95])) - MEAN
    assert found.felt["end"].low == pytest.approx(low, abs=0.03)
    assert found.felt["end"].high == pytest.approx(high, abs=0.03)
    assert found.felt["end"].lowest == pytest.approx(0.2 - MEAN, abs=0.05)
    assert found.felt["end"].highest == pytest.approx(0.9 - MEAN, abs=0.05)
    for ends in ("low", "high", "lowest", "highest"):
        moved = getattr(found.felt["end"], ends)
        assert getattr(found.loss["all"], ends) == pytest.approx(100 * moved)
        assert getattr(found.groups_felt, ends) == pytest.approx(moved)


def test_ranges_that_move_together_move_the_answer_further() -> None:
    network = in_a_row(4)
    rng = np.random.default_rng(5)
    # Theory: products of four quantiles, drawn one by one or all at once.
    apart = np.prod([pert_quantiles(*LAW, rng.random(100_000)) for _ in range(4)], axis=0)
    together = pert_quantiles(*LAW, rng.random(100_000)) ** 4
    widths = {}
    for name, labels, drawn in (("apart", list("abcd"), apart), ("together", ["a"] * 4, together)):
        found = weigh_doubt(network, [Trigger(node="n0")], doubtful(network, labels), groups={"end": ["n4"]})
        wanted = np.quantile(drawn, [0.05, 0.95]) - MEAN**4
        assert [found.felt["end"].low, found.felt["end"].high] == pytest.approx(wanted, abs=0.04)
        widths[name] = found.felt["end"].high - found.felt["end"].low
    assert widths["together"] > 1.5 * widths["apart"]


def test_no_range_is_no_shift_and_the_envelope_holds_the_shift() -> None:
    network = diamond().network()
    sure = Doubt(
        low=network.likelihood, mode=network.likelihood, high=network.likelihood, moves_with=["a"] * 5
    )
    found = weigh_doubt(network, diamond().triggers, sure, groups={"e": ["e"]})
    assert found.felt["e"] == found.groups_felt
    assert (found.felt["e"].low, found.felt["e"].high, found.felt["e"].lowest) == (0, 0, 0)
    wide = weigh_doubt(network, diamond().triggers, doubtful(network, list("abcde")), groups={"e": ["e"]})
    shift = wide.felt["e"]
    assert shift.lowest <= shift.low <= 0 <= shift.high <= shift.highest


def test_ends_meet_the_worlds_of_the_point() -> None:
    network = in_a_row(1)
    sure = Doubt(low=network.likelihood, mode=network.likelihood, high=network.likelihood, moves_with=["a"])
    for seed in range(8):
        found = weigh_doubt(network, [Trigger(node="n0")], sure, groups={"end": ["n1"]}, seed=seed)
        assert found.felt["end"] == Shift(low=0.0, high=0.0, lowest=0.0, highest=0.0)


def test_worlds_played_already_change_nothing() -> None:
    """The point set handed over, its worlds beyond those asked for left alone, or left out if there are too few."""
    network, start = in_a_row(2), [Trigger(node="n0")]
    doubt, many = doubtful(network, ["a", "b"]), DRAWS * WORLDS
    asked: dict[str, Any] = {
        "groups": {"end": ["n2"], "middle": ["n1"]},
        "ledgers": {"all": [Stake(node="n2", amount=100)]},
        "seed": 5,
    }
    fresh = weigh_doubt(network, start, doubt, **asked)
    for worlds in (many - 1, many, many + 100):
        point = play_sets(network, start, network.likelihood[np.newaxis], [(0, worlds)], **asked)
        assert weigh_doubt(network, start, doubt, point=point, **asked) == fresh
        other = replace(point, felt=1 - point.felt)
        assert (weigh_doubt(network, start, doubt, point=other, **asked) == fresh) == (worlds < many)


def test_a_shift_is_the_spread_of_paired_differences_less_their_noise() -> None:
    rng = np.random.default_rng(7)
    point, least, most = rng.random(DRAWS * WORLDS), rng.random(ENDS) - 1, rng.random(ENDS) + 1
    drawn = rng.random((DRAWS, WORLDS)) + rng.normal(0.05, 0.1, (DRAWS, 1))

    found = _shift(np.concatenate([point, least, most, drawn.reshape(-1)]))

    rows = (drawn - point.reshape(DRAWS, WORLDS)).tolist()
    moved = [statistics.fmean(row) for row in rows]
    noise = statistics.fmean(statistics.variance(row) for row in rows) / WORLDS
    kept = math.sqrt(1 - noise / statistics.variance(moved))
    middle = statistics.fmean(moved)
    parts = statistics.quantiles([middle + (one - middle) * kept for one in moved], n=20, method="inclusive")
    assert (found.low, found.high) == pytest.approx((parts[0], parts[-1]), rel=1e-9)
    assert found.lowest == pytest.approx(statistics.fmean(least - point[:ENDS]), rel=1e-9)
    assert found.highest == pytest.approx(statistics.fmean(most - point[:ENDS]), rel=1e-9)


def test_a_shift_holds_the_point() -> None:
    ends, drawn = np.zeros(ENDS), np.zeros(DRAWS * WORLDS)
    up = _shift(np.concatenate([drawn, ends - 1, ends + 3, drawn + 2]))
    assert up == Shift(low=0.0, high=2.0, lowest=-1.0, highest=3.0)
    down = _shift(np.concatenate([drawn, ends - 3, ends + 1, drawn - 2]))
    assert down == Shift(low=-2.0, high=0.0, lowest=-3.0, highest=1.0)


def test_what_is_too_weak_to_be_felt_stays_so_whatever_the_likelihoods() -> None:
    network, start = in_a_row(2), [Trigger(node="n0", severity=0.3)]
    doubt = doubtful(network, ["x", "x"])
    weak = weigh_doubt(network, start, doubt, groups={"end": ["n2"]}, felt_at=0.5)
    strong = weigh_doubt(network, start, doubt, groups={"end": ["n2"]})

    assert weak.felt["end"] == Shift(low=0.0, high=0.0, lowest=0.0, highest=0.0)
    assert (
        strong.felt["end"]
        == weigh_doubt(network, start, doubt, groups={"end": ["n2"]}, felt_at=0.3).felt["end"]
    )
    assert strong.felt["end"].high > 0.1


def test_a_link_that_may_be_impossible_is_dead_at_its_low_end() -> None:
    network = in_a_row(1)
    never = Doubt(low=np.zeros(1), mode=np.array([0.5]), high=np.ones(1), moves_with=["x"])
    found = weigh_doubt(
        replace(network, likelihood=np.array([0.5])), [Trigger(node="n0")], never, groups={"end": ["n1"]}
    )
    point = run(
        replace(network, likelihood=np.array([0.5])), [Trigger(node="n0")], worlds=ENDS, exact="never"
    )
    assert found.felt["end"].lowest == -point.nodes["n1"].reached
    assert found.felt["end"].highest == 1 - point.nodes["n1"].reached


def test_draws_depend_on_names_not_on_order_and_are_spread_evenly() -> None:
    network = in_a_row(3)
    quantiles = even_quantiles(["a", "b"], 16, seed=1)
    one = doubtful(network, ["a", "b", "a"]).likelihoods(quantiles)
    other = doubtful(network, ["b", "a", "b"]).likelihoods(even_quantiles(["b", "a"], 16, seed=1))
    assert np.array_equal(one[:, 0], one[:, 2])
    assert np.array_equal(one[:, 1], other[:, 0])
    assert not np.array_equal(one[:, 0], one[:, 1])
    even = pert_quantiles(*LAW, (np.arange(16) + 0.5) / 16)
    assert np.sort(one[:, 0]) == pytest.approx(even)


def test_groups_of_several_feel_doubt_as_groups_do() -> None:
    network = in_a_row(2)
    groups: dict[str, Group | list[str]] = {"both": Group.all_of(["n1", "n2"]), "end": ["n2"]}
    found = weigh_doubt(network, [Trigger(node="n0")], doubtful(network, ["a", "b"]), groups=groups)
    assert found.felt["both"] == found.felt["end"]  # who reaches the end has been in the middle


@pytest.mark.parametrize(
    "law", [(0.6, 0.5, 0.9), (0.2, 0.95, 0.9), (-0.1, 0.5, 0.9), (0.2, 0.5, 1.1), (0.2, math.nan, 0.9)]
)
def test_ranges_out_of_order_are_refused(law: tuple[float, float, float]) -> None:
    low, mode, high = (np.array([0.5, end]) for end in law)
    with pytest.raises(InputError, match=r"ANA701 the range .* of likelihood number 1 is not in order"):
        Doubt(low=low, mode=mode, high=high, moves_with=["x", "x"])


def test_what_cannot_be_asked_of_ranges_is_refused() -> None:
    network = in_a_row(1)
    doubt, start = doubtful(network, ["x"]), [Trigger(node="n0")]
    with pytest.raises(UnknownNameError, match="in group 'g', the node 'n7'"):
        weigh_doubt(network, start, doubt, groups={"g": ["n7"]})
    with pytest.raises(UnknownNameError, match="in group 'l', the node 'n8'"):
        weigh_doubt(network, start, doubt, groups={}, ledgers={"l": [Stake(node="n8", amount=1.0)]})
    for settings in ({"felt_at": 5.0}, {"seed": -1}):
        with pytest.raises(InputError, match=f"ANA707 {next(iter(settings))}"):
            weigh_doubt(network, start, doubt, groups={}, **settings)
        with pytest.raises(InputError, match=f"ANA707 {next(iter(settings))}"):
            play_sets(network, start, np.array([[0.5]]), [(0, 1)], groups={}, **settings)
