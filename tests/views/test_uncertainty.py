"""The ranges that the inputs give, as printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from anatomy.domain.impact import Chance, InputRange
from anatomy.views.uncertainty import felt_by_inputs
from anatomy.views.words import NBSP
from builders.reports import a_report

SHARES = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.9999, 0.995, 0.0001])


@given(SHARES, SHARES, SHARES)
def test_a_range_never_descends_and_is_certain_only_where_all_worlds_are(
    chance: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    finance = a_report().department("finance")
    felt = Chance(probability=chance, low=chance, high=chance)
    ranged = replace(
        finance,
        feeling=replace(finance.feeling, felt=felt),
        felt_inputs=InputRange(low=low, high=high, lowest=low, highest=high),
    )

    printed = felt_by_inputs(ranged).removesuffix(f"{NBSP}%").split("\u2013")

    sizes = [{"<1": 0.5, ">99": 99.5}.get(end) or float(end) for end in printed]
    assert sizes == sorted(set(sizes))
    assert "100" not in printed or chance == 1
    assert "0" not in printed or chance == 0
