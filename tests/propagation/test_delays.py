"""Delays: rounding, the PERT law against a separate integration, and what the coins make of it."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.propagation import Delay, Edge, Network, Trigger, propagate, run
from anatomy.propagation.delays import DelayTables, pert_ticks, to_ticks
from builders.graphs import NODES, an_edge

RANGES = [(0.0, 2.0, 9.0), (1.0, 1.0, 5.0), (3.0, 8.0, 8.0), (0.0, 0.1, 0.6), (10.0, 30.0, 90.0)]


def pert_cdf(days: float, low: float, mode: float, high: float) -> float:
    """The beta-PERT distribution by the midpoint rule and the gamma function, unlike the engine's way."""
    first = 1 + 4 * (mode - low) / (high - low)
    second = 1 + 4 * (high - mode) / (high - low)
    place = min(1.0, max(0.0, (days - low) / (high - low)))
    steps = 20_000
    middles = (np.arange(steps) + 0.5) * place / steps
    scale = math.gamma(first + second) / math.gamma(first) / math.gamma(second)
    return float((middles ** (first - 1) * (1 - middles) ** (second - 1)).sum() * place / steps * scale)


@pytest.mark.parametrize("span", RANGES)
def test_ticks_follow_the_pert_law(span: tuple[float, float, float]) -> None:
    first, chances = pert_ticks(*span)

    assert first == to_ticks([span[0]])[0]
    assert first + len(chances) - 1 == to_ticks([span[2]])[0]
    for number, cumulated in enumerate(np.cumsum(chances).tolist()):
        border = (first + number + 0.5) / 4
        assert cumulated == pytest.approx(pert_cdf(border, *span), abs=2e-6)


@pytest.mark.parametrize("span", RANGES[:3] + RANGES[4:])
def test_the_mean_is_the_pert_mean(span: tuple[float, float, float]) -> None:
    low, mode, high = span
    first, chances = pert_ticks(*span)
    mean = float((chances * (first + np.arange(len(chances)))).sum()) / 4

    assert Delay(low=low, mode=mode, high=high).mean == pytest.approx((low + 4 * mode + high) / 6)
    assert mean == pytest.approx((low + 4 * mode + high) / 6, abs=0.02)


def test_tables_invert_each_law_at_its_borders() -> None:
    tables = DelayTables.of([RANGES[0], (3.0, 3.0, 3.0), RANGES[4], RANGES[0]])
    top, ends = 2**32 - 1, np.array([0, 2**32 - 1], dtype=np.uint32)

    assert tables.fixed.tolist() == [-1, 12, -1, -1]
    assert tables.law.tolist() == [0, 1, 2, 0]
    assert tables.ticks(np.array([0, 0]), ends).tolist() == [0, 36]
    assert tables.ticks(np.array([1, 1]), ends).tolist() == [12, 12]
    assert tables.ticks(np.array([2, 2]), ends).tolist() == [40, 359]  # the last tick is rarer than 2**-32
    coins = np.linspace(0, top, 50_001).astype(np.uint32)
    ticks = tables.ticks(np.full(len(coins), 3), coins)
    assert (np.diff(ticks) >= 0).all()
    assert float((ticks <= 8).mean()) == pytest.approx(pert_cdf(8.5 / 4, *RANGES[0]), abs=1e-4)


def test_sampled_arrivals_follow_the_law() -> None:
    low, mode, high = RANGES[0]
    edges = [
        Edge(
            id=name,
            source="a",
            target=name,
            likelihood=1,
            severity_share=1,
            delay=Delay(low=low, mode=mode, high=high),
        )
        for name in "bc"
    ]
    network = Network.of(NODES, edges)
    start = [Trigger(node="a", time_days=1)]
    spread = run(network, start, worlds=20_000, exact="never", watch=("b", "c"))

    assert not spread.exact
    assert spread.nodes["b"].probability == spread.nodes["b"].low == 1
    assert spread.nodes["b"].arrival is not None
    assert spread.nodes["b"].arrival.mean == pytest.approx(1 + (low + 4 * mode + high) / 6, abs=0.05)
    for days in (1.0, 2.0, 4.0, 7.0):
        assert spread.nodes["b"].felt_by(1 + days) == pytest.approx(
            pert_cdf(days + 0.125, *RANGES[0]), abs=0.015
        )
    both = np.corrcoef(spread.watched["b"].arrival_days, spread.watched["c"].arrival_days)[0, 1]
    assert abs(both) < 0.03


def test_delays_are_independent_of_whether_the_edge_carries() -> None:
    """Likelihood and delay have streams of their own: a rare edge is not an early one."""
    span = Delay(low=0, mode=5, high=10)
    edge = Edge(id="ab", source="a", target="b", likelihood=0.1, severity_share=1, delay=span)
    node = run(Network.of("ab", [edge]), [Trigger(node="a")], worlds=40_000).nodes["b"]

    assert node.arrival is not None
    assert node.arrival.mean == pytest.approx(5, abs=0.15)


@pytest.mark.parametrize(
    ("days", "tick"), [(0.1, 0), (0.124, 0), (0.125, 1), (0.3, 1), (2.0, 8), (2.375, 10)]
)
def test_times_go_to_the_nearest_quarter_day(days: float, tick: int) -> None:
    assert to_ticks([days]).tolist() == [tick]
    spread = run(Network.of("ab", [an_edge("a", "b", days=days)]), [Trigger(node="a")])
    assert spread.nodes["b"].arrival is not None
    assert spread.nodes["b"].arrival.mean == tick / 4


