"""The list of decision types and everything about one."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.cli.decision_facts import example
from anatomy.domain.decision import Parameter
from anatomy.domain.response import Choice, Curve, Name, Number, Operation, Steps, evaluate
from anatomy.loading import load_enterprise
from anatomy.loading.expression import parse_expression
from anatomy.loading.parameters import parse_parameter_value
from anatomy.shipped import shelf
from anatomy.views.as_typed import typed
from anatomy.views.formula import formula

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Caller

GOLDEN = Path(__file__).parent / "golden"
REFERENCE = load_enterprise(shelf("models") / "reference")


def test_the_list(call: Caller, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "decisions.txt", call("decisions").out)


def test_a_page(call: Caller, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "decisions-discount.txt", call("decisions", "discount-exception", "-m", "small").out)


@pytest.mark.parametrize("key", REFERENCE.decision_types)
def test_the_ready_command_line_runs(key: str, call: Caller) -> None:
    *_, last = call("decisions", key).out.strip().splitlines()
    words = shlex.split(last)

    assert words[:3] == ["anatomy", "whatif", key]
    assert call(*words[1:], "--worlds", "100").code == 0


@pytest.mark.parametrize("key", REFERENCE.decision_types)
def test_the_page_holds_everything(key: str, call: Caller) -> None:
    one = REFERENCE.decision_types[key]
    page = " ".join(call("decisions", key).out.split())

    assert one.question in page
    for name, parameter in one.parameters.items():
        assert f"{name} {parameter.label}: " in page
    for set_off in one.sets_off:
        assert f"{REFERENCE.code(set_off.cell)} {REFERENCE.title(set_off.cell)}: severity " in page
    for loss in one.losses:
        assert f"hangs on {REFERENCE.code(loss.owner)} " in page
    for mitigation in REFERENCE.mitigations.values():
        told = f"{mitigation.key} {mitigation.name}: costs "
        assert (told in page) == (key in mitigation.applies_to)


@pytest.mark.parametrize("key", REFERENCE.decision_types)
def test_a_value_as_typed_reads_back(key: str) -> None:
    for parameter in REFERENCE.decision_types[key].parameters.values():
        text = example(parameter)
        if parameter.default is not None:
            assert parse_parameter_value(parameter, text, currency="EUR") == parameter.default
        for bound in (parameter.low, parameter.high):
            if bound is not None:
                assert parse_parameter_value(parameter, typed(parameter, bound), currency="EUR") == bound


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("share", 0.2, 0.3),
        ("money", 0, 5000),
        ("days", 60, 90),
        ("months", 1, 6),
        ("count", 3, 9),
        ("yes-no", None, None),
    ],
)
def test_a_parameter_without_a_default_gets_an_example_in_its_range(
    kind: str, low: float | None, high: float | None
) -> None:
    parameter = Parameter(name="x", label="X", kind=kind, low=low, high=high)

    parse_parameter_value(parameter, example(parameter), currency="EUR")


def test_json_holds_the_formulas_as_text(call: Caller) -> None:
    told = json.loads(call("decisions", "discount-exception", "--format", "json").out)
    one = told["decisions"]["discount-exception"]

    assert told["format"] == "anatomy-decisions/1"
    assert told["currency"] == "EUR"
    assert one["money"]["discount-given"]["amount"] == "list_value * discount * term / 12"
    assert one["sets_off"][0]["code"] == "D9.F7.P6"


TEXTS = [
    "a + b * c",
    "(a + b) * c",
    "a - (b - c)",
    "a - b - c",
    "a / (b * c)",
    "a / b * c",
    "-a * b",
    "-(a + b)",
    "min(a + b, max(c, 2)) / 3",
    "1000000 * a",
]


@pytest.mark.parametrize("text", TEXTS)
def test_arithmetic_is_written_with_no_more_brackets_than_it_needs(text: str) -> None:
    values = {"a": 7.0, "b": 3.0, "c": 2.0}
    parsed = parse_expression(text)

    assert formula(parsed) == text
    assert evaluate(parse_expression(formula(parsed)), values) == evaluate(parsed, values)


def test_shapes_are_written_in_words() -> None:
    points = ((0.0, 0.0), (0.3, 0.5))
    choice = Choice("reason", {"a": Number(0.1), "b": Operation("*", (Name("x"), Number(2)))})

    assert formula(Curve(Name("x"), points)) == "curve of x: 0 at 0, 0.5 at 0.3"
    assert formula(Steps(Name("x"), points)) == "steps of x: 0 at 0, 0.5 at 0.3"
    assert formula(choice) == "by reason (a: 0.1; b: x * 2)"
