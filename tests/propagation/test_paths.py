"""How it came and how it hit hardest: the chain that counts in each world."""

from __future__ import annotations

import numpy as np
import pytest

from anatomy.propagation import TracedPath, Trigger, paths
from builders.graphs import Case, an_edge, diamond

FORK = (
    an_edge("a", "b", 0.5, 0.9, 5),
    an_edge("b", "d", 1.0, 0.9, 0),
    an_edge("a", "c", 0.5, 0.2, 1),
    an_edge("c", "d", 1.0, 1.0, 0),
)


def by_nodes(paths: tuple[TracedPath, ...]) -> dict[str, float]:
    """Chain to share."""
    return {"".join(path.nodes): path.share for path in paths}


def test_the_first_and_the_hardest_chain_may_differ() -> None:
    spread = Case(edges=FORK, triggers=(Trigger(node="a"),)).answer(trace=("d",))

    assert by_nodes(spread.paths["d"]) == {"acd": 0.5, "abd": 0.25}
    assert by_nodes(spread.hardest["d"]) == {"abd": 0.5, "acd": 0.25}
    assert [path.alone for path in spread.paths["d"]] == [0.5, 0.5]
    assert [path.edges for path in spread.paths["d"]] == [("ac", "cd"), ("ab", "bd")]


def test_only_worlds_in_which_it_is_felt_count() -> None:
    spread = Case(edges=FORK, triggers=(Trigger(node="a"),), felt_at=0.5).answer(trace=("d",))

    assert spread.nodes["d"].reached == 0.75
    assert spread.nodes["d"].probability == 0.5
    assert by_nodes(spread.paths["d"]) == {"acd": 0.25, "abd": 0.25}
    assert by_nodes(spread.hardest["d"]) == {"abd": 0.5}


def test_equal_chains_go_to_the_edge_that_is_named_first() -> None:
    spread = diamond().answer(trace=("e",))

    assert by_nodes(spread.paths["e"]) == {"abce": 0.125, "abde": 0.09375}
    assert by_nodes(spread.hardest["e"]) == {"abce": 0.125, "abde": 0.09375}
    assert sum(path.alone for path in spread.paths["e"]) == 0.25  # alone they overlap, and exceed 0.21875


def test_of_equally_early_chains_the_shorter_counts() -> None:
    edges = (an_edge("a", "b"), an_edge("b", "e"), an_edge("a", "e", name="z"))
    spread = Case(edges=edges, triggers=(Trigger(node="a"),)).answer(trace=("e",))

    assert by_nodes(spread.paths["e"]) == {"ae": 1}
    assert by_nodes(spread.hardest["e"]) == {"ae": 1}


@pytest.mark.parametrize("name", ["b", "c"])
def test_a_loop_without_delay_or_loss_is_not_walked_round(name: str) -> None:
    loop = (an_edge("b", "c", name="0"), an_edge("c", "b", name="1"), an_edge("a", "b", 0.5, name="2"))
    spread = Case(edges=loop, triggers=(Trigger(node="a"),)).answer(trace=(name,))

    chain = "ab" if name == "b" else "abc"
    assert by_nodes(spread.paths[name]) == {chain: 0.5}
    assert by_nodes(spread.hardest[name]) == {chain: 0.5}


def test_a_group_is_explained_by_the_member_that_counts() -> None:
    edges = (an_edge("a", "c", 1, 0.3, 1), an_edge("a", "d", 1, 0.9, 4))
    spread = Case(edges=edges, triggers=(Trigger(node="a"),)).answer(trace=("cd",))

    assert by_nodes(spread.paths["cd"]) == {"ac": 1}
    assert by_nodes(spread.hardest["cd"]) == {"ad": 1}


def test_of_members_hit_alike_the_one_fewer_steps_away_explains() -> None:
    edges = (an_edge("a", "b"), an_edge("b", "c"), an_edge("a", "d"))
    spread = Case(edges=edges, triggers=(Trigger(node="a"),)).answer(trace=("cd",))

    assert by_nodes(spread.paths["cd"]) == {"ad": 1}
    assert by_nodes(spread.hardest["cd"]) == {"ad": 1}