@pytest.mark.parametrize(
    "span", [(-1, 0, 1), (2, 1, 3), (0, 3, 2), (0, math.nan, 1), (0, 0, math.inf), (0, 1, 40_000)]
)
def test_delays_that_make_no_sense_are_refused(span: tuple[float, float, float]) -> None:
    with pytest.raises(InputError, match="ANA702"):
        Delay(low=span[0], mode=span[1], high=span[2])


def test_choices_come_as_often_as_they_say() -> None:
    choices = {2.0: 0.7, 30.0: 0.2, 5.1: 0.1}
    edge = Edge(
        id="ab", source="a", target="b", likelihood=1, severity_share=1, delay=Delay.of_choices(choices)
    )
    assert edge.delay.mean == pytest.approx(1.4 + 6 + 0.51)
    assert (edge.delay.low, edge.delay.mode, edge.delay.high) == (2, 2, 30)
    network = Network.of(NODES, [edge, an_edge("b", "c", days=1)])
    node = run(network, [Trigger(node="a")], worlds=20_000).nodes["c"]
    assert [node.felt_by(day) for day in (2.9, 3.0, 6.0, 30.9, 31)] == pytest.approx(
        [0, 0.7, 0.8, 0.8, 1.0], abs=0.012
    )
    assert node.arrival is not None
    assert (node.arrival.p05, node.arrival.p90) == (3.0, 31.0)  # 5.1 days are 5 to the nearest quarter day
    alone = Network.of(NODES, [replace(edge, delay=Delay.of_choices({3.0: 1.0}))])
    assert run(alone, [Trigger(node="a")]).exact


def test_a_choice_is_drawn_by_the_edge_alone() -> None:
    edge = Edge(
        id="ab",
        source="a",
        target="b",
        likelihood=1,
        severity_share=1,
        delay=Delay.of_choices({1: 0.5, 2: 0.5}),
    )
    one = Network.of(NODES, [edge])
    more = Network.of(NODES, [edge, an_edge("a", "e"), replace(edge, id="aaa", target="d")])
    answers = [run(network, [Trigger(node="a")], worlds=500, seed=3).nodes["b"] for network in (one, more)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("choices", [{}, {1: 0.5}, {1: 0.5, 2: 0.6}, {1: 1.0, 2: 0.0}, {1: float("nan")}])
def test_chances_of_choices_must_add_up(choices: dict[float, float]) -> None:
    with pytest.raises(InputError, match="do not add up to 1"):
        Delay.of_choices(choices)


@pytest.mark.parametrize(
    ("choices", "low", "high", "says"),
    [
        (((3.0, 0.5), (1.0, 0.5)), 0.0, 0.0, "the choices 3, 1 are not in ascending order"),
        (((1.0, 0.5), (1.0, 0.5)), 1.0, 1.0, "the choices 1, 1 are not in ascending order"),
        (((1.0, 0.5), (math.nan, 0.2), (3.0, 0.3)), 1.0, 3.0, "the choices 1, nan, 3 are not in ascending"),
        (((1.0, 0.3), (3.0, 0.4)), 1.0, 3.0, "the chances 0.3, 0.4 do not add up to 1"),
        (((1.0, 0.5), (3.0, 0.5)), 0.0, 3.0, "the choices 1, 3 do not go from 0 to 3 days"),
        (((1.0, 0.5), (3.0, 0.5)), 1.0, 4.0, "the choices 1, 3 do not go from 1 to 4 days"),
        (((math.nan, 1.0),), 1.0, 1.0, "the choices nan do not go from 1 to 1 days"),
    ],
)
def test_choices_that_make_no_sense_are_refused_wherever_they_are_given(
    choices: tuple[tuple[float, float], ...], low: float, high: float, says: str
) -> None:
    network = Network.of("ab", [an_edge("a", "b")])
    with pytest.raises(InputError, match=f"ANA702 {says}"):
        Delay(low=low, mode=low, high=high, choices=choices)
    with pytest.raises(InputError, match=f"ANA702 edge 'ab': {says}"):
        replace(
            network,
            delay_low=np.array([low]),
            delay_mode=np.array([low]),
            delay_high=np.array([high]),
            delay_choices={0: choices},
        )


def test_no_number_of_days_may_be_unknown() -> None:
    with pytest.raises(InputError, match="ANA702"):
        Delay.of_choices({1: 0.5, math.nan: 0.2, 3: 0.3})


def test_choices_belong_to_edges_and_keep_to_their_ends() -> None:
    edge = replace(an_edge("a", "b"), delay=Delay.of_choices({1: 0.5, 3: 0.5}))
    network = Network.of("ab", [edge])
    for place in (-1, 1, 7):
        with pytest.raises(InputError, match=f"ANA702 delay choices for edge number {place} of 1"):
            replace(network, delay_choices={place: network.delay_choices[0]})
    with pytest.raises(InputError, match="edge 'ab': delay_low -1"):
        replace(network, delay_low=np.array([-1.0]), delay_choices={0: ((-1.0, 0.5), (3.0, 0.5))})
    with pytest.raises(InputError, match="edge 'ab': the choices 1, 3 do not go from 50 to 50 days"):
        replace(network, **{f"delay_{end}": np.array([50.0]) for end in ("low", "mode", "high")})


def test_graphs_may_bring_choices() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("a", "b", delay_days={1: 0.5, 3: 0.5})
    arrival = propagate(graph, [Trigger(node="a")], worlds=2_000).nodes["b"].arrival
    assert arrival is not None
    assert (arrival.p05, arrival.p95) == (1, 3)
    for wrong in ({1: 0.2}, {-1: 1.0}, {"soon": 1.0}):
        graph.add_edge("a", "b", delay_days=wrong)
        with pytest.raises(InputError, match="a->b"):
            propagate(graph, [Trigger(node="a")])
