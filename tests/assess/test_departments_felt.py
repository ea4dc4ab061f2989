"""The short way to the mean number of departments felt is the long one's figure, to the last bit."""

from __future__ import annotations

import pytest

from anatomy.assess import mean_departments_felt
from anatomy.deciding import decide_effects
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if


@pytest.mark.parametrize("key", ["discount-exception", "key-person-leaves", "payment-terms-exception"])
def test_it_is_the_figure_of_the_whole_answer(key: str) -> None:
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(draft_of_type(enterprise, key), enterprise)

    short = mean_departments_felt(enterprise, decide_effects(enterprise, decision), worlds=700, seed=5)

    assert short == what_if(enterprise, decision, worlds=700, seed=5).departments_felt
