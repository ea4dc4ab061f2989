"""Small arithmetic: what it means is what Python means, and nothing but arithmetic exists."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anatomy.domain.response import Number, Operation, Response, ResponseError, evaluate, names_in
from anatomy.loading.expression import MAX_LENGTH, ExpressionError, parse_expression
from builders.arithmetic import NAMES, TREES, VALUES, by_python


def refused(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    return caught.value


@given(TREES)
def test_the_text_of_a_tree_reads_back_to_the_same_tree(tree: Response) -> None:
    assume(len(str(tree)) <= MAX_LENGTH)

    assert parse_expression(str(tree)) == tree


@given(TREES, VALUES)
def test_values_are_those_that_python_computes(tree: Response, values: dict[str, float]) -> None:
    expected = by_python(str(tree), values)

    if expected is None:
        with pytest.raises(ResponseError):
            evaluate(tree, values)
    else:
        assert evaluate(tree, values) == expected


@given(TREES)
def test_names_are_those_that_stand_in_the_text(tree: Response) -> None:
    assert names_in(tree) == set(re.findall(r"\w+", str(tree))) & set(NAMES)


@given(st.text(alphabet="ab1.%k()+-*/, minax'\"[]{}:=<>!&|^~@é", max_size=40))
def test_any_text_is_arithmetic_or_refused_at_a_place(text: str) -> None:
    try:
        tree = parse_expression(text)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 - either outcome is right
    else:
        assert parse_expression(str(tree)) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("8 - 2 - 1", 5), ("8 / 4 / 2", 1), ("8 - (2 - 1)", 7),
        ("-2 * 3", -6), ("2 * -3", -6), ("--2", 2), ("15 %", 0.15), ("100 * 15%", 15), ("1.5M", 1.5e6),
        ("2k + 1", 2001), ("1B", 1e9), ("min(3, 1, 2)", 1), ("max(3)", 3), (".5 + 5.", 5.5), ("min(1,max(2,3))", 1),
    ],
)  # fmt: skip
def test_arithmetic(text: str, value: float) -> None:
    assert evaluate(parse_expression(text), {}) == value


@pytest.mark.parametrize(
    ("text", "offset", "why"),
    [
        ("", 0, "missing before the end"), ("a +", 3, "missing before the end"), ("a ** 2", 2, "no powers"),
        ("a.b", 1, "'.' is not arithmetic"), ("a[0]", 1, "'['"), ("f(a)", 0, "f() is not known"),
        ("__import__('os')", 11, "\"'\" is not arithmetic"), ("'x'", 0, "\"'\""), ("a b", 2, "'b' does not belong here"),
        ("(a", 2, "')' is missing before the end"), ("a)", 1, "')' does not belong"), ("min()", 4, "missing before ')'"),
        ("min", 0, ""), ("a // b", 3, "missing before '/'"), ("a % b", 2, "'%' is not"), ("1e5", 1, "'e5'"),
        ("a < b", 2, "'<'"), ("a, b", 1, "','"), ("lambda: 1", 6, "':'"), ("1..2", 2, "'.2'"), ("５", 0, "'５'"),
        ("dіscount", 1, "'і' is not arithmetic"), ("1_000", 1, "'_000'"), ("9" * 30, 0, "too large"), ("2M * 999999999999B", 5, "too large"),
        ("(" * 31 + "1" + ")" * 31, 31, "nested deeper"), ("-" * 40 + "1", 31, "nested deeper"),
        ("+".join("1" * 150), 201, "more than 100 operations"), ("a" * 401, 400, "longer than 400"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_where_it_stands(text: str, offset: int, why: str) -> None:
    if not why:
        assert str(parse_expression(text)) == text  # a parameter may be called so
        return
    error = refused(text)

    assert why in str(error)
    assert error.offset == offset


def test_long_text_ends_at_once() -> None:
    started = time.perf_counter()

    for text in ("(" * 1_000_000, " " * 1_000_000 + "!", "1+" * 500_000, "9" * 1_000_000):
        refused(text)

    assert time.perf_counter() - started < 1


def test_a_division_by_zero_and_an_overflow_have_no_value() -> None:
    with pytest.raises(ResponseError, match="margin is 0, so 1 / margin divides by zero"):
        evaluate(parse_expression("1 / margin"), {"margin": 0.0})
    with pytest.raises(ResponseError, match="beyond all finite numbers"):
        evaluate(parse_expression(" * ".join(["a"] * 30)), {"a": 1e15})


def test_a_long_sum_needs_no_brackets() -> None:
    tree = parse_expression(" + ".join(["a"] * 90))

    assert str(tree) == " + ".join(["a"] * 90)
    assert evaluate(tree, {"a": 1.0}) == 90
    assert str(Operation("-", (Number(1.0), Operation("-", (Number(2.0), Number(3.0)))))) == "1 - (2 - 3)"
