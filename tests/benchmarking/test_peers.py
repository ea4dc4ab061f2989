"""The peers do the same job as the engine: equal where nothing is left to chance, alike where it is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.graph.chains import Start, Web
from anatomy.propagation import Trigger, run
from benchmarks.enterprises import Enterprise, make_of
from benchmarks.ours import graph_of, network_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from anatomy.propagation import Spread

SET_OFF = [1, 40, 77]
WORLDS = 4_000
FELT_AT = 0.1
SMALL = make_of(2, seed=5)
CERTAIN = replace(SMALL, likelihood=np.ones(SMALL.dependencies))


def peer(name: str) -> Any:
    """The module of a peer, if its library is here; networkx always is."""
    pytest.importorskip(name)
    return import_module(f"benchmarks.peers.{name}_peer")


def ours(enterprise: Enterprise, *, worlds: int = WORLDS) -> Spread:
    network = network_of(enterprise)
    triggers = [Trigger(node=network.nodes[cell]) for cell in SET_OFF]
    return run(network, triggers, worlds=worlds, seed=1, felt_at=FELT_AT, exact="never")


def alike(counts: NDArray[np.int64], chances: list[float]) -> bool:
    """Whether all cells agree within the noise of both samples, and do not agree too well."""
    theirs, own = counts / WORLDS, np.array(chances)
    middle = (theirs + own) / 2
    noise = np.sqrt(np.maximum(middle * (1 - middle), 1 / WORLDS) * 2 / WORLDS)
    gap = (theirs - own) / noise
    return bool(np.abs(gap).max() < 5 and 0.5 < np.sqrt(np.mean(gap[own > 0] ** 2)) < 1.6)


@pytest.mark.parametrize(
    ("name", "form"), [("cynetdiff", {}), ("networkx", {}), ("networkx", {"bare": True}), ("scipy", {})]
)
def test_a_peer_reaches_what_the_engine_reaches(name: str, form: dict[str, bool]) -> None:
    cascade = peer(name).Cascade
    sure = cascade(CERTAIN).reach(SET_OFF, worlds=3, seed=1, **form)
    counts = cascade(SMALL).reach(SET_OFF, worlds=WORLDS, seed=1, **form)

    assert sure.tolist() == [3 * node.reached for node in ours(CERTAIN, worlds=1).nodes.values()]
    assert alike(counts, [node.reached for node in ours(SMALL).nodes.values()])


@pytest.mark.parametrize(("name", "form"), [("networkx", {}), ("networkx", {"hidden": True}), ("scipy", {})])
def test_a_peer_tells_the_same_severity_and_arrival(name: str, form: dict[str, bool]) -> None:
    module = peer(name)
    hits = module.Cascade(CERTAIN).spread(SET_OFF, worlds=2, seed=1, felt_at=FELT_AT, **form)
    sure = list(ours(CERTAIN, worlds=1).nodes.values())

    assert hits.felt.tolist() == [2 * node.probability for node in sure]
    assert hits.severity == pytest.approx([2 * node.mean_severity for node in sure])
    assert hits.arrival_days == pytest.approx([2 * node.arrival.mean if node.arrival else 0 for node in sure])

    sampled = module.Cascade(SMALL).spread(SET_OFF, worlds=WORLDS, seed=1, felt_at=FELT_AT, **form)
    assert alike(sampled.felt, [node.probability for node in ours(SMALL).nodes.values()])


def test_cynetdiff_takes_out_the_dependency_that_is_meant() -> None:
    cascade = peer("cynetdiff").Cascade(CERTAIN)
    network = network_of(CERTAIN)
    only = int(np.flatnonzero(np.bincount(CERTAIN.target)[CERTAIN.target] == 1)[0])
    without = replace(network, likelihood=(np.arange(CERTAIN.dependencies) != only).astype(np.float64))
    triggers = [Trigger(node=network.nodes[cell]) for cell in SET_OFF]
    expected = sum(node.reached for node in run(without, triggers, worlds=1, exact="never").nodes.values())

    assert expected < sum(node.reached for node in ours(CERTAIN, worlds=1).nodes.values())
    assert cascade.reached_without(only, SET_OFF, worlds=1, seed=1) == expected


def test_igraph_finds_the_same_chains() -> None:
    module = peer("igraph")
    names, graph = SMALL.names(), graph_of(SMALL)
    web = Web.of(graph, [Start(node=names[cell], likelihood=1.0, severity=1.0) for cell in SET_OFF])
    departments = [list(SMALL.department(number)) for number in range(2)]
    goals = [[names[cell] for cell in cells] for cells in ([20, 21], [100], [150, 90])]
    goals += [[names[cell] for cell in cells] for cells in departments]
    found = [[list(chain.nodes) for chain in web.likeliest(cells, count=5)] for cells in goals]
    at_once = module.from_networkx(graph, [names[cell] for cell in SET_OFF], goals[:3], 5)
    place = {name: number for number, name in enumerate(names)}

    assert at_once == found[:3]
    for cells, chains in zip(goals, found, strict=True):
        question = module.Question.of(SMALL, SET_OFF, [place[name] for name in cells])
        theirs = [[names[cell] for cell in path] for path in question.likeliest(5)]
        assert sorted(theirs) == sorted(chains)
