"""What the guides show is what the commands print, and what they work out by hand is right."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.loading import load_enterprise

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Caller

DOCS = ROOT / "docs"
SHOWN = re.compile(r"(?m)^```console\n\$ anatomy (.+)\n((?:(?!```).*\n)*)```$")


@pytest.mark.parametrize("page", ["importance.md", "graph-format.md"])
def test_the_output_shown_is_that_of_the_command(
    page: str, call: Caller, desk: Path, golden: Callable[[Path, str], None]
) -> None:
    assert desk.is_dir()

    def printed(shown: re.Match[str]) -> str:
        called = call(*shlex.split(shown.group(1)))
        assert (called.code, called.err) == (0, "")
        return f"```console\n$ anatomy {shown.group(1)}\n{called.out}```"

    text = (DOCS / page).read_text(encoding="utf-8")
    assert SHOWN.search(text)
    golden(DOCS / page, SHOWN.sub(printed, text))


@pytest.mark.parametrize("page", ["importance.md", "graph-format.md"])
def test_every_other_command_of_the_page_runs(page: str, call: Caller, desk: Path) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"(?s)```sh\n(.*?)```", text) for line in block.splitlines()]

    assert desk.is_dir()
    for line in lines:
        assert call(*shlex.split(line)[1:], "--worlds", "100").code == 0, line


def test_the_pencil_agrees_with_the_worlds(call: Caller) -> None:
    """docs/importance.md works Support out of four likelihoods of the small model."""
    links = {
        (one.kind, str(one.target)): one.likelihood.point
        for one in load_enterprise(ROOT / "models" / "small").dependencies
        if not one.by_rule
    }
    anchor = links["anchors", "support/renewals/process"]
    price, serve = links["values", "finance/margin/operations"], links["values", "support/cases/strategy"]
    other = price * serve
    whole = 1 - (1 - anchor) * (1 - other)
    called = call("importance", "discount-exception", "-m", "small", "--to", "Support", "--format", "json")
    (target,) = json.loads(called.out)["targets"]
    falls = [removal["felt"] for removal in target["removals"]]
    text = (DOCS / "importance.md").read_text(encoding="utf-8")

    assert f"{price:.4f} x {serve:.2f} = {other:.3f}" in text
    assert f"1 - (1 - {anchor:.2f}) x (1 - {other:.3f}) = {whole:.3f}" in text
    for fall, by in zip(falls, (whole - other, whole - anchor, whole - anchor), strict=True):
        assert fall["low"] - 0.01 < by < fall["high"] + 0.01
    assert falls[0]["birnbaum"] == pytest.approx(1 - other, abs=0.02)
    assert f"{falls[0]['by']:.3f} / {anchor:.2f} = {falls[0]['by'] / anchor:.2f}" in text


def test_wrong_input_is_told_as_the_page_says(
    call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DOCS / "graph-format.md").read_text(encoding="utf-8")
    edge = {"source": "a", "target": "b", "delay_days": {"2": 0.7}}
    monkeypatch.chdir(tmp_path)
    Path("wrong.json").write_text(json.dumps({"nodes": [{"id": "a"}], "edges": [edge]}), encoding="utf-8")
    called = call("propagate", "wrong.json", "--trigger", "a")

    assert (called.code, called.out) == (3, "")
    for line in called.err.splitlines()[:2]:
        assert f"\n{line}\n" in text
