"""`anatomy conditions`, and the conditions that a page or result holds."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Caller

QUICK = ("--search-worlds", "200", "--worlds", "200")
CAMPAIGN = "examples/campaign-surge/decision.yaml"
LATE = "examples/late-payer/decision.yaml"


def test_the_cheapest_conditions_are_told(call: Caller, desk: Path) -> None:
    called = call("conditions", CAMPAIGN, *QUICK)

    assert (called.code, called.err) == (0, "")
    assert "Outside callers take the overflow (outside-callers)" in called.out
    assert "Proven on 200 worlds" in called.out
    assert desk.is_dir()


def test_json_and_csv_hold_every_option(call: Caller, desk: Path) -> None:
    told = json.loads(call("conditions", CAMPAIGN, *QUICK, "--format", "json").out)["conditions"]
    keys = {option["key"] for option in told["options"]}
    rows = list(csv.DictReader(io.StringIO(call("conditions", CAMPAIGN, *QUICK, "--format", "csv").out)))

    assert keys == {"inside-the-plan", "offer-by-code", "outside-callers"}
    assert told["chosen"]["options"] == ["outside-callers"]
    assert {row["option"] for row in rows} == {"", *keys}
    assert desk.is_dir()


def test_options_may_be_chosen_and_a_budget_set(call: Caller, desk: Path) -> None:
    arguments = ("conditions", CAMPAIGN, *QUICK, "--format", "json")
    without = json.loads(call(*arguments, "--without", "outside-callers").out)["conditions"]
    only = json.loads(call(*arguments, "--only", "offer-by-code", "--budget", "5k").out)["conditions"]

    assert without["impossible"]
    assert "outside-callers" not in {option["key"] for option in without["options"]}
    assert (only["budget"], only["chosen"]["options"]) == (5_000.0, ["offer-by-code"])
    assert desk.is_dir()


@pytest.mark.parametrize(
    ("option", "code", "told"),
    [
        (("--budget", "much"), 2, "'much' is not an amount of money"),
        (("--budget", "-5"), 2, "below 0"),
        (("--only", "ofer-by-code"), 2, "did you mean 'offer-by-code'?"),
        (("--without", "quote-rule"), 2, "'quote-rule' does not fit this decision"),
        (("--limit", "Sales.los > 5"), 3, "--limit:1:7: ANA031 unknown measure 'los'"),
        (("--most", "0"), 2, "--most"),
    ],
)
def test_bad_input_is_refused(
    option: tuple[str, str], code: int, told: str, call: Caller, desk: Path
) -> None:
    called = call("conditions", CAMPAIGN, *option)

    assert (called.code, called.out) == (code, "")
    assert told in called.err
    assert desk.is_dir()


def test_a_saved_result_cannot_be_asked(call: Caller) -> None:
    called = call("conditions", "r.json")

    assert (called.code, called.out) == (2, "")
    assert "is a saved result, which no longer holds its worlds" in called.err


def test_a_page_and_a_result_hold_conditions_where_a_limit_is_exceeded(call: Caller, desk: Path) -> None:
    quick = ("--worlds", "200", "--ranges", "none", "--no-drawing")
    called = call("whatif", CAMPAIGN, *quick, "-o", "a.html", "--save", "a.json")
    page, saved = (
        (desk / "a.html").read_text(encoding="utf-8"),
        json.loads((desk / "a.json").read_text(encoding="utf-8")),
    )

    assert "Do not sign as proposed: 2 of 11 limits are exceeded" in called.out
    assert "too late in 100 % of worlds unless begun" in " ".join(called.out.split())
    assert "What to do" not in called.out  # it is told
    assert "Outside callers take the overflow" in page
    assert saved["conditions"]["chosen"]["options"] == ["outside-callers"]
    assert (saved["conditions"]["search"]["worlds"], saved["conditions"]["search"]["fresh_worlds"]) == (
        200,
        200,
    )
    again = call("whatif", "a.json", "--no-drawing", "-o", "b.html")
    assert (desk / "b.html").read_text(encoding="utf-8") == page
    assert "Do not sign as proposed: 2 of 11 limits are exceeded" in again.out
    assert "What to do" not in again.out

    asked = call("whatif", CAMPAIGN, *quick, "-o", "c.html", "--no-conditions")
    assert asked.out.splitlines()[-2] == f"What to do: anatomy conditions {CAMPAIGN}"
    assert "Outside callers" not in (desk / "c.html").read_text(encoding="utf-8")


def test_where_none_is_exceeded_nothing_is_looked_for(call: Caller, desk: Path) -> None:
    called = call("whatif", LATE, "--worlds", "200", "--ranges", "none", "--save", "a.json")

    assert json.loads((desk / "a.json").read_text(encoding="utf-8"))["conditions"] is None
    assert "What to do" not in called.out
    assert "nothing need be done" in call("conditions", LATE, *QUICK).out


def test_what_to_do_is_asked_with_the_same_limits(call: Caller, desk: Path) -> None:
    called = call("whatif", LATE, "--worlds", "200", "--limit", "Finance.felt > 5 %", "--seed", "4")

    assert called.out.splitlines()[-2] == (
        f"What to do: anatomy conditions {LATE} --seed 4 --limit 'Finance.felt > 5 %'"
    )
    assert desk.is_dir()
