"""The same decision put to two models, on the same coins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.loading import draft_of_type, load_enterprise
from anatomy.shipped import shelf
from anatomy.whatif.shifting import drafts_at_defaults, shift_decisions
from builders.models import small_with, write_model, write_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

TYPE = "discount-exception"


@pytest.fixture(scope="module")
def small() -> Enterprise:
    return load_enterprise(shelf("models") / "small")


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


def test_recoding_moves_no_figure(reference: Enterprise, tmp_path: Path) -> None:
    recoded = load_enterprise(
        write_overlay(tmp_path, "department: sales\ncode: D5", "department: supply-chain\ncode: D9")
    )
    shifts = shift_decisions(reference, recoded, drafts_at_defaults(reference, recoded), worlds=1_000)

    assert {one.source for one in shifts} == set(reference.decision_types)
    for one in shifts:
        assert one.total
        assert one.total.old == one.total.new
        assert all(each.old == each.new for each in one.departments)


def test_a_weaker_dependency_is_felt_less(small: Enterprise, tmp_path: Path) -> None:
    weaker = load_enterprise(
        write_model(tmp_path, small_with(sales="likelihood: almost certain -> likelihood: 40 %"))
    )
    (one,) = shift_decisions(small, weaker, drafts_at_defaults(small, weaker))
    felt = {each.key: (each.old, each.new) for each in one.departments}

    before, after = felt["finance"]
    assert before
    assert after
    assert (after.felt or 0) < (before.felt or 0)


def test_a_department_that_is_gone_has_no_figures(reference: Enterprise, tmp_path: Path) -> None:
    less = load_enterprise(write_overlay(tmp_path, "department: legal\nremove: true"))
    (one,) = shift_decisions(reference, less, [(TYPE, draft_of_type(less, TYPE))], worlds=200)
    legal = next(each for each in one.departments if each.key == "legal")

    assert legal.old is not None
    assert legal.new is None


def test_a_decision_that_one_model_cannot_answer_says_why(reference: Enterprise, small: Enterprise) -> None:
    (one,) = shift_decisions(small, reference, [("x", draft_of_type(reference, "pricing-change"))])

    assert one.total is None
    assert [side for side, _ in one.problems] == ["old"]


def test_what_must_be_given_is_not_asked(small: Enterprise, tmp_path: Path) -> None:
    change = "range: [0 %, 60 %], default: 20 %} -> range: [0 %, 60 %]}"
    needy = load_enterprise(write_model(tmp_path, small_with(discount=change)))
    (one,) = shift_decisions(small, needy, drafts_at_defaults(small, needy))

    assert (one.needs, one.total) == (("discount",), None)
