"""Parts, of which only the chance is asked, against the same nodes asked as groups."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from anatomy.errors import InputError, UnknownNameError
from anatomy.propagation import Group, Trigger, run
from builders.graphs import Case, cases, diamond


@settings(max_examples=40, deadline=None)
@given(cases(coins=7))
@pytest.mark.parametrize("exact", ["always", "never"])
def test_a_part_is_as_likely_as_the_group_of_the_same_nodes(exact: str, case: Case) -> None:
    wanted = {"nobody": (), "one": ("b",), "some": ("a", "c", "e"), "again": ("c", "d")}
    found = case.answer(exact, groups=wanted, parts=wanted, worlds=300)

    assert set(found.parts) == set(wanted)
    for name, group in found.groups.items():
        part = found.parts[name]
        assert (part.probability, part.low, part.high) == (group.probability, group.low, group.high)


def test_a_part_has_known_nodes_and_is_hit_with_any_of_them() -> None:
    network, start = diamond().network(), diamond().triggers

    with pytest.raises(UnknownNameError, match="in group 'some', the node 'nobody'"):
        run(network, start, parts={"some": ["nobody"]})
    with pytest.raises(InputError, match="group 'some' needs 2 of its nodes"):
        run(network, start, parts={"some": Group.all_of(["b", "c"])})  # type: ignore[dict-item]


def test_a_part_within_reach_of_nothing_is_impossible_rather_than_rare() -> None:
    network = diamond().network()
    found = run(network, [Trigger(node="e")], parts={"far": ["a"], "here": ["e"]}, exact="never", worlds=50)

    assert (found.parts["far"].high, found.parts["here"].low) == (0.0, 1.0)
