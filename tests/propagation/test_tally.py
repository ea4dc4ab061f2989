"""Adding up worlds where numbers are large, many, or told in other forms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.propagation import Delay, Stake, Trigger, propagate, run, weigh_removals
from anatomy.propagation.stats import sampled_quantiles, wilson
from anatomy.propagation.tally import Histogram
from builders.graphs import Case, an_edge, diamond

if TYPE_CHECKING:
    from anatomy.propagation.spread import Calendar


def test_calendars_are_equal_when_they_tell_the_same_of_every_day() -> None:
    def calendar(days: float, *, likelihood: float = 0.5, worlds: int = 200) -> Calendar:
        case = Case(edges=(an_edge("a", "b", likelihood, days=days),), triggers=(Trigger(node="a"),))
        return case.answer("never", worlds=worlds).nodes["b"].calendar

    same = calendar(3)
    assert same == calendar(3)
    assert len({same, calendar(3), calendar(4)}) == 2
    assert same != calendar(4)
    assert same != calendar(3, worlds=201)
    assert same != calendar(3, likelihood=0.4)
    assert same != "3 days"
    assert repr(same) == repr(calendar(4))  # short, and the same in every process


@pytest.mark.parametrize("width", [0, 3, 1_024])
def test_a_histogram_is_the_same_however_it_is_kept(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anatomy.propagation.tally.WIDE", width)
    monkeypatch.setattr("anatomy.propagation.tally.MANY", 5)
    rng = np.random.default_rng(3)
    rows, numbers, masses = rng.integers(0, 4, 300), rng.integers(0, 9, 300), rng.integers(1, 50, 300)
    numbers[0] = 1 << 39
    histogram = Histogram(4)
    for part in np.array_split(np.arange(300), 23):
        histogram.add(rows[part], numbers[part], masses[part])
    for row in range(4):
        found, mass = histogram.row(row)
        wanted = {
            int(number): int(masses[(rows == row) & (numbers == number)].sum())
            for number in numbers[rows == row]
        }
        assert dict(zip(found.tolist(), mass.tolist(), strict=True)) == dict(sorted(wanted.items()))
        assert (np.diff(found) > 0).all()


def test_delays_beyond_the_table_are_told_to_the_day() -> None:
    case = Case(
        edges=(an_edge("a", "b", 0.5, 1, 30_000), an_edge("a", "b", 0.5, 0.5, 2, name="soon")),
        triggers=(Trigger(node="a"),),
    )
    arrival = case.answer().nodes["b"].arrival
    assert arrival is not None
    assert (arrival.p50, arrival.p95) == (2.0, 30_000.0)


def test_a_graph_may_bring_delays_as_they_are() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("a", "b", delay_days=Delay(low=3, mode=3, high=3))
    arrival = propagate(graph, [Trigger(node="a")]).nodes["b"].arrival
    assert arrival is not None
    assert arrival.mean == 3


def test_quantiles_of_severity_are_those_of_the_worlds() -> None:
    case = Case(
        edges=(an_edge("a", "e", 0.5, 0.9), an_edge("a", "e", 0.5, 0.4567, name="weak")),
        triggers=(Trigger(node="a"),),
    )
    severity = case.answer().nodes["e"].severity
    assert severity is not None
    assert (severity.p05, severity.p50, severity.p90) == (0.457, 0.9, 0.9)  # of three equal worlds
    assert severity.mean == pytest.approx((0.9 * 2 + 0.457) / 3)


@pytest.mark.parametrize("width", [20, 1_024])
def test_quantiles_of_a_sample_are_those_of_its_worlds(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether all numbers are in the table of a histogram or not, against numpy on the worlds themselves."""
    monkeypatch.setattr("anatomy.propagation.tally.WIDE", width)
    edges = [
        an_edge("a", goal, likelihood, 0.9, days, name=f"{goal}{days}")
        for goal in "bc"
        for likelihood, days in ((0.1, 0.25), (0.2, 1), (0.3, 2.5), (0.4, 5.5))
    ]
    weak = (an_edge("a", "b", 0.5, 0.2, 0.5, name="weak"), an_edge("c", "e", 0.7, 0.4567, 1))
    triggers = (Trigger(node="a", severity=0.8), Trigger(node="d", likelihood=0.3))
    case = Case(edges=(*edges, *weak), triggers=triggers, felt_at=0.3, groups={"one": ("e",)})
    spread = case.answer("never", worlds=3_000, watch=case.nodes)
    for name in "bcde":
        node, seen = spread.nodes[name], spread.watched[name]
        reached = np.isfinite(seen.arrival_days)
        felt = reached & (seen.severity >= 0.3)
        chance, arrives = int(felt.sum()), int(reached.sum())
        assert (node.probability, node.low, node.high) == (chance / 3_000, *wilson(chance, 3_000))
        assert (node.reached, node.reached_low, node.reached_high) == (
            arrives / 3_000,
            *wilson(arrives, 3_000),
        )
        assert node.mean_severity == pytest.approx(seen.severity.mean())
        assert node.mean_severity_if_felt == pytest.approx(seen.severity[felt].mean())
        worlds = {"arrival": seen.arrival_days[felt], "severity": np.round(seen.severity[felt], 3)}
        for figure, values in worlds.items():
            found = getattr(node, figure)
            assert found.mean == pytest.approx(values.mean())
            for share in (5, 10, 50, 90, 95):
                wanted = np.quantile(values, share / 100, method="inverted_cdf")
                assert getattr(found, f"p{share:02}") == pytest.approx(wanted)
        assert node.felt_by(2.5) == (seen.arrival_days[felt] <= 2.5).sum() / 3_000
    group, node = spread.groups["one"], spread.nodes["e"]
    assert group.arrival is not None
    assert replace(group.arrival, margins=None) == node.arrival
    days = spread.watched["e"].arrival_days
    margins = sampled_quantiles(*np.unique(days[np.isfinite(days)], return_counts=True)).margins
    assert group.arrival.margins is not None
    assert margins is not None
    assert group.arrival.margins.mean == pytest.approx(margins.mean)
    assert replace(group.arrival.margins, mean=None) == replace(margins, mean=None)
    assert (group.probability, group.mean_severity_if_felt) == (node.probability, node.mean_severity_if_felt)
    assert spread.nodes["b"].probability < spread.nodes["b"].reached


