"""How narrow, by when, and what moves together: the options of how an answer is worked out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Caller

DISCOUNT = ("whatif", "discount-exception", "-s", "discount=28%", "-s", "list_value=1.2M", "-m", "reference")


def told(call: Caller, *options: str) -> dict[str, object]:
    done = call(*DISCOUNT, "--format", "json", *options)
    assert done.code == 0
    data: dict[str, object] = json.loads(done.out)
    return data


def test_the_range_that_the_inputs_give_holds_the_chance(call: Caller) -> None:
    answer = told(call, "--worlds", "2000")
    assert answer["run"]["correlation"] == "kind"  # type: ignore[index]
    doubtful = 0
    for one in answer["departments"]:  # type: ignore[attr-defined]
        chance, inputs = one["feeling"]["felt"]["probability"], one["felt_inputs"]
        assert 0 <= inputs["lowest"] <= inputs["low"] <= chance <= inputs["high"] <= inputs["highest"] <= 1
        doubtful += inputs["low"] < chance < inputs["high"]
        if one["loss"] is not None:
            assert one["loss_inputs"]["lowest"] <= one["loss"]["mean"] <= one["loss_inputs"]["highest"]
    assert doubtful > 5
    total = answer["total"]
    assert total["loss_inputs"]["low"] < total["loss"]["mean"] < total["loss_inputs"]["high"]  # type: ignore[index]


def test_what_moves_together_is_asked_for_and_said(call: Caller) -> None:
    widths = {}
    for how in ("independent", "kind", "all"):
        inputs = told(call, "--worlds", "1000", "--ranges", how)["departments_felt_inputs"]
        widths[how] = inputs["high"] - inputs["low"]  # type: ignore[index]
    assert widths["independent"] < widths["kind"] < widths["all"]
    plain = told(call, "--worlds", "1000", "--ranges", "none")
    assert plain["departments_felt_inputs"] is None
    text = call(*DISCOUNT, "--worlds", "1000", "--ranges", "author").out
    assert "links judged by one person are too low or too high together" in " ".join(text.split())


def test_worlds_are_added_until_the_intervals_are_narrow(call: Caller) -> None:
    answer = told(call, "--worlds", "500", "--until", "2%", "--ranges", "none")
    assert answer["run"]["worlds"] > 500  # type: ignore[index]
    for one in answer["departments"]:  # type: ignore[attr-defined]
        felt = one["feeling"]["felt"]
        assert (felt["high"] - felt["low"]) / 2 <= 0.02


def test_chances_by_a_date_rise_to_the_chance(call: Caller) -> None:
    options = ("--worlds", "1000", "--ranges", "none", "--by", "30d", "--by", "365 days")
    for one in told(call, *options)["departments"]:  # type: ignore[attr-defined]
        month, year = one["felt_by"]
        assert (month["days"], year["days"]) == (30, 365)
        soon, late = month["chance"]["probability"], year["chance"]["probability"]
        assert soon <= late <= one["feeling"]["felt"]["probability"]
    assert "Arrived by day 30, and felt: " in call(*DISCOUNT, *options).out


def test_a_date_counts_from_the_decision(call: Caller) -> None:
    northwind = ("whatif", "examples/northwind/decision.yaml", "--worlds", "300", "--ranges", "none")
    assert "Arrived by day 10, and felt: " in call(*northwind, "--by", "2026-12-01").out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--by", "soon"), "write a date such as 2026-12-31, or days such as 90d"),
        (("--by", "2026-12-31"), "needs the date of the decision"),
        (("--until", "28"), "28"),
        (("--until", "60 %"), "until 0.6 is not above 0"),
        (("--ranges", "sometimes"), "'sometimes' is not one of"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    options: tuple[str, ...], says: str, call: Caller
) -> None:
    done = call(*DISCOUNT, *options)
    assert done.code in (2, 3)
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_date_before_the_decision_is_refused(call: Caller) -> None:
    done = call("whatif", "examples/northwind/decision.yaml", "--by", "2020-01-01")
    assert done.code == 2
    assert "is before the decision of" in done.err
