"""Standard output is data, talk goes to standard error; both end well when nobody reads them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Caller

FULL = Path("/dev/full")
DIAMOND = "examples/graph/diamond.json"
JSON_FORMATS = {
    "init": (["init", "acme"], "anatomy-init/1"),
    "check": (["check", "models/small", "--fast"], "anatomy-check/1"),
    "diff": (["diff", "small", "small"], "anatomy-diff/1"),
    "show": (["show", "D1", "-m", "small"], "anatomy-show/1"),
    "types": (["types", "-m", "small"], "anatomy-types/1"),
    "decisions": (["decisions", "-m", "small"], "anatomy-decisions/1"),
    "whatif": (["whatif", "discount-exception", "-m", "small", "-o", "a.html"], "anatomy-result/1"),
    "compare": (["compare", "discount-exception", "-m", "small"], "anatomy-compare/1"),
    "conditions": (["conditions", "discount-exception", "-m", "small"], "anatomy-conditions/1"),
    "explain": (["explain", "discount-exception", "-m", "small", "--to", "Finance"], "anatomy-explain/1"),
    "importance": (["importance", "discount-exception", "-m", "small"], "anatomy-importance/1"),
    "exposure": (["exposure", "--to", "Finance", "-m", "small"], "anatomy-exposure/1"),
    "sensitivity": (["sensitivity", "discount-exception", "-m", "small"], "anatomy-sensitivity/1"),
    "diagram": (["diagram", "-m", "small"], "anatomy-diagram/1"),
    "propagate": (["propagate", DIAMOND], "anatomy-spread/1"),
    "doctor": (["doctor"], "anatomy-doctor/1"),
}


@pytest.mark.parametrize(("arguments", "form"), JSON_FORMATS.values(), ids=JSON_FORMATS)
def test_json_parses_and_names_its_version(arguments: list[str], form: str, call: Caller, desk: Path) -> None:
    called = call(*arguments, "--format", "json")

    assert called.code == 0
    assert json.loads(called.out)["format"] == form
    assert desk.is_dir()


def test_talk_goes_to_standard_error(call: Caller, desk: Path) -> None:
    called = call("whatif", "discount-exception", "-m", "small", "--save", "a.json", "--format", "json")

    assert json.loads(called.out) == json.loads((desk / "a.json").read_text(encoding="utf-8"))
    assert called.err.startswith("Wrote a.json")


def test_errors_leave_standard_output_empty(call: Caller) -> None:
    called = call("whatif", "no-such-decision", "--format", "json")

    assert called.out == ""
    assert called.err


def test_a_result_answers_as_the_decision_did(call: Caller, desk: Path) -> None:
    first = call("whatif", "discount-exception", "-m", "small", "--save", "a.json")
    again = call("whatif", "a.json")

    assert again.out.splitlines()[:-1] == first.out.splitlines()[:-1]
    assert again.out.splitlines()[-1] == "Why: anatomy explain a.json --to Finance"
    assert desk.is_dir()


def test_the_line_that_leads_on_can_be_run(call: Caller, desk: Path) -> None:
    settings = ["-s", "discount=25 %", "-m", "small", "--worlds", "200", "--seed", "3"]
    last = call("whatif", "discount-exception", *settings).out.splitlines()[-1]

    assert shlex.split(last)[:4] == ["Why:", "anatomy", "explain", "discount-exception"]
    assert shlex.split(last)[4:] == [*settings, "--to", "Finance"]
    assert call(*shlex.split(last)[2:]).code == 0
    assert desk.is_dir()


@pytest.mark.parametrize("ending", [".html", ".json", ".txt"])
def test_what_we_wrote_we_may_overwrite(ending: str, call: Caller, desk: Path) -> None:
    arguments = ["whatif", "discount-exception", "-m", "small", "--no-drawing", "-o", f"a{ending}"]

    assert [call(*arguments).code for _ in range(2)] == [0, 0]
    assert (desk / f"a{ending}").stat().st_size > 0


def test_an_ending_we_cannot_write_is_refused_before_any_work(call: Caller) -> None:
    called = call("whatif", "discount-exception", "-o", "a.docx")

    assert called.code == 2
    assert "'a.docx' must end in .html or .json or .txt" in called.err


def run_it(*arguments: str, stdout: int) -> subprocess.CompletedProcess[str]:
    """A call in a process of its own, whose standard output is this descriptor."""
    command = [sys.executable, "-m", "anatomy", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run_it("schema", "model", stdout=writing)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")
def test_a_full_disk_is_the_environment() -> None:
    with FULL.open("w") as full:
        done = run_it("schema", "model", stdout=full.fileno())

    assert (done.returncode, done.stderr) == (5, "error: No space left on device\n")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_a_stream_that_lacks_our_characters_gets_plain_ones(encoding: str) -> None:
    arguments = ["whatif", "discount-exception", "-m", "small", "--worlds", "200"]
    done = subprocess.run(
        [sys.executable, "-m", "anatomy", *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert "Why: anatomy explain discount-exception" in done.stdout.decode(encoding)
    assert "?" not in done.stdout.decode(encoding)


@pytest.mark.parametrize(("limit", "code"), [("Finance.felt > 1 %", 1), ("Finance.loss.p90 > 900M", 0)])
def test_findings_are_told_by_the_exit_code_though_nobody_reads(limit: str, code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    asked = ["whatif", "discount-exception", "-m", "models/small", "--worlds", "100", "--fail-on", limit]

    called = subprocess.run(
        [sys.executable, "-m", "anatomy", *asked], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert called.returncode == code, called.stderr
    assert b"Traceback" not in called.stderr
