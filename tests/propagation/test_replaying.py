"""Worlds played again with weaker edges against the same network played from the start, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.propagation import Delay, Outcomes, Replay, Stake, Trigger, Weaker, play
from builders.graphs import Case, an_edge, cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.propagation import Network

BOOK = {
    "all": [
        Stake(node="c", amount=100.0, horizon_days=2.0),
        Stake(node="d", amount=7 / 3),
        Stake(node="c", amount=0.1),
    ],
    "none": [],
    "some": [Stake(node="e", amount=1e6, horizon_days=1.25)],
}
WORLDS = 200
FACTORS = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.0, 1.0))
DAYS = st.tuples(*[st.integers(0, 12)] * 3)


COLUMNS = ("likelihood", "severity_share", "delay_low", "delay_mode", "delay_high")


def no_weaker(network: Network, edges: Sequence[int]) -> Weaker:
    """The numbers of the network itself."""
    return Weaker(**{name: getattr(network, name)[list(edges)].copy() for name in COLUMNS})


def same(one: Outcomes, other: Outcomes) -> None:
    assert (one.groups, one.ledgers, one.exact, one.seed) == (
        other.groups,
        other.ledgers,
        other.exact,
        other.seed,
    )
    columns = ("reached", "severity", "arrival_days", "surely_felt", "possibly_felt", "loss", "weights")
    for name in columns:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@settings(max_examples=60, deadline=None)
@given(case=cases(coins=9), data=st.data())
def test_a_replay_is_the_weaker_network_played_anew(case: Case, data: st.DataObject) -> None:
    varying = []
    for edge in case.edges:
        low, mode, high = sorted(data.draw(DAYS))
        varying.append(replace(edge, delay=Delay(low=low, mode=mode, high=high)))
    case = replace(case, edges=tuple(varying))
    network = case.network()
    touched = sorted(data.draw(st.sets(st.integers(0, max(0, len(case.edges) - 1))))) if case.edges else []
    nodes = sorted(data.draw(st.sets(st.sampled_from([one.node for one in case.triggers]))))
    options = {"groups": case.groups, "ledgers": BOOK, "felt_at": case.felt_at, "worlds": WORLDS, "seed": 5}
    replay = Replay(network, case.triggers, edges=touched, nodes=nodes, **options)  # type: ignore[arg-type]
    same(replay.play(no_weaker(network, touched)), play(network, case.triggers, **options))  # type: ignore[arg-type]

    for _ in range(3):
        weaker = no_weaker(network, touched)
        columns = {name: getattr(network, name).copy() for name in COLUMNS}
        for column, row in enumerate(touched):
            times, added = (
                data.draw(st.sampled_from([1.0, 1.5, 3.0])),
                data.draw(st.sampled_from([0.0, 0.25, 2.0])),
            )
            for name, factor in (("likelihood", data.draw(FACTORS)), ("severity_share", data.draw(FACTORS))):
                getattr(weaker, name)[column] *= factor
            for name in ("delay_low", "delay_mode", "delay_high"):
                getattr(weaker, name)[column] = getattr(weaker, name)[column] * times + added
            for name, values in columns.items():
                values[row] = getattr(weaker, name)[column]
        stopped = data.draw(st.sets(st.sampled_from(nodes))) if nodes else set()
        weaker = replace(weaker, not_set_off=sorted(stopped))
        expected = play(
            replace(network, **columns),
            [one for one in case.triggers if one.node not in stopped],
            **options,  # type: ignore[arg-type]
        )

        same(replay.play(weaker), expected)


def test_what_never_carries_anything_is_known() -> None:
    case = Case(
        edges=(an_edge("a", "b", 1.0), an_edge("c", "d", 1.0), an_edge("a", "e", 0.0)),
        triggers=(Trigger(node="a"),),
    )
    replay = Replay(
        case.network(),
        case.triggers,
        edges=[0, 1, 2],
        groups=case.groups,
        ledgers={},
        felt_at=0.0,
        worlds=10,
        seed=0,
    )

    assert replay.live().tolist() == [edge == "ab" for edge in case.network().edge_ids]


def test_a_delay_that_is_one_of_several_stays_as_it_is() -> None:
    edge = replace(an_edge("a", "b", 0.5), delay=Delay.of_choices({1: 0.5, 3: 0.5}))
    case = Case(edges=(edge,), triggers=(Trigger(node="a"),))
    network, options = case.network(), {"groups": case.groups, "ledgers": {}, "worlds": 50, "seed": 1}
    replay = Replay(network, case.triggers, edges=[0], felt_at=0.0, **options)  # type: ignore[arg-type]
    weaker = replace(no_weaker(network, [0]), likelihood=np.array([0.25]))

    same(
        replay.play(weaker),
        play(replace(network, likelihood=weaker.likelihood), case.triggers, **options),  # type: ignore[arg-type]
    )
    with pytest.raises(ValueError, match="one of several"):
        replay.play(replace(weaker, delay_high=np.array([9.0])))


def test_what_is_likelier_is_refused() -> None:
    case = Case(edges=(an_edge("a", "b", 0.5),), triggers=(Trigger(node="a"),))
    replay = Replay(
        case.network(),
        case.triggers,
        edges=[0],
        groups=case.groups,
        ledgers={},
        felt_at=0.0,
        worlds=10,
        seed=0,
    )
    likelier = replace(no_weaker(case.network(), [0]), likelihood=np.array([0.6]))

    with pytest.raises(ValueError, match="likelier"):
        replay.play(likelier)
