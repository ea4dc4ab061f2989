"""Dependencies chosen by way of an index are those that a selector chooses one by one."""

from __future__ import annotations

from itertools import product

import pytest

from anatomy.domain.decision import Selector
from anatomy.graph.choosing import choosing_of
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf

REFERENCE = load_enterprise(shelf("models") / "reference")
PLACES = (
    "",
    "sales",
    "sales/discount-control",
    "sales/discount-control/operations",
    "sales/discount",
    "moon",
)
ENDS = list(product(PLACES, ("", "finance", "legal/price-clauses/system", "legal/price-clauses/moon")))


@pytest.mark.parametrize(("source", "target"), ENDS)
def test_the_index_leaves_nothing_out(source: str, target: str) -> None:
    carriers = ("", "Key-account director", "nobody")
    for kind, carried_by in product(("", "values", "moon"), carriers):
        selector = Selector(source=source, target=target, kind=kind, carried_by=carried_by)
        wanted = [number for number, row in enumerate(REFERENCE.dependencies) if selector.chooses(row)]

        assert choosing_of(REFERENCE).chosen(selector) == wanted


def test_some_of_these_choose_and_some_do_not() -> None:
    chosen = [len(choosing_of(REFERENCE).chosen(Selector(source=one, target=other))) for one, other in ENDS]

    assert 0 in chosen
    assert 1 in chosen
    assert len(REFERENCE.dependencies) in chosen
