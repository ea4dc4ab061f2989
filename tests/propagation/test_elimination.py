"""Variable elimination against one sum over everything."""

from __future__ import annotations

import math
from functools import partial
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anatomy.propagation.elimination import Table, eliminate, elimination_order

WIDE = 1 << 20


@st.composite
def factorings(draw: st.DrawFn) -> tuple[list[Table], dict[int, int]]:
    """A few tables over up to six variables of up to three values, each variable in at least one of them."""
    sizes = {variable: draw(st.integers(1, 3)) for variable in range(draw(st.integers(1, 6)))}
    some = st.lists(st.sampled_from(sorted(sizes)), unique=True, max_size=3).map(tuple)
    scopes = [*draw(st.lists(some, max_size=6)), *((variable,) for variable in sizes)]
    random = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    shape = partial(map, sizes.__getitem__)
    return [Table(variables=scope, values=random.normal(size=tuple(shape(scope)))) for scope in scopes], sizes


@settings(max_examples=80, deadline=None)
@given(factorings())
def test_one_variable_after_another_gives_the_whole_sum(case: tuple[list[Table], dict[int, int]]) -> None:
    tables, sizes = case
    operands: list[Any] = [part for table in tables for part in (table.values, list(table.variables))]

    whole = float(np.einsum(*operands, []))
    assert eliminate(tables, sizes, most_states=WIDE) == pytest.approx(whole, abs=1e-9)


def test_a_chain_needs_tables_of_two_variables_only() -> None:
    """300 variables have 2**300 combinations; the product of stochastic tables sums to the first one's weight."""
    step = np.array([[0.9, 0.1], [0.3, 0.7]])
    tables = [Table(variables=(0,), values=np.array([0.25, 0.5]))]
    tables += [Table(variables=(place, place + 1), values=step) for place in range(299)]

    assert eliminate(tables, dict.fromkeys(range(300), 2), most_states=4) == pytest.approx(0.75)
    assert eliminate(tables, dict.fromkeys(range(300), 2), most_states=3) is None


def test_the_cheapest_variable_goes_first() -> None:
    star = [(0, leaf) for leaf in range(1, 6)]

    assert elimination_order(star, dict.fromkeys(range(6), 2), most_states=4) == [1, 2, 3, 4, 0, 5]
    assert elimination_order(star, {0: 2, 1: 9, 2: 2, 3: 2, 4: 2, 5: 2}, most_states=18) == [2, 3, 4, 5, 0, 1]
    assert elimination_order(star, {0: 2, 1: 9, 2: 2, 3: 2, 4: 2, 5: 2}, most_states=17) is None


def test_each_variable_in_turn_is_the_cheapest_of_those_left() -> None:
    """Also where tables have grown since a variable was first looked at."""
    for seed in range(150):
        random = Random(seed)
        scopes = [set(random.sample(range(10), random.randint(1, 3))) for _ in range(random.randint(1, 16))]
        sizes = {variable: random.randint(2, 4) for variable in set().union(*scopes)}
        expected, largest = slowly(scopes, sizes)

        assert elimination_order(scopes, sizes, most_states=largest) == expected
        assert elimination_order(scopes, sizes, most_states=largest - 1) is None


def slowly(scopes: list[set[int]], sizes: dict[int, int]) -> tuple[list[int], int]:
    """The order, and the largest table, by going through all tables for every variable that is left."""
    tables = scopes
    order: list[int] = []
    largest = 1

    def joined(variable: int) -> set[int]:
        return {variable}.union(*(table for table in tables if variable in table))

    while left := sizes.keys() - order:
        costs = {variable: math.prod(sizes[one] for one in joined(variable)) for variable in left}
        cheapest = min(left, key=lambda variable: (costs[variable], variable))
        tables = [*(table for table in tables if cheapest not in table), joined(cheapest) - {cheapest}]
        order.append(cheapest)
        largest = max(largest, costs[cheapest])
    return order, largest


def test_nothing_multiplies_to_one() -> None:
    assert eliminate([], {}, most_states=1) == 1
    assert eliminate([Table(variables=(), values=np.array(0.5))] * 2, {}, most_states=1) == 0.25
