"""The enterprises of the benchmarks: the same for a seed, and of the shape that is claimed for them."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy.propagation import run
from benchmarks.enterprises import LAYERS, SET_OFF, Enterprise, make, make_of, with_unreachable
from benchmarks.ours import Question
from benchmarks.peers.networkx_peer import Cascade


@pytest.fixture(scope="module")
def first() -> Enterprise:
    return make("E1")


def test_a_seed_gives_the_same_bytes_on_every_machine(first: Enterprise) -> None:
    assert first.digest() == "68906e623074d887"
    assert make("E1").digest() == first.digest()
    assert make("E1", seed=9).digest() != first.digest()


def test_cells_and_dependencies_have_stable_names_in_order(first: Enterprise) -> None:
    names = first.names()
    ids = first.ids(names)

    assert (len(names), len(ids)) == (1_350, 10_935)
    assert names == sorted(set(names))
    assert ids == sorted(set(ids))
    assert ids[0].split(">")[0] in names
    assert not np.any(first.source == first.target)


def test_it_has_hubs_and_layers_and_the_likelihoods_that_are_claimed(first: Enterprise) -> None:
    given, taken = (np.bincount(end, minlength=first.cells) for end in (first.source, first.target))
    step = first.target % LAYERS - first.source % LAYERS

    assert given.max() > 8 * given.mean()
    assert taken.max() > 8 * taken.mean()
    assert 0.35 < np.mean(step == 0) < 0.6
    assert np.mean(step == 1) > 2 * np.mean(step == -1) > 0.1
    assert first.likelihood.mean() == pytest.approx(0.146, abs=0.004)
    assert np.all((first.likelihood > 0) & (first.likelihood < 1))
    assert np.all((first.severity_share > 0) & (first.severity_share < 1))
    assert np.array_equal(first.delay_days * 4, np.rint(first.delay_days * 4))
    assert first.delay_days.min() == 0


def test_decisions_of_five_cells_reach_5_to_30_percent_on_average(first: Enterprise) -> None:
    cascade = Cascade(first)
    draw = np.random.default_rng(0)
    decisions = [draw.choice(first.cells, SET_OFF, replace=False).tolist() for _ in range(50)]
    shares = [cascade.reach(cells, worlds=20, seed=1).mean() / 20 for cells in [*decisions, first.decision()]]

    assert 0.05 < np.mean(shares) < 0.3
    assert 0.05 < shares[-1] < 0.3


def test_ten_times_as_large_a_decision_reaches_about_the_same_share() -> None:
    large = make("E2")
    share = Cascade(large).reach(large.decision(), worlds=60, seed=1).mean() / 60

    assert large.dependencies == 10 * 10_935
    assert 0.1 < share < 0.17


def test_what_is_added_out_of_reach_changes_nothing() -> None:
    small = make_of(9, seed=3)
    padded = with_unreachable(small, times=2)
    plain, more = Question.of(small), Question.of(padded)
    before = run(plain.network, plain.triggers, worlds=100, exact="never").nodes
    after = run(more.network, more.triggers, worlds=100, exact="never").nodes

    assert padded.cells == 3 * small.cells
    assert np.any((padded.source >= small.cells) & (padded.target < small.cells))
    assert plain.set_off == more.set_off
    assert [after[name] for name in plain.network.nodes] == list(before.values())
    assert sum(node.reached > 0 for node in after.values()) == sum(
        node.reached > 0 for node in before.values()
    )