def test_intervals_of_quantiles_and_of_differences_cover_the_truth_as_often_as_they_say() -> None:
    case = diamond()
    edges = tuple(
        an_edge(edge.source, edge.target, edge.likelihood, 1.0, day, name=edge.id)
        for edge, day in zip(case.edges, (1, 2, 9, 3, 4), strict=True)
    )
    case = Case(edges=edges, triggers=case.triggers)
    truth = case.answer("always").nodes["e"]
    effects = weigh_removals(
        case.network(), case.triggers, groups={"e": ["e"]}, ledgers={"all": [Stake(node="e", amount=8)]}
    )
    stem, way = (effects.network.edge_ids.index(name) for name in ("ab", "bc"))
    covered = dict.fromkeys(("mean", "p50", "p90", "stem", "way", "loss"), 0)
    for seed in range(200):
        arrival = (
            run(case.network(), case.triggers, worlds=700, seed=seed, groups={"e": ["e"]}, exact="never")
            .groups["e"]
            .arrival
        )
        assert arrival is not None
        assert arrival.margins is not None
        assert truth.arrival is not None
        for name in ("mean", "p50", "p90"):
            low, high = getattr(arrival.margins, name)
            covered[name] += low - 1e-9 <= getattr(truth.arrival, name) <= high + 1e-9
        found = weigh_removals(
            case.network(),
            case.triggers,
            groups={"e": ["e"]},
            ledgers={"all": [Stake(node="e", amount=8)]},
            worlds=700,
            seed=seed,
            exact="never",
        )
        for name, edge in (("stem", stem), ("way", way)):
            miss = abs(found.felt[0].mean[edge, 0] - effects.felt[0].mean[edge, 0])
            covered[name] += miss <= found.felt[0].half[edge, 0]
        miss = abs(found.loss[0].mean[way, 0] - effects.loss[0].mean[way, 0])
        covered["loss"] += miss <= found.loss[0].half[way, 0]
    assert math.isclose(effects.loss[0].mean[way, 0], 8 * effects.felt[0].mean[way, 0])
    for name in ("mean", "stem", "way", "loss"):
        assert 180 <= covered[name] <= 198, (name, covered)
    for name in ("p50", "p90"):  # arrivals take three values, so these intervals hold the truth more often
        assert covered[name] >= 190, (name, covered)