def test_a_member_that_is_reached_but_does_not_feel_it_explains_nothing() -> None:
    edges = (an_edge("a", "c", 1, 0.3, 1), an_edge("a", "d", 1, 0.9, 4))
    case = Case(edges=edges, triggers=(Trigger(node="a"),), felt_at=0.5)
    spread = case.answer(trace=("cd",))

    assert by_nodes(spread.paths["cd"]) == {"ad": 1}
    assert spread.groups["cd"].arrival is not None
    assert spread.groups["cd"].arrival.mean == 4


def test_a_late_trigger_in_the_middle_gives_way_to_what_comes_sooner() -> None:
    triggers = (Trigger(node="a"), Trigger(node="b", likelihood=0.5, severity=0.4, time_days=9))
    case = Case(edges=(an_edge("a", "b", 0.5, 0.2, 1),), triggers=triggers)
    spread = case.answer(trace=("b",))

    assert by_nodes(spread.paths["b"]) == {"ab": 0.5, "b": 0.25}
    assert by_nodes(spread.hardest["b"]) == {"ab": 0.25, "b": 0.5}
    assert {path.nodes: path.alone for path in spread.paths["b"]} == {("a", "b"): 0.5, ("b",): 0.5}


def test_two_triggers_of_a_start_count_once_for_the_path_alone() -> None:
    triggers = (Trigger(node="a", likelihood=0.5), Trigger(node="a", likelihood=0.5, time_days=1))
    spread = Case(edges=(an_edge("a", "b", 0.5),), triggers=triggers).answer(trace=("b",))

    (path,) = spread.paths["b"]
    assert path.share == path.alone == 0.375


def test_shares_of_a_sample_carry_their_interval() -> None:
    spread = diamond().answer("never", worlds=2000, trace=("e",))

    for path in spread.paths["e"]:
        assert 0 < path.low < path.share < path.high
    assert [path.share for path in spread.paths["e"]] == sorted(
        (p.share for p in spread.paths["e"]), reverse=True
    )


def test_shares_are_worlds_and_all_of_them_are_told() -> None:
    """Of a group of two nodes hit alike at once, the one that comes first in order explains."""
    case = Case(
        edges=(
            an_edge("a", "d", 0.5),
            an_edge("a", "c", 0.5),
            an_edge("c", "e", 0.7),
            an_edge("d", "e", 0.6),
        ),
        triggers=(Trigger(node="a"),),
    )
    spread = case.answer("never", worlds=400, trace=("cd", "e"), watch=("c", "d"))
    hit = {name: np.isfinite(spread.watched[name].arrival_days) for name in ("c", "d")}

    assert by_nodes(spread.paths["cd"]) == {"ac": hit["c"].mean(), "ad": (hit["d"] & ~hit["c"]).mean()}
    assert by_nodes(spread.hardest["cd"]) == by_nodes(spread.paths["cd"])
    for told in (spread.paths["e"], spread.hardest["e"]):
        assert sum(round(400 * path.share) for path in told) == round(400 * spread.nodes["e"].probability)


def test_nothing_is_traced_unless_asked() -> None:
    spread = diamond().answer()

    assert spread.paths == spread.hardest == {}


def test_chains_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a multiplier of 0 the last column alone is the hash, so runs of other chains tear each other apart."""
    case = Case(edges=FORK, triggers=(Trigger(node="a", likelihood=0.5),))
    columns = [np.array([1, 2, 1, 2]), np.array([7, 7, 7, 8])]
    plain = case.answer("never", trace=("a", "c", "d"))
    assert len(paths._runs(columns)[1]) == 3

    monkeypatch.setattr(paths, "SPREAD", 0)

    assert len(paths._runs(columns)[1]) == 4
    found = case.answer("never", trace=("a", "c", "d"))
    assert (found.paths, found.hardest) == (plain.paths, plain.hardest)
    assert len(found.paths["d"]) == 2
