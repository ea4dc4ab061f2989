"""Responses: straight curves, steps, choices and conditions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.domain.response import Choice, Condition, Curve, Name, Number, Steps, evaluate, holds

X = Name("x")
RISING_X = st.lists(st.integers(-50, 50), min_size=1, max_size=6, unique=True).map(sorted)


@st.composite
def points(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    """Points whose y rises with x."""
    xs = draw(RISING_X)
    ys = sorted(draw(st.lists(st.integers(0, 100), min_size=len(xs), max_size=len(xs))))
    return tuple((float(x), y / 100) for x, y in zip(xs, ys, strict=True))


@given(points(), st.floats(-60, 60), st.floats(0, 30))
def test_responses_rise_where_their_points_rise(
    pairs: tuple[tuple[float, float], ...], x: float, more: float
) -> None:
    for shape in (Curve(X, pairs), Steps(X, pairs)):
        low, high = evaluate(shape, {"x": x}), evaluate(shape, {"x": x + more})

        assert low <= high + 1e-12
        assert pairs[0][1] - 1e-12 <= low <= pairs[-1][1] + 1e-12


@given(points())
def test_responses_go_through_their_points(pairs: tuple[tuple[float, float], ...]) -> None:
    for x, y in pairs:
        assert evaluate(Curve(X, pairs), {"x": x}) == pytest.approx(y, abs=1e-12)
        assert evaluate(Steps(X, pairs), {"x": x}) == y


def test_a_curve_is_straight_between_points_and_flat_outside() -> None:
    curve = Curve(X, ((0.0, 0.0), (0.5, 1.0)))

    assert [evaluate(curve, {"x": x}) for x in (-1.0, 0.0, 0.25, 0.5, 2.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_steps_hold_from_their_x_on() -> None:
    steps = Steps(X, ((0.1, 0.25), (0.2, 0.5)))

    assert [evaluate(steps, {"x": x}) for x in (0.0, 0.1, 0.199, 0.2, 9.0)] == [0.25, 0.25, 0.25, 0.5, 0.5]


def test_a_choice_answers_to_its_word() -> None:
    choice = Choice("reason", {"volume": Number(0.2), "term": Name("x")})

    assert evaluate(choice, {"reason": "term", "x": 0.7}) == 0.7


@pytest.mark.parametrize(
    ("comparison", "than", "true_at"),
    [
        ("above", Number(2.0), {3.0}), ("at_least", Number(2.0), {2.0, 3.0}), ("below", Number(2.0), {1.0}),
        ("at_most", Number(2.0), {1.0, 2.0}), ("is", Number(2.0), {2.0}), ("is_not", Number(2.0), {1.0, 3.0}),
        ("above", Name("limit"), {3.0}),
    ],
)  # fmt: skip
def test_comparisons_of_numbers(comparison: str, than: Number | Name, true_at: set[float]) -> None:
    values = [1.0, 2.0, 3.0]

    assert {x for x in values if holds(Condition("x", comparison, than), {"x": x, "limit": 2.0})} == true_at


@pytest.mark.parametrize(
    ("comparison", "than", "value", "expected"),
    [
        ("is", ("a", "b"), "b", True), ("is", ("a",), "b", False), ("is_not", ("a",), "b", True),
        ("is_not", ("a", "b"), "b", False), ("is", True, True, True), ("is", False, True, False),
        ("is_not", True, True, False), ("is_not", True, False, True),
    ],
)  # fmt: skip
def test_comparisons_of_words(
    comparison: str,
    than: tuple[str, ...] | bool,  # noqa: FBT001 - data
    value: str | bool,  # noqa: FBT001
    expected: bool,  # noqa: FBT001
) -> None:
    assert holds(Condition("x", comparison, than), {"x": value}) is expected
