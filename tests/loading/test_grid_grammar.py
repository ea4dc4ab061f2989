"""The grammar of a table over two parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.loading.grid_grammar import GridError, parse_grid
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

TYPES = ("discount-exception", "payment-terms-exception", "key-deal-commitment")


@pytest.fixture(scope="module")
def enterprise() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@pytest.fixture(scope="module")
def decision(enterprise: Enterprise) -> Decision:
    settled = [settle_decision(draft_of_type(enterprise, key), enterprise) for key in TYPES]
    return replace(settled[0], proposals=tuple(one.proposals[0] for one in settled))


@pytest.mark.parametrize(
    ("text", "down", "across"),
    [
        (
            "discount=0%..40%/5,new_days=30,60,90",
            ("discount", (0.0, 0.1, 0.2, 0.3, 0.4)),
            ("new_days", (30.0, 60.0, 90.0)),
        ),
        (
            " discount = 28 % , 0.18 , new_days = net 90, 2 weeks ",
            ("discount", (0.18, 0.28)),
            ("new_days", (14.0, 90.0)),
        ),
        (
            "list_value=500k..1.5M/3,term=12,1 year,36 months",
            ("list_value", (5e5, 1e6, 1.5e6)),
            ("term", (12.0, 36.0)),
        ),
        (
            "term=12..36/3,discount=5%,10%..20%/3",
            ("term", (12.0, 24.0, 36.0)),
            ("discount", (0.05, 0.1, 0.15, 0.2)),
        ),
        (
            "best_price_clauses=0..4/5,discount=0.1",
            ("best_price_clauses", (0.0, 1.0, 2.0, 3.0, 4.0)),
            ("discount", (0.1,)),
        ),
    ],
)
def test_what_it_reads(
    enterprise: Enterprise,
    decision: Decision,
    text: str,
    down: tuple[str, tuple[float, ...]],
    across: tuple[str, tuple[float, ...]],
) -> None:
    grid = parse_grid(text, enterprise, decision)
    assert (grid.down.parameter, grid.down.values) == down
    assert (grid.across.parameter, grid.across.values) == across


def test_a_parameter_of_several_types_is_set_in_all_of_them_unless_one_is_named(
    enterprise: Enterprise, decision: Decision
) -> None:
    grid = parse_grid("payment-terms-exception.new_days=30,discount=10%", enterprise, decision)
    assert grid.down.types == ("payment-terms-exception",)
    grid = parse_grid("standard_days=30,discount=10%", enterprise, decision)
    assert grid.down.types == ("payment-terms-exception", "key-deal-commitment")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "'' stands before any parameter; write it like"),
        ("30,discount=1%", "'30' stands before any parameter; write it like"),
        ("discount=10%", "a table has two parameters, not 1; write it like"),
        ("discount=1%,term=12,new_days=30", "a table has two parameters, not 3; write it like"),
        ("discount=10%,discount=20%", "discount cannot go both down and across; name two parameters"),
        ("discont=10%,term=12", "no parameter 'discont' in this decision; did you mean 'discount'?"),
        (
            "payment-terms-exception.discount=1%,term=12",
            "no parameter 'payment-terms-exception.discount' in this decision; ",
        ),
        ("reason=volume,term=12", "reason takes words, and a table takes numbers; name another parameter"),
        ("discount=28,term=12", "discount: '28' is above 1; write 28 % or 0.28"),
        ("discount=70%,term=12", "discount: '70%' is outside its range; choose from 0 % to 60 %"),
        ("discount=,term=12", "discount: '' is not a share"),
        ("discount=0%..40%,term=12", "'0%..40%' does not say how many values; write low..high/5"),
        ("discount=0%..40%/1,term=12", "'0%..40%/1' does not say how many values; "),
        ("discount=0%..40%/51,term=12", "'0%..40%/51' does not say how many values; "),
        ("discount=0%..40%/²,term=12", "'0%..40%/²' does not say how many values; "),
        ("discount=0%..40%/-3,term=12", "'0%..40%/-3' does not say how many values; "),
        ("discount=40%..0%/5,term=12", "'40%..0%/5' does not rise; write the lower end first"),
        ("discount=0%..40%/9,term=12..22/6,24", "9 x 7 are 63 cells; ask for at most 50"),
        ("term=12..36/6,discount=1%", "'12..36/6' gives 16.8, and term takes whole numbers; ask for another"),
        ("discount=" + "1%," * 500 + "term=12", "longer than 1,000 characters; shorten it"),
    ],
)
def test_what_it_refuses_and_how_to_mend_it(
    enterprise: Enterprise, decision: Decision, text: str, told: str
) -> None:
    with pytest.raises(GridError) as caught:
        parse_grid(text, enterprise, decision)
    assert f"{caught.value}; {caught.value.hint}".startswith(told)
