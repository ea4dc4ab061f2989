"""Generated arithmetic, and a separate way to its value."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from anatomy.domain.response import Name, Number, Operation, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("a", "discount", "list_value_2")
NUMBERS = st.one_of(
    st.integers(0, 1000).map(float),
    st.floats(0, 1e6, allow_nan=False, allow_subnormal=False),
    st.sampled_from([0.1, 0.15, 1e-7, 1234567.0, 1e15]),
)
LEAVES = st.one_of(NUMBERS.map(Number), st.sampled_from(NAMES).map(Name))


def _grown(inner: st.SearchStrategy[Response]) -> st.SearchStrategy[Response]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.builds(Operation, st.sampled_from("+-*/"), two),
        st.builds(Operation, st.just("-"), st.tuples(inner)),
        st.builds(
            Operation, st.sampled_from(["min", "max"]), st.lists(inner, min_size=1, max_size=3).map(tuple)
        ),
    )


TREES: st.SearchStrategy[Response] = st.recursive(LEAVES, _grown, max_leaves=8)
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, st.floats(-1e3, 1e3, allow_nan=False)))


def by_python(text: str, values: Mapping[str, float]) -> float | None:
    """What Python's own reader makes of the text; None for a division by zero or a number that is not finite."""
    try:
        number = _value(ast.parse(text, mode="eval").body, values)
    except ZeroDivisionError:
        return None
    return number if math.isfinite(number) else None


def _value(node: ast.expr, values: Mapping[str, float]) -> float:  # noqa: C901 - one case for each node
    match node:
        case ast.Constant(value=int() | float() as number):
            return _finite(float(number))
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.Call(func=ast.Name(id="min"), args=arguments):
            return min(_value(argument, values) for argument in arguments)
        case ast.Call(func=ast.Name(id="max"), args=arguments):
            return max(_value(argument, values) for argument in arguments)
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _value(left, values), _value(right, values)
            match operator:
                case ast.Add():
                    return _finite(one + other)
                case ast.Sub():
                    return _finite(one - other)
                case ast.Mult():
                    return _finite(one * other)
                case ast.Div():
                    return _finite(one / other)
    raise AssertionError(ast.dump(node))


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ZeroDivisionError
    return number
