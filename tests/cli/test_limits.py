"""Limits on the command line: told in the output, and with --fail-on the reason to end with 1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Caller

NORTHWIND = ("whatif", "examples/northwind/decision.yaml", "--ranges", "none", "--worlds", "500")
SMALL = ("whatif", "discount-exception", "-m", "small", "--worlds", "200")


def test_limits_of_the_model_are_told_and_end_well(call: Caller, desk: Path) -> None:
    called = call(*NORTHWIND)

    assert (called.code, called.err) == (0, "")
    assert "5 of 11 limits are exceeded." in called.out
    assert "  Customer Support: hidden loss, P90 €19" in called.out
    assert desk.is_dir()


def test_a_limit_met_ends_with_1_and_the_reason(call: Caller, desk: Path) -> None:
    called = call(
        *NORTHWIND,
        "--fail-on",
        "Support.loss.p90 > 100k",
        "--fail-on",
        "Finance.loss.p90 > 100k",
        "-o",
        "a.txt",
    )

    assert called.code == 1
    reasons = [line for line in called.err.splitlines() if line.startswith("--fail-on")]
    assert len(reasons) == 1
    assert reasons[0].startswith(
        "--fail-on support.loss.p90 > 100k: Customer Support, hidden loss, P90, is at €19"
    )
    assert (desk / "a.txt").read_text(encoding="utf-8").splitlines()[0] in called.out


def test_all_limits_in_force_may_be_meant(call: Caller, desk: Path) -> None:
    called = call(
        *NORTHWIND, "--fail-on", "limits", "--limit", "Support.loss.p90 > 1M", "--limit", "any.loss.p90 > 1M"
    )

    assert called.code == 1
    assert [line.split(": ")[0] for line in called.err.splitlines()] == [
        "--fail-on legal.loss.p90 > 50k",
        "--fail-on support.felt > 95 %",
        "--fail-on total.loss.p90 > 250k",
    ]
    assert desk.is_dir()


def test_an_option_replaces_the_limit_on_the_same_figure_alone(call: Caller, desk: Path) -> None:
    limits = json.loads(
        call(
            *NORTHWIND, "--limit", "Support.felt > 99 %", "--limit", "Legal.felt > 5 %", "--format", "json"
        ).out
    )["limits"]

    assert len(limits) == 12
    told = {limit["text"]: limit["exceeded"] for limit in limits}
    assert (told["support.felt > 99 %"], told["legal.felt > 5 %"]) == (False, True)
    assert "support.felt > 95 %" not in told
    assert desk.is_dir()


def test_a_saved_result_is_held_against_limits_too(call: Caller, desk: Path) -> None:
    call(*NORTHWIND, "--save", "r.json")

    assert call("whatif", "r.json").code == 0
    assert call("whatif", "r.json", "--fail-on", "limits").code == 1
    assert call("whatif", "r.json", "--fail-on", "D10.severity >= severe").code == 0
    lifted = call(
        "whatif", "r.json", "--fail-on", "D10.felt > 90 %", "--limit", "Customer Support.felt > 99 %"
    )
    assert lifted.code == 1
    assert "4 of 11 limits are exceeded." in lifted.out
    refused = call("whatif", "r.json", "--fail-on", "Support.felt > likely")
    assert (refused.code, refused.out) == (3, "")
    assert desk.is_dir()


@pytest.mark.parametrize("option", ["--limit", "--fail-on"])
def test_what_is_no_limit_is_refused_at_its_place(option: str, call: Caller) -> None:
    called = call(*SMALL, option, "Finance.los > 5")

    assert (called.code, called.out) == (3, "")
    assert called.err.startswith(f"{option}:1:9: ANA031 unknown measure 'los'; did you mean 'loss'?")


def test_to_fail_on_limits_that_nobody_stated_is_wrong_usage(call: Caller) -> None:
    called = call(*SMALL, "--fail-on", "limits")

    assert (called.code, called.out) == (2, "")
    assert "state one with --limit" in called.err


@pytest.mark.parametrize("option", ["--limit", "--fail-on"])
def test_a_comparison_is_held_against_nothing(option: str, call: Caller) -> None:
    called = call(*SMALL, "--measure", "cpm", option, "Finance.felt > 5 %")

    assert called.code == 2
    assert option in called.err


def test_two_limits_on_one_figure_are_refused_as_in_a_file(call: Caller, desk: Path) -> None:
    called = call(*NORTHWIND, "--limit", "Support.felt > 99 %", "--limit", "D10.felt > 5 %")

    assert (called.code, called.out) == (2, "")
    assert "'Support.felt > 99 %' and 'D10.felt > 5 %' limit one figure" in called.err
    assert desk.is_dir()
