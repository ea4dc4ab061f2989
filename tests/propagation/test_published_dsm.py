"""A published matrix of an aircraft engine, 60 parts in nearly one loop: worlds, cpm and linear on the same data."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anatomy.errors import InputError
from anatomy.propagation import Network, Trigger, run
from anatomy.propagation.comparisons import compare
from anatomy.propagation.cpm import predict_changes
from anatomy.propagation.pairs import Pairs
from anatomy.propagation.plan import Plan
from builders.graphs import an_edge

SHARED = Path(os.environ.get("ANATOMY_SHARED", Path(__file__).parents[3] / "shared"))
ENGINE = SHARED / "data" / "dsm" / "aircraft_engine"

pytestmark = pytest.mark.skipif(not ENGINE.is_dir(), reason="the published matrix is not on this machine")


def rows(name: str) -> list[dict[str, str]]:
    with (ENGINE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def engine(*, weak: float, strong: float) -> Network:
    """The matrix with a likelihood for each of its two weights."""
    likelihood = {"1": weak, "2": strong}
    edges = [
        an_edge(row["source"], row["target"], likelihood[row["adjacency"]], name=row["name"])
        for row in rows("aircraft_engine_edges.csv")
    ]
    return Network.of((row["name"] for row in rows("aircraft_engine_nodes.csv")), edges)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What another reader counted."""
    found: dict[str, Any] = json.loads((ENGINE / "expected.json").read_text(encoding="utf-8"))
    return found


def test_the_matrix_is_read_whole(expected: dict[str, Any]) -> None:
    network = engine(weak=0.1, strong=0.2)

    assert (len(network.nodes), len(network.edge_ids)) == (expected["nodes"], expected["edge_rows"])
    assert Counter(row["adjacency"] for row in rows("aircraft_engine_edges.csv")) == expected["weights"]


def test_reach_and_hops_are_those_that_were_counted(expected: dict[str, Any]) -> None:
    """Certain worlds reach as many parts; a tree as deep as the farthest part meets them all, a lower one does not."""
    network = engine(weak=1.0, strong=1.0)
    for fact in expected["graph"]["reach_from"]:
        trigger = Trigger(node=fact["start"])
        spread = run(network, [trigger], worlds=16)
        assert sum(node.reached for node in spread.nodes.values()) == fact["reachable_without_start"] + 1
        pairs = Pairs.of(Plan.of(network, [trigger]))
        hops = fact["farthest_hops"]
        assert predict_changes(pairs, depth=hops).limits.beyond == 0
        assert predict_changes(pairs, depth=hops - 1).limits.beyond > 0


def test_where_changes_are_unlikely_worlds_and_tree_agree(expected: dict[str, Any]) -> None:
    """What the tree gets wrong, shared steps and long paths, takes three unlikely steps or more."""
    network = engine(weak=0.01, strong=0.02)
    start = Trigger(node=expected["graph"]["reach_from"][0]["start"])
    spread = run(network, [start], worlds=40_000)
    tree = compare(network, [start], measure="cpm").nodes
    walks = compare(network, [start], measure="linear").nodes

    for name, node in spread.nodes.items():
        assert node.reached_low - 0.004 <= tree[name].chance <= node.reached_high + 0.004
        assert tree[name].chance <= walks[name].chance + 1e-12


def test_where_they_are_likely_the_methods_part(expected: dict[str, Any]) -> None:
    network = engine(weak=0.05, strong=0.1)
    start = Trigger(node=expected["graph"]["reach_from"][0]["start"])
    tree = compare(network, [start], measure="cpm")
    truth = run(network, [start], worlds=10_000).nodes
    gaps = np.array([tree.nodes[name].chance - node.reached for name, node in truth.items()])

    assert tree.limits.not_followed > 1_000
    assert np.abs(gaps).max() > 0.05
    with pytest.raises(InputError, match="not shown to be below 1"):
        compare(network, [start], measure="linear")
