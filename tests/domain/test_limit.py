"""Limits compare numbers, print themselves and replace each other by the figure they limit."""

from __future__ import annotations

from typing import Any

import pytest

from anatomy.domain.limit import MEASURES, STATS, Limit, overridden


def a_limit(**changes: Any) -> Limit:
    values: dict[str, Any] = {
        "scope": "finance",
        "measure": "loss",
        "stat": "p90",
        "comparison": ">",
        "quantity": 100_000.0,
    }
    return Limit(**(values | changes))


@pytest.mark.parametrize(
    ("comparison", "exceeding"), [(">", {101}), (">=", {100, 101}), ("<", {99}), ("<=", {99, 100})]
)
def test_what_exceeds(comparison: str, exceeding: set[int]) -> None:
    limit = a_limit(comparison=comparison, quantity=100.0)

    assert {figure for figure in (99, 100, 101) if limit.is_exceeded(figure)} == exceeding
    assert not limit.is_exceeded(None)


def test_only_money_of_the_deciding_departments_counts_for_any() -> None:
    counting = {name for name in MEASURES if a_limit(measure=name).counts_start}

    assert counting == {"loss", "late-cash"}


def test_every_measure_with_statistics_has_all_of_them() -> None:
    assert {name: sorted(one.stats) for name, one in MEASURES.items() if one.stats} == dict.fromkeys(
        ("loss", "late-cash", "arrival"), sorted(STATS)
    )


def test_a_limit_on_the_same_figure_takes_the_place_of_the_other() -> None:
    model = (a_limit(key="a"), a_limit(key="b", stat="mean"))
    stricter, new = a_limit(quantity=5.0), a_limit(scope="any")

    assert overridden(model, (new, stricter)) == (stricter, model[1], new)
    assert overridden(model, ()) == model
