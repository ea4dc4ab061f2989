"""The border of the engine: networks, triggers, settings, and answers as plain data."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import asdict, replace

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import (
    Delay,
    Network,
    Replay,
    Stake,
    Trigger,
    carried_losses,
    exposure,
    importance,
    play,
    play_together,
    reach,
    run,
    weigh_removals,
)
from anatomy.propagation.network import unknown
from builders.graphs import Case, an_edge

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"likelihood": 1.2}, "edge 'ab': likelihood 1.2 is not within 0 and 1"),
        ({"likelihood": -0.1}, "likelihood -0.1"),
        ({"likelihood": math.nan}, "likelihood nan"),
        ({"severity_share": math.inf}, "severity_share inf"),
        ({"target": "z"}, "target 'z' is not a node"),
        ({"source": "z"}, "source 'z' is not a node"),
    ],
)
def test_edges_that_make_no_sense_are_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as refusal:
        Network.of("ab", [replace(an_edge("a", "b"), **changes)])
    assert says in str(refusal.value)


@pytest.mark.parametrize(("wrong", "last"), [(20, "edge 'e19': "), (21, "and 1 more"), (30, "and 10 more")])
def test_every_wrong_edge_is_named_up_to_twenty(wrong: int, last: str) -> None:
    edges = [an_edge("a", "b", 2.0, name=f"e{number:02}") for number in range(wrong)]
    with pytest.raises(InputError) as refusal:
        Network.of("ab", edges)

    assert len(refusal.value.problems) == min(wrong, 21)
    assert refusal.value.problems[-1].message.startswith(last)


def test_ids_and_nodes_occur_once() -> None:
    with pytest.raises(InputError, match="ANA703 edge id 'ab' occurs more than once"):
        Network.of("ab", [an_edge("a", "b"), an_edge("a", "b")])
    with pytest.raises(InputError, match="ANA705 node 'a' occurs more than once"):
        Network.of("aab", [])


def test_arrays_out_of_order_or_of_unlike_length_are_refused() -> None:
    network = Network.of("abc", [an_edge("a", "b"), an_edge("b", "c")])
    for changes in (
        {"nodes": ("b", "a", "c")},
        {"edge_ids": ("bc", "ab")},
        {"likelihood": np.ones(3)},
        {"source": np.zeros(1, dtype=np.int64)},
        {"target": np.array([0, 7])},
        {"delay_low": np.full(2, 3.0)},
    ):
        with pytest.raises(InputError):
            replace(network, **changes)


def test_a_network_cannot_be_written_to() -> None:
    network = Network.of("ab", [an_edge("a", "b")])
    with pytest.raises(ValueError, match="read-only"):
        network.likelihood[0] = 0.5


@pytest.mark.parametrize(
    "changes",
    [
        {"likelihood": 1.01},
        {"severity": -1},
        {"severity": math.nan},
        {"time_days": -1},
        {"time_days": math.inf},
    ],
)
def test_triggers_out_of_range_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"ANA701 trigger 'a': {next(iter(changes))} .* is not within 0 and"):
        Trigger(node="a", **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": -1.0},
        {"amount": math.nan},
        {"amount": math.inf},
        {"horizon_days": -0.25},
        {"horizon_days": math.nan},
    ],
)
def test_stakes_out_of_range_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(InputError, match=f"ANA701 stake at 'a': {next(iter(changes))} "):
        Stake(node="a", **{"amount": 1.0, **changes})
    assert Stake(node="a", amount=0.0, horizon_days=0.0).horizon_days == 0


def test_the_ends_of_each_range_are_allowed() -> None:
    for trigger in (
        Trigger(node="a", likelihood=0, severity=0, time_days=0),
        Trigger(node="a", time_days=36_525),
    ):
        for settings in (
            {"worlds": 1, "seed": 2**64 - 1, "felt_at": 1, "until": 0.5, "exact": "never"},
            {
                "worlds": np.int64(1),
                "seed": np.uint64(5),
                "felt_at": 0,
                "horizon_days": (0.0,),
                "exact": False,
            },
        ):
            assert run(Network.of("a", []), [trigger], **settings).worlds == 1  # type: ignore[arg-type]
    alone = [Trigger(node="a")]
    assert reach(Network.of("a", []), alone, worlds=np.int64(3), seed=np.uint64(5)).tolist() == [3]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "settings",
    [
        {"worlds": 0},
        {"worlds": True},
        {"worlds": 1.5},
        {"worlds": 10_000_001},
        {"seed": -1},
        {"seed": 2**64},
        {"felt_at": 1.1},
        {"felt_at": -0.1},
        {"felt_at": math.nan},
        {"exact": "perhaps"},
        {"horizon_days": (-1.0,)},
        {"horizon_days": (math.nan,)},
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="ANA707"):
        run(Network.of("ab", []), [], **settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"worlds": 0},
        {"seed": -1},
        {"felt_at": 5.0},
        {"felt_at": math.nan},
        {"exact": "perhaps"},
    ],
)
def test_settings_out_of_range_are_refused_wherever_they_are_taken(settings: dict[str, Any]) -> None:
    network = Network.of("ab", [])
    plain = {"edges": [], "groups": {}, "ledgers": {}, "felt_at": 0.0, "worlds": 1, "seed": 0}
    asked: list[tuple[Callable[[], object], set[str]]] = [
        (lambda: play(network, [], groups={}, **settings), set()),
        (lambda: play_together([], groups={}, **settings), set()),
        (lambda: weigh_removals(network, [], groups={}, **settings), set()),
        (lambda: importance(network, [], **settings), {"felt_at"}),
        (lambda: exposure(network, ["a"], **settings), set()),
        (lambda: carried_losses(network, [], (), **settings), {"felt_at"}),
        (lambda: Replay(network, [], **{**plain, **settings}), {"exact"}),
    ]
    for ask, without in asked:
        if not without & set(settings):
            with pytest.raises(InputError, match="ANA707"):
                ask()


@pytest.mark.parametrize(
    "question",
    [
        {"groups": {"g": ["finanse"]}},
        {"groups": {"g": ["finance"]}, "joints": {"j": ["h"]}},
        {"watch": ["finanse"]},
        {"trace": ["finanse"]},
        {"triggers": [Trigger(node="finanse")]},
    ],
)
def test_unknown_names_are_refused_with_the_nearest(question: dict[str, Any]) -> None:
    network = Network.of(["finance", "legal"], [])
    triggers = question.pop("triggers", [])
    with pytest.raises(UnknownNameError, match="ANA706") as refusal:
        run(network, triggers, **question)
    if "joints" not in question:
        assert "did you mean 'finance'?" in str(refusal.value)


def test_an_empty_network_and_an_empty_group_are_answered() -> None:
    assert run(Network.of([], []), []).nodes == {}
    assert run(Network.of([], []), [], exact="never", worlds=10, until=0.1).worlds == 10
    spread = run(Network.of("a", []), [Trigger(node="a")], groups={"none": []}, joints={"all": ["none"]})
    assert (spread.groups["none"].probability, spread.joints["all"].probability) == (0, 0)


def test_the_answer_as_plain_data_has_one_shape() -> None:
    case = Case(
        edges=(an_edge("a", "b", 0.5, 0.4, 3),),
        triggers=(Trigger(node="a"),),
        nodes=("a", "b", "c"),
        groups={"g": ("b",)},
    )
    spread = case.answer()
    data = spread.to_dict()

    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert list(data) == ["format", "seed", "worlds", "exact", "felt_at", "nodes", "groups"]
    assert (data["format"], data["seed"], data["worlds"], data["exact"]) == ("anatomy-spread/1", 0, 2, True)
    assert data["nodes"]["b"] == {
        "probability": 0.5,
        "low": 0.5,
        "high": 0.5,
        "reached": 0.5,
        "reached_low": 0.5,
        "reached_high": 0.5,
        "mean_severity": 0.2,
        "mean_severity_if_felt": 0.4,
        "severity_if_felt": {"mean": 0.4, "p05": 0.4, "p10": 0.4, "p50": 0.4, "p90": 0.4, "p95": 0.4},
        "arrival_days": {"mean": 3.0, "p05": 3.0, "p10": 3.0, "p50": 3.0, "p90": 3.0, "p95": 3.0},
    }
    assert data["nodes"]["c"]["arrival_days"] is None
    assert data["nodes"]["c"]["mean_severity_if_felt"] is None
    assert data["groups"] == {"g": data["nodes"]["b"]}


def test_quantiles_of_a_sample_come_with_their_margins() -> None:
    case = Case(
        edges=(replace(an_edge("a", "b", 0.5), delay=Delay(low=1, mode=2, high=9)),),
        triggers=(Trigger(node="a"),),
    )
    group = case.answer("never", groups={"g": ("b",)}, worlds=200).groups["g"]
    margins = group.to_dict()["arrival_days"]["margins"]

    assert group.arrival is not None
    assert group.arrival.margins is not None
    assert margins == {name: list(ends) for name, ends in asdict(group.arrival.margins).items()}


@pytest.mark.parametrize(
    ("known", "hint"),
    [
        ([], "none is known"),
        (["b", "a"], "known: 'a', 'b'"),
        ([*"abcdefgh", "zy"], "9 names are known, the nearest 'zy', "),
        (["zzzzx", "a"], "did you mean 'zzzzx'?"),
    ],
)
def test_a_hint_names_what_is_near(known: list[str], hint: str) -> None:
    assert hint in str(unknown("ANA706", "the node", "zzzz", known))


def test_dates_and_joints_appear_when_asked_for() -> None:
    case = Case(edges=(an_edge("a", "b", 0.5, 0.4, 3),), triggers=(Trigger(node="a"),), groups={"g": ("b",)})
    data = case.answer(horizon_days=(30, 2.5), joints={"j": ["g"]}).to_dict()

    assert data["nodes"]["b"]["felt_by"] == data["groups"]["g"]["felt_by"] == {"2.5": 0.0, "30": 0.5}
    assert data["nodes"]["b"]["felt_by_interval"] == {"2.5": [0.0, 0.0], "30": [0.5, 0.5]}
    assert data["joints"] == {"j": {"probability": 0.5, "low": 0.5, "high": 0.5}}
