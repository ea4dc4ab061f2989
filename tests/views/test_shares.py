"""Printed parts are rounded by themselves, and with what rounding makes they come to the printed whole."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.views.explaining import view_explanation
from anatomy.views.money import table_unit
from anatomy.views.shares import loss_rounding, share_of_parts, share_rounding
from anatomy.whatif.explaining import explain_decision

if TYPE_CHECKING:
    from anatomy.domain.explanation import Explanation


def printed(text: str) -> Decimal:
    """The number that is read; less than one of something counts as none, more than 99 % as all."""
    text = text.replace("\xa0", "").replace("−", "-").replace(",", "").replace("€", "")
    known = {"": "0", "<1%": "0", ">99%": "100"}.get(text, "0" if text.startswith("<") else text)
    return Decimal(known.rstrip("%kM"))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_shares_are_rounded_by_themselves_and_add_up(counts: list[int]) -> None:
    worlds = max(1, sum(counts)) + 50
    parts = [count / worlds for count in counts]
    told = [share_of_parts(part) for part in parts]
    whole = sum(counts) / worlds

    for text, count in zip(told, counts, strict=True):
        half_up = (Decimal(count) * 100 / worlds).quantize(Decimal(1), ROUND_HALF_UP)
        assert printed(text) == half_up
    rounding = share_rounding(parts, whole)
    assert sum(map(printed, told)) + printed(rounding) == printed(share_of_parts(whole))
    assert rounding != "+0\xa0%"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_losses_add_up_with_what_rounding_makes(parts: list[float]) -> None:
    whole = math.fsum(parts)
    unit = table_unit([whole], "EUR")
    rounding = loss_rounding(parts, whole, unit)
    told = [unit.loss(part) for part in parts]

    assert sum(map(printed, told)) + printed(rounding) == printed(unit.loss(whole))


def explanation(to: str) -> Explanation:
    enterprise = load_enterprise(shelf("models") / "reference")
    given_ = {"discount": "28 %", "list_value": "1.2M"}
    decision = settle_decision(draft_of_type(enterprise, "discount-exception"), enterprise, given_)
    return explain_decision(enterprise, decision, to, paths=4, worlds=900)


@pytest.mark.parametrize("to", ["support", "legal", "technology"])
def test_one_figure_has_one_printed_value_in_an_explanation(to: str) -> None:
    found = explanation(to)
    view = view_explanation(found)

    assert view.split
    column = {head: place for place, head in enumerate(view.split.heads)}
    figures: dict[tuple[str, float], set[str]] = {}
    for split, block in zip(found.splits, view.split.blocks, strict=True):
        for part, row in zip(split.parts, block.rows, strict=False):
            for head, place in column.items():
                figures.setdefault((head, getattr(part.portion, head)), set()).add(row[place])
    for path, way in zip(found.paths or (), view.ways, strict=True):
        figures.setdefault(("first", path.share.probability), set()).add(way.share)
    assert found.hardest
    assert view.hardest
    figures.setdefault(("hardest", found.hardest.share.probability), set()).add(view.hardest.share)
    assert {figure: told for figure, told in figures.items() if len(told) > 1} == {}


@pytest.mark.parametrize("to", ["support", "legal", "technology"])
def test_every_printed_column_adds_up_to_its_printed_total(to: str) -> None:
    view = view_explanation(explanation(to))

    assert view.split
    for block in view.split.blocks:
        for place in range(len(view.split.heads)):
            column = [row[place] for row in block.rows]
            assert sum(map(printed, column)) == printed(view.split.whole[place]), (block.heading, place)
    ways = [*(way.share for way in view.ways), view.other, view.rounding]
    assert sum(map(printed, ways)) == printed(view.split.whole[0])


def test_a_link_without_which_all_worlds_still_feel_it_does_not_make_it_certain() -> None:
    found = explanation("finance")
    assert found.without
    still = replace(found.without[0], felt=1.0, felt_less=0.0, felt_half=0.0, loss=found.whole.loss)
    view = view_explanation(replace(found, without=(still,)))

    assert view.split
    assert view.split.whole[0] == ">99\xa0%"
    assert view.without == ("No link alone changes a printed figure.",)
