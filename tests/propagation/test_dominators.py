"""Common ancestors against walking up the tree one by one, and chains up to the root."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from anatomy.propagation.dominators import Dominators, common_by_slot, nearest_common

#: per vertex from 1, a parent of a lower number; the root is 0
TREES = st.lists(st.integers(0, 100), min_size=1, max_size=12).map(
    lambda picks: [0, *(pick % (number + 1) for number, pick in enumerate(picks))]
)


def line(parent: list[int], vertex: int) -> list[int]:
    """A vertex and all above it, up to the root."""
    above = [vertex]
    while above[-1]:
        above.append(parent[above[-1]])
    return above


def common(parent: list[int], vertices: list[int]) -> int:
    """The first above one that is above all."""
    others = [set(line(parent, vertex)) for vertex in vertices]
    return next(vertex for vertex in line(parent, vertices[0]) if all(vertex in some for some in others))


@given(parent=TREES, picks=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100)), max_size=9))
def test_the_nearest_common_ancestor_of_each_slot(parent: list[int], picks: list[tuple[int, int]]) -> None:
    rows = [(slot, pick % len(parent)) for slot, pick in picks]
    tree = np.array(parent, dtype=np.int64)
    slot, vertex = (np.array([row[side] for row in rows], dtype=np.int64) for side in (0, 1))
    members: dict[int, list[int]] = {}
    for place, one in rows:
        members.setdefault(place, []).append(one)

    found = common_by_slot(tree, slot, vertex)
    pairs = nearest_common(tree, vertex[:-1], vertex[1:])

    assert found[0].tolist() == sorted(members)
    assert found[1].tolist() == [common(parent, members[place]) for place in sorted(members)]
    assert pairs.tolist() == [common(parent, [one, two]) for (_, one), (_, two) in pairwise(rows)]


@given(parent=TREES)
def test_chains_lead_up_to_the_root_itself_first(parent: list[int]) -> None:
    tree = np.array(parent, dtype=np.int64)
    everyone = np.arange(len(parent), dtype=np.int64)[::-1]
    found: dict[int, list[int]] = {place: [] for place in range(len(parent))}

    for at, above in Dominators(parent=tree, bridge=tree).chains(everyone):
        for place, one in zip(at.tolist(), above.tolist(), strict=True):
            found[place].append(one)

    assert list(found.values()) == [line(parent, vertex)[:-1] for vertex in everyone.tolist()]
